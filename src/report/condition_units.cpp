#include "report/condition_units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "report/conditions.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// Parts of a whole, never above 1. Engagement over followers or views may be, and ROI and growth.
constexpr std::array<std::string_view, 22> shares{
    "missing_share",    "left_out_share",       "unattributed_share",
    "completion_rate",  "completion_rate_mean", "completion_rate_pooled",
    "view_rate_2s",     "view_rate_6s",         "hold_rate",
    "top_share",        "match_key_coverage",   "code_leak_rate",
    "share_after_days", "repeat_rate",          "deliverable_completion",
    "on_time_rate",     "disclosure_rate",      "rights_cleared_rate",
    "response_rate",    "positive_share",       "net_sentiment",
    "audience_match"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Words that stand for a unit; the first is how it is shown.
struct UnitRow {
  Unit unit;
  std::string_view asked;  ///< what to write
  std::array<std::string_view, 6> words;
};
constexpr std::array units{
    UnitRow{Unit::count, "a number alone", {}},
    UnitRow{Unit::ratio, "a percentage, as 4%", {}},
    UnitRow{Unit::factor, "a number of times, as 2.2 or 2.2x", {"x", "times"}},
    UnitRow{Unit::money, "an amount in the currency of the report, as 1500", {}},
    UnitRow{Unit::seconds, "seconds, as 15 or 15 s", {"s", "sec", "second", "seconds"}},
    UnitRow{Unit::hours, "hours, as 12 or 12 h", {"h", "hour", "hours"}},
    UnitRow{Unit::days, "days, as 7 or 7 days", {"d", "day", "days"}},
    UnitRow{Unit::per_day, "a number a day, as 2", {}},
};

/// What a count is called in its own name: posts, views, orders.
bool counts(std::string_view metric, std::string_view word) {
  if (metric == "video_count") return word == "posts" || word == "post" || word == "videos";
  if (metric == "conversions" && (word == "orders" || word == "order")) return true;
  return word.size() > 3 && metric.find(word) != std::string_view::npos;
}

bool fits(const GoalSpec& goal, Unit unit, Currency currency, const std::string& word) {
  if (unit == Unit::count) return counts(goal.metric, word);
  if (unit == Unit::money) {
    const auto stated = Currency::parse(word);
    return stated && (!currency.known() || *stated == currency);
  }
  const auto* row = std::ranges::find(units, unit, &UnitRow::unit);
  return row != units.end() && std::ranges::find(row->words, word) != row->words.end();
}

std::string asked_of(Unit unit, Currency currency) {
  const auto* row = std::ranges::find(units, unit, &UnitRow::unit);
  std::string asked(row != units.end() ? row->asked : "a number alone");
  if (unit == Unit::money && currency.known()) asked += fmt::format(" or 1500 {}", currency.code());
  return asked;
}

[[noreturn]] void refuse(const GoalSpec& goal, const std::string& message, std::string hint) {
  throw Error(Diagnostic::make("bad-unit", message, std::move(hint), goal.place,
                               static_cast<std::uint32_t>(goal.condition.size())));
}

}  // namespace

WordedCondition split_unit(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  std::size_t end = text.size();
  while (end > 0 && is_letter(text[end - 1])) --end;
  const std::string_view unit = text.substr(end);
  std::string_view rest = text.substr(0, end);
  while (rest.ends_with(' ')) rest.remove_suffix(1);
  // A number before it, and no name that ends in digits.
  std::size_t begin = rest.size();
  while (begin > 0 && (is_digit(rest[begin - 1]) || rest[begin - 1] == '.')) --begin;
  const bool number = begin < rest.size() &&
                      (begin == 0 || (!is_letter(rest[begin - 1]) && rest[begin - 1] != '_'));
  if (unit.empty() || !number) return {text, {}};
  return {rest, unit};
}

void check_unit(const GoalSpec& goal, Unit unit, Currency currency) {
  const Formula condition = condition_of(goal);
  if (unit == Unit::none) return;
  const FormulaNode& root = condition.root();
  const auto compared = {NodeKind::less,          NodeKind::less_equal, NodeKind::greater,
                         NodeKind::greater_equal, NodeKind::equal,      NodeKind::not_equal};
  const FormulaNode* bound = std::ranges::find(compared, root.kind) != compared.end()
                                 ? &condition.node(root.parts[1])
                                 : &root;
  if (bound->kind == NodeKind::negate) bound = &condition.node(bound->parts[0]);
  const bool simple = bound->kind == NodeKind::number;
  const std::string word = case_fold(split_unit(goal.condition).unit);
  const std::string shown = fmt::format("{}: \"{}\"", goal.metric, visible(goal.condition));
  if (!word.empty() && !(simple && fits(goal, unit, currency, word)))
    refuse(goal, fmt::format("{} is in another unit than the figure", shown),
           fmt::format("write {}", asked_of(unit, currency)));
  if (!simple) return;
  const bool percent = goal.condition.find('%') != std::string::npos;
  if (percent && unit != Unit::ratio && unit != Unit::factor)
    refuse(goal, fmt::format("{} is a percentage, the figure is not", shown),
           fmt::format("write {}", asked_of(unit, currency)));
  const Rational& number = bound->number;
  if (percent || number <= Rational(1) || std::ranges::find(shares, goal.metric) == shares.end())
    return;
  refuse(goal,
         fmt::format("{} asks for {}, and a share is never above 100%", shown,
                     fmt::format("{}%", multiply(number, Rational(100))->to_fixed(0))),
         fmt::format("write \"{}%\"", split_unit(goal.condition).condition));
}

}  // namespace tiktok_kpi
