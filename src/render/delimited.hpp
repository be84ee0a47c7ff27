#pragma once
// Cells of CSV and TSV, for whole documents and for rows without end.
#include <string>
#include <string_view>

#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

struct CellDialect {
  char delimiter = ',';
  bool guard =
      true;  ///< apostrophe before text that a spreadsheet would run (see core/formula_guard.hpp)
};

/// Appends one cell of text: guarded if the dialect says so, quoted where the delimiter, a
/// quotation mark or a line break makes it necessary (also in TSV), invalid UTF-8 replaced.
void append_text_cell(std::string& out, std::string_view text, const CellDialect& dialect);

/// Appends one value. Only labels and lists are guarded: what was computed is a number even when
/// negative.
void append_cell(std::string& out, const Quantity& value, const CellDialect& dialect);

}  // namespace tiktok_kpi
