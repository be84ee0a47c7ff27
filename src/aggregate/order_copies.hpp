#pragma once
// Orders that stand in several rows or files count once.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "aggregate/order_chunk.hpp"

namespace tiktok_kpi {

/// Rows of orders that were put aside.
struct OrderCopies {
  std::uint64_t repeated = 0;      ///< the same order once more
  std::uint64_t revised = 0;       ///< an older export of an order whose figures have changed since
  std::uint64_t completed = 0;     ///< without date and worth: its codes and link went to the order
  std::vector<Place> conflicting;  ///< the same id with other figures; the first one counts
};

/// What rows of one id are compared by.
struct CopyContext {
  const std::vector<std::vector<std::uint32_t>>& code_lists;  ///< of KeptOrder::codes
  const std::vector<LinkFacts>& links;                        ///< of KeptOrder::link
  /// By input: when it was exported, in Unix seconds; missing where that is not known. Behind the
  /// end: not known.
  std::span<const std::optional<std::int64_t>> exported;
};

/// Takes copies out of the chunks. Of rows of one id that agree the first stays; of those that do
/// not the newest export, where all their files say when they were exported, else the first. A row
/// that states neither a date nor a worth, as tables of codes or links have them, completes the
/// order. Ids that only rise or only fall, as shops export them, cost one look each and no memory;
/// others are sorted, at 16 bytes an order.
[[nodiscard]] OrderCopies drop_copies(std::vector<OrderChunk>& chunks, const CopyContext& context);

}  // namespace tiktok_kpi
