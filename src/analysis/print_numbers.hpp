#pragma once
// Small numbers for 64-bit prints.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tiktok_kpi {

/// Numbers of distinct prints, in the order of their first look-up. Open addressing, at most three
/// quarters full: 16 bytes a slot, no allocation for each print.
class PrintNumbers {
 public:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;
  /// Number of a print; a new one gets the next.
  std::uint32_t number(std::uint64_t print);
  /// Without adding; none when it is new.
  [[nodiscard]] std::uint32_t find(std::uint64_t print) const;
  [[nodiscard]] std::uint32_t size() const { return size_; }

 private:
  struct Slot {
    std::uint64_t print = 0;
    std::uint32_t number = none;
  };
  [[nodiscard]] std::size_t slot_of(std::uint64_t print) const;
  void grow();

  std::vector<Slot> slots_;
  std::uint32_t size_ = 0;
};

}  // namespace tiktok_kpi
