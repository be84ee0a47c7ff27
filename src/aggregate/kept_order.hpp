#pragma once
// Orders and visits as attribution keeps them: text is reduced to entries, so that ten millions of
// them fit.
#include <cstdint>
#include <vector>

#include "aggregate/link_reader.hpp"
#include "tiktok_kpi/core/place.hpp"

namespace tiktok_kpi {

struct KeptOrder {
  std::int64_t id = 0;          ///< number (of "#1043" without the mark), or entry of the texts
  std::int64_t ordered_at = 0;  ///< Unix seconds; of a known day its midnight
  std::int64_t net_micros = 0;  ///< net revenue in its currency, where `valued`
  std::uint64_t customer = 0;   ///< print of the customer key; 0: unknown
  std::uint32_t link = no_entry;
  std::uint32_t codes = no_entry;        ///< entry of the code lists; none without a code
  std::uint32_t record = 0;              ///< bytes from the place of its chunk to its record
  std::uint16_t currency = no_currency;  ///< entry of the currencies
  bool text_id : 1 = false, dated : 1 = false, valued : 1 = false;
  bool day_only : 1 = false;                       ///< the hour is not known
  bool new_known : 1 = false, is_new : 1 = false;  ///< whether the customer is a new one

  static constexpr std::uint16_t no_currency = 0xFFFF;
};
static_assert(sizeof(KeptOrder) == 48);

/// Orders that were read one after the other.
struct OrderChunk {
  Place place{};  ///< of the first record
  std::vector<KeptOrder> orders;

  [[nodiscard]] Place place_of(const KeptOrder& order) const {
    return {place.input, place.offset + order.record};
  }
};

struct KeptTouch {
  std::int64_t at = 0;         ///< Unix seconds
  std::uint64_t customer = 0;  ///< print of the customer key; 0: unknown
  std::uint64_t client = 0;    ///< print of the visitor's key; 0: unknown
  std::int64_t order = 0;      ///< id of the order that the visit led to, as in KeptOrder
  std::uint32_t link = no_entry;
  bool text_order = false, has_order = false;
  bool only_joins = false;  ///< says who ordered what; the visit itself stands in another row
};

}  // namespace tiktok_kpi
