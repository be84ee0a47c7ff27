#pragma once
// Orders that stand in several rows or files count once. A set of ids with a print of their
// figures: 16 bytes an order, at most 46 with the room to grow.
#include <cstdint>
#include <vector>

#include "model/batch.hpp"
#include "model/dictionary.hpp"

namespace tiktok_kpi {

/// Print of what makes two rows of one id the same order: when, worth what, by which codes. 64
/// bits.
[[nodiscard]] std::uint64_t figures_of_order(const Batch& orders, std::size_t row,
                                             const Dictionaries& dictionaries);

class OrderRepeats {
 public:
  enum class Verdict : std::uint8_t {
    fresh,     ///< not seen before, or a row without amounts: it adds to an order, it is no copy
    same,      ///< seen with the same figures
    different  ///< seen with other figures
  };

  /// Looks an order up, and remembers it when it is fresh. Rows are to come in their order.
  /// Expected O(columns).
  Verdict look(const Batch& orders, std::size_t row, const Dictionaries& dictionaries);
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::uint64_t id = 0;  ///< 0: free
    std::uint64_t figures = 0;
  };
  Slot& slot_of(std::uint64_t id);
  void grow();

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace tiktok_kpi
