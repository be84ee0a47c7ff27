// A frame of reference for each member of the orders, with as many bits as its largest difference
// has. Each column begins at a byte, and eight bytes behind the last one may be read.
#include "aggregate/order_chunk.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/load_bytes.hpp"

namespace tiktok_kpi {
namespace {

enum Member : std::size_t { id, ordered_at, net, customer, link, codes, record, currency, traits };

/// A member as a number. What is no entry becomes 0, next to the others.
template <std::size_t member>
std::uint64_t get(const KeptOrder& order) {
  if constexpr (member == id) return static_cast<std::uint64_t>(order.id);
  if constexpr (member == ordered_at) return static_cast<std::uint64_t>(order.ordered_at);
  if constexpr (member == net) return static_cast<std::uint64_t>(order.net_micros);
  if constexpr (member == customer) return order.customer;
  if constexpr (member == link) return std::uint32_t{order.link + 1};
  if constexpr (member == codes) return std::uint32_t{order.codes + 1};
  if constexpr (member == record) return order.record;
  if constexpr (member == currency) return static_cast<std::uint16_t>(order.currency + 1U);
  const auto bit = [](bool value, unsigned at) { return std::uint64_t{value ? 1U : 0U} << at; };
  return bit(order.text_id, 0) | bit(order.dated, 1) | bit(order.valued, 2) |
         bit(order.day_only, 3) | bit(order.new_known, 4) | bit(order.is_new, 5) |
         bit(order.click_id, 6);
}

void set_traits(KeptOrder& order, std::uint64_t bits) {
  const auto bit = [&](unsigned at) { return (bits >> at & 1U) != 0; };
  order.text_id = bit(0);
  order.dated = bit(1);
  order.valued = bit(2);
  order.day_only = bit(3);
  order.new_known = bit(4);
  order.is_new = bit(5);
  order.click_id = bit(6);
}

/// The other way.
template <std::size_t member>
void set(KeptOrder& order, std::uint64_t value) {
  if constexpr (member == id) order.id = static_cast<std::int64_t>(value);
  if constexpr (member == ordered_at) order.ordered_at = static_cast<std::int64_t>(value);
  if constexpr (member == net) order.net_micros = static_cast<std::int64_t>(value);
  if constexpr (member == customer) order.customer = value;
  if constexpr (member == link) order.link = static_cast<std::uint32_t>(value - 1);
  if constexpr (member == codes) order.codes = static_cast<std::uint32_t>(value - 1);
  if constexpr (member == record) order.record = static_cast<std::uint32_t>(value);
  if constexpr (member == currency) order.currency = static_cast<std::uint16_t>(value - 1);
  if constexpr (member == traits) set_traits(order, value);
}

/// Calls use(integral_constant) for every column.
template <std::size_t... columns, class Use>
void each_column(std::index_sequence<columns...>, Use&& use) {
  (use(std::integral_constant<std::size_t, columns>()), ...);
}

}  // namespace

template <std::size_t column>
void OrderChunk::measure(std::span<const KeptOrder> orders) {
  auto low = static_cast<std::int64_t>(get<column>(orders.front()));
  auto high = low;
  for (const KeptOrder& order : orders) {
    const auto value = static_cast<std::int64_t>(get<column>(order));
    low = std::min(low, value);
    high = std::max(high, value);
  }
  Column& to = columns_[column];
  to.base = static_cast<std::uint64_t>(low);
  to.bits = static_cast<std::uint32_t>(std::bit_width(static_cast<std::uint64_t>(high) - to.base));
  if (to.bits > 56) to.bits = 64;  // so that a value is within eight bytes, wherever it begins
}

template <std::size_t column>
void OrderChunk::write(std::span<const KeptOrder> orders) {
  const auto [base, at, bits] = columns_[column];
  char* to = data_.data() + at;
  std::uint64_t word = 0;
  std::uint32_t filled = 0;
  for (const KeptOrder& order : orders) {
    const std::uint64_t value = get<column>(order) - base;
    word |= value << filled;
    filled += bits;
    if (filled < 64) continue;
    store_8(to, word);
    to += 8;
    filled -= 64;
    word = filled == 0 ? 0 : value >> (bits - filled);
  }
  for (; filled > 0; filled -= std::min(filled, 8U), word >>= 8U)
    *to++ = static_cast<char>(word & 0xFF);
}

OrderChunk::OrderChunk(const Place& place, std::span<const KeptOrder> orders)
    : place_(place), size_(static_cast<std::uint32_t>(orders.size())) {
  if (orders.empty()) return;
  constexpr auto all = std::make_index_sequence<column_count>();
  each_column(all, [&](auto column) { measure<column>(orders); });
  std::size_t bytes = 0;
  for (Column& column : columns_) {
    column.at = static_cast<std::uint32_t>(bytes);
    bytes += (orders.size() * column.bits + 7) / 8;
  }
  data_.resize(bytes + 8);
  each_column(all, [&](auto column) {
    if (columns_[column].bits > 0) write<column>(orders);
  });
  has_text_ids_ = std::ranges::any_of(orders, [](const KeptOrder& order) { return order.text_id; });
}

inline std::uint64_t OrderChunk::read(std::size_t number, std::size_t row) const {
  const Column& column = columns_[number];
  const std::size_t bit = row * column.bits;
  const std::uint64_t mask = column.bits == 64 ? ~0ULL : (1ULL << column.bits) - 1;
  return column.base + (load_8(data_.data() + column.at + bit / 8) >> bit % 8 & mask);
}

template <std::size_t column>
void OrderChunk::read_all(std::vector<KeptOrder>& to) const {
  if (columns_[column].bits == 0) {
    for (KeptOrder& order : to) set<column>(order, columns_[column].base);
    return;
  }
  for (std::size_t row = 0; row < to.size(); ++row) set<column>(to[row], read(column, row));
}

void OrderChunk::translate_entries(KeptOrder& order) const {
  if (order.text_id) order.id = entries_->texts[static_cast<std::size_t>(order.id)];
  if (order.link != no_entry) order.link = entries_->links[order.link];
  if (order.codes != no_entry) order.codes = entries_->code_lists[order.codes];
  if (order.currency != KeptOrder::no_currency)
    order.currency = static_cast<std::uint16_t>(entries_->currencies[order.currency]);
}

KeptOrder OrderChunk::at(std::size_t row) const {
  KeptOrder order;
  each_column(std::make_index_sequence<column_count>(),
              [&](auto column) { set<column>(order, read(column, row)); });
  if (entries_ != nullptr) translate_entries(order);
  return order;
}

void OrderChunk::unpack(std::vector<KeptOrder>& to) const {
  to.resize(size_);
  each_column(std::make_index_sequence<column_count>(), [&](auto column) { read_all<column>(to); });
  if (entries_ == nullptr) return;
  for (KeptOrder& order : to) translate_entries(order);
}

std::int64_t OrderChunk::number_at(std::size_t row) const {
  return static_cast<std::int64_t>(read(id, row));
}

}  // namespace tiktok_kpi
