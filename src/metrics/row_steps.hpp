#pragma once
// Operations on columns that a row formula is turned into, and how a slice of rows runs through
// them.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/civil_time.hpp"
#include "metrics/formula.hpp"
#include "model/batch.hpp"

namespace tiktok_kpi {

/// 64 bits of mantissa hold every count exactly, and quotients compare with a decimal literal as
/// the exact fractions would.
using RowNumber = long double;

/// From best to worst: what is made of two cells is as good as the worse one.
enum class RowCell : std::uint8_t { known, partial, missing, invalid };
[[nodiscard]] constexpr bool usable(RowCell cell) { return cell <= RowCell::partial; }

/// Few enough rows that every step's results stay in the nearest cache.
struct RowSlice {
  static constexpr std::size_t capacity = 256;
  RowNumber values[capacity];
  RowCell cells[capacity];
};

enum class RowAction : std::uint8_t { constant, column, day, text, has_tag, node };

/// One step; `node` steps work as the formula node of the same kind on the parts before them.
struct RowStep {
  RowAction action = RowAction::constant;
  NodeKind kind = NodeKind::number;
  Field field{};
  RowNumber number = 0;
  std::string text;
  std::vector<std::size_t> parts;
  std::size_t slices = 1;  ///< needed to run it, its result included
};

struct RowSteps {
  std::vector<RowStep> steps;  ///< parts before wholes
  MissingMode missing = MissingMode::strict;
  const TimeZone* zone = nullptr;

  std::size_t push(RowStep step);
  /// Runs step `at` over the rows [begin, begin + count) of a batch; the result is in the first of
  /// `slices`.
  void run(const Batch& batch, std::size_t begin, std::size_t count, std::size_t at,
           RowSlice* slices) const;

 private:
  void load(const Batch& batch, std::size_t begin, std::size_t count, const RowStep& step,
            RowSlice& result) const;
  void pair(NodeKind kind, std::size_t count, RowSlice& left, const RowSlice& right) const;
};

}  // namespace tiktok_kpi
