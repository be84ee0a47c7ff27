#pragma once
// What attribution asks of the kept orders and visits: whose visit it was, which visits came before
// an order, and what it is worth in the report's currency. Part of order_attribution.
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

/// Numbers of distinct prints, in the order of their first look-up. Open addressing, at most three
/// quarters full: 16 bytes a slot, no allocation for each print.
class PrintNumbers {
 public:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;
  /// Number of a print; a new one gets the next.
  std::uint32_t number(std::uint64_t print);
  /// Without adding; none when it is new.
  [[nodiscard]] std::uint32_t find(std::uint64_t print) const;
  [[nodiscard]] std::uint32_t size() const { return size_; }

 private:
  struct Slot {
    std::uint64_t print = 0;
    std::uint32_t number = none;
  };
  [[nodiscard]] std::size_t slot_of(std::uint64_t print) const;
  void grow();

  std::vector<Slot> slots_;
  std::uint32_t size_ = 0;
};

/// A visit on the way to an order.
struct Visit {
  std::int64_t at = 0;  ///< Unix seconds
  std::uint32_t link = no_entry;
};

/// Visits by visitor, in the order of time. Keys that stand in one row are one visitor's. Building
/// sorts the visits of each visitor only; afterwards any number of threads may ask.
class Journeys {
 public:
  explicit Journeys(const Commerce& commerce);

  /// Visits of the order's customer, else of the visitor who states the order; marks them as led
  /// to an order.
  std::span<const Visit> find(const KeptOrder& order, OrderMatch& match);

  /// Calls use(visits) for every visitor who ordered nothing: sums of them do not show the order.
  template <class Use>
  void each_without_order(Use&& use) const {
    for (std::uint32_t visitor = 0; visitor + 1 < begins_.size(); ++visitor)
      if (ordered_[visitor] == 0 && begins_[visitor] < begins_[visitor + 1])
        use(visits_of(visitor));
  }

 private:
  static std::uint64_t order_key(bool text, std::int64_t id);
  std::uint32_t root(std::uint32_t node);
  std::span<const Visit> take(std::uint32_t node);
  [[nodiscard]] std::span<const Visit> visits_of(std::uint32_t visitor) const {
    return std::span(visits_).subspan(begins_[visitor], begins_[visitor + 1] - begins_[visitor]);
  }

  PrintNumbers nodes_;                   ///< customer and visitor keys
  std::vector<std::uint32_t> parents_;   ///< by node; of a finished object the visitor
  PrintNumbers orders_;                  ///< orders that visits state
  std::vector<std::uint32_t> by_order_;  ///< node of the visitor
  std::vector<Visit> visits_;            ///< by visitor and time
  std::vector<std::uint32_t> begins_;    ///< in visits_, by node, and the end
  std::vector<std::uint8_t> ordered_;    ///< by node
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
  std::vector<std::optional<Rational>> rates_;  ///< by currency
};

}  // namespace tiktok_kpi
