#include "report/conditions.hpp"

#include "report/condition_units.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {

Formula condition_of(const GoalSpec& goal) {
  Diagnostic fault;
  auto condition =
      Formula::parse_condition(split_unit(goal.condition).condition, fault, goal.place);
  if (!condition) throw Error(std::move(fault));
  return *std::move(condition);
}

std::optional<Target> target_of(const Formula& condition) {
  const FormulaNode& root = condition.root();
  const bool lower = root.kind == NodeKind::less || root.kind == NodeKind::less_equal;
  if (!lower && root.kind != NodeKind::greater && root.kind != NodeKind::greater_equal)
    return std::nullopt;
  const FormulaNode& bound = condition.node(root.parts[1]);
  if (bound.kind != NodeKind::number) return std::nullopt;
  return Target{bound.number, lower};
}

Check::Verdict verdict_of(const Formula& condition, const Quantity& value) {
  const Quantity answer = evaluate(condition, [&](std::string_view) { return value; });
  const bool* met = answer.flag_value();
  if (met == nullptr) return Check::Verdict::unknown;
  // What is at least 5 may be 9: that is enough for "at least 5", and says nothing of a limit.
  const auto target = target_of(condition);
  if (value.lower_bound() && (!*met || !target || target->lower)) return Check::Verdict::unknown;
  return *met ? Check::Verdict::pass : Check::Verdict::fail;
}

Severity level_of(std::string_view word) {
  return word == "note" ? Severity::note : word == "warning" ? Severity::warning : Severity::error;
}

}  // namespace tiktok_kpi
