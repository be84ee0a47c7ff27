// Posting rhythm and growth of an account.
#include <algorithm>
#include <cmath>

#include "core/civil_time.hpp"
#include "metrics/families.hpp"
#include "metrics/quotient.hpp"
#include "metrics/statistics.hpp"

namespace tiktok_kpi {
namespace {

/// Days of `dates[]`, sorted; unknown ones are left out.
std::vector<std::int32_t> sorted_days(const Arguments& arguments) {
  std::vector<std::int32_t> days;
  for (const Argument& item : arguments.items("dates")) {
    Arguments one;
    one.set("date", item);
    if (const auto day = one.day("date")) days.push_back(*day);
  }
  std::ranges::sort(days);
  return days;
}

/// End less start; missing when a count is.
Scalar gain(const Arguments& arguments) {
  return minus(counted(arguments, "end"), counted(arguments, "start"));
}

}  // namespace

Quantity posting_rate(std::span<const std::int32_t> days, std::optional<std::int32_t> start,
                      std::optional<std::int32_t> end) {
  if (start)
    days = days.subspan(
        static_cast<std::size_t>(std::ranges::lower_bound(days, *start) - days.begin()));
  if (end)
    days =
        days.first(static_cast<std::size_t>(std::ranges::upper_bound(days, *end) - days.begin()));
  if (days.empty() && (!start || !end))
    return Quantity::missing(MissingReason::no_posts, Unit::per_day);
  const std::int32_t first = start ? *start : days.front();
  const std::int32_t last = end ? *end : days.back();
  const Rational span(Int128{last} - first + 1);
  return in_unit(over(Scalar::of(Rational(static_cast<Int128>(days.size()))), Scalar::of(span)),
                 Unit::per_day);
}

Quantity evaluate_posting_rate(const Arguments& arguments, const Settings&) {
  return posting_rate(sorted_days(arguments), arguments.day("window_start"),
                      arguments.day("window_end"));
}

Quantity evaluate_posting_rate_band(const Arguments& arguments, const Settings& settings) {
  const auto rate = arguments.number("rate");
  const auto low = decimal_of(settings.band_low);
  const auto high = decimal_of(settings.band_high);
  if (!rate || !low || !high) return Quantity::missing(MissingReason::unknown, Unit::text);
  return Quantity::label(*rate < *low ? "below" : *rate > *high ? "above" : "within");
}

Quantity longest_gap_days(std::span<const std::int32_t> days) {
  if (days.size() < 2) return Quantity::missing(MissingReason::too_few_posts, Unit::days);
  std::int32_t longest = 0;
  for (std::size_t i = 1; i < days.size(); ++i) longest = std::max(longest, days[i] - days[i - 1]);
  return Quantity::exact(Rational(longest), Unit::days);
}

Quantity gap_cv(std::span<const std::int32_t> days) {
  if (days.size() < 3) return Quantity::missing(MissingReason::too_few_posts, Unit::ratio);
  // sd / mean = sqrt(n * sum of squares - sum^2) / sum, in whole numbers up to the root.
  Int128 sum = 0;
  Int128 squares = 0;
  for (std::size_t i = 1; i < days.size(); ++i) {
    const Int128 gap = days[i] - days[i - 1];
    sum += gap;
    squares += gap * gap;
  }
  if (sum == 0) return Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
  const Int128 spread = static_cast<Int128>(days.size() - 1) * squares - sum * sum;
  return Quantity::real(std::sqrt(static_cast<double>(spread)) / static_cast<double>(sum),
                        Unit::ratio);
}

Quantity evaluate_longest_gap_days(const Arguments& arguments, const Settings&) {
  return longest_gap_days(sorted_days(arguments));
}

Quantity evaluate_gap_cv(const Arguments& arguments, const Settings&) {
  return gap_cv(sorted_days(arguments));
}

Quantity evaluate_follower_growth_abs(const Arguments& arguments, const Settings&) {
  return in_unit(gain(arguments), Unit::count);
}

Quantity evaluate_follower_growth_rate(const Arguments& arguments, const Settings&) {
  return in_unit(over(gain(arguments), counted(arguments, "start")), Unit::ratio);
}

Quantity evaluate_follower_growth_daily(const Arguments& arguments, const Settings&) {
  const Scalar growth = over(counted(arguments, "end"), counted(arguments, "start"));
  const Scalar per_day = over(Scalar::of(Rational(1)), counted(arguments, "days"));
  if (!growth.known()) return Quantity::missing(growth.reason, Unit::ratio);
  if (!per_day.known()) return Quantity::missing(per_day.reason, Unit::ratio);
  return Quantity::real(std::expm1(std::log(growth.to_double()) * per_day.to_double()),
                        Unit::ratio);
}

Quantity evaluate_follower_growth_excess(const Arguments& arguments, const Settings&) {
  const Scalar usual = times(number_of(arguments, "baseline_per_day"), counted(arguments, "days"));
  return in_unit(minus(gain(arguments), usual), Unit::count);
}

Quantity evaluate_cost_per_follower(const Arguments& arguments, const Settings& settings) {
  return in_unit(over(number_of(arguments, "cost"), gain(arguments)), Unit::money,
                 settings.currency);
}

}  // namespace tiktok_kpi
