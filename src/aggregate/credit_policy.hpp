#pragma once
// Promo code against link: which part of an order belongs to the owners of its codes and which to
// the touches before it. Runs once for every order, without allocation.
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "aggregate/touch_credit.hpp"

namespace tiktok_kpi {

enum class CreditPolicy : std::uint8_t {
  code_first,        ///< the code takes the order; without an owner the link does
  link_first,        ///< the link takes it; without one the code does
  code_if_involved,  ///< a code counts only if its owner has an eligible touch
  code_if_winner,    ///< a code counts only if its owner has the last eligible touch, direct or not
  split,             ///< half to the link, half to the codes; all to the only side known
};

/// Codes of several creators on one order.
enum class MultiCode : std::uint8_t {
  split,  ///< equal shares
  first,  ///< the first on the order
  last,
};

[[nodiscard]] std::optional<CreditPolicy> find_credit_policy(std::string_view name);
[[nodiscard]] std::optional<MultiCode> find_multi_code(std::string_view name);
[[nodiscard]] std::string_view name_of(CreditPolicy policy);

/// What of an order belongs to whom; codes and links add up to whole_order, or both are 0 when
/// nobody is known.
struct OrderDivision {
  std::int64_t codes = 0;             ///< parts of whole_order for the owners, in equal shares
  std::int64_t links = 0;             ///< parts that the model gives to the touches
  std::span<const ChannelId> owners;  ///< who takes the codes' part, each once; within the given
};

/// Divides one order. `owners` has the creator of every code on the order, in the order of the
/// codes, without store-wide codes (they credit nobody and block nothing); it is the caller's
/// buffer and gets rearranged. `touches` are eligible and in the order of time. A visit by the
/// channel `direct` is no link: it takes an order only when no code and no other touch does.
[[nodiscard]] OrderDivision divide_order(CreditPolicy policy, MultiCode multi_code,
                                         std::span<ChannelId> owners,
                                         std::span<const Touch> touches, ChannelId direct);

/// Share of one owner of `count` in the codes' part: parts that cannot be divided evenly go to the
/// first ones.
[[nodiscard]] constexpr std::int64_t share_of_owner(std::int64_t codes, std::size_t index,
                                                    std::size_t count) {
  const auto owners = static_cast<std::int64_t>(count);
  return codes / owners + (static_cast<std::int64_t>(index) < codes % owners ? 1 : 0);
}

}  // namespace tiktok_kpi
