#include "analysis/print_numbers.hpp"

namespace tiktok_kpi {

std::size_t PrintNumbers::slot_of(std::uint64_t print) const {
  const std::size_t mask = slots_.size() - 1;
  // Prints are hashes, but for the ids of orders, which follow each other.
  std::size_t at = (print * 0x9E37'79B9'7F4A'7C15ULL >> 32U) & mask;
  while (slots_[at].number != none && slots_[at].print != print) at = (at + 1) & mask;
  return at;
}

void PrintNumbers::grow() {
  std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.number != none) slots_[slot_of(slot.print)] = slot;
}

std::uint32_t PrintNumbers::number(std::uint64_t print) {
  if (4 * (std::size_t{size_} + 1) > 3 * slots_.size()) grow();
  Slot& slot = slots_[slot_of(print)];
  if (slot.number == none) slot = {print, size_++};
  return slot.number;
}

std::uint32_t PrintNumbers::find(std::uint64_t print) const {
  return slots_.empty() ? none : slots_[slot_of(print)].number;
}

}  // namespace tiktok_kpi
