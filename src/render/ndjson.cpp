// One JSON object a line: the long form of a report, or the rows of one table.
#include "render/format_value.hpp"
#include "render/json_writer.hpp"
#include "render/output.hpp"
#include "render/renderers.hpp"
#include "render/walk.hpp"

namespace tiktok_kpi {
namespace {

void write_entry(const Entry& entry, bool portfolio, std::string& out) {
  JsonWriter json(out);
  json.begin_object();
  if (portfolio) {
    json.key("campaign");
    json.text_or_null(entry.campaign);
  }
  json.key("section");
  json.text(entry.section);
  json.key("row");
  json.text(for_machines(entry.row));
  json.key("metric");
  json.text(entry.metric);
  json.key("value");
  json.value(entry.value);
  json.key("unit");
  json.text(unit_word(entry.value));
  json.key("reason");
  json.text_or_null(reason_word(entry.value));
  json.end_object();
  out += '\n';
}

/// Reasons of missing values follow the row as its "nulls".
void write_row(const Table& table, const std::vector<std::size_t>& columns,
               const std::vector<Quantity>& row, std::string& out) {
  JsonWriter json(out);
  bool complete = true;
  json.begin_object();
  for (const std::size_t i : columns) {
    json.key(table.columns[i].id);
    json.value(value_of(table.columns[i], row[i]));
    complete = complete && row[i].known();
  }
  if (!complete) {
    json.key("nulls");
    json.begin_object();
    for (const std::size_t i : columns) {
      if (row[i].known()) continue;
      json.key(table.columns[i].id);
      json.text(reason_word(row[i]));
    }
    json.end_object();
  }
  json.end_object();
  out += '\n';
}

void render_ndjson(const Document& document, const RenderOptions& options, ByteSink& sink) {
  Output output(sink);
  if (const Table* table = sole_table(document, options)) {
    const auto columns = shown_columns(*table, options, Audience::machines);
    for (const auto& row : table->rows) {
      write_row(*table, columns, row, output.text());
      output.row_done();
    }
  } else {
    walk_long_form(document, options, [&](const Entry& entry) {
      write_entry(entry, !document.campaigns.empty(), output.text());
      output.row_done();
    });
  }
  output.finish();
}

}  // namespace

constinit const Renderer ndjson_renderer{
    "ndjson", "ndjson|jsonl", "one JSON object a line, in the shape of csv", render_ndjson};

}  // namespace tiktok_kpi
