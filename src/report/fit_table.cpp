#include "report/fit_table.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"
#include "report/metric_columns.hpp"

namespace tiktok_kpi {
namespace {

using Shares = std::map<std::string, Rational>;

Argument object_of(const Shares& shares) {
  Argument object = Argument::object();
  for (const auto& [name, value] : shares)
    object.members.emplace_back(name, Quantity::exact(value, Unit::none));
  return object;
}

/// Weight of the ratings that are given, of the weights of all.
Quantity coverage_of(const Shares& ratings, const Settings& settings) {
  Rational all;
  Rational given;
  for (const auto& [name, weight] : settings.rating_weights) {
    const auto sum = add(all, weight);
    const auto part = ratings.contains(name) ? add(given, weight) : std::optional(given);
    if (!sum || !part) return Quantity::missing(MissingReason::overflow, Unit::ratio);
    all = *sum;
    given = *part;
  }
  const auto share = all.is_zero() ? std::nullopt : divide(given, all);
  return share ? Quantity::exact(*share, Unit::ratio)
               : Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
}

Quantity match_of(const Shares& target, const Shares& audience, const Settings& settings) {
  if (target.empty() || audience.empty())
    return Quantity::missing(MissingReason::unknown, Unit::ratio);
  Arguments arguments;
  arguments.set("target", object_of(target));
  arguments.set("audience", object_of(audience));
  return evaluate_sums(metric("audience_match"), arguments, settings);
}

Quantity score_of(const Shares& ratings, const Settings& settings) {
  if (ratings.empty()) return Quantity::missing(MissingReason::unknown, Unit::none);
  Arguments arguments;
  arguments.set("scores", object_of(ratings));
  const Quantity score = evaluate_sums(metric("fit_score"), arguments, settings);
  return score.known() ? score.with_unit(Unit::none) : score;
}

}  // namespace

std::optional<Table> fit_table(Answers& answers) {
  const Campaign& campaign = answers.campaign();
  const Settings& settings = answers.settings();
  std::set<std::string> names;
  bool any = false;
  for (const CampaignCreator& creator : campaign.creators) {
    any = any || !creator.ratings.empty() || !creator.audience.empty();
    for (const auto& [name, rating] : creator.ratings) names.insert(name);
  }
  if (!any) return std::nullopt;
  const std::string only = normal_handle(answers.context.table.creator);
  Table table;
  table.id = "fit";
  table.title = "Fit, by your ratings";
  table.columns = {
      {"creator", "creator", Unit::text},
      {.id = "fit_score", .label = "fit", .digits = 2},
      {.id = "fit_coverage", .label = "weights rated", .unit = Unit::ratio, .digits = 0},
      {.id = "audience_match", .label = "audience match", .unit = Unit::ratio, .digits = 0}};
  for (const std::string& name : names) table.columns.push_back({.id = name, .label = name});
  for (const CampaignCreator& creator : campaign.creators) {
    if (creator.ratings.empty() && creator.audience.empty()) continue;
    if (!only.empty() && creator.handle != only) continue;
    std::vector<Quantity>& row = table.rows.emplace_back();
    row = {Quantity::label("@" + creator.handle), score_of(creator.ratings, settings),
           coverage_of(creator.ratings, settings),
           match_of(campaign.audience, creator.audience, settings)};
    for (const std::string& name : names) {
      const auto found = creator.ratings.find(name);
      row.push_back(found != creator.ratings.end()
                        ? Quantity::exact(found->second, Unit::none)
                        : Quantity::missing(MissingReason::unknown, Unit::none));
    }
  }
  std::ranges::stable_sort(table.rows, [](const auto& a, const auto& b) {
    if (a[1].known() != b[1].known()) return a[1].known();
    return Quantity::compare(a[1], b[1]) > 0;
  });
  if (table.rows.empty()) return std::nullopt;
  table.total_rows = table.rows.size();
  hide_empty_columns(table, answers.context);
  if (settings.rating_weights.empty() && !names.empty())
    table.note = "No score: state settings.rating_weights in the campaign file.";
  define(answers, "fit_score");
  define(answers, "audience_match");
  return table;
}

}  // namespace tiktok_kpi
