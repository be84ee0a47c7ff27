#include "report/interval_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/metric_columns.hpp"

namespace tiktok_kpi {

std::string percent_of(double confidence) {
  return fmt::format("{:g}%", static_cast<double>(std::llround(confidence * 1e6)) / 1e4);
}

RowRate engagement_rate(const ReportContext& context) {
  constexpr std::array<std::string_view, 1> id{"er_views"};
  return MetricColumns(context, id, {}).row_rate(0).value_or(RowRate{});
}

std::vector<Column> interval_columns(const ReportContext& context, bool detail) {
  const bool upper = !context.every_column;
  return {{.id = "er_views_low",
           .label = percent_of(context.settings.confidence) + " interval",
           .unit = Unit::ratio,
           .digits = 1,
           .detail = detail,
           .to = "er_views_high"},
          {.id = "er_views_high",
           .label = "upper end",
           .unit = Unit::ratio,
           .digits = 1,
           .detail = upper || detail},
          {.id = "er_views_rank_best",
           .label = "rank",
           .unit = Unit::count,
           .detail = detail,
           .to = "er_views_rank_worst"},
          {.id = "er_views_rank_worst",
           .label = "worst rank",
           .unit = Unit::count,
           .detail = upper || detail}};
}

std::vector<Quantity> interval_cells(const std::optional<RateInterval>& interval,
                                     const std::optional<RankRange>& rank, bool asked) {
  const MissingReason reason = asked ? MissingReason::too_few_posts : MissingReason::unknown;
  const auto rate = [&](Rational RateInterval::*end) {
    return interval ? Quantity::exact((*interval).*end, Unit::ratio)
                    : Quantity::missing(reason, Unit::ratio);
  };
  const auto place = [&](std::size_t RankRange::*end) {
    return rank ? Quantity::count(static_cast<Int128>((*rank).*end))
                : Quantity::missing(reason, Unit::count);
  };
  return {rate(&RateInterval::low), rate(&RateInterval::high), place(&RankRange::best),
          place(&RankRange::worst)};
}

std::string interval_note(const std::vector<std::optional<RateInterval>>& intervals,
                          const std::vector<NewestPosts>& posts, const Settings& settings) {
  if (std::ranges::none_of(intervals, [](const auto& interval) { return interval.has_value(); }))
    return {};
  const bool cut = std::ranges::any_of(
      posts, [](const NewestPosts& row) { return row.counted.size() == most_newest_posts; });
  return fmt::format(
      "Interval: {} of {},{:03} resamples of a row's posts{}, from {} posts on. Rank: by engagement of views; rows whose intervals overlap are not told apart.",
      percent_of(settings.confidence), interval_resamples / 1'000, interval_resamples % 1'000,
      cut ? fmt::format(" (the newest {})", most_newest_posts) : "", least_resampled);
}

}  // namespace tiktok_kpi
