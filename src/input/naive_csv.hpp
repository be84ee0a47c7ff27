#pragma once
// The plain way to read delimited text: character by character, a record at a time. Oracle of the
// fast reader, and the reader of small things: headers, sections, samples.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "input/csv_index.hpp"

namespace tiktok_kpi {

struct NaiveRecord {
  std::vector<std::string> cells;  ///< unquoted, doubled quotes undone
  std::vector<std::size_t>
      offsets;                     ///< where each cell begins in the text, enclosing quote skipped
  std::size_t length = 0;          ///< bytes up to the next record
  std::vector<std::size_t> stray;  ///< quotes taken as text
};

/// The first record of the text. A quote closes a cell only before the delimiter, a line end or the
/// end.
[[nodiscard]] NaiveRecord naive_record(std::string_view text, const Dialect& dialect);

/// Cell text with each doubled quote made one.
[[nodiscard]] std::string undoubled(std::string_view text);

}  // namespace tiktok_kpi
