#pragma once
// Orders with at most one code and one eligible visit: most orders of most shops, and every rule
// divides all of one kind alike. Their sums go to the ledgers once.
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "aggregate/touch_credit.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// Sums by owner of the code and channel of the visit. Not shared between threads.
class SimpleOrders {
 public:
  struct Kind {
    ChannelId owner = no_channel;    ///< none: no code
    ChannelId channel = no_channel;  ///< none: no visit
    friend constexpr bool operator==(const Kind&, const Kind&) = default;
  };
  struct Sum {
    Kind kind;
    std::uint64_t orders = 0;  ///< 0: free
    Int128 value = 0;          ///< in millionths
  };

  SimpleOrders();
  /// Sums of many creators fill more than a cache: what is added waits until the memory has brought
  /// its place. Expected 5 ns.
  void add(const Kind& kind, std::int64_t value);
  /// Takes the sums of another thread, and leaves none there.
  void merge(SimpleOrders& other);
  /// One for every kind, in no order.
  [[nodiscard]] std::vector<Sum> sums();

 private:
  struct Waiting {
    Kind kind;
    std::int64_t value;
    std::size_t place;  ///< see place_of
  };
  /// Where the search for a kind begins, whatever the size of the table: its lower bits.
  [[nodiscard]] static std::size_t place_of(const Kind& kind) {
    const std::uint64_t key = std::uint64_t{kind.owner} << 32U | kind.channel;
    return static_cast<std::size_t>(key * 0x9E37'79B9'7F4A'7C15ULL >> 32U);
  }
  void settle_all();
  void settle(const Waiting& order) { add_sum({order.kind, 1, order.value}, order.place); }
  void add_sum(const Sum& sum, std::size_t place);
  void grow();

  std::vector<Sum> sums_;  ///< open addressing, at most three quarters full
  std::size_t used_ = 0;
  std::array<Waiting, 16> waiting_;
  std::size_t waiting_count_ = 0, oldest_ = 0;
};

}  // namespace tiktok_kpi
