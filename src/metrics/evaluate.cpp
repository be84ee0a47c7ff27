// Registry entries over aggregates.
#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/text.hpp"
#include "metrics/quotient.hpp"
#include "metrics/registry.hpp"
#include "model/fields.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

std::string_view aggregation_of(MetricKind kind) {
  switch (kind) {
    case MetricKind::sum: return "sum";
    case MetricKind::ratio: return "pooled";
    case MetricKind::mean: return "mean";
    case MetricKind::median: return "median";
    case MetricKind::ratio_of_medians: return "ratio_of_medians";
    case MetricKind::label: return "label";
    case MetricKind::function: return "function";
  }
  return "function";
}

}  // namespace

const Metric* find_metric(std::string_view id) {
  const auto aliases = metric_aliases();
  const auto alias = std::ranges::find(aliases, id, &MetricAlias::alias);
  if (alias != aliases.end()) id = alias->id;
  const auto all = metrics();
  const auto found = std::ranges::find(all, id, &Metric::id);
  return found != all.end() ? &*found : nullptr;
}

const Metric& metric(std::string_view id) {
  if (const Metric* found = find_metric(id)) return *found;
  std::vector<std::string_view> known;
  for (const Metric& each : metrics()) known.push_back(each.id);
  for (const MetricAlias& each : metric_aliases()) known.push_back(each.alias);
  const std::string_view near = nearest(id, known);
  throw Error("unknown-metric", "there is no metric \"" + std::string(id) + "\"",
              near.empty() ? "`tiktok-kpi formulas list` lists them all"
                           : "did you mean " + std::string(near) + "?");
}

const PostMetric& post_metric(const Metric& metric) {
  // One slot per entry, filled when first asked for: a run uses a few of them.
  struct Slot {
    std::once_flag once;
    std::optional<PostMetric> parsed;
  };
  static const auto slots = std::make_unique<Slot[]>(metrics().size());
  const auto index = static_cast<std::size_t>(&metric - metrics().data());
  if (index >= metrics().size() || !is_over_posts(metric))
    throw Error("internal", "\"" + std::string(metric.id) + "\" is no metric over posts");
  Slot& slot = slots[index];
  std::call_once(slot.once, [&] {
    Diagnostic fault;
    slot.parsed = PostMetric::make(metric.formula, metric.kind, metric.unit, metric.set, fault);
    if (!slot.parsed)
      throw Error("internal", "the formula of " + std::string(metric.id) + ": " + fault.message);
  });
  return *slot.parsed;
}

Request needs(const Metric& metric, const Settings& settings) {
  return is_over_posts(metric) ? post_metric(metric).needs(settings) : Request{};
}

Evaluated evaluate(const Metric& metric, const Group& group, const Aggregates& shape,
                   const Settings& settings) {
  return post_metric(metric).bind(shape, settings).evaluate(group);
}

Quantity evaluate_sums(const Metric& metric, const Arguments& sums, const Settings& settings) {
  if (metric.function != nullptr) return metric.function(sums, settings);
  const Formula formula = post_metric(metric).expanded(settings);
  const auto value_of = [&](std::string_view name) {
    const FieldRow* field = find_field(name);
    const bool is_money = field != nullptr && field->type == FieldType::money;
    return (is_money ? number_of(sums, name) : counted(sums, name)).quantity();
  };
  Scalar value = Scalar::of(evaluate(formula, value_of, settings.missing));
  return in_unit(value, metric.unit, settings.currency);
}

Definition define(const Metric& metric, const Settings& settings) {
  Definition definition;
  definition.id = metric.id;
  definition.label = metric.label;
  definition.unit = metric.unit;
  definition.aggregation = aggregation_of(metric.kind);
  definition.source = metric.source;
  definition.formula = metric.formula;
  if (!is_over_posts(metric)) return definition;
  const PostMetric& over_posts = post_metric(metric);
  if (over_posts.uses_interactions()) definition.set = name_of(over_posts.set(settings));
  definition.denominator = over_posts.denominator(settings);
  if (metric.function == nullptr) definition.formula = over_posts.expanded(settings).to_text();
  return definition;
}

}  // namespace tiktok_kpi
