#pragma once
// What the formats for people share: the words of a table's cells, headline figures and the small
// print, as text that is not yet escaped for any format.
#include <cstddef>
#include <string>
#include <vector>

#include "render/renderer.hpp"

namespace tiktok_kpi {

/// One shown column: all its cells have the same number of decimals.
struct ColumnText {
  const Column* column = nullptr;
  std::string header{};
  std::vector<std::string> cells{};
  std::vector<double> numbers{};  ///< NaN where the cell is no number
  bool bar = false;               ///< the column asks for one, or a bar chart draws it
  bool numeric = false;           ///< numbers to the right, words and dates to the left
};

/// The rows that people see: the table itself, or a copy without the others.
/// A table of which people see nothing.
[[nodiscard]] bool is_for_machines(const SectionPart& block);
[[nodiscard]] Table rows_for_people(const Table& table);

/// The given columns (see `shown_columns`) of a table.
[[nodiscard]] std::vector<ColumnText> text_of(const Document& document, const Table& table,
                                              const std::vector<std::size_t>& columns,
                                              const RenderOptions& options);

/// "engagement", "8.34% of views": a rate of a stated set of interactions names what it is over.
struct FigureText {
  std::string label;
  std::string value;
  bool known = true;
  bool negative = false;
};
[[nodiscard]] FigureText text_of(const Document& document, const Figure& figure,
                                 const RenderOptions& options);

/// Lines under a table: rows beyond --limit, currency when no headline names it, the table's own
/// note.
[[nodiscard]] std::vector<std::string> notes_of(const Document& document, const Table& table,
                                                const std::vector<std::size_t>& columns);

/// Title of a table, when it says more than the title of its section.
[[nodiscard]] std::string_view own_title(const Section& section, const Table& table);

}  // namespace tiktok_kpi
