// Ids and figures are compared by 64 bits each: among ten million orders the chance that two ids
// meet is three in a million.
#include "aggregate/order_repeats.hpp"

#include <array>
#include <functional>
#include <string_view>
#include <utility>

namespace tiktok_kpi {
namespace {

constexpr std::array figures{Field::ordered_at, Field::currency, Field::subtotal, Field::discounts,
                             Field::tax,        Field::shipping, Field::total,    Field::refunds};

/// Finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014).
std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

std::uint64_t print_of(const Batch& orders, std::size_t row, Field field,
                       const Dictionaries& dictionaries) {
  const BatchColumn* column = orders.column(field);
  if (!known(column, row)) return 1;
  const bool word = row_of(field).type == FieldType::name ||
                    (row_of(field).type == FieldType::id && column->states[row] == CellState::day);
  if (!word) return mix(static_cast<std::uint64_t>(column->numbers[row]));
  const std::string_view text =
      dictionaries.texts.key(static_cast<std::uint32_t>(column->numbers[row]));
  return mix(std::hash<std::string_view>{}(text) + 1);
}

}  // namespace

std::uint64_t figures_of_order(const Batch& orders, std::size_t row,
                               const Dictionaries& dictionaries) {
  std::uint64_t print = 0;
  for (const Field field : figures) print = mix(print ^ print_of(orders, row, field, dictionaries));
  const BatchColumn* codes = orders.column(Field::codes);
  if (!known(codes, row)) return print;
  std::uint64_t any_order = 0;
  for (const std::uint32_t code : list_of(*codes, row))
    any_order += mix(std::hash<std::string_view>{}(dictionaries.texts.key(code)));
  return mix(print ^ any_order);
}

OrderRepeats::Verdict OrderRepeats::look(const Batch& orders, std::size_t row,
                                         const Dictionaries& dictionaries) {
  const bool amounts =
      known(orders.column(Field::total), row) || known(orders.column(Field::subtotal), row);
  if (!amounts || !known(orders.column(Field::order_id), row)) return Verdict::fresh;
  if (10 * (size_ + 1) > 7 * slots_.size()) grow();
  const std::uint64_t printed = print_of(orders, row, Field::order_id, dictionaries);
  const std::uint64_t id = printed == 0 ? 1 : printed;
  const std::uint64_t print = figures_of_order(orders, row, dictionaries);
  Slot& slot = slot_of(id);
  if (slot.id == 0) {
    slot = {id, print};
    ++size_;
    return Verdict::fresh;
  }
  return slot.figures == print ? Verdict::same : Verdict::different;
}

OrderRepeats::Slot& OrderRepeats::slot_of(std::uint64_t id) {
  std::size_t at = id & (slots_.size() - 1);
  while (slots_[at].id != 0 && slots_[at].id != id) at = (at + 1) & (slots_.size() - 1);
  return slots_[at];
}

void OrderRepeats::grow() {
  std::vector<Slot> old = std::exchange(slots_, {});
  slots_.resize(old.empty() ? 1024 : 2 * old.size());
  for (const Slot& slot : old)
    if (slot.id != 0) slot_of(slot.id) = slot;
}

}  // namespace tiktok_kpi
