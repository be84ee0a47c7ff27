#pragma once
// The interval of a row's engagement of views and the ranks that it allows, as columns.
#include <optional>
#include <string>
#include <vector>

#include "analysis/rate_intervals.hpp"
#include "report/answers.hpp"

namespace tiktok_kpi {

/// Intervals are worked out for so many rows of a table at most: the first ones. Further rows are
/// missing(unknown).
inline constexpr std::size_t most_interval_rows = 200;

/// "95%" of 0.95.
[[nodiscard]] std::string percent_of(double confidence);

/// er_views as a number of each post, as the settings count it.
[[nodiscard]] RowRate engagement_rate(const ReportContext& context);

/// er_views_low, er_views_high, er_views_rank_best, er_views_rank_worst: a range of people each.
/// `detail`: people do not see them unless asked for.
[[nodiscard]] std::vector<Column> interval_columns(const ReportContext& context,
                                                   bool detail = false);
/// The cells under them. `asked`: whether the row is one of those whose interval was looked for.
[[nodiscard]] std::vector<Quantity> interval_cells(const std::optional<RateInterval>& interval,
                                                   const std::optional<RankRange>& rank,
                                                   bool asked = true);
/// How to read them; empty when no row has an interval.
[[nodiscard]] std::string interval_note(const std::vector<std::optional<RateInterval>>& intervals,
                                        const std::vector<NewestPosts>& posts,
                                        const Settings& settings);

}  // namespace tiktok_kpi
