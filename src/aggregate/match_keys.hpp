#pragma once
// Keys that orders and visits carry to be matched by, and how many carry each.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tiktok_kpi {

enum class MatchKey : std::uint8_t {
  customer,  ///< e-mail, telephone or customer id of the shop, hashed at reading
  visitor,   ///< id that web analytics gives a visitor
  order,     ///< order id
  click,     ///< TikTok's click id (ttclid) in the landing page
  link,      ///< UTM parameters, or the creator's name
  code,      ///< promo code
};
inline constexpr std::size_t match_key_count = 6;
[[nodiscard]] std::string_view name_of(MatchKey key);

/// Coverage of match keys: of all orders and visits those that carry each.
struct KeyCoverage {
  struct Events {
    std::uint64_t all = 0;
    std::array<std::uint64_t, match_key_count> with{};
    void add(MatchKey key, bool carries) {
      with[static_cast<std::size_t>(key)] += static_cast<std::uint64_t>(carries);
    }
    void add(const Events& other) {
      all += other.all;
      for (std::size_t i = 0; i < match_key_count; ++i) with[i] += other.with[i];
    }
  };
  Events orders, visits;
};

}  // namespace tiktok_kpi
