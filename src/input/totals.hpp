#pragma once
// Rows that repeat the sums of the others ("Total", "Grand total", "Total of 3 posts", a row
// without a name). A creator may be called Total, so a row is dropped only when its numbers equal
// the sums.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/batch.hpp"
#include "tiktok_kpi/core/diagnostic.hpp"

namespace tiktok_kpi {

/// A record set aside because it may be a totals row.
struct HeldRow {
  std::uint64_t offset = 0;  ///< in the input
  std::string text;          ///< the record as it stands there
};

/// Does the first cell of a record sound like a totals row?
[[nodiscard]] bool is_total_word(std::string_view cell);

/// Says that a totals row was left out: because it equals the sums of the other rows, or because a
/// report of that kind has no other rows of that name.
[[nodiscard]] Diagnostic totals_row(std::uint64_t rows, bool equals, const Place& place);

/// Fields whose column sums mean something: counts of events, not of people or lengths.
[[nodiscard]] std::span<const Field> additive_fields();

[[nodiscard]] AskedFields additive_of_every_kind();

/// Sums of the additive columns of the records of one kind.
class ColumnSums {
 public:
  void add(const Batch& batch);
  void add(const ColumnSums& other);
  /// Every known additive count of the row equals its sum, at least one is known and not zero.
  [[nodiscard]] bool equals_row(const Batch& batch, std::size_t row) const;
  [[nodiscard]] std::uint64_t rows() const { return rows_; }

 private:
  std::array<std::int64_t, field_count> sums_{};
  std::optional<RecordKind> kind_;  ///< of the first batch; others are not added
  std::uint64_t rows_ = 0;
};

}  // namespace tiktok_kpi
