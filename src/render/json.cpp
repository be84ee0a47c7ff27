// The report as one JSON document ("tiktok-kpi/report/1"), or one table as {schema, rows}. Keys are
// the ids of the document; a table "attribution.models" becomes the member "models" of the object
// "attribution".
#include <algorithm>
#include <utility>

#include "render/diagnostics.hpp"
#include "render/json_writer.hpp"
#include "render/output.hpp"
#include "render/renderers.hpp"
#include "render/walk.hpp"

namespace tiktok_kpi {
namespace {

using enum JsonWriter::Layout;

class JsonReport {
 public:
  JsonReport(const Document& document, const RenderOptions& options, Output& output,
             JsonWriter& json)
      : document_(document), options_(options), output_(output), json_(json) {}

  void write_report();
  void write_sole_table(const Table& table);

 private:
  void write_campaigns();
  void write_definitions();
  void write_tables();
  void write_table(const Table& table, const std::string& pointer);
  void write_figures(std::string_view key, const std::vector<const Figure*>& figures);
  void write_own_figures();
  void write_texts();
  void write_inputs();
  void write_diagnostics();
  void write_marks();
  void write_value(const Column& column, const Quantity& value, const std::string& pointer);
  void write_text(std::string_view key, std::string_view value);

  const Document& document_;
  const RenderOptions& options_;
  Output& output_;
  JsonWriter& json_;
  std::vector<std::pair<std::string, MissingReason>>
      nulls_;                              ///< JSON pointers, in order of appearance
  std::vector<std::string> lower_bounds_;  ///< JSON pointers
};

void JsonReport::write_text(std::string_view key, std::string_view value) {
  json_.key(key);
  json_.text_or_null(value);
}

/// Writes the value and remembers where it is when there is something to say about it.
void JsonReport::write_value(const Column& column, const Quantity& value,
                             const std::string& pointer) {
  json_.key(column.id);
  json_.value(value_of(column, value));
  if (!value.known()) nulls_.emplace_back(pointer + pointer_step(column.id), value.reason());
  if (value.lower_bound()) lower_bounds_.push_back(pointer + pointer_step(column.id));
}

void JsonReport::write_figures(std::string_view key, const std::vector<const Figure*>& figures) {
  json_.key(key);
  json_.begin_object(lines);
  for (const Figure* figure : figures)
    write_value(figure->column, figure->value, pointer_step(key));
  json_.end_object();
}

/// Text that does not apply is empty, as in the long form.
void JsonReport::write_definitions() {
  json_.key("definitions");
  json_.begin_object(lines);
  const Table table = definitions_table(document_);
  for (const auto& row : table.rows) {
    const std::string& id = *row.front().label_value();
    json_.key(id);
    json_.begin_object();
    for (std::size_t i = 1; i < row.size(); ++i)
      write_value(table.columns[i], row[i], "/definitions" + pointer_step(id));
    json_.end_object();
  }
  json_.end_object();
}

void JsonReport::write_table(const Table& table, const std::string& pointer) {
  const auto columns = shown_columns(table, options_, Audience::machines);
  json_.begin_array(lines);
  for (std::size_t at = 0; at < table.rows.size(); ++at) {
    const std::string row_pointer = pointer + "/" + std::to_string(at);
    json_.begin_object();
    for (const std::size_t i : columns)
      write_value(table.columns[i], table.rows[at][i], row_pointer);
    json_.end_object();
    output_.row_done();
  }
  json_.end_array();
}

void JsonReport::write_tables() {
  const auto tables = tables_of(document_);
  const auto group_of = [](const Table& table) { return table.id.substr(0, table.id.find('.')); };
  for (auto first = tables.begin(); first != tables.end(); ++first) {
    const std::string group = group_of(**first);
    const auto in_group = [&](const Table* table) { return group_of(*table) == group; };
    if (std::any_of(tables.begin(), first, in_group))
      continue;  // written with the first of its group
    json_.key(group);
    if ((*first)->id == group) {
      write_table(**first, pointer_step(group));
      continue;
    }
    json_.begin_object(lines);
    for (auto member = first; member != tables.end(); ++member) {
      if (!in_group(*member)) continue;
      const std::string name =
          (*member)->id.substr(std::min(group.size() + 1, (*member)->id.size()));
      json_.key(name);
      write_table(**member, pointer_step(group) + pointer_step(name));
    }
    json_.end_object();
  }
}

/// Figures that only a section shows: {"posting": {"gap_cv": 0.4}}.
void JsonReport::write_own_figures() {
  json_.key("figures");
  json_.begin_object(lines);
  for (const Section& section : document_.sections) {
    const auto own = own_figures(document_, section);
    if (own.empty()) continue;
    json_.key(section.id);
    json_.begin_object();
    for (const Figure* figure : own)
      write_value(figure->column, figure->value, "/figures" + pointer_step(section.id));
    json_.end_object();
  }
  json_.end_object();
}

/// What the report says in words, and which sections have no data.
void JsonReport::write_texts() {
  json_.key("texts");
  json_.begin_object(lines);
  for (const Section& section : document_.sections) {
    std::vector<std::string_view> texts;
    for (const SectionPart& block : section.blocks) {
      if (const Paragraph* paragraph = std::get_if<Paragraph>(&block))
        texts.push_back(paragraph->text);
      if (const Table* table = std::get_if<Table>(&block); table != nullptr && !table->note.empty())
        texts.push_back(table->note);
    }
    if (texts.empty()) continue;
    json_.key(section.id);
    json_.begin_array();
    for (const std::string_view text : texts) json_.text(text);
    json_.end_array();
  }
  json_.end_object();
  json_.key("absent");
  json_.begin_object(lines);
  for (const Section& section : document_.sections)
    if (!section.absent.empty()) write_text(section.id, section.absent);
  json_.end_object();
}

void JsonReport::write_inputs() {
  json_.key("inputs");
  json_.begin_array(lines);
  for (const InputSummary& input : document_.inputs) {
    json_.begin_object();
    write_text("path", input.path);
    for (const Figure& figure : figures_of(input)) {
      json_.key(figure.column.id);
      json_.value(figure.value);
    }
    json_.end_object();
  }
  json_.end_array();
}

void JsonReport::write_diagnostics() {
  json_.key("diagnostics");
  json_.begin_array(lines);
  for (const PrintedDiagnostic& printed : document_.diagnostics) {
    write_diagnostic(json_, printed);
    output_.row_done();
  }
  json_.end_array();
}

/// Reasons of null values and places of lower bounds, by JSON pointer.
void JsonReport::write_marks() {
  json_.key("nulls");
  json_.begin_object(lines);
  for (const auto& [pointer, reason] : nulls_) write_text(pointer, name_of(reason));
  json_.end_object();
  json_.key("lower_bounds");
  json_.begin_array();
  for (const std::string& pointer : lower_bounds_) json_.text(pointer);
  json_.end_array();
}

/// Of a portfolio: each a report of its own, whose pointers begin at itself.
void JsonReport::write_campaigns() {
  if (document_.campaigns.empty()) return;
  json_.key("campaigns");
  json_.begin_array(lines);
  for (const Document& campaign : document_.campaigns)
    JsonReport(campaign, options_, output_, json_).write_report();
  json_.end_array();
}

void JsonReport::write_report() {
  const auto all = [](const std::vector<Figure>& figures) {
    std::vector<const Figure*> pointers;
    for (const Figure& figure : figures) pointers.push_back(&figure);
    return pointers;
  };
  json_.begin_object(lines);
  write_text("schema", document_.schema);
  write_figures("campaign", all(document_.campaign));
  write_text("currency", document_.currency.code());
  write_campaigns();
  write_definitions();
  write_figures("totals", all(document_.totals));
  write_tables();
  write_own_figures();
  json_.key("total_rows");
  json_.begin_object(lines);
  for (const Table* table : tables_of(document_)) {
    json_.key(table->id);
    json_.integer(total_rows_of(*table));
  }
  json_.end_object();
  write_texts();
  write_inputs();
  write_diagnostics();
  write_text("status", document_.status);
  write_marks();
  json_.end_object();
}

void JsonReport::write_sole_table(const Table& table) {
  json_.begin_object(lines);
  write_text("schema", document_.schema);
  write_text("currency", document_.currency.code());
  json_.key("rows");
  write_table(table, "/rows");
  json_.key("total_rows");
  json_.integer(total_rows_of(table));
  write_marks();
  json_.end_object();
}

void render_json(const Document& document, const RenderOptions& options, ByteSink& sink) {
  Output output(sink);
  JsonWriter json(output.text());
  JsonReport report(document, options, output, json);
  if (const Table* table = sole_table(document, options))
    report.write_sole_table(*table);
  else
    report.write_report();
  output.text() += '\n';
  output.finish();
}

}  // namespace

constinit const Renderer json_renderer{
    "json", "json", "everything: values, definitions, inputs, reasons of missing values",
    render_json};

}  // namespace tiktok_kpi
