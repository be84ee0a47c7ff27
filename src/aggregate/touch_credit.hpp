#pragma once
// What share of one order each touch before it earns, under the models that look at one journey at
// a time. Runs once for every order: spans in, whole numbers out, nothing is allocated.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// Number of a channel: a creator, another source, or direct.
using ChannelId = std::uint32_t;
inline constexpr ChannelId no_channel = ~ChannelId{0};

/// One visit on the way to an order.
struct Touch {
  ChannelId channel = no_channel;
  std::int32_t age_s = 0;  ///< seconds from the visit to the order; negative: after it

  friend constexpr bool operator==(const Touch&, const Touch&) = default;
};

/// How the credit of an order is given to the touches before it.
enum class AttributionModel : std::uint8_t {
  last_touch,
  last_non_direct,
  first_touch,
  linear,
  time_decay,
  position_based,
  shapley,
  shapley_rate,
  markov,
};
inline constexpr std::size_t attribution_model_count = 9;

[[nodiscard]] std::string_view name_of(AttributionModel model);
[[nodiscard]] std::optional<AttributionModel> find_attribution_model(std::string_view name);
/// Models that need one journey only; shapley_rate and markov compare all journeys.
[[nodiscard]] constexpr bool is_per_order(AttributionModel model) {
  return model < AttributionModel::shapley_rate;
}

/// An order is cut into this many parts: the least common multiple of 1 to 40, so that up to 40
/// touches share equally without any rounding. Fits the 53 bits of a double.
inline constexpr std::int64_t whole_order = 5'342'931'457'063'200;

/// Settings of the models in the form that orders use.
class CreditShares {
 public:
  /// `half_life_days` above 0 (under a second counts as a second); `weights` of the first, the
  /// middle and the last touch are not negative and add up to 1.
  CreditShares(const Rational& half_life_days, const std::array<Rational, 3>& weights,
               ChannelId direct);

  [[nodiscard]] ChannelId direct() const { return direct_; }

  /// shares[i] of `whole` for touches[i]; they add up to `whole` exactly. `touches` are eligible
  /// and in the order of time (see eligible_touches), at least one; `shares` is as long. For
  /// per-order models. What cannot be divided evenly goes by single parts to the newest touches.
  /// About 5 ns a touch, time_decay 15 ns.
  void divide(AttributionModel model, std::int64_t whole, std::span<const Touch> touches,
              std::span<std::int64_t> shares) const;

 private:
  void divide_by_position(std::int64_t whole, std::span<std::int64_t> shares) const;
  void divide_by_age(std::int64_t whole, std::span<const Touch> touches,
                     std::span<std::int64_t> shares) const;

  UInt128 half_lives_per_second_ = 0;  ///< in 2^-96
  std::int64_t first_ = 0, last_ = 0;  ///< of whole_order
  ChannelId direct_ = no_channel;
};

/// The touches with 0 <= age <= lookback: a part of `touches`, which are in the order of time.
/// Both ends count, to the second.
[[nodiscard]] inline std::span<const Touch> eligible_touches(std::span<const Touch> touches,
                                                             std::int64_t lookback_s) {
  std::size_t first = 0;
  while (first < touches.size() && touches[first].age_s > lookback_s) ++first;
  std::size_t end = touches.size();
  while (end > first && touches[end - 1].age_s < 0) --end;
  return touches.subspan(first, end - first);
}

}  // namespace tiktok_kpi
