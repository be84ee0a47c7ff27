#pragma once
// Orders that were read one after the other, in as few bytes as they need: about 22 each.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "aggregate/kept_order.hpp"
#include "tiktok_kpi/core/place.hpp"

namespace tiktok_kpi {

/// What the entries of one worker are in the whole run.
struct OrderEntries {
  std::vector<std::uint32_t> texts, links, code_lists, currencies;
};

/// What is kept of an order. Entries count from 1 here, and no entry is 0, next to them.
enum class OrderMember : std::uint8_t {
  id,
  ordered_at,
  net,
  customer,
  link,
  codes,
  record,
  currency,
  traits
};
inline constexpr std::size_t order_member_count = 9;

class OrderChunk {
 public:
  OrderChunk() = default;
  /// Packs the orders; `place` is that of the first record.
  OrderChunk(const Place& place, std::span<const KeptOrder> orders);

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Bytes that the orders take.
  [[nodiscard]] std::size_t bytes() const { return data_.size(); }
  /// From now on orders come out with these entries instead of those that they were packed with.
  void translate(const OrderEntries& entries) { entries_ = &entries; }

  /// Order `row` as it went in, but for its entries.
  [[nodiscard]] KeptOrder at(std::size_t row) const;
  /// All of them. About 15 ns each.
  void unpack(std::vector<KeptOrder>& to) const;
  /// The id of order `row` where none is text.
  [[nodiscard]] std::int64_t number_at(std::size_t row) const;
  [[nodiscard]] bool has_text_ids() const { return has_text_ids_; }
  [[nodiscard]] Place place_of(const KeptOrder& order) const {
    return {place_.input, place_.offset + order.record};
  }
  /// The same chunk with other orders of it, as they came out.
  [[nodiscard]] OrderChunk with(std::span<const KeptOrder> orders) const {
    return {place_, orders};
  }

 private:
  friend class OrderPacker;
  /// Values as differences from the smallest one, so many bits each.
  struct Column {
    std::uint64_t base = 0;
    std::uint32_t at = 0;  ///< first byte in data_
    std::uint32_t bits = 0;
  };
  template <OrderMember member>
  void read_all(std::vector<KeptOrder>& to) const;
  void translate_entries(KeptOrder& order) const;
  [[nodiscard]] std::uint64_t read(OrderMember member, std::size_t row) const;

  Place place_;
  std::uint32_t size_ = 0;
  bool has_text_ids_ = false;
  std::array<Column, order_member_count> columns_;
  std::vector<char> data_;
  const OrderEntries* entries_ = nullptr;
};

/// Makes chunks, a member of all their orders after the other.
class OrderPacker {
 public:
  void begin(const Place& place, std::size_t size);
  /// One value for each order.
  void add(OrderMember member, std::span<const std::uint64_t> values);
  /// The chunk, once all members were added.
  [[nodiscard]] OrderChunk finish();

 private:
  OrderChunk chunk_;
  std::vector<char> data_;  ///< of the chunk at hand, used again and again
};

}  // namespace tiktok_kpi
