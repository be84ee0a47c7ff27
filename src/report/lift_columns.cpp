#include "report/lift_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/metric_columns.hpp"
#include "report/name_list.hpp"

namespace tiktok_kpi {
namespace {

/// A p value or an effect size: printed as it is, not as percent.
Quantity plain(const Quantity& value) {
  return value.known() ? value.with_unit(Unit::none)
                       : Quantity::missing(value.reason(), Unit::none);
}

std::string_view words_of(const Lift& lift) {
  return lift.sponsored == 0 ? "no sponsored posts" : words_for(lift.verdict);
}

/// Who is said to differ although chance may be all of it.
std::string chance_note(const Answers& answers, const CreatorComparisons& comparisons) {
  std::size_t tested = 0;
  std::vector<std::string> doubtful;
  for (const CreatorComparison& creator : comparisons.creators) {
    if (creator.lift.p.is_number()) ++tested;
    if (creator.lift.may_be_chance(answers.settings()))
      doubtful.push_back("@" + answers.store.creators().spelling(creator.creator));
  }
  if (doubtful.empty()) return {};
  return fmt::format(" May be chance (p after {} above {:g}): {}.",
                     tested == 1 ? std::string("one test") : fmt::format("{} tests", tested),
                     1 - answers.settings().confidence, first_names(doubtful));
}

}  // namespace

std::vector<Column> lift_columns(const ReportContext& context) {
  const bool detail = !context.every_column;
  const std::string confidence = fmt::format("{:g}%", context.settings.confidence * 100);
  return {{.id = "lift_rel", .label = "lift", .unit = Unit::ratio, .digits = 0, .trend = true},
          {.id = "lift_verdict", .label = "verdict", .unit = Unit::text},
          {.id = "sponsored_posts", .label = "paid", .unit = Unit::count},
          {.id = "usual_posts", .label = "usual", .unit = Unit::count},
          {.id = "er_views_sponsored_median", .label = "eng., paid", .unit = Unit::ratio},
          {.id = "er_views_usual_median", .label = "eng., usual", .unit = Unit::ratio},
          {.id = "mean_diff_low",
           .label = "difference, " + confidence,
           .unit = Unit::ratio,
           .digits = 1,
           .trend = true,
           .to = "mean_diff_high"},
          {.id = "mean_diff_high",
           .label = "upper end",
           .unit = Unit::ratio,
           .digits = 1,
           .detail = detail,
           .trend = true},
          {.id = "adjusted_p", .label = "p", .unit = Unit::none, .digits = 3},
          {.id = "mann_whitney_p", .label = "p, one test", .digits = 3, .detail = detail},
          {.id = "mann_whitney_method", .label = "counted", .unit = Unit::text, .detail = detail},
          {.id = "lift_abs",
           .label = "lift, points",
           .unit = Unit::ratio,
           .detail = detail,
           .trend = true},
          {.id = "hodges_lehmann",
           .label = "shift",
           .unit = Unit::ratio,
           .detail = detail,
           .trend = true},
          {.id = "cliffs_delta", .label = "Cliff's delta", .digits = 2, .detail = detail},
          {.id = "welch_p", .label = "p, Welch", .digits = 3, .detail = detail}};
}

std::vector<Quantity> lift_cells(const Lift* lift) {
  if (lift == nullptr) {
    const auto none = [](Unit unit) { return Quantity::missing(MissingReason::unknown, unit); };
    return {none(Unit::ratio), none(Unit::text),  none(Unit::count), none(Unit::count),
            none(Unit::ratio), none(Unit::ratio), none(Unit::ratio), none(Unit::ratio),
            none(Unit::none),  none(Unit::none),  none(Unit::text),  none(Unit::ratio),
            none(Unit::ratio), none(Unit::none),  none(Unit::none)};
  }
  return {lift->lift_rel,
          Quantity::label(std::string(words_of(*lift))),
          Quantity::count(static_cast<Int128>(lift->sponsored)),
          Quantity::count(static_cast<Int128>(lift->usual)),
          lift->sponsored_median,
          lift->usual_median,
          lift->low,
          lift->high,
          plain(lift->adjusted_p),
          plain(lift->p),
          lift->p.known() ? Quantity::label(lift->exact ? "exact" : "normal")
                          : Quantity::missing(lift->p.reason(), Unit::text),
          lift->lift_abs,
          lift->shift,
          plain(lift->delta),
          plain(lift->welch_p)};
}

std::optional<Table> lift_table(Answers& answers, const CreatorComparisons& comparisons) {
  if (std::ranges::none_of(comparisons.creators, [](const CreatorComparison& creator) {
        return creator.lift.sponsored > 0 && creator.lift.usual > 0;
      }))
    return std::nullopt;
  Table table;
  table.id = "lift";
  table.title = "Paid posts against usual ones";
  table.columns = {{"creator", "creator", Unit::text}};
  for (Column& column : lift_columns(answers.context)) table.columns.push_back(std::move(column));
  for (const CreatorComparison& creator : comparisons.creators) {
    if (creator.lift.sponsored == 0) continue;
    std::vector<Quantity>& row = table.rows.emplace_back();
    row = {Quantity::label("@" + answers.store.creators().spelling(creator.creator))};
    for (Quantity& cell : lift_cells(&creator.lift)) row.push_back(std::move(cell));
  }
  table.total_rows = table.rows.size();
  table.note = fmt::format(
      "Engagement of views, medians; usual: the newest {} posts at most of the {} days before a paid one, tested from {} paid and {} usual ones on. Difference: of the means, in points, resampled; large: {:.0f}% or more and an interval above 0. p: Mann-Whitney, adjusted for all creators tested.{}",
      most_baseline_posts, baseline_days, least_sponsored_posts, least_baseline_posts,
      Rational::parse(large_lift)->to_double() * 100, chance_note(answers, comparisons));
  for (const std::string_view id : {"lift_rel", "lift_abs", "hodges_lehmann", "mann_whitney",
                                    "cliffs_delta", "welch_t", "bootstrap_mean_diff", "bh_adjust"})
    define(answers, id);
  return table;
}

}  // namespace tiktok_kpi
