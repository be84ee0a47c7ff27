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

/// Rows of one id.
struct Row {
  Position at;
  KeptOrder order;
  std::optional<std::int64_t> exported;
  Place place;
};

/// States nothing that an order consists of: it was read from a table beside the orders.
bool is_addition(const KeptOrder& order) { return !order.traits.dated && !order.traits.valued; }

/// Finds of rows of one id the one that stays, and counts the others.
class Copies {
 public:
  Copies(const CopyContext& context, OrderCopies& counts) : context_(context), counts_(counts) {}

  /// The one that stays, with what the others add; see drop_copies.
  Row& settle(std::span<Row> rows) const {
    Row& kept = chosen(rows);
    for (const Row& row : rows) {
      if (&row == &kept || is_addition(row.order)) continue;
      if (is_same(row.order, kept.order))
        ++counts_.repeated;
      else if (row.exported && kept.exported && *row.exported < *kept.exported)
        ++counts_.revised;
      else
        counts_.conflicting.push_back(row.place);
    }
    for (const Row& row : rows) {
      if (&row == &kept || !is_addition(row.order)) continue;
      if (is_addition(kept.order) && is_same(row.order, kept.order) &&
          row.order.link == kept.order.link)
        ++counts_.repeated;
      else if (complete(kept.order, row.order))
        ++counts_.completed;
      else
        counts_.conflicting.push_back(row.place);
    }
    return kept;
  }

 private:
  static Row& chosen(std::span<Row> rows) {
    Row* first = nullptr;
    Row* newest = nullptr;
    bool all_exported = true;
    for (Row& row : rows) {
      if (is_addition(row.order)) continue;
      if (first == nullptr) first = newest = &row;
      all_exported = all_exported && row.exported;
      if (all_exported && *row.exported > *newest->exported) newest = &row;
    }
    if (first == nullptr) return rows.front();
    return all_exported ? *newest : *first;
  }

  [[nodiscard]] std::vector<std::uint32_t> codes_of(const KeptOrder& order) const {
    if (order.codes == no_entry) return {};
    std::vector<std::uint32_t> codes = context_.code_lists[order.codes];
    std::ranges::sort(codes);
    return codes;
  }

  [[nodiscard]] bool is_same(const KeptOrder& a, const KeptOrder& b) const {
    const auto figures = [](const KeptOrder& order) {
      return std::tuple(bool{order.traits.dated}, order.ordered_at, bool{order.traits.valued},
                        order.net_micros, order.currency);
    };
    return figures(a) == figures(b) && (a.codes == b.codes || codes_of(a) == codes_of(b));
  }

  /// False where both state codes, and neither all of the other's.
  [[nodiscard]] bool complete(KeptOrder& order, const KeptOrder& addition) const {
    const std::vector<std::uint32_t> own = codes_of(order);
    const std::vector<std::uint32_t> added = codes_of(addition);
    const bool adds = std::ranges::includes(added, own);
    if (!adds && !std::ranges::includes(own, added)) return false;
    if (adds && added.size() > own.size()) order.codes = addition.codes;
    const bool has_link = order.link != no_entry && context_.links[order.link] != LinkFacts{};
    if (!has_link && addition.link != no_entry) order.link = addition.link;
    if (order.customer == 0) order.customer = addition.customer;
    if (addition.traits.click_id) order.traits.click_id = true;
    if (addition.traits.new_known && !order.traits.new_known) {
      order.traits.new_known = true;
      order.traits.is_new = addition.traits.is_new;
    }
    return true;
  }

  const CopyContext& context_;
  OrderCopies& counts_;
};

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

/// Orders that stay, by where they stand, with what others added.
using KeptRows = std::vector<std::pair<Position, KeptOrder>>;

/// Takes rows out and puts others in their places; both are ascending by chunk and row.
void rewrite(std::vector<OrderChunk>& chunks, const std::vector<Position>& dropped,
             const KeptRows& changed) {
  std::vector<KeptOrder> orders;
  auto drop = dropped.begin();
  auto change = changed.begin();
  for (std::uint32_t chunk = 0; chunk < chunks.size(); ++chunk) {
    const bool is_touched = (drop != dropped.end() && drop->chunk == chunk) ||
                            (change != changed.end() && change->first.chunk == chunk);
    if (!is_touched) continue;
    chunks[chunk].unpack(orders);
    std::size_t kept = 0;
    for (std::uint32_t row = 0; row < orders.size(); ++row) {
      if (drop != dropped.end() && drop->chunk == chunk && drop->row == row) {
        ++drop;
        continue;
      }
      if (change != changed.end() && change->first.chunk == chunk && change->first.row == row) {
        // The place of the record stays its own.
        const std::uint32_t record = orders[row].record;
        orders[row] = change++->second;
        orders[row].record = record;
      }
      orders[kept++] = orders[row];
    }
    chunks[chunk] = chunks[chunk].with(std::span(orders).first(kept));
  }
}

}  // namespace

OrderCopies drop_copies(std::vector<OrderChunk>& chunks, const CopyContext& context) {
  OrderCopies counts;
  if (are_distinct_at_sight(chunks)) return counts;
  const Copies copies(context, counts);
  std::vector<Position> dropped;
  KeptRows changed;
  std::vector<Row> rows;
  for (const bool text_id : {false, true}) {
    const std::vector<Position> positions = by_id(chunks, text_id);
    for (std::size_t first = 0, end = 0; first < positions.size(); first = end) {
      while (end < positions.size() && positions[end].id == positions[first].id) ++end;
      if (end - first == 1) continue;
      rows.clear();
      for (std::size_t i = first; i < end; ++i) {
        const OrderChunk& chunk = chunks[positions[i].chunk];
        Row& row = rows.emplace_back(Row{positions[i], chunk.at(positions[i].row), {}, {}});
        row.place = chunk.place_of(row.order);
        if (row.place.input < context.exported.size())
          row.exported = context.exported[row.place.input];
      }
      const Row& kept = copies.settle(rows);
      for (const Row& row : rows)
        if (&row != &kept) dropped.push_back(row.at);
      changed.emplace_back(kept.at, kept.order);
    }
  }
  const auto place = [](const Position& at) { return std::pair(at.chunk, at.row); };
  std::ranges::sort(counts.conflicting);
  std::ranges::sort(dropped, {}, place);
  std::ranges::sort(changed, {}, [&](const auto& row) { return place(row.first); });
  rewrite(chunks, dropped, changed);
  return counts;
}

}  // namespace tiktok_kpi
