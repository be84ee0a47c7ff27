#include "analysis/fading.hpp"

#include <algorithm>

#include "aggregate/accumulator.hpp"
#include "metrics/families.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::int64_t hour_s = 3'600;
constexpr std::int64_t day_s = 24 * hour_s;

/// The middle of a civil day in the zone, or of what is left of it after an instant inside it.
std::int64_t middle_of(std::int64_t day_begin_utc, std::optional<std::int64_t> after,
                       const TimeZone& zone) {
  std::int64_t begin = zone.instant_of(day_begin_utc);
  const std::int64_t end = zone.instant_of(day_begin_utc + day_s);
  if (after && *after > begin && *after < end) begin = *after;
  return begin + (end - begin) / 2;
}

Quantity hours_of(std::int64_t seconds) {
  return Quantity::exact(*Rational::make(seconds, hour_s), Unit::hours);
}

Quantity velocity_between(std::int64_t from, std::int64_t views_from, std::int64_t to,
                          std::int64_t views_to, const Settings& settings) {
  Arguments arguments;
  arguments.set("t1_hours", hours_of(from));
  arguments.set("v1", Quantity::count(views_from));
  arguments.set("t2_hours", hours_of(to));
  arguments.set("v2", Quantity::count(views_to));
  return evaluate_velocity(arguments, settings);
}

Quantity half_life_of(const FadingLine& line, const Settings& settings) {
  Argument snapshots = Argument::list();
  for (const FadingPoint& point : line.points)
    snapshots.items.push_back(
        Argument::object({{"t_hours", hours_of(point.instant - *line.published)},
                          {"value", Quantity::count(point.views)}}));
  Arguments arguments;
  arguments.set("snapshots", std::move(snapshots));
  return evaluate_time_to_fraction(arguments, settings);
}

/// Are views of every day known, from the publication on?
bool is_daily(const FadingLine& line) {
  std::int64_t before = *line.published;
  for (const FadingPoint& point : line.points) {
    const std::int64_t most =
        most_hours_between_daily_exports + (point.snapshot.day_only ? half_a_day_hours : 0);
    if (point.instant - before > most * hour_s) return false;
    before = point.instant;
  }
  return true;
}

/// Views gained in each whole day since the publication, linear between exports.
std::vector<Quantity> daily_views_of(const FadingLine& line) {
  std::vector<Quantity> days;
  Rational before(0);
  std::int64_t from = 0, views_from = 0, end = day_s;
  for (const FadingPoint& point : line.points) {
    const std::int64_t to = point.instant - *line.published;
    for (; end <= to; end += day_s) {
      // At `end`: views_from + gained * (end - from) / (to - from); a point at 0 is no step.
      const Int128 gained = Int128{point.views} - views_from;
      const auto step = Rational::make(gained * (end - from), to - from);
      const auto at = step ? add(Rational(views_from), *step) : std::nullopt;
      const auto day = at ? subtract(*at, before) : std::nullopt;
      if (!day) return {};
      days.push_back(Quantity::exact(*day, Unit::count));
      before = *at;
    }
    from = to;
    views_from = point.views;
  }
  return days;
}

Arguments days_as(const std::vector<Quantity>& days) {
  Argument list = Argument::list();
  for (const Quantity& day : days) list.items.emplace_back(day);
  Arguments arguments;
  arguments.set("daily_views", std::move(list));
  return arguments;
}

void analyze_days(Fading& fading, const Settings& settings) {
  if (!is_daily(fading.line)) return;
  fading.daily_views = daily_views_of(fading.line);
  const auto days = static_cast<std::int64_t>(fading.daily_views.size());
  if (days == 0) return;
  Arguments arguments = days_as(fading.daily_views);
  fading.fade_day = evaluate_fade_day(arguments, settings);
  if (fading.fade_day == Quantity::count(days))
    fading.fade_day = Quantity::missing(MissingReason::not_reached, Unit::count);
  fading.late_share = Quantity::missing(MissingReason::not_reached, Unit::ratio);
  if (days <= late_after_days) return;
  arguments.set("days", Quantity::count(late_after_days));
  fading.late_share = evaluate_share_after_days(arguments, settings);
}

/// Does the last interval keep a tenth of the best one?
Quantity alive_of(const FadingLine& line, const Settings& settings) {
  std::vector<Quantity> steps;
  std::optional<std::int64_t> from = line.published;
  std::int64_t views = 0;
  for (const FadingPoint& point : line.points) {
    if (from && point.instant > *from)
      steps.push_back(velocity_between(*from, views, point.instant, point.views, settings));
    from = point.instant;
    views = point.views;
  }
  const auto unknown = [] { return Quantity::missing(MissingReason::too_few_exports, Unit::text); };
  // One interval alone is its own best.
  if (steps.size() < 2) return unknown();
  const Rational* best = nullptr;
  for (const Quantity& step : steps) {
    const Rational* rate = step.exact_value();
    if (rate == nullptr) return unknown();
    if (best == nullptr || *best < *rate) best = rate;
  }
  const auto tenth = divide(*best, Rational(alive_divisor));
  if (!tenth || best->is_zero()) return Quantity::flag(false);
  return Quantity::flag(*steps.back().exact_value() >= *tenth);
}

}  // namespace

void place_snapshots(std::span<const PostSnapshot> snapshots, const Publication& publication,
                     const TimeZone& zone, FadingLine& line) {
  line.points.clear();
  line.too_early = 0;
  line.published.reset();
  if (publication.state == CellState::value)
    line.published = publication.time;
  else if (publication.state == CellState::day)
    line.published = middle_of(publication.time, {}, zone);
  for (const PostSnapshot& snapshot : snapshots) {
    const std::int64_t instant = snapshot.day_only
                                     ? middle_of(snapshot.exported_at, line.published, zone)
                                     : snapshot.exported_at;
    if (line.published && instant < *line.published)
      ++line.too_early;
    else
      line.points.push_back({snapshot, instant, snapshot.views});
  }
  std::ranges::stable_sort(line.points, {}, &FadingPoint::instant);
  std::size_t kept = 0;
  for (const FadingPoint& point : line.points) {
    const bool again = kept > 0 && line.points[kept - 1].instant == point.instant;
    const std::int64_t before = kept > 0 ? line.points[kept - 1].views : 0;
    FadingPoint next = point;
    next.views = std::max(before, point.views);
    if (!again) ++kept;
    line.points[kept - 1] = next;
  }
  line.points.resize(kept);
}

Fading analyze_fading(std::span<const PostSnapshot> snapshots, const Publication& publication,
                      const TimeZone& zone, std::optional<std::int32_t> as_of,
                      const Settings& settings) {
  Fading fading;
  place_snapshots(snapshots, publication, zone, fading.line);
  const auto missing = [](Unit unit) {
    return Quantity::missing(MissingReason::too_few_exports, unit);
  };
  fading.velocity = missing(Unit::count);
  fading.half_life = missing(Unit::hours);
  fading.fade_day = missing(Unit::count);
  fading.late_share = missing(Unit::ratio);
  fading.still_alive = missing(Unit::text);
  const std::vector<FadingPoint>& points = fading.line.points;
  if (points.size() < 2) return fading;
  const FadingPoint& last = points.back();
  const FadingPoint& before = points[points.size() - 2];
  fading.velocity =
      velocity_between(before.instant, before.views, last.instant, last.views, settings);
  const bool old =
      as_of && *as_of - day_of(last.instant, CellState::value, zone) > most_days_since_export;
  if (!old) fading.still_alive = alive_of(fading.line, settings);
  if (!fading.line.published) {
    fading.half_life = Quantity::missing(MissingReason::unknown, Unit::hours);
    return fading;
  }
  fading.half_life = half_life_of(fading.line, settings);
  const Quantity first = hours_of(points.front().instant - *fading.line.published);
  fading.half_before_first =
      fading.half_life.known() && Quantity::compare(fading.half_life, first) <= 0;
  analyze_days(fading, settings);
  return fading;
}

}  // namespace tiktok_kpi
