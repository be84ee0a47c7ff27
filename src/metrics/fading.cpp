// How fast the views of a post come and go.
#include <algorithm>

#include "metrics/families.hpp"
#include "metrics/quotient.hpp"

namespace tiktok_kpi {
namespace {

struct Snapshot {
  Rational hours, count;
};

/// In the order of time, counts as running maximum; nothing when one is not known.
std::optional<std::vector<Snapshot>> snapshots_of(const Arguments& arguments) {
  std::vector<Snapshot> snapshots;
  for (const Argument& item : arguments.items("snapshots")) {
    const Arguments snapshot = Arguments::of(item);
    const auto hours = snapshot.number("t_hours");
    const auto count = snapshot.number("value");
    if (!hours || !count) return std::nullopt;
    snapshots.push_back({*hours, *count});
  }
  std::ranges::stable_sort(snapshots, {}, &Snapshot::hours);
  for (std::size_t i = 1; i < snapshots.size(); ++i)
    snapshots[i].count = std::max(snapshots[i].count, snapshots[i - 1].count);
  return snapshots;
}

/// Views by day; nothing when one is not known.
std::optional<std::vector<Rational>> daily_views(const Arguments& arguments) {
  std::vector<Rational> views = arguments.numbers("daily_views");
  if (views.size() < arguments.items("daily_views").size()) return std::nullopt;
  return views;
}

Scalar sum_of(std::span<const Rational> values) {
  Scalar total = Scalar::of(Rational(0));
  for (const Rational& value : values) total = plus(total, Scalar::of(value));
  return total;
}

}  // namespace

Quantity evaluate_velocity(const Arguments& arguments, const Settings&) {
  const Scalar gained = minus(number_of(arguments, "v2"), number_of(arguments, "v1"));
  const Scalar hours = minus(number_of(arguments, "t2_hours"), number_of(arguments, "t1_hours"));
  return in_unit(over(gained, hours), Unit::count);
}

Quantity evaluate_time_to_fraction(const Arguments& arguments, const Settings&) {
  const auto snapshots = snapshots_of(arguments);
  const auto share =
      arguments.has("fraction") ? arguments.number("fraction") : Rational::make(1, 2);
  if (!snapshots || !share) return Quantity::missing(MissingReason::incomplete, Unit::hours);
  if (snapshots->empty()) return Quantity::missing(MissingReason::too_few_posts, Unit::hours);
  const auto last =
      arguments.has("final") ? arguments.number("final") : std::optional(snapshots->back().count);
  if (!last) return Quantity::missing(MissingReason::unknown, Unit::hours);
  const auto target = multiply(*share, *last);
  if (!target || last->is_zero() || last->is_negative())
    return Quantity::missing(MissingReason::zero_denominator, Unit::hours);
  Snapshot before{Rational(0), Rational(0)};
  for (const Snapshot& at : *snapshots) {
    if (at.count < *target) {
      before = at;
      continue;
    }
    const Scalar share_of_step = over(minus(Scalar::of(*target), Scalar::of(before.count)),
                                      minus(Scalar::of(at.count), Scalar::of(before.count)));
    const Scalar step = minus(Scalar::of(at.hours), Scalar::of(before.hours));
    return in_unit(plus(Scalar::of(before.hours), times(share_of_step, step)), Unit::hours);
  }
  return Quantity::missing(MissingReason::not_reached, Unit::hours);
}

Quantity evaluate_fade_day(const Arguments& arguments, const Settings&) {
  const auto views = daily_views(arguments);
  if (!views) return Quantity::missing(MissingReason::incomplete, Unit::count);
  const auto peak = std::ranges::max_element(*views);
  if (peak == views->end() || peak->is_zero() || peak->is_negative())
    return Quantity::missing(MissingReason::zero_denominator, Unit::count);
  const auto tenth = divide(*peak, Rational(10));
  std::int64_t last = 0;
  for (std::size_t day = 0; day < views->size(); ++day)
    if (tenth && (*views)[day] >= *tenth) last = static_cast<std::int64_t>(day) + 1;
  return Quantity::count(last);
}

Quantity evaluate_share_after_days(const Arguments& arguments, const Settings&) {
  const auto views = daily_views(arguments);
  const auto days = arguments.count("days");
  if (!views || !days) return Quantity::missing(MissingReason::incomplete, Unit::ratio);
  const std::size_t first = std::min(static_cast<std::size_t>(*days), views->size());
  return in_unit(over(sum_of(std::span(*views).subspan(first)), sum_of(*views)), Unit::ratio);
}

Quantity evaluate_engagement_retention(const Arguments& arguments, const Settings&) {
  const Scalar after = over(counted(arguments, "after"), counted(arguments, "after_days"));
  const Scalar during = over(counted(arguments, "during"), counted(arguments, "during_days"));
  return in_unit(over(after, during), Unit::ratio);
}

}  // namespace tiktok_kpi
