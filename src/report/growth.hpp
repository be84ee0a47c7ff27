#pragma once
// How the followers of the brand's and the creators' accounts grew during the campaign and in the
// 30 days after it.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// Days after the campaign that are looked at.
inline constexpr Day days_after = 30;
/// The usual gain is that of at least this many days before the start, of at most so many.
inline constexpr Day fewest_usual_days = 14;
inline constexpr Day most_usual_days = 90;

/// Followers at the end of a day.
struct FollowerPoint {
  Day day = 0;
  std::int64_t followers = 0;
};

/// Known days of one account, ascending: its daily series, and where that is silent its dated
/// records. O(days of all series).
[[nodiscard]] std::vector<FollowerPoint> follower_points(const Store& store, std::uint32_t creator);

/// One account in one window. Figures are of the known days inside it, never extrapolated.
struct GrowthRow {
  std::string account;  ///< handle
  bool brand = false;
  std::string_view window;      ///< "during", "after", or "all days" without a period
  std::optional<Day> from, to;  ///< of the window, both inside
  Quantity days, covered_days;  ///< of the window; of them between two known counts
  Quantity start, end;          ///< followers before the first and after the last covered day
  Quantity gain, rate, daily;
  Quantity usual_per_day;  ///< from the usual days before the campaign
  Quantity usual_days;
  Quantity excess;
  Quantity follow_rate;        ///< new followers over the account's views of the covered days
  Quantity cost_per_follower;  ///< of the brand, during the campaign: its whole cost
  Quantity retention;          ///< engagement a day after the campaign over that during it
  /// What the last two are made of.
  Quantity cost;
  Quantity interactions_during, days_during, interactions_after, days_after;
};

/// Brand first, then creators as listed (without a list: every account with two counts), each
/// during and after; `settings.subject` decides whose.
[[nodiscard]] std::vector<GrowthRow> follower_growth(const Answers& answers);

/// The table `growth`; without rows when no account of the campaign has a follower count.
[[nodiscard]] Table growth_table(Answers& answers);

}  // namespace tiktok_kpi
