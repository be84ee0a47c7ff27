#pragma once
// Orders that stand in several rows or files count once.
#include <cstdint>
#include <vector>

#include "aggregate/order_chunk.hpp"

namespace tiktok_kpi {

/// Rows of orders that were put aside as copies.
struct OrderCopies {
  std::uint64_t repeated = 0;      ///< the same order once more
  std::vector<Place> conflicting;  ///< the same id with other figures; the first one counts
};

/// Takes copies out of the chunks, of which the first of an id stays; `code_lists` are those of
/// KeptOrder::codes. Ids that only rise or only fall, as shops export them, cost one look each and
/// no memory; others are sorted, at 16 bytes an order.
[[nodiscard]] OrderCopies drop_copies(std::vector<OrderChunk>& chunks,
                                      const std::vector<std::vector<std::uint32_t>>& code_lists);

}  // namespace tiktok_kpi
