#pragma once
// Up to 4,096 records of one kind on their way from a reader to a consumer: typed columns of the
// asked fields. Included by input, aggregate and pipeline only.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "model/fields.hpp"

namespace tiktok_kpi {

/// What is known of one cell. `invalid` counts (negative ones) are read but make metrics undefined.
enum class CellState : std::uint8_t {
  missing,  ///< empty, "-", not exported
  invalid,  ///< a negative count; the value is kept
  value,
  day,  ///< times: the day is known, the hour is not; the value is midnight of that day.
        ///< ids: no number; the value is an entry of the text dictionary
};

/// Where the records of a batch stand in a run; orders everything that needs an order.
struct Origin {
  std::uint32_t input = 0;         ///< ordinal of the input
  std::uint32_t block = 0;         ///< ordinal of the block in the input
  std::uint32_t first_record = 0;  ///< ordinal of the batch's first record in the block
  friend constexpr auto operator<=>(const Origin&, const Origin&) = default;
};

/// One column of a batch. Which vector is filled follows from the field's type: text uses `texts`,
/// tags use `list_ends` into `list`, everything else `numbers`.
struct BatchColumn {
  std::vector<std::int64_t> numbers;
  std::vector<CellState> states;
  std::vector<std::string_view> texts;
  std::vector<std::uint32_t> list;       ///< dictionary entries of all rows, row after row
  std::vector<std::uint32_t> list_ends;  ///< end of row i in `list`
};

struct Batch {
  static constexpr std::size_t capacity = 4096;

  RecordKind kind = RecordKind::post;
  Origin origin{};
  std::size_t size = 0;
  std::vector<Field> asked;  ///< columns present, in the order of Field
  /// One slot per Field, null when not asked.
  std::array<std::unique_ptr<BatchColumn>, field_count> columns;
  std::vector<std::uint64_t> offsets;  ///< byte offset of each record in its input

  [[nodiscard]] const BatchColumn* column(Field field) const {
    return columns[static_cast<std::size_t>(field)].get();
  }
  [[nodiscard]] BatchColumn* column(Field field) {
    return columns[static_cast<std::size_t>(field)].get();
  }
};

/// Does the row state anything here? Not without the column.
[[nodiscard]] inline bool known(const BatchColumn* column, std::size_t row) {
  return column != nullptr && column->states[row] != CellState::missing;
}

/// Does no row state anything here?
[[nodiscard]] bool is_unstated(const BatchColumn& column);
/// The column where a row states something; null where none does: then no row need be asked.
[[nodiscard]] inline const BatchColumn* stated(const BatchColumn* column) {
  return column == nullptr || is_unstated(*column) ? nullptr : column;
}

/// Entries of one row of a list column.
[[nodiscard]] inline std::span<const std::uint32_t> list_of(const BatchColumn& column,
                                                            std::size_t row) {
  const std::uint32_t begin = row == 0 ? 0 : column.list_ends[row - 1];
  return std::span(column.list).subspan(begin, column.list_ends[row] - begin);
}

/// Keeps the rows whose mark is not 0, in order. Columns of another length than the batch are not
/// its own and stay as they are.
void keep_rows(Batch& batch, const std::vector<std::uint8_t>& keep);

}  // namespace tiktok_kpi
