// When to post, and the small statistics of the registry.
#include <algorithm>
#include <array>

#include "core/civil_time.hpp"
#include "core/fixed_decimals.hpp"
#include "metrics/families.hpp"
#include "metrics/quotient.hpp"
#include "metrics/statistics.hpp"

namespace tiktok_kpi {
namespace {

/// Instant of `posted_at`, as a time figure or as text with a time of day.
std::optional<std::int64_t> instant_of(const Arguments& post) {
  const Quantity at = post.figure("posted_at");
  if (const Rational* exact = at.exact_value())
    return exact->is_integer() ? std::optional(static_cast<std::int64_t>(exact->numerator()))
                               : std::nullopt;
  if (at.label_value() == nullptr) return std::nullopt;
  const auto time = parse_iso_time(*at.label_value());
  if (!time || !time->has_time) return std::nullopt;
  return std::int64_t{time->day} * 86'400 + time->second_of_day - time->offset_s.value_or(0);
}

}  // namespace

std::size_t slot_of(std::int64_t local_seconds) {
  const std::int64_t day = local_seconds / 86'400 - (local_seconds % 86'400 < 0 ? 1 : 0);
  const int hour = static_cast<int>((local_seconds - day * 86'400) / 3'600);
  return std::size_t{24} * static_cast<unsigned>(weekday_of(static_cast<std::int32_t>(day))) +
         static_cast<unsigned>(hour);
}

BestSlot best_slot(std::span<const SlotMean> slots, const SlotMean& all, const Settings& settings) {
  const auto none = [](MissingReason reason) {
    return BestSlot{Quantity::missing(reason, Unit::text), Quantity::missing(reason, Unit::ratio)};
  };
  if (all.posts == 0) return none(MissingReason::no_posts);
  std::optional<std::size_t> best;
  Rational best_rate;
  for (std::size_t at = 0; at < slots.size(); ++at) {  // of equal ones the first in the week wins
    if (slots[at].posts < settings.slot_posts) continue;
    const auto rate = shrunk_mean(slots[at].posts, slots[at].rate, all.rate, settings.shrink);
    if (!rate) return none(MissingReason::overflow);
    if (best && *rate <= best_rate) continue;
    best = at;
    best_rate = *rate;
  }
  if (!best) return none(MissingReason::too_few_posts);
  constexpr std::array<const char*, 7> names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const std::string hour = std::to_string(*best % 24);
  return {Quantity::label(std::string(names[*best / 24]) + (hour.size() < 2 ? " 0" : " ") + hour),
          Quantity::exact(best_rate, Unit::ratio), slots[*best].posts, *best};
}

void SlotRates::add(std::size_t slot, const Rational& rate) {
  for (Sum* sum : {&slots_[slot], &all_}) {
    const auto rates = tiktok_kpi::add(sum->rates, rate);
    if (rates)
      sum->rates = *rates;
    else
      overflow_ = true;
    ++sum->posts;
  }
}

SlotMean SlotRates::mean_of(const Sum& sum) {
  const auto mean = sum.posts > 0 ? divide(sum.rates, Rational(sum.posts)) : std::nullopt;
  return {sum.posts, mean.value_or(Rational(0))};
}

BestSlot SlotRates::best(const Settings& settings) const {
  if (overflow_)
    return {Quantity::missing(MissingReason::overflow, Unit::text),
            Quantity::missing(MissingReason::overflow, Unit::ratio)};
  std::array<SlotMean, slot_count> means;
  std::ranges::transform(slots_, means.begin(), mean_of);
  return best_slot(means, all(), settings);
}

std::size_t SlotRates::hours_with(std::int64_t posts) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(slots_, [&](const Sum& sum) { return sum.posts >= posts; }));
}

Quantity evaluate_best_slot(const Arguments& arguments, const Settings& settings) {
  const auto offset = arguments.has("utc_offset_minutes") ? arguments.number("utc_offset_minutes")
                                                          : std::optional(Rational(0));
  if (!offset || !offset->is_integer())
    return Quantity::missing(MissingReason::unknown, Unit::text);
  SlotRates rates;
  for (const Argument& item : arguments.items("posts")) {
    const Arguments post = Arguments::of(item);
    const auto instant = instant_of(post);
    const auto rate = post.number("er");
    if (!instant || !rate) continue;
    rates.add(slot_of(*instant + static_cast<std::int64_t>(offset->numerator()) * 60), *rate);
  }
  return rates.best(settings).name;
}

Quantity evaluate_shrunk_mean(const Arguments& arguments, const Settings& settings) {
  const auto n = arguments.count("n");
  const auto mean = arguments.number("mean");
  const auto prior = arguments.number("prior_mean");
  if (!n || !prior || (*n > 0 && !mean))
    return Quantity::missing(MissingReason::unknown, Unit::ratio);
  const auto value = shrunk_mean(*n, mean.value_or(Rational(0)), *prior, settings.shrink);
  return value ? Quantity::exact(*value, Unit::ratio)
               : Quantity::missing(MissingReason::overflow, Unit::ratio);
}

Quantity evaluate_percentile(const Arguments& arguments, const Settings&) {
  const auto p = arguments.number("p");
  const auto values = arguments.numbers("values");
  if (!p) return Quantity::missing(MissingReason::unknown, Unit::count);
  if (values.empty()) return Quantity::missing(MissingReason::no_posts, Unit::count);
  const auto value = percentile(values, *p);
  return value ? Quantity::exact(*value, Unit::count)
               : Quantity::missing(MissingReason::unknown, Unit::count);
}

Argument evaluate_wilson_interval(const Arguments& arguments, const Settings& settings) {
  const auto k = arguments.count("k");
  const auto n = arguments.count("n");
  if (!k || !n) return Quantity::missing(MissingReason::unknown, Unit::ratio);
  const auto interval = wilson_interval(*k, *n, settings.confidence);
  if (!interval)
    return Quantity::missing(*n == 0 ? MissingReason::zero_denominator : MissingReason::unknown,
                             Unit::ratio);
  return Argument::object({{"low", Quantity::real(interval->low, Unit::ratio)},
                           {"high", Quantity::real(interval->high, Unit::ratio)}});
}

Quantity evaluate_format_percent(const Arguments& arguments, const Settings&) {
  const auto digits =
      arguments.has("digits") ? arguments.count("digits") : std::optional<std::int64_t>(2);
  if (!digits || *digits > 30) return Quantity::missing(MissingReason::unknown, Unit::text);
  return Quantity::label(format_percent(arguments.figure("ratio"), static_cast<int>(*digits)));
}

}  // namespace tiktok_kpi
