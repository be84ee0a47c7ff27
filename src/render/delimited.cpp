// CSV (RFC 4180 with LF line ends) and TSV (the same with tabs): the long form of a report, or one
// table.
#include "render/delimited.hpp"

#include <algorithm>

#include "core/formula_guard.hpp"
#include "core/text.hpp"
#include "render/format_value.hpp"
#include "render/output.hpp"
#include "render/renderers.hpp"
#include "render/walk.hpp"

namespace tiktok_kpi {
namespace {

void write_table(const Table& table, const RenderOptions& options, const CellDialect& dialect,
                 Output& output) {
  const auto columns = shown_columns(table, options, Audience::machines);
  std::string& out = output.text();
  const auto separator = [&](std::size_t position) {
    if (position > 0) out += dialect.delimiter;
  };
  for (std::size_t at = 0; at < columns.size(); ++at) {
    separator(at);
    append_text_cell(out, table.columns[columns[at]].id, dialect);
  }
  out += '\n';
  for (const auto& row : table.rows) {
    const std::size_t start = out.size();
    for (std::size_t at = 0; at < columns.size(); ++at) {
      separator(at);
      append_cell(out, row[columns[at]], dialect);
    }
    if (out.size() == start) out += "\"\"";  // an empty line would be no row at all
    out += '\n';
    output.row_done();
  }
}

void write_long_form(const Document& document, const RenderOptions& options,
                     const CellDialect& dialect, Output& output) {
  std::string& out = output.text();
  const bool portfolio = !document.campaigns.empty();
  if (portfolio) (out += "campaign") += dialect.delimiter;
  for (const std::string_view header : {"section", "row", "metric", "value", "unit"})
    (out += header) += dialect.delimiter;
  out += "reason\n";
  walk_long_form(document, options, [&](const Entry& entry) {
    if (portfolio) {
      append_text_cell(out, entry.campaign, dialect);
      out += dialect.delimiter;
    }
    append_text_cell(out, entry.section, dialect);
    append_cell(out += dialect.delimiter, entry.row, dialect);
    append_text_cell(out += dialect.delimiter, entry.metric, dialect);
    append_cell(out += dialect.delimiter, entry.value, dialect);
    append_text_cell(out += dialect.delimiter, unit_word(entry.value), dialect);
    append_text_cell(out += dialect.delimiter, reason_word(entry.value), dialect);
    out += '\n';
    output.row_done();
  });
}

void render_delimited(const Document& document, const RenderOptions& options, ByteSink& sink,
                      char delimiter) {
  const CellDialect dialect{.delimiter = delimiter, .guard = !options.raw_cells};
  Output output(sink);
  if (const Table* table = sole_table(document, options))
    write_table(*table, options, dialect, output);
  else
    write_long_form(document, options, dialect, output);
  output.finish();
}

}  // namespace

void append_text_cell(std::string& out, std::string_view text, const CellDialect& dialect) {
  std::string repaired;
  if (!is_valid_utf8(text)) {
    repaired = text;
    repair_utf8(repaired);
    text = repaired;
  }
  const bool quoted = std::ranges::any_of(
      text, [&](char c) { return c == dialect.delimiter || c == '"' || c == '\n' || c == '\r'; });
  if (quoted) out += '"';
  if (dialect.guard && needs_formula_guard(text)) out += '\'';
  if (!quoted) {
    out += text;
    return;
  }
  for (std::size_t quote = 0; (quote = text.find('"')) != std::string_view::npos;) {
    out.append(text, 0, quote + 1) += '"';
    text.remove_prefix(quote + 1);
  }
  out += text;
  out += '"';
}

void append_cell(std::string& out, const Quantity& value, const CellDialect& dialect) {
  if (value.label_value() != nullptr || value.list_value() != nullptr)
    append_text_cell(out, for_machines(value), dialect);
  else
    out += for_machines(value);
}

constinit const Renderer csv_renderer{
    "csv", "csv",
    "comma-separated: section,row,metric,value,unit,reason; one table for table commands",
    [](const Document& document, const RenderOptions& options, ByteSink& sink) {
      render_delimited(document, options, sink, ',');
    }};

constinit const Renderer tsv_renderer{
    "tsv", "tsv|tab", "the same as csv, separated by tabs",
    [](const Document& document, const RenderOptions& options, ByteSink& sink) {
      render_delimited(document, options, sink, '\t');
    }};

}  // namespace tiktok_kpi
