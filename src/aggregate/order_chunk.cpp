// A frame of reference for each member of the orders, with as many bits as its largest difference
// has. Each column begins at a byte, and eight bytes behind the last one may be read.
#include "aggregate/order_chunk.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/load_bytes.hpp"

namespace tiktok_kpi {
namespace {

/// A member as a number.
template <OrderMember member>
std::uint64_t get(const KeptOrder& order) {
  if constexpr (member == OrderMember::id) return static_cast<std::uint64_t>(order.id);
  if constexpr (member == OrderMember::ordered_at)
    return static_cast<std::uint64_t>(order.ordered_at);
  if constexpr (member == OrderMember::net) return static_cast<std::uint64_t>(order.net_micros);
  if constexpr (member == OrderMember::customer) return order.customer;
  if constexpr (member == OrderMember::link) return std::uint32_t{order.link + 1};
  if constexpr (member == OrderMember::codes) return std::uint32_t{order.codes + 1};
  if constexpr (member == OrderMember::record) return order.record;
  if constexpr (member == OrderMember::currency)
    return static_cast<std::uint16_t>(order.currency + 1U);
  return order.traits.bits();
}

/// The other way.
template <OrderMember member>
void set(KeptOrder& order, std::uint64_t value) {
  if constexpr (member == OrderMember::id) order.id = static_cast<std::int64_t>(value);
  if constexpr (member == OrderMember::ordered_at)
    order.ordered_at = static_cast<std::int64_t>(value);
  if constexpr (member == OrderMember::net) order.net_micros = static_cast<std::int64_t>(value);
  if constexpr (member == OrderMember::customer) order.customer = value;
  if constexpr (member == OrderMember::link) order.link = static_cast<std::uint32_t>(value - 1);
  if constexpr (member == OrderMember::codes) order.codes = static_cast<std::uint32_t>(value - 1);
  if constexpr (member == OrderMember::record) order.record = static_cast<std::uint32_t>(value);
  if constexpr (member == OrderMember::currency)
    order.currency = static_cast<std::uint16_t>(value - 1);
  if constexpr (member == OrderMember::traits)
    order.traits = OrderTraits::of(static_cast<std::uint8_t>(value));
}

/// Calls use(integral_constant) for every member.
template <std::size_t... members, class Use>
void each_member(std::index_sequence<members...>, Use&& use) {
  (use(std::integral_constant<OrderMember, static_cast<OrderMember>(members)>()), ...);
}
constexpr auto all_members = std::make_index_sequence<order_member_count>();

/// Differences from the base, so many bits of each, one behind the other.
void write_bits(std::span<const std::uint64_t> values, std::uint64_t base, std::uint32_t bits,
                char* to) {
  std::uint64_t word = 0;
  std::uint32_t filled = 0;
  for (const std::uint64_t each : values) {
    const std::uint64_t value = each - base;
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

}  // namespace

void OrderPacker::begin(const Place& place, std::size_t size) {
  chunk_ = {};
  chunk_.place_ = place;
  chunk_.size_ = static_cast<std::uint32_t>(size);
  data_.clear();
}

void OrderPacker::add(OrderMember member, std::span<const std::uint64_t> values) {
  if (values.empty()) return;
  auto low = static_cast<std::int64_t>(values.front());
  auto high = low;
  std::uint64_t any = 0;
  for (const std::uint64_t each : values) {
    const auto value = static_cast<std::int64_t>(each);
    low = std::min(low, value);
    high = std::max(high, value);
    any |= each;
  }
  if (member == OrderMember::traits)
    chunk_.has_text_ids_ = OrderTraits::of(static_cast<std::uint8_t>(any)).text_id;
  OrderChunk::Column& to = chunk_.columns_[static_cast<std::size_t>(member)];
  to.base = static_cast<std::uint64_t>(low);
  to.bits = static_cast<std::uint32_t>(std::bit_width(static_cast<std::uint64_t>(high) - to.base));
  if (to.bits > 56) to.bits = 64;  // so that a value is within eight bytes, wherever it begins
  to.at = static_cast<std::uint32_t>(data_.size());
  if (to.bits == 0) return;
  data_.resize(data_.size() + (values.size() * to.bits + 7) / 8);
  write_bits(values, to.base, to.bits, data_.data() + to.at);
}

OrderChunk OrderPacker::finish() {
  chunk_.data_.reserve(data_.size() + 8);
  chunk_.data_ = data_;
  chunk_.data_.resize(data_.size() + 8);
  return std::move(chunk_);
}

OrderChunk::OrderChunk(const Place& place, std::span<const KeptOrder> orders) {
  OrderPacker packer;
  packer.begin(place, orders.size());
  std::vector<std::uint64_t> values(orders.size());
  each_member(all_members, [&](auto member) {
    std::ranges::transform(orders, values.begin(), get<member>);
    packer.add(member, values);
  });
  *this = packer.finish();
}

inline std::uint64_t OrderChunk::read(OrderMember member, std::size_t row) const {
  const Column& column = columns_[static_cast<std::size_t>(member)];
  const std::size_t bit = row * column.bits;
  const std::uint64_t mask = column.bits == 64 ? ~0ULL : (1ULL << column.bits) - 1;
  return column.base + (load_8(data_.data() + column.at + bit / 8) >> bit % 8 & mask);
}

template <OrderMember member>
void OrderChunk::read_all(std::vector<KeptOrder>& to) const {
  const auto [base, at, bits] = columns_[static_cast<std::size_t>(member)];
  if (bits == 0) {
    for (KeptOrder& order : to) set<member>(order, base);
    return;
  }
  const char* const data = data_.data() + at;
  const std::uint64_t mask = bits == 64 ? ~0ULL : (1ULL << bits) - 1;
  std::size_t bit = 0;
  for (KeptOrder& order : to) {
    set<member>(order, base + (load_8(data + bit / 8) >> bit % 8 & mask));
    bit += bits;
  }
}

void OrderChunk::translate_entries(KeptOrder& order) const {
  if (order.traits.text_id) order.id = entries_->texts[static_cast<std::size_t>(order.id)];
  if (order.link != no_entry) order.link = entries_->links[order.link];
  if (order.codes != no_entry) order.codes = entries_->code_lists[order.codes];
  if (order.currency != KeptOrder::no_currency)
    order.currency = static_cast<std::uint16_t>(entries_->currencies[order.currency]);
}

KeptOrder OrderChunk::at(std::size_t row) const {
  KeptOrder order;
  each_member(all_members, [&](auto member) { set<member>(order, read(member, row)); });
  if (entries_ != nullptr) translate_entries(order);
  return order;
}

void OrderChunk::unpack(std::vector<KeptOrder>& to) const {
  to.resize(size_);
  each_member(all_members, [&](auto member) { read_all<member>(to); });
  if (entries_ == nullptr) return;
  for (KeptOrder& order : to) translate_entries(order);
}

std::int64_t OrderChunk::number_at(std::size_t row) const {
  return static_cast<std::int64_t>(read(OrderMember::id, row));
}

}  // namespace tiktok_kpi
