#pragma once
// Everything that attribution knows before the first order: whose links and codes are whose, the
// rule, the days. Part of order_attribution.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "aggregate/accumulator.hpp"
#include "aggregate/code_book.hpp"
#include "aggregate/credit_ledger.hpp"
#include "analysis/channels.hpp"
#include "analysis/journeys.hpp"

namespace tiktok_kpi {

/// Owners refer to the book: an object stays where it is.
struct AttributionRules {
  /// Throws Error("bad-campaign") for a code of two creators at a time.
  AttributionRules(const Commerce& commerce, const Campaign& campaign,
                   const KnownAccounts& accounts);
  AttributionRules(const AttributionRules&) = delete;
  AttributionRules& operator=(const AttributionRules&) = delete;

  [[nodiscard]] Day day(const KeptOrder& order) const {
    return day_of(order.ordered_at, order.traits.day_only ? CellState::day : CellState::value,
                  zone);
  }
  /// Owner of a code (an entry of the commerce's) on the day of the order; of an order without a
  /// date only codes without days have one.
  [[nodiscard]] std::optional<ChannelId> owner(std::uint32_t code, const KeptOrder& order) const;
  /// Of an order whose hour is not known every visit of its day may have come before it.
  [[nodiscard]] static std::int64_t latest(const KeptOrder& order) {
    return order.ordered_at + (order.traits.day_only ? 86'399 : 0);
  }
  /// The order's visits, in the order of time; of an order that found none its own link. Says
  /// whether there are visits, and all of them came after the order.
  bool look_up(const KeptOrder& order, Journeys& journeys, std::vector<Touch>& touches,
               OrderMatch& match) const;

  /// The post that a link names, as position in `posts`; no_entry for most.
  [[nodiscard]] std::uint32_t post_of(std::uint32_t link) const {
    return link == no_entry || posts.empty() ? no_entry : post_of_link_[link];
  }

  Channels channels;
  std::vector<std::string> posts;  ///< ids of posts that orders name, ascending
  CodeBook book;
  std::vector<std::span<const CodeBook::Owned>> owners;  ///< of each code of the orders
  Exchange exchange;
  AttributionModel model;
  CreditPolicy policy;
  TimeZone zone;
  CreditRules credit;
  DayRange days;

 private:
  std::vector<std::uint32_t> post_of_link_;
};

}  // namespace tiktok_kpi
