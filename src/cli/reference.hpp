#pragma once
// The program's tables as pages: what help, explain, formulas and schema print, and what the pages
// of docs/ are made of. Nothing here is written twice: every line comes from the table that the
// program runs on.
#include <string>
#include <string_view>

#include "metrics/registry.hpp"
#include "tiktok_kpi/core/diagnostic.hpp"
#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// One table "metrics": id, label, unit, kind, formula, source, inputs.
[[nodiscard]] Document metrics_list();
/// Everything about one metric, as text.
[[nodiscard]] std::string metric_in_words(const Metric& metric);
/// Everything about one diagnostic code, as text.
[[nodiscard]] std::string code_in_words(const DiagnosticCode& code);

/// Metrics with their definitions, one section for each.
[[nodiscard]] Document metrics_page();
/// Formats of exports, read and recognised, and formats of output.
[[nodiscard]] Document formats_page();
/// One table "formats" of export formats only.
[[nodiscard]] Document input_formats();
/// One table "fields" of canonical columns.
[[nodiscard]] Document fields_page();
/// Keys of the campaign file.
[[nodiscard]] Document campaign_page();
[[nodiscard]] Document exit_codes_page();
[[nodiscard]] Document diagnostics_page();
[[nodiscard]] Document formulas_page();
[[nodiscard]] Document missing_page();
[[nodiscard]] Document sections_page();

/// Row of a table of words; empty text is a missing cell.
[[nodiscard]] std::vector<Quantity> words(std::initializer_list<std::string_view> cells);
/// A section with one table of words.
[[nodiscard]] Section table_section(std::string_view id, std::string_view title,
                                    std::vector<Column> columns,
                                    std::vector<std::vector<Quantity>> rows);

}  // namespace tiktok_kpi
