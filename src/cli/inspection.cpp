// From the plan of an input to facts, and from facts to words.
#include "cli/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/reference.hpp"
#include "core/text.hpp"
#include "input/blocks.hpp"
#include "input/formats/formats.hpp"
#include "input/plan_parts.hpp"
#include "input/planner.hpp"
#include "render/json_writer.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

std::string delimiter_word(char delimiter) {
  switch (delimiter) {
    case ',': return "comma";
    case ';': return "semicolon";
    case '\t': return "tab";
    default: return std::string(1, delimiter);
  }
}

std::string_view layout_word(JsonLayout layout) {
  switch (layout) {
    case JsonLayout::lines: return "one object a line";
    case JsonLayout::array: return "one array";
    case JsonLayout::documents: return "one document";
  }
  return "";
}

/// Records of the head that are whole. Nothing where a record is inside a wrapper.
std::optional<std::uint64_t> count_rows(const PlannedInput& input) {
  const ReadPlan& plan = input.plan;
  std::string_view text(input.head);
  if (plan.end > 0) text = text.substr(0, plan.end);
  text.remove_prefix(std::min<std::size_t>(plan.body, text.size()));
  if (plan.shape == Shape::csv) {
    CsvIndex index;
    index_csv(text.substr(0, input.whole ? text.size() : whole_records(text, plan.dialect)),
              plan.dialect, index);
    return index.rows.size();
  }
  if (!plan.root.empty()) return std::nullopt;
  std::uint64_t rows = 0;
  std::size_t at =
      text.find_first_not_of(plan.layout == JsonLayout::array ? " \t\r\n[" : " \t\r\n");
  while (at != std::string_view::npos && text[at] != ']') {
    const std::size_t end = json_value_end(text, at);
    if (end == std::string_view::npos) break;
    ++rows;
    at = text.find_first_not_of(" \t\r\n,", end);
  }
  return rows;
}

bool is_time(Field field) {
  const FieldType type = row_of(field).type;
  return type == FieldType::time || type == FieldType::day;
}

bool has_decimals(Field field) {
  const FieldType type = row_of(field).type;
  return type == FieldType::decimal || type == FieldType::money;
}

std::string zone_word(const TimeRule& rule) {
  if (rule.zone) return "as stated";
  if (rule.shift_s != 0)
    return fmt::format("{:+.2f} h from UTC, by the post ids", -rule.shift_s / 3600.0);
  return {};
}

InspectedColumn& column_named(std::vector<InspectedColumn>& columns, const std::string& source) {
  const auto found = std::ranges::find(columns, source, &InspectedColumn::source);
  if (found != columns.end()) return *found;
  columns.push_back({source, {}, {}, {}, {}});
  return columns.back();
}

/// Does a path of the text ("[].authorMeta.name") end in the source of a field ("authorMeta.name")?
bool ends_in(std::string_view path, std::string_view source) {
  return path == source || (path.ends_with(source) && path[path.size() - source.size() - 1] == '.');
}

/// Plans of JSON formats name every path that may exist; only those of this text are shown, and
/// what else it holds.
void keep_present(std::vector<InspectedColumn>& columns, std::string_view text) {
  const std::vector<std::string> present = json_paths(text);
  std::erase_if(columns, [&](const InspectedColumn& column) {
    return std::ranges::none_of(present, [&](const std::string& path) {
      return ends_in(path, without_choices(column.source)) && choices_occur(column.source, text);
    });
  });
  const std::size_t read = columns.size();
  for (const std::string& path : present) {
    const auto is_read = [&](const InspectedColumn& column) {
      const std::string source = without_choices(column.source);
      return ends_in(path, source) || path.find(source + ".") != std::string::npos ||
             path.find(source + "[]") != std::string::npos;
    };
    const bool has_parts = std::ranges::any_of(present, [&](const std::string& other) {
      return other.starts_with(path + ".") || other.starts_with(path + "[]");
    });
    if (has_parts || path.ends_with("[]") ||
        std::any_of(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(read), is_read))
      continue;
    (void)column_named(columns, path.starts_with("[].") ? path.substr(3) : path);
  }
}

std::vector<InspectedColumn> columns_of(const ReadPlan& plan, std::string_view text) {
  std::vector<InspectedColumn> columns;
  // A header stands in its order, read or not; JSON paths in the order of the plan.
  for (const std::string& header : plan.header) (void)column_named(columns, header);
  for (const RecordPlan& records : plan.records)
    for (const ColumnPlan& planned : records.columns) {
      InspectedColumn& column = column_named(columns, planned.source);
      const std::string name(name_of(planned.field));
      if (std::ranges::find(column.fields, name) == column.fields.end())
        column.fields.push_back(name);
      if (has_decimals(planned.field)) column.decimal = std::string(1, planned.decimal);
      if (!is_time(planned.field)) continue;
      if (planned.time.year_less)
        column.dates = "no year";
      else if (planned.time.order != DateOrder::unknown)
        column.dates =
            planned.time.order == DateOrder::dmy ? "day before month" : "month before day";
      column.zone = zone_word(planned.time);
    }
  if (plan.shape == Shape::json) keep_present(columns, text);
  return columns;
}

std::vector<InspectedFact> facts_of(const ReadPlan& plan, const InputSpec& spec,
                                    const InspectedInput& input) {
  std::vector<InspectedFact> facts;
  facts.push_back({"format", fmt::format("{} ({})", input.label, input.format), "--input-format"});
  facts.push_back({"evidence", plan.why, ""});
  facts.push_back({"encoding", plan.encoding, "--encoding"});
  if (plan.shape == Shape::csv) {
    facts.push_back({"delimiter", delimiter_word(plan.dialect.delimiter), "--delimiter"});
    facts.push_back({"header", fmt::format("{} cells", plan.header_cells), ""});
    if (plan.dialect.careful) facts.push_back({"quotes", "damaged, read record by record", ""});
  } else {
    facts.push_back({"layout", std::string(layout_word(plan.layout)), ""});
    if (!plan.root.empty()) facts.push_back({"records", plan.root, ""});
  }
  if (input.rows)
    facts.push_back(
        {"rows", fmt::format("{}{}", *input.rows, input.whole ? "" : " in the first MiB"), ""});
  if (!plan.creator.empty()) facts.push_back({"creator", plan.creator, ""});
  if (plan.format->traits.year_less)
    facts.push_back({"years",
                     spec.overrides.year ? fmt::format("last row in {}", *spec.overrides.year)
                                         : "none in the dates: from post ids or the archive's name",
                     "--year"});
  std::vector<std::string> unread;
  for (const InspectedColumn& column : input.columns)
    if (column.fields.empty()) unread.push_back(fmt::format("\"{}\"", column.source));
  constexpr std::size_t most = 12;
  if (unread.size() > most) {
    const std::size_t more = unread.size() - most;
    unread.resize(most);
    unread.push_back(fmt::format("{} more", more));
  }
  if (!unread.empty() && !plan.format->traits.unread)
    facts.push_back(
        {"not read", fmt::format("{}", fmt::join(unread, ", ")), "--columns FIELD=HEADER"});
  return facts;
}

Column text_column(std::string_view id, std::string_view label) {
  return {std::string(id), std::string(label), Unit::text};
}

Section section_of(const InspectedInput& input) {
  std::vector<std::vector<Quantity>> facts;
  for (const InspectedFact& fact : input.facts)
    facts.push_back(words({fact.id, fact.flag, fact.value}));
  Section section =
      facts.empty() ? Section{}
                    : table_section(input.path, input.path,
                                    {text_column("what", "what"), text_column("flag", "override"),
                                     text_column("value", "value")},
                                    std::move(facts));
  section.id = input.path;
  section.title = input.path;
  std::vector<std::vector<Quantity>> rows;
  const auto any = [&](auto member) {
    return std::ranges::any_of(
        input.columns, [&](const InspectedColumn& column) { return !(column.*member).empty(); });
  };
  const bool decimals = any(&InspectedColumn::decimal);
  const bool dates = any(&InspectedColumn::dates);
  const bool zones = any(&InspectedColumn::zone);
  std::vector<Column> columns{text_column("column", "column"), text_column("field", "read as")};
  if (decimals) columns.push_back(text_column("decimal", "decimal mark"));
  if (dates) columns.push_back(text_column("dates", "dates"));
  if (zones) columns.push_back(text_column("zone", "zone"));
  for (const InspectedColumn& column : input.columns) {
    if (column.fields.empty()) continue;
    std::vector<Quantity> row =
        words({column.source, fmt::format("{}", fmt::join(column.fields, ", "))});
    if (decimals) row.push_back(Quantity::label(column.decimal));
    if (dates) row.push_back(Quantity::label(column.dates));
    if (zones) row.push_back(Quantity::label(column.zone));
    rows.push_back(std::move(row));
  }
  if (!rows.empty())
    section.blocks.push_back(
        std::move(table_section(input.path + " columns", "", std::move(columns), std::move(rows))
                      .blocks.front()));
  for (const std::string& guess : input.guesses) section.blocks.emplace_back(Paragraph{guess});
  for (const Diagnostic& warning : input.warnings)
    section.blocks.emplace_back(
        Paragraph{fmt::format("{}[{}]: {}{}{}", name_of(warning.severity), warning.code->id,
                              warning.message, warning.hint.empty() ? "" : "; ", warning.hint)});
  return section;
}

void write_texts(JsonWriter& json, std::string_view key, std::span<const std::string> texts) {
  json.key(key);
  json.begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

void write_input(JsonWriter& json, const InspectedInput& input) {
  const auto text = [&](std::string_view key, std::string_view value) {
    json.key(key);
    json.text_or_null(value);
  };
  json.begin_object(JsonWriter::Layout::lines);
  text("path", input.path);
  text("format", input.format);
  text("label", input.label);
  json.key("rows_of_first_mib");
  if (input.rows)
    json.integer(*input.rows);
  else
    json.null();
  json.key("whole");
  json.flag(input.whole);
  json.key("facts");
  json.begin_array(JsonWriter::Layout::lines);
  for (const InspectedFact& fact : input.facts) {
    json.begin_object();
    text("what", fact.id);
    text("value", fact.value);
    text("override", fact.flag);
    json.end_object();
  }
  json.end_array();
  json.key("columns");
  json.begin_array(JsonWriter::Layout::lines);
  for (const InspectedColumn& column : input.columns) {
    json.begin_object();
    text("column", column.source);
    write_texts(json, "fields", column.fields);
    text("decimal", column.decimal);
    text("dates", column.dates);
    text("zone", column.zone);
    json.end_object();
  }
  json.end_array();
  write_texts(json, "guesses", input.guesses);
  json.key("diagnostics");
  json.begin_array(JsonWriter::Layout::lines);
  for (const Diagnostic& warning : input.warnings) {
    json.begin_object();
    text("code", warning.code->id);
    text("severity", name_of(warning.severity));
    text("message", warning.message);
    text("hint", warning.hint);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

InspectedInput inspect_input(const InputSpec& spec, std::uint32_t ordinal,
                             const ReadOptions& options) {
  InspectedInput input;
  input.path = spec.location.shown();
  input.named = spec.named;
  try {
    const PlannedInput planned = plan_with_head(spec, ordinal, options);
    const ReadPlan& plan = planned.plan;
    input.readable = true;
    input.format = plan.format->id;
    input.label = plan.format->label;
    input.whole = planned.whole;
    if (!plan.format->traits.unread) input.rows = count_rows(planned);
    input.columns = columns_of(plan, planned.head);
    input.guesses = plan.guesses;
    input.warnings = plan.warnings;
    input.facts = facts_of(plan, spec, input);
    if (plan.format->traits.unread)
      input.warnings.push_back(Diagnostic::make(
          "not-supported",
          fmt::format("{} is recognised, but not read by this version", plan.format->label),
          std::string(plan.format->advice)));
  } catch (const Error& error) {
    Diagnostic fault = error.diagnostic();
    fault.message = without_name(fault.message, input.path);
    // A file that a folder happens to hold is worth a note.
    if (!spec.named) fault.severity = Severity::note;
    input.warnings.push_back(std::move(fault));
  }
  return input;
}

Document describe_inspection(std::span<const InspectedInput> inputs, const std::string& title) {
  Document document;
  document.schema = "tiktok-kpi/inspect/1";
  document.title = title;
  for (const InspectedInput& input : inputs) document.sections.push_back(section_of(input));
  return document;
}

std::string inspection_as_json(std::span<const InspectedInput> inputs) {
  std::string text;
  JsonWriter json(text);
  json.begin_object(JsonWriter::Layout::lines);
  json.key("schema");
  json.text("tiktok-kpi/inspect/1");
  json.key("inputs");
  json.begin_array(JsonWriter::Layout::lines);
  for (const InspectedInput& input : inputs) write_input(json, input);
  json.end_array();
  json.end_object();
  return text + "\n";
}

}  // namespace tiktok_kpi
