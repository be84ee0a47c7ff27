#pragma once
// How fast the views of a post come and go, from dated exports of the same post. The formulas are
// metrics of the registry; here is what they are asked about.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "aggregate/store.hpp"
#include "core/civil_time.hpp"
#include "tiktok_kpi/core/quantity.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// Views of a day can be told when exports are at most so many hours apart, the first of them so
/// many after the publication: a day, and room for a late run or a change of the clock.
inline constexpr std::int64_t most_hours_between_daily_exports = 26;
/// An export known by its day only may be so much nearer than the middle of that day.
inline constexpr std::int64_t half_a_day_hours = 12;
/// Views after so many days are late.
inline constexpr std::int64_t late_after_days = 7;
/// A post lives while it gains at least this part of what it gained an hour at its best: the tenth
/// that `fade_day` uses.
inline constexpr std::int64_t alive_divisor = 10;
/// What the last export said so many days before the newest data is not what is so now.
inline constexpr std::int32_t most_days_since_export = 14;

/// When a post was published, as the store keeps it.
struct Publication {
  std::int64_t time = 0;
  CellState state = CellState::missing;
};

/// One export of a post on its time line.
struct FadingPoint {
  PostSnapshot snapshot;
  std::int64_t instant = 0;  ///< Unix seconds; of a day without an hour its middle, in the zone; of
                             ///< the day of publication the middle of what was left of it
  std::int64_t views = 0;    ///< largest so far: views that fall were corrected, not lost
};

/// The exports of one post in order of time, one an instant. `too_early`: exports before the
/// publication, left out.
struct FadingLine {
  std::vector<FadingPoint> points;
  std::optional<std::int64_t> published;  ///< of a day without an hour its middle
  std::size_t too_early = 0;
};
/// Fills `line`, whose memory is used again.
void place_snapshots(std::span<const PostSnapshot> snapshots, const Publication& publication,
                     const TimeZone& zone, FadingLine& line);

struct Fading {
  FadingLine line;
  Quantity velocity;     ///< views an hour between the last two exports
  Quantity half_life;    ///< hours since the publication (time_to_fraction)
  Quantity fade_day;     ///< missing(not_reached) while the last whole day is a strong one
  Quantity late_share;   ///< share_after_days of the first whole days, more than 7
  Quantity still_alive;  ///< yes or no
  std::vector<Quantity> daily_views;  ///< of whole days since the publication; empty: not known
  /// The half came before the first export: when, is a straight line from nothing.
  bool half_before_first = false;
};

/// Missing(too_few_exports) what takes more exports. `as_of`: day of the newest data.
[[nodiscard]] Fading analyze_fading(std::span<const PostSnapshot> snapshots,
                                    const Publication& publication, const TimeZone& zone,
                                    std::optional<std::int32_t> as_of, const Settings& settings);

}  // namespace tiktok_kpi
