#pragma once
// What the machine formats share: which tables and columns of a document they show, and the long
// form of a whole report, one value after the other in document order.
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "render/renderer.hpp"

namespace tiktok_kpi {

/// What people read one after the other: the document, or of a portfolio the reports of its
/// campaigns and then itself; those that say nothing are left out.
[[nodiscard]] std::vector<const Document*> reports_of(const Document& document);

/// Every table, in document order.
[[nodiscard]] std::vector<const Table*> tables_of(const Document& document);

/// The table that a table command prints by itself: set when `table_only` is asked for and the
/// document holds exactly one. With several the whole report is printed, so that none is lost.
[[nodiscard]] const Table* sole_table(const Document& document, const RenderOptions& options);

/// Indices of the columns to show: those --fields names, in its order; all when it names none of
/// this table, for people without the details.
enum class Audience { people, machines };
[[nodiscard]] std::vector<std::size_t> shown_columns(const Table& table,
                                                     const RenderOptions& options,
                                                     Audience audience);

/// Rows before --limit, never fewer than there are.
[[nodiscard]] std::size_t total_rows_of(const Table& table);

/// A cell or figure with the unit of its column when it states none, missing ones included.
[[nodiscard]] Quantity value_of(const Column& column, const Quantity& value);

/// One value of the long form.
struct Entry {
  std::string_view campaign;  ///< title of the report in a portfolio; empty: the portfolio, or no
                              ///< portfolio
  std::string_view section;  ///< "campaign", "totals", "inputs", the id of a table, or of a section
                             ///< for its figures
  Quantity row;  ///< value of the table's first column, path of an input, or an empty label
  std::string_view metric;
  Quantity value;
};

/// The definitions as a table "definitions": one row a metric, technical columns as details.
[[nodiscard]] Table definitions_table(const Document& document);

/// Campaign, totals, definitions, figures that are no totals, tables, inputs, status: every value
/// of the report; of a portfolio those of every campaign first.
void walk_long_form(const Document& document, const RenderOptions& options,
                    const std::function<void(const Entry&)>& visit);

/// Figures of a section that are not among the totals, which machine formats show under its id.
[[nodiscard]] std::vector<const Figure*> own_figures(const Document& document,
                                                     const Section& section);

/// What is known of an input, as values; its path is not among them.
[[nodiscard]] std::vector<Figure> figures_of(const InputSummary& input);

/// Word of the unit; the currency for money that has one. A missing value has the unit of its
/// column.
[[nodiscard]] std::string unit_word(const Quantity& value);

/// Why a value is missing, "lower_bound" for a sum of the parts that exist, else empty.
[[nodiscard]] std::string_view reason_word(const Quantity& value);

}  // namespace tiktok_kpi
