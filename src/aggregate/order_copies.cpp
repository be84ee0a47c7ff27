#include "aggregate/order_copies.hpp"

#include <algorithm>
#include <tuple>

namespace tiktok_kpi {
namespace {

/// Where an order stands among the chunks.
struct Position {
  std::int64_t id;
  std::uint32_t chunk;
  std::uint32_t row;
  friend constexpr auto operator<=>(const Position&, const Position&) = default;
};

/// Smallest and largest id of a chunk.
struct Range {
  std::int64_t low, high;
};

/// Do the ids of every chunk rise or fall without a repeat, and of no two chunks meet?
bool are_distinct_at_sight(const std::vector<OrderChunk>& chunks) {
  std::vector<Range> ranges;
  ranges.reserve(chunks.size());
  for (const OrderChunk& chunk : chunks) {
    if (chunk.size() == 0) continue;
    if (chunk.has_text_ids()) return false;
    bool rises = true;
    bool falls = true;
    const std::int64_t first = chunk.number_at(0);
    std::int64_t last = first;
    for (std::size_t i = 1; i < chunk.size(); ++i) {
      const std::int64_t id = chunk.number_at(i);
      rises = rises && last < id;
      falls = falls && last > id;
      last = id;
    }
    if (!rises && !falls) return false;
    ranges.push_back({std::min(first, last), std::max(first, last)});
  }
  std::ranges::sort(ranges, {}, &Range::low);
  for (std::size_t i = 1; i < ranges.size(); ++i)
    if (ranges[i].low <= ranges[i - 1].high) return false;
  return true;
}

bool is_same(const KeptOrder& a, const KeptOrder& b,
             const std::vector<std::vector<std::uint32_t>>& code_lists) {
  const auto figures = [](const KeptOrder& order) {
    return std::tuple(bool{order.traits.dated}, order.ordered_at, bool{order.traits.valued},
                      order.net_micros, order.currency);
  };
  if (figures(a) != figures(b)) return false;
  if (a.codes == b.codes) return true;
  if (a.codes == no_entry || b.codes == no_entry) return false;
  std::vector<std::uint32_t> of_a = code_lists[a.codes];
  std::vector<std::uint32_t> of_b = code_lists[b.codes];
  std::ranges::sort(of_a);
  std::ranges::sort(of_b);
  return of_a == of_b;
}

/// Positions of all orders whose ids are words, or numbers, by id and place.
std::vector<Position> by_id(const std::vector<OrderChunk>& chunks, bool text_id) {
  std::vector<Position> positions;
  std::vector<KeptOrder> orders;
  for (std::uint32_t chunk = 0; chunk < chunks.size(); ++chunk) {
    chunks[chunk].unpack(orders);
    for (std::uint32_t row = 0; row < orders.size(); ++row)
      if (orders[row].traits.text_id == text_id) positions.push_back({orders[row].id, chunk, row});
  }
  std::ranges::sort(positions);
  return positions;
}

/// Takes rows out; `dropped` is ascending by chunk and row.
void drop_rows(std::vector<OrderChunk>& chunks, const std::vector<Position>& dropped) {
  std::vector<KeptOrder> orders;
  for (auto drop = dropped.begin(); drop != dropped.end();) {
    const std::uint32_t chunk = drop->chunk;
    chunks[chunk].unpack(orders);
    std::size_t kept = drop->row;
    for (std::size_t row = kept; row < orders.size(); ++row)
      if (drop != dropped.end() && drop->chunk == chunk && drop->row == row)
        ++drop;
      else
        orders[kept++] = orders[row];
    chunks[chunk] = chunks[chunk].with(std::span(orders).first(kept));
  }
}

}  // namespace

OrderCopies drop_copies(std::vector<OrderChunk>& chunks,
                        const std::vector<std::vector<std::uint32_t>>& code_lists) {
  OrderCopies copies;
  if (are_distinct_at_sight(chunks)) return copies;
  const auto order_at = [&](const Position& at) { return chunks[at.chunk].at(at.row); };
  std::vector<Position> dropped;
  for (const bool text_id : {false, true}) {
    const std::vector<Position> positions = by_id(chunks, text_id);
    std::size_t first = 0;
    for (std::size_t i = 1; i < positions.size(); ++i) {
      if (positions[i].id != positions[first].id) {
        first = i;
        continue;
      }
      const KeptOrder copy = order_at(positions[i]);
      dropped.push_back(positions[i]);
      if (is_same(copy, order_at(positions[first]), code_lists))
        ++copies.repeated;
      else
        copies.conflicting.push_back(chunks[positions[i].chunk].place_of(copy));
    }
  }
  std::ranges::sort(copies.conflicting);
  std::ranges::sort(dropped, {}, [](const Position& at) { return std::pair(at.chunk, at.row); });
  drop_rows(chunks, dropped);
  return copies;
}

}  // namespace tiktok_kpi
