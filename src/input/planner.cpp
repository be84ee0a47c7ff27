// Detection and planning. The order of the format table decides between formats that both fit.
#include "input/planner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "input/column_evidence.hpp"
#include "input/export_time.hpp"
#include "input/formats/formats.hpp"
#include "input/order_records.hpp"
#include "input/plan_parts.hpp"
#include "input/reader.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(mark);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

bool has_path(const std::vector<std::string>& sorted, std::string_view path) {
  if (path.find('*') == std::string_view::npos) return std::ranges::binary_search(sorted, path);
  const std::vector<std::string_view> wanted = split(path, '.');
  return std::ranges::any_of(sorted, [&](const std::string& candidate) {
    const std::vector<std::string_view> steps = split(candidate, '.');
    return std::ranges::equal(steps, wanted, [](std::string_view step, std::string_view want) {
      return want == "*" || step == want;
    });
  });
}

bool needs_met(std::string_view needs, const std::vector<std::string>& sorted,
               std::string_view prefix, std::string& met) {
  if (needs.empty()) return false;
  for (const std::string_view alternative : split(needs, '|')) {
    const std::vector<std::string_view> names = split(alternative, '&');
    if (!std::ranges::all_of(names, [&](std::string_view name) {
          return prefix.empty() ? has_path(sorted, name)
                                : has_path(sorted, std::string(prefix).append(name));
        }))
      continue;
    met.clear();
    for (const std::string_view name : names)
      met += fmt::format("{}\"{}\"", met.empty() ? "" : " and ", name);
    return true;
  }
  return false;
}

namespace {

using NamedField = std::pair<std::string, Field>;

/// Names and synonyms of all fields by `normal_header`, sorted: every header cell of every line
/// that may be a header is looked for.
const std::vector<NamedField>& field_names() {
  static const std::vector<NamedField> names = [] {
    std::vector<NamedField> all;
    for (const FieldRow& row : fields()) {
      all.emplace_back(normal_header(row.name), row.field);
      for (const std::string_view synonym : split(row.synonyms, '|'))
        if (!synonym.empty()) all.emplace_back(normal_header(synonym), row.field);
    }
    std::ranges::sort(all);
    return all;
  }();
  return names;
}

}  // namespace

bool names_field(std::string_view normal, Field field) {
  return std::ranges::any_of(
      std::ranges::equal_range(field_names(), normal, {}, &NamedField::first),
      [&](const NamedField& named) { return named.second == field; });
}

bool names_field_of(std::string_view normal, KindSet kinds) {
  return std::ranges::any_of(
      std::ranges::equal_range(field_names(), normal, {}, &NamedField::first),
      [&](const NamedField& named) { return (row_of(named.second).kinds & kinds) != 0; });
}

bool null_is_unknown(const ColumnPlan& column) {
  return absent_is_zero(column.field) && column.source.find("[]") == std::string::npos;
}

bool is_either(Field field) {
  return field == Field::sponsored || field == Field::disclosed ||
         field == Field::branded_content || field == Field::cancelled;
}

RecordPlan& records_of(ReadPlan& plan, RecordKind kind) {
  for (RecordPlan& records : plan.records)
    if (records.kind == kind) return records;
  RecordPlan& records = plan.records.emplace_back();
  records.kind = kind;
  return records;
}

void warn_of_missing(ReadPlan& plan, const std::vector<Field>& present) {
  std::vector<std::string_view> missing;
  for (const Field field : {Field::views, Field::likes, Field::comments, Field::shares})
    if (std::ranges::find(present, field) == present.end()) missing.push_back(name_of(field));
  if (missing.empty()) return;
  // A file of clicks or revenue only adds to posts that others describe.
  const auto adds = [](Field field) {
    return field == Field::clicks || field == Field::sessions || field == Field::conversions ||
           field == Field::revenue;
  };
  if (missing.size() == 4 && std::ranges::any_of(present, adds)) return;
  plan.warnings.push_back(Diagnostic::make(
      "missing-column", fmt::format("the posts carry no {}", fmt::join(missing, ", ")),
      "if a column holds them under another name, say so: --columns views='Video plays'"));
}

namespace {

/// When the records were exported, where rows do not say.
void date_records(ReadPlan& plan, const Head& head, const ReadOverrides& overrides) {
  const bool dated = std::ranges::any_of(plan.records, [](const RecordPlan& records) {
    // Of orders no row says so, but the newest of two exports is to be known.
    return records.kind == RecordKind::order ||
           (row_of(Field::exported_at).kinds & kind_bit(records.kind)) != 0;
  });
  if (!dated) return;
  plan.exported_at = overrides.exported_at;
  if (!plan.exported_at) {
    plan.exported_at = export_time_of_name(head.name);
    if (plan.exported_at)
      plan.guesses.push_back(fmt::format(
          "exported on {}, says the name of the file, where rows do not; --exported-at overrides",
          format_day(static_cast<std::int32_t>(plan.exported_at->seconds / 86'400))));
  }
  if (plan.profile == nullptr) return;
  auto profile = std::make_shared<ReadPlan>(*plan.profile);
  profile->exported_at = plan.exported_at;
  plan.profile = std::move(profile);
}

}  // namespace

ReadPlan make_plan(const Head& head, const ReadOverrides& overrides, const ColumnTallies* seen) {
  const std::string_view text = head.text;
  const std::size_t bom = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::size_t begin = text.find_first_not_of(" \t\r\n", bom);
  if (begin == std::string_view::npos)
    throw Error("empty-file", fmt::format("{} is empty", head.name), "export it again");
  if (text.starts_with("PK\x03\x04") && text.find("xl/") != std::string_view::npos)
    throw Error("wrong-type", fmt::format("{} is an Excel workbook (XLSX), not CSV", head.name),
                "save the sheet as CSV (UTF-8); another name does not convert it");
  if (text.starts_with("PK\x03\x04"))
    throw Error("wrong-type", fmt::format("{} is a zip archive inside an archive", head.name),
                "unpack it first");
  if (text.starts_with("%PDF"))
    throw Error("wrong-type", fmt::format("{} is a PDF, not an export", head.name),
                "export as CSV or JSON");
  if (text.starts_with("\xD0\xCF\x11\xE0"))
    throw Error("wrong-type", fmt::format("{} is an old Excel workbook (XLS)", head.name),
                "save the sheet as CSV (UTF-8)");
  if (text.substr(begin, 1) == "<")
    throw Error("wrong-type", fmt::format("{} is HTML or XML, not an export", head.name),
                "a login page may have been saved instead of the file; export again");
  if (!overrides.format.empty() && find_format(overrides.format) == nullptr) {
    std::vector<std::string_view> known;
    for (const Format* format : formats) known.push_back(format->id);
    const std::string_view near = nearest(overrides.format, known);
    throw Error("bad-option", fmt::format("\"{}\" is no input format", overrides.format),
                near.empty() ? "" : fmt::format("did you mean {}?", near));
  }
  const bool json = text[begin] == '{' || text[begin] == '[';
  ReadPlan plan = json ? plan_json(head, overrides) : plan_csv(head, overrides);
  if (plan.format->traits.unread || plan.format->traits.aside) return plan;
  if (!overrides.creator.empty()) plan.creator = overrides.creator;
  if (head.encoding == "windows-1252" && overrides.encoding.empty())
    plan.warnings.push_back(Diagnostic::make("bad-encoding",
                                             "the text is no UTF-8; it is read as windows-1252",
                                             "state --encoding if names look wrong"));
  for (RecordPlan& records : plan.records) {
    records.tags_from_caption = std::ranges::none_of(
        records.columns, [](const ColumnPlan& c) { return c.field == Field::tags; });
    records.tags_else_caption = plan.shape == Shape::json && !records.tags_from_caption;
  }
  plan_settling(plan);
  weigh_columns(plan, head, overrides, seen);
  date_records(plan, head, overrides);
  return plan;
}

ReadPlan plan_of(const Head& head, const ReadOverrides& overrides, const ReadOptions& options,
                 const ColumnTallies* seen) {
  ReadPlan plan = make_plan(head, overrides, seen);
  plan.keys = options.keys;
  plan.as_of = options.as_of;
  plan.dialect.kernel = options.kernel;
  return plan;
}

const Format* find_format(std::string_view id) {
  const auto found = std::ranges::find(formats, id, &Format::id);
  return found == formats.end() ? nullptr : *found;
}

}  // namespace tiktok_kpi
