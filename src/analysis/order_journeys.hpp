#pragma once
// What attribution asks of the kept orders and visits: whose visit it was, which visits came before
// an order, and what it is worth in the report's currency. Part of order_attribution.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/order_attribution.hpp"

namespace tiktok_kpi {

/// Links to channels, by the campaign file and the known accounts.
class Channels {
 public:
  Channels(const Commerce& commerce, const Campaign& campaign,
           std::span<const std::string> handles);

  [[nodiscard]] ChannelId of_link(std::uint32_t link) const {
    return link == no_entry ? direct_ : by_link_[link];
  }
  [[nodiscard]] ChannelId direct() const { return direct_; }
  [[nodiscard]] std::size_t creators() const { return creators_.size(); }
  [[nodiscard]] const std::vector<CreditChannel>& list() const { return list_; }

 private:
  enum class Kind : std::uint8_t { creator, account, other, direct };
  struct Found {
    Kind kind = Kind::direct;
    std::size_t number = 0;
    std::string name;
  };

  [[nodiscard]] Found find(const LinkFacts& link, const std::set<std::string, std::less<>>& known,
                           const std::set<std::string>& campaigns) const;

  std::map<std::string, std::size_t, std::less<>> contents_;
  std::map<std::string, std::size_t> accounts_;  ///< known accounts that links name
  std::vector<std::string> creators_;
  std::vector<CreditChannel> list_;
  std::vector<ChannelId> by_link_;
  ChannelId direct_ = 0;
};

/// Visits by visitor, in the order of time. Keys that stand in one row are one visitor's.
class Journeys {
 public:
  explicit Journeys(const Commerce& commerce);

  /// Visits of the order's customer, else of the visitor who states the order; marks them as led
  /// to an order.
  std::span<const std::uint32_t> find(const KeptOrder& order, OrderMatch& match);

  /// Calls use(visits) for every visitor who ordered nothing: sums of them do not show the order.
  template <class Use>
  void each_without_order(Use&& use) const {
    for (const auto& [key, group] : groups_)
      if (!group.ordered) use(std::span(order_).subspan(group.begin, group.end - group.begin));
  }
  [[nodiscard]] const KeptTouch& touch(std::uint32_t at) const { return touches_[at]; }

 private:
  struct Group {
    std::uint32_t begin = 0, end = 0;
    bool ordered = false;
  };

  static std::uint64_t order_key(bool text, std::int64_t id);
  std::uint32_t node(std::uint64_t key);
  std::uint32_t root(std::uint32_t node);
  std::span<const std::uint32_t> take(std::uint32_t node);

  const std::vector<KeptTouch>& touches_;
  std::unordered_map<std::uint64_t, std::uint32_t> nodes_;  ///< of customer, visitor and order keys
  std::vector<std::uint32_t> parents_;
  std::vector<std::uint32_t> order_;                           ///< visits by visitor and time
  std::unordered_map<std::uint32_t, Group> groups_;            ///< by root
  std::unordered_map<std::uint64_t, std::uint32_t> by_order_;  ///< node of the visitor
};

/// Amounts to the reporting currency: the campaign's, else the one that most orders are in.
class Exchange {
 public:
  Exchange(const Commerce& commerce, const Campaign& campaign);

  [[nodiscard]] Currency target() const { return target_; }
  /// Millionths of the reporting currency; nothing without a rate. An order without a currency is
  /// in the reporting one.
  [[nodiscard]] std::optional<std::int64_t> convert(const KeptOrder& order) const;

 private:
  Currency target_;
  std::vector<std::optional<Rational>> rates_;  ///< by entry of the texts
};

}  // namespace tiktok_kpi
