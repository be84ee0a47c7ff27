// From tables to pages.
#include "cli/reference.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "input/campaign_keys.hpp"
#include "input/formats/formats.hpp"
#include "metrics/benchmarks.hpp"
#include "model/fields.hpp"
#include "render/renderers.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

std::string_view kind_word(MetricKind kind) {
  switch (kind) {
    case MetricKind::sum: return "sum";
    case MetricKind::ratio: return "ratio of sums";
    case MetricKind::mean: return "mean of posts";
    case MetricKind::median: return "median of posts";
    case MetricKind::ratio_of_medians: return "ratio of medians";
    case MetricKind::label: return "label";
    case MetricKind::function: return "function";
  }
  return "function";
}

std::string aliases_of(const Metric& metric) {
  std::string text;
  for (const MetricAlias& alias : metric_aliases())
    if (alias.id == metric.id) text += fmt::format("{}{}", text.empty() ? "" : ", ", alias.alias);
  return text;
}

Column text_column(std::string_view id, std::string_view label, bool detail = false) {
  return {std::string(id), std::string(label), Unit::text, -1, false, detail, false};
}

Document page(std::string_view schema, std::string_view title) {
  Document document;
  document.schema = fmt::format("tiktok-kpi/{}/1", schema);
  document.title = title;
  return document;
}

/// "one|two" as "one or two".
std::string either(std::string_view choices) {
  std::string text(choices);
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 4)
    text.replace(at, 1, " or ");
  return text;
}

std::string fact(std::string_view name, std::string_view value) {
  return value.empty() ? std::string() : fmt::format("  {:<12}{}\n", name, value);
}

std::string_view better_word(int better) {
  return better > 0 ? "higher" : better < 0 ? "lower" : "";
}

std::string benchmarks_of(const Metric& metric) {
  std::string text;
  for (const Benchmark& row : benchmarks()) {
    if (row.metric != metric.id) continue;
    std::string followers;
    if (!row.followers_low.empty() || !row.followers_high.empty())
      followers = fmt::format(
          ", {} followers",
          row.followers_high.empty()
              ? fmt::format("from {}", row.followers_low)
              : fmt::format("{} to {}", row.followers_low.empty() ? "0" : row.followers_low,
                            row.followers_high));
    text +=
        fmt::format("    {}{}{}{}: {}, {} ({})\n", row.low,
                    row.high.empty() || row.high == row.low ? "" : fmt::format(" to {}", row.high),
                    row.unit.empty() ? "" : fmt::format(" {}", row.unit), followers, row.publisher,
                    row.title, row.year);
  }
  return text;
}

}  // namespace

std::vector<Quantity> words(std::initializer_list<std::string_view> cells) {
  std::vector<Quantity> row;
  for (const std::string_view cell : cells)
    row.push_back(cell.empty() ? Quantity::label("") : Quantity::label(std::string(cell)));
  return row;
}

Section table_section(std::string_view id, std::string_view title, std::vector<Column> columns,
                      std::vector<std::vector<Quantity>> rows) {
  Table table;
  table.id = id;
  table.title = title;
  table.columns = std::move(columns);
  table.rows = std::move(rows);
  table.total_rows = table.rows.size();
  Section section;
  section.id = id;
  section.title = title;
  section.blocks.emplace_back(std::move(table));
  return section;
}

Document metrics_list() {
  Document document = page("formulas", "");
  std::vector<std::vector<Quantity>> rows;
  for (const Metric& metric : metrics())
    rows.push_back(words({metric.id, metric.label, name_of(metric.unit), kind_word(metric.kind),
                          metric.source, metric.inputs, metric.undefined, metric.formula}));
  document.sections.push_back(table_section(
      "metrics", "Metrics",
      {text_column("id", "id"), text_column("label", "name"), text_column("unit", "unit"),
       text_column("kind", "kind"), text_column("source", "source", true),
       text_column("inputs", "inputs", true), text_column("undefined", "undefined", true),
       text_column("formula", "formula")},
      std::move(rows)));
  return document;
}

std::string metric_in_words(const Metric& metric) {
  std::string text = fmt::format("{}  {}\n", metric.id, metric.label);
  text += fact("formula", metric.formula) + fact("kind", kind_word(metric.kind)) +
          fact("unit", name_of(metric.unit));
  if (is_over_posts(metric)) {
    const Definition definition = define(metric, Settings{});
    text += fact("counts", definition.set) + fact("over", definition.denominator);
  }
  text += fact("says", metric.description) + fact("undefined", metric.undefined) +
          fact("better", better_word(metric.better)) + fact("inputs", metric.inputs) +
          fact("also called", aliases_of(metric)) + fact("source", metric.source);
  std::string example(metric.example_inputs);
  // Examples of several posts stand on several lines in the table.
  for (std::size_t at = 0; (at = example.find('\n', at)) != std::string::npos;)
    example.erase(at, example.find_first_not_of(" \n", at) - at).insert(at, " ");
  text += fact("example", fmt::format("{} gives {}", example, metric.example_expected));
  if (const std::string published = benchmarks_of(metric); !published.empty())
    text += "  benchmarks\n" + published;
  return text;
}

std::string code_in_words(const DiagnosticCode& code) {
  std::string text = fmt::format("{}: {}\n", code.id, code.summary);
  text += fact("severity", name_of(code.severity)) +
          fact("exit code", std::to_string(static_cast<int>(code.exit))) +
          fact("what to do", code.explanation);
  return text;
}

Document metrics_page() {
  Document document = page("metrics", "Metrics");
  document.subtitle = "Ids are keys in JSON, headers in CSV and names in formulas.";
  for (const Metric& metric : metrics()) {
    std::vector<std::vector<Quantity>> rows;
    const auto add = [&](std::string_view what, std::string_view value) {
      if (!value.empty()) rows.push_back(words({what, value}));
    };
    add("Formula", metric.formula);
    add("Kind", kind_word(metric.kind));
    add("Unit", name_of(metric.unit));
    if (is_over_posts(metric)) {
      const Definition definition = define(metric, Settings{});
      add("Interactions", definition.set);
      add("Over", definition.denominator);
    }
    add("Undefined", metric.undefined);
    add("Better", better_word(metric.better));
    add("Inputs", metric.inputs);
    add("Also called", aliases_of(metric));
    add("Source", metric.source);
    Section section = table_section(
        metric.id, metric.id,
        {text_column("what", "what"), text_column("value", std::string(metric.label))},
        std::move(rows));
    section.blocks.insert(section.blocks.begin(), Paragraph{std::string(metric.description)});
    document.sections.push_back(std::move(section));
  }
  return document;
}

Document input_formats() {
  Document document = page("formats", "");
  std::vector<std::vector<Quantity>> rows;
  for (const Format* format : formats) {
    std::string recognised = either(format->needs);
    for (std::size_t at = 0; (at = recognised.find('&', at)) != std::string::npos; at += 3)
      recognised.replace(at, 1, " + ");
    rows.push_back(words({format->id, format->label, format->shape == Shape::csv ? "CSV" : "JSON",
                          name_of(format->kind), format->traits.unread ? "no" : "yes", recognised,
                          format->traits.unread ? format->advice : format->origin}));
  }
  document.sections.push_back(table_section(
      "formats", "Exports that are read",
      {text_column("id", "id"), text_column("label", "export"), text_column("shape", "shape"),
       text_column("kind", "rows"), text_column("read", "read"),
       text_column("needs", "recognised by", true), text_column("note", "note")},
      std::move(rows)));
  return document;
}

Document formats_page() {
  Document document = input_formats();
  document.title = "Formats";
  document.subtitle =
      "An export is recognised by its columns or keys, never by its name; --input-format ID says it instead.";
  std::get<Table>(document.sections.front().blocks.front()).columns[5].detail = false;
  std::vector<std::vector<Quantity>> outputs;
  for (const Renderer* renderer : renderers)
    outputs.push_back(words({renderer->id, either(renderer->extensions), renderer->summary}));
  document.sections.push_back(
      table_section("outputs", "Output formats",
                    {text_column("id", "--format"), text_column("extensions", "-o ending"),
                     text_column("summary", "for")},
                    std::move(outputs)));
  return document;
}

Document fields_page() {
  Document document = page("fields", "");
  std::vector<std::vector<Quantity>> rows;
  for (const FieldRow& row : fields()) {
    std::string kinds;
    for (std::size_t i = 0; i < record_kind_count; ++i)
      if ((row.kinds & kind_bit(static_cast<RecordKind>(i))) != 0)
        kinds +=
            fmt::format("{}{}", kinds.empty() ? "" : ", ", name_of(static_cast<RecordKind>(i)));
    std::string synonyms(row.synonyms);
    for (std::size_t at = 0; (at = synonyms.find('|', at)) != std::string::npos; at += 2)
      synonyms.replace(at, 1, ", ");
    rows.push_back(words({row.name, kinds, name_of(row.unit), synonyms, row.summary}));
  }
  document.sections.push_back(table_section(
      "fields", "Columns",
      {text_column("name", "column"), text_column("records", "of"), text_column("unit", "unit"),
       text_column("synonyms", "also read from", true), text_column("summary", "what")},
      std::move(rows)));
  return document;
}

Document campaign_page() {
  Document document = page("campaign-keys", "The campaign file");
  document.subtitle =
      "JSON; // comments allowed; only \"name\" is required; paths are relative to the file. `tiktok-kpi schema campaign` prints its JSON Schema.";
  std::vector<std::vector<Quantity>> rows;
  constexpr std::pair<JsonTypes, std::string_view> names[] = {
      {json_type::object, "object"}, {json_type::array, "list"},
      {json_type::text, "text"},     {json_type::integer, "whole number"},
      {json_type::number, "number"}, {json_type::boolean, "yes or no"},
      {json_type::null, "null"}};
  for (const KeyRow& row : campaign_keys()) {
    if (row.path.empty()) continue;
    std::string types;
    for (const auto& [type, name] : names)
      if ((row.types & type) != 0) types += fmt::format("{}{}", types.empty() ? "" : " or ", name);
    rows.push_back(words({row.path, row.choices.empty() ? types : either(row.choices), row.help}));
  }
  document.sections.push_back(table_section(
      "keys", "Keys",
      {text_column("key", "key"), text_column("value", "value"), text_column("help", "meaning")},
      std::move(rows)));
  return document;
}

Document exit_codes_page() {
  constexpr std::pair<ExitCode, std::string_view> codes[] = {
      {ExitCode::done, "done; every gate passed (warnings are allowed)"},
      {ExitCode::answer_is_no,
       "the answer is no: a goal, check, formula test or comparison failed"},
      {ExitCode::usage, "the command line, the campaign file or a name in a rule is wrong"},
      {ExitCode::input,
       "an input is missing, unreadable or not interpretable; with --strict also when a row was repaired or left out"},
      {ExitCode::output, "the output could not be written; what was there before is untouched"},
      {ExitCode::refused, "refused: a safety limit or a rule about paths"},
      {ExitCode::own_fault, "a fault of this program"},
      {ExitCode::interrupted, "interrupted (SIGINT)"},
      {ExitCode::terminated, "terminated (SIGTERM)"},
  };
  Document document = page("exit-codes", "Exit codes");
  document.subtitle =
      "When several apply: 70, 4, 5, 3, 2, 1. A closed pipe (| head) is quiet and keeps the code.";
  std::vector<std::vector<Quantity>> rows;
  for (const auto& [code, meaning] : codes)
    rows.push_back(words({std::to_string(static_cast<int>(code)), meaning}));
  document.sections.push_back(table_section(
      "codes", "Exit codes", {text_column("code", "code"), text_column("meaning", "meaning")},
      std::move(rows)));
  return document;
}

Document diagnostics_page() {
  Document document = page("diagnostics", "Messages");
  document.subtitle =
      "Every message carries one of these codes; `tiktok-kpi explain CODE` prints one.";
  std::vector<std::vector<Quantity>> rows;
  for (const DiagnosticCode& code : diagnostic_codes())
    rows.push_back(words({code.id, name_of(code.severity), code.summary, code.explanation}));
  document.sections.push_back(table_section(
      "codes", "Codes",
      {text_column("code", "code"), text_column("severity", "severity"),
       text_column("summary", "what happened"), text_column("explanation", "what to do")},
      std::move(rows)));
  return document;
}

Document formulas_page() {
  Document document = page("formula-language", "Formulas");
  document.subtitle =
      "The language of --where, --having, `metrics` and `goals` of the campaign file, and formulas eval.";
  const std::vector<std::vector<Quantity>> rows{
      words({"+ - * /", "likes + comments", "division by zero or less is undefined, never zero"}),
      words({"4%", "er_views >= 4%", "a percent sign after a number divides it by 100"}),
      words({"= != < <= > >=", "views >= 10000",
             "an unknown side: neither yes nor no, so not selected"}),
      words({"and or not", "views > 1000 and not sponsored", "from tight to loose: not, and, or"}),
      words({"in", "creator in ('ana', 'bo')",
             "one of a list; 'glow' in tags looks into a column that is a list"}),
      words({"'text'", "creator = 'ana'",
             "text in single quotes; handles and tags compare without @, # and case"}),
      words({"'2024-05-31'", "posted_at >= '2024-05-01'",
             "a day in quotes, in the zone of the report"}),
      words({"abs min max round", "max(views, 1)", "round takes the number of decimals second"}),
      words({"sum", "sum(likes) / sum(views)", "over the posts where every name in it is known"}),
      words({"interactions", "interactions / views",
             "likes + comments + shares, or what --set says"}),
      words({"click_base", "clicks / click_base",
             "views, or impressions by the setting ctr_denominator"}),
  };
  document.sections.push_back(
      table_section("language", "Language",
                    {text_column("write", "write"), text_column("example", "example"),
                     text_column("meaning", "meaning")},
                    rows));
  Section notes;
  notes.id = "names";
  notes.title = "Names";
  notes.blocks.emplace_back(Paragraph{
      "--where and metrics name columns of posts (tiktok-kpi schema fields -f table). --having and goals name metrics (tiktok-kpi formulas list). Try a formula: tiktok-kpi formulas eval 'likes / views' likes=12 views=300 -v"});
  document.sections.push_back(std::move(notes));
  return document;
}

Document missing_page() {
  Document document = page("missing", "Missing is not zero");
  Section section;
  section.id = "missing";
  section.title = "How missing values count";
  section.blocks.emplace_back(Paragraph{
      "An export without a column of saves does not say that there were none. A figure that needs a value nobody stated is undefined, with its reason; what was left out is counted."});
  section.blocks.emplace_back(Paragraph{
      "A rate of several posts uses the posts that have everything it needs; the definitions (-v, or \"definitions\" in JSON) say how many were used and left out."});
  document.sections.push_back(std::move(section));
  document.sections.push_back(table_section(
      "modes", "--missing", {text_column("mode", "--missing"), text_column("meaning", "meaning")},
      {words({"strict", "a sum of interactions needs all of its parts (the default)"}),
       words(
           {"partial", "adds the parts that exist; the result is a lower bound and marked as one"}),
       words({"zero", "reads missing counts as 0; only for exports that leave zeros empty"})}));
  std::vector<std::vector<Quantity>> reasons;
  const auto reason = [&](MissingReason why, std::string_view meaning) {
    reasons.push_back(words({name_of(why), meaning}));
  };
  reason(MissingReason::not_exported, "no input has this column");
  reason(MissingReason::incomplete, "some posts lack it and the sum needs all");
  reason(MissingReason::zero_denominator, "divided by zero or less");
  reason(MissingReason::negative_count, "a count is below zero");
  reason(MissingReason::no_posts, "no post is left");
  reason(MissingReason::too_few_posts, "fewer posts than the figure needs");
  reason(MissingReason::too_few_exports, "how a post grew takes more dated exports of it");
  reason(MissingReason::no_benchmark, "nothing published for this size");
  reason(MissingReason::no_exchange_rate, "a currency without rate in \"fx\"");
  reason(MissingReason::mixed_currencies, "amounts in several currencies");
  reason(MissingReason::not_reached, "the mark was not reached");
  reason(MissingReason::overflow, "beyond the range of numbers");
  reason(MissingReason::unknown, "an input of the formula is missing");
  document.sections.push_back(table_section(
      "reasons", "Reasons", {text_column("reason", "reason"), text_column("meaning", "meaning")},
      std::move(reasons)));
  return document;
}

Document sections_page() {
  Document document = page("sections", "Sections of a report");
  std::vector<std::vector<Quantity>> rows;
  for (const ReportSection* section : report_sections)
    rows.push_back(words({section->id, section->title, section->summary}));
  document.sections.push_back(table_section(
      "sections", "--sections",
      {text_column("id", "id"), text_column("title", "title"), text_column("summary", "what")},
      std::move(rows)));
  return document;
}

}  // namespace tiktok_kpi
