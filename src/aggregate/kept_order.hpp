#pragma once
// Orders and visits as attribution keeps them: text is reduced to entries, so that ten millions of
// them fit.
#include <bit>
#include <cstdint>
#include <vector>

#include "aggregate/link_reader.hpp"

namespace tiktok_kpi {

/// What else is known of an order, in a byte.
struct OrderTraits {
  bool text_id : 1 = false;    ///< the id is no number
  bool dated : 1 = false;      ///< the day is known
  bool day_only : 1 = false;   ///< but not the hour
  bool valued : 1 = false;     ///< net revenue is known
  bool new_known : 1 = false;  ///< it is known whether the customer is a new one
  bool is_new : 1 = false;     ///< a new one
  bool click_id : 1 = false;   ///< carries TikTok's click id
  bool no_meaning : 1 = false;

  [[nodiscard]] std::uint8_t bits() const { return std::bit_cast<std::uint8_t>(*this); }
  [[nodiscard]] static OrderTraits of(std::uint8_t bits) {
    return std::bit_cast<OrderTraits>(bits);
  }
};

struct KeptOrder {
  std::int64_t id = 0;          ///< number (of "#1043" without the mark), or entry of the texts
  std::int64_t ordered_at = 0;  ///< Unix seconds; of a known day its midnight
  std::int64_t net_micros = 0;  ///< net revenue in its currency, where that is known
  std::uint64_t customer = 0;   ///< print of the customer key; 0: unknown
  std::uint32_t link = no_entry;
  std::uint32_t codes = no_entry;        ///< entry of the code lists; none without a code
  std::uint32_t record = 0;              ///< bytes from the place of its chunk to its record
  std::uint16_t currency = no_currency;  ///< entry of the currencies
  OrderTraits traits;

  static constexpr std::uint16_t no_currency = 0xFFFF;
};
static_assert(sizeof(KeptOrder) == 48);

/// One visit, as small as twice as many of them as orders ask for.
struct KeptTouch {
  std::int64_t at = 0;        ///< Unix seconds
  std::uint64_t visitor = 0;  ///< key of the customer, else of the visitor, else of the order
  std::uint32_t link = no_entry;
  bool only_joins = false;  ///< says who ordered what; the visit itself stands in another row
};
static_assert(sizeof(KeptTouch) == 24);

/// Visits that were read one after the other, and what few of them say beside.
struct TouchChunk {
  /// The second key of a visit that has two: both are one visitor's.
  struct SecondKey {
    std::uint32_t touch;
    std::uint64_t visitor;
  };
  /// The order that a visit led to; its id as in KeptOrder.
  struct LedTo {
    std::uint32_t touch;
    bool text_id;
    std::int64_t order;
  };
  std::vector<KeptTouch> touches;
  std::vector<SecondKey> second_keys;
  std::vector<LedTo> orders;
};

/// One number for an order's id.
[[nodiscard]] constexpr std::uint64_t order_key(bool text_id, std::int64_t id) {
  return static_cast<std::uint64_t>(id) * 2 + static_cast<std::uint64_t>(text_id);
}

}  // namespace tiktok_kpi
