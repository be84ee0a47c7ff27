#pragma once
// What went wrong in one input, counted in full, kept in part: the first places of each code.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/fields.hpp"
#include "tiktok_kpi/core/diagnostic.hpp"

namespace tiktok_kpi {

/// One worker's log of one input; merged when all workers are done.
class FaultLog {
 public:
  /// Places kept of each code; the rest is only counted.
  static constexpr std::size_t kept = 1000;

  struct Entry {
    std::uint64_t count = 0;
    std::vector<Diagnostic> first;
  };

  explicit FaultLog(std::uint32_t input = 0) : input_(input) {}

  /// Counts, and keeps the message unless `kept` places of the code are known.
  void add(std::string_view code, std::uint64_t offset, std::size_t length, std::string_view text);
  void add(Diagnostic diagnostic);
  void merge(FaultLog&& other);
  /// An amount that stands in the input with this sign.
  void saw_amount(Field field, bool negative) { (negative ? negative_ : positive_).insert(field); }
  /// Warns of amounts that were written with both signs. Once, when all is merged.
  void warn_of_mixed_signs();

  [[nodiscard]] const std::map<std::string_view, Entry>& entries() const { return entries_; }
  [[nodiscard]] std::uint64_t count(std::string_view code) const;

 private:
  std::uint32_t input_;
  std::map<std::string_view, Entry> entries_;
  FieldSet negative_, positive_;
};

}  // namespace tiktok_kpi
