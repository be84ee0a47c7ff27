#pragma once
// What attribution asks of the kept orders and visits: whose visit it was, and what an order is
// worth in the report's currency. Part of order_attribution.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "analysis/order_attribution.hpp"

namespace tiktok_kpi {

/// Links to channels, by the campaign file and the known accounts.
class Channels {
 public:
  Channels(const Commerce& commerce, const Campaign& campaign, const KnownAccounts& accounts);

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

  [[nodiscard]] Found find(const LinkFacts& link, const std::string& stated,
                           const std::set<std::string, std::less<>>& known,
                           const std::set<std::string>& campaigns) const;

  std::map<std::string, std::size_t, std::less<>> contents_;
  std::map<std::string, std::size_t> accounts_;  ///< known accounts that links name
  std::vector<std::string> creators_;
  std::vector<CreditChannel> list_;
  std::vector<ChannelId> by_link_;
  ChannelId direct_ = 0;
};

/// Amounts to the reporting currency: the campaign's, else the one that most orders are in.
class Exchange {
 public:
  Exchange(const Commerce& commerce, const Campaign& campaign);

  [[nodiscard]] Currency target() const { return target_; }
  /// Millionths of the reporting currency; nothing without a rate. An order without a currency is
  /// in the reporting one.
  [[nodiscard]] std::optional<std::int64_t> convert(const KeptOrder& order) const {
    if (order.currency == KeptOrder::no_currency || order.currency == target_entry_)
      return order.net_micros;
    return convert_by_rate(order);
  }

 private:
  [[nodiscard]] std::optional<std::int64_t> convert_by_rate(const KeptOrder& order) const;

  Currency target_;
  std::uint16_t target_entry_ = KeptOrder::no_currency;  ///< among the currencies of the orders
  std::vector<std::optional<Rational>> rates_;           ///< by currency
};

}  // namespace tiktok_kpi
