// Detection and planning. The order of the format table decides between formats that both fit.
#include "input/planner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/text.hpp"
#include "input/blocks.hpp"
#include "input/formats/formats.hpp"
#include "input/column_evidence.hpp"
#include "input/naive_csv.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(mark);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

bool has(const std::vector<std::string>& sorted, std::string_view name) { return std::ranges::binary_search(sorted, name); }

/// "a&b|c": all of one alternative. `met` becomes the alternative that is met, for the explanation.
bool needs_met(std::string_view needs, const std::vector<std::string>& present, std::string_view prefix, std::string& met) {
  if (needs.empty()) return false;
  for (const std::string_view alternative : split(needs, '|')) {
    bool all = true;
    for (const std::string_view name : split(alternative, '&')) all = all && has(present, fmt::format("{}{}", prefix, name));
    if (!all) continue;
    met.clear();
    for (const std::string_view name : split(alternative, '&')) met += fmt::format("{}\"{}\"", met.empty() ? "" : " and ", name);
    return true;
  }
  return false;
}

/// Column plans of a format that lists none: every header that is a canonical name or a known synonym.
std::vector<Source> sources_of_fields(RecordKind kind, std::vector<std::string>& names) {
  std::vector<Source> sources;
  for (const FieldRow& row : fields()) {
    if ((row.kinds & kind_bit(kind)) == 0) continue;
    names.push_back(row.synonyms.empty() ? std::string(row.name) : fmt::format("{}|{}", row.name, row.synonyms));
  }
  std::size_t at = 0;
  for (const FieldRow& row : fields())
    if ((row.kinds & kind_bit(kind)) != 0) sources.push_back({names[at++], row.field, kind});
  return sources;
}

bool is_either(Field field) { return field == Field::sponsored || field == Field::disclosed; }

RecordPlan& records_of(ReadPlan& plan, RecordKind kind) {
  for (RecordPlan& records : plan.records)
    if (records.kind == kind) return records;
  plan.records.push_back({kind, {}, false});
  return plan.records.back();
}

struct CsvCandidate {
  Dialect dialect;
  std::vector<std::string> header;
  std::vector<std::string> normal;  ///< normal_header of each, in order
  const Format* format = nullptr;
  std::string met;
  std::size_t known = 0;  ///< headers that are names of fields
};

/// Does a header name a field of this kind?
bool names_field(std::string_view normal, RecordKind kind) {
  for (const FieldRow& row : fields()) {
    if ((row.kinds & kind_bit(kind)) == 0) continue;
    if (normal == normal_header(row.name)) return true;
    for (const std::string_view synonym : split(row.synonyms, '|'))
      if (!synonym.empty() && normal == normal_header(synonym)) return true;
  }
  return false;
}

CsvCandidate look_with(const Head& head, std::size_t body, char delimiter, char newline) {
  CsvCandidate candidate;
  candidate.dialect = {delimiter, newline, false};
  candidate.header = naive_record(std::string_view(head.text).substr(body), candidate.dialect).cells;
  for (const std::string& cell : candidate.header) candidate.normal.push_back(normal_header(cell));
  std::vector<std::string> sorted = candidate.normal;
  std::ranges::sort(sorted);
  for (const Format* format : formats)
    if (format->shape == Shape::csv && needs_met(format->needs, sorted, {}, candidate.met)) {
      candidate.format = format;
      break;
    }
  for (const std::string& name : candidate.normal)
    if (names_field(name, RecordKind::post) || names_field(name, RecordKind::daily)) ++candidate.known;
  return candidate;
}

/// Records of canonical files: what the header is about.
RecordKind kind_of_header(const std::vector<std::string>& normal) {
  const auto any = [&](std::initializer_list<Field> list) {
    return std::ranges::any_of(list, [&](Field field) {
      const FieldRow& row = row_of(field);
      for (const std::string& name : normal) {
        if (name == normal_header(row.name)) return true;
        for (const std::string_view synonym : split(row.synonyms, '|'))
          if (!synonym.empty() && name == normal_header(synonym)) return true;
      }
      return false;
    });
  };
  if (any({Field::post_id, Field::url, Field::caption, Field::posted_at})) return RecordKind::post;
  if (any({Field::date})) return RecordKind::daily;
  if (any({Field::views, Field::likes, Field::shares})) return RecordKind::post;
  if (any({Field::followers})) return RecordKind::creator;
  return RecordKind::post;
}

void plan_csv_columns(ReadPlan& plan, const Format& format, const std::vector<std::string>& normal, const ReadOverrides& overrides, const Head& head) {
  std::vector<std::string> names;
  std::vector<Source> generic;
  std::span<const Source> sources = format.sources;
  if (sources.empty()) {
    generic = sources_of_fields(kind_of_header(normal), names);
    sources = generic;
  }
  std::vector<bool> taken(normal.size(), false);
  for (const auto& [name, header] : overrides.columns) {
    const FieldRow* row = find_field(name);
    if (row == nullptr) throw Error("unknown-column", fmt::format("\"{}\" is no column that can be mapped", name));
    const auto found = std::ranges::find(normal, normal_header(header));
    if (found == normal.end())
      throw Error("unknown-column", fmt::format("{} has no column \"{}\"", head.name, header),
                  fmt::format("its columns are: {}", fmt::join(plan.header, ", ")));
    const auto at = static_cast<std::uint32_t>(found - normal.begin());
    taken[at] = true;
    const RecordKind kind = (row->kinds & kind_bit(format.kind)) != 0 ? format.kind : RecordKind::post;
    records_of(plan, kind).columns.push_back({plan.header[at], at, 0, is_either(row->field), row->field, '.', {}});
  }
  for (const Source& source : sources) {
    std::uint8_t rank = 1;
    for (const std::string_view name : split(source.names, '|')) {
      const auto found = std::ranges::find(normal, normal_header(name));
      if (found == normal.end() || name.empty()) continue;
      const auto at = static_cast<std::uint32_t>(found - normal.begin());
      // The same column may fill several fields (id and creator from a link); two columns fill one field
      // only where the format says so.
      if (taken[at] && format.sources.empty()) continue;
      RecordPlan& records = records_of(plan, source.kind);
      const bool filled = std::ranges::any_of(records.columns, [&](const ColumnPlan& c) { return c.field == source.field; });
      if (filled && !is_either(source.field)) continue;
      if (format.sources.empty()) taken[at] = true;
      records.columns.push_back({plan.header[at], at, rank++, is_either(source.field), source.field, '.', {}});
    }
  }
  if (plan.records.empty())
    throw Error("unknown-format", fmt::format("{} has no column that is known", head.name),
                fmt::format("its columns are: {}; map them with --columns views='…',likes='…'", fmt::join(plan.header, ", ")));
}

ReadPlan plan_csv(const Head& head, const ReadOverrides& overrides) {
  const std::string_view text = head.text;
  const std::size_t body = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const char newline = text.find('\n') != std::string_view::npos || text.find('\r') == std::string_view::npos ? '\n' : '\r';
  CsvCandidate best;
  bool first = true;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    if (overrides.delimiter && delimiter != *overrides.delimiter && !first) continue;
    CsvCandidate candidate = look_with(head, body, overrides.delimiter.value_or(delimiter), newline);
    const auto rank = [](const CsvCandidate& c) { return std::tuple(c.format != nullptr, c.known, c.header.size()); };
    if (first || rank(candidate) > rank(best)) best = std::move(candidate);
    first = false;
    if (overrides.delimiter) break;
  }
  ReadPlan plan;
  plan.shape = Shape::csv;
  plan.encoding = head.encoding;
  plan.header = best.header;
  plan.header_cells = static_cast<std::uint32_t>(best.header.size());
  plan.dialect = best.dialect;
  if (!overrides.format.empty()) {
    best.format = find_format(overrides.format);
    best.met = "--input-format";
  }
  if (best.format == nullptr && best.known >= 2) {
    best.format = &canonical_csv;
    best.met = fmt::format("{} known column names", best.known);
  }
  if (best.format == nullptr && !overrides.columns.empty()) {
    best.format = &canonical_csv;
    best.met = "the column map";
  }
  if (best.format == nullptr) {
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < std::min<std::size_t>(best.header.size(), 12); ++i) shown.push_back(visible(best.header[i]));
    throw Error("unknown-format", fmt::format("{} is no known export; its first line reads: {}{}", head.name, fmt::join(shown, ", "),
                                              best.header.size() > 12 ? ", …" : ""),
                "name the columns: --columns views='Video plays',likes='Hearts'");
  }
  plan.format = best.format;
  plan.why = fmt::format("columns {}", best.met);
  if (best.format->traits.unread) return plan;
  plan_csv_columns(plan, *best.format, best.normal, overrides, head);
  // Where the header ends.
  const NaiveRecord header = naive_record(text.substr(body), best.dialect);
  plan.body = body + header.length;
  // A head that breaks off inside quotes is no evidence; records that are whole are.
  const std::string_view rows = text.substr(std::min<std::size_t>(plan.body, text.size()));
  const std::size_t whole = head.whole ? rows.size() : whole_records(rows, plan.dialect);
  CsvIndex index;
  index_csv(rows.substr(0, whole), plan.dialect, index);
  plan.dialect.careful = !index.well_formed || (!head.reopenable && !head.whole);
  return plan;
}

ReadPlan plan_json(const Head& head, const ReadOverrides& overrides) {
  const std::string_view text = head.text;
  ReadPlan plan;
  plan.shape = Shape::json;
  plan.encoding = head.encoding;
  plan.body = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::size_t begin = text.find_first_not_of(" \t\r\n", plan.body);
  std::vector<std::string> paths = json_paths(text.substr(plan.body));
  std::ranges::sort(paths);
  const std::size_t end = json_value_end(text, begin);
  const bool one_line = text.substr(begin, end == std::string_view::npos ? end : end - begin).find('\n') == std::string_view::npos;
  const std::size_t next = end == std::string_view::npos ? end : text.find_first_not_of(" \t\r\n", end);
  if (text[begin] == '[') plan.layout = JsonLayout::array;
  else plan.layout = one_line && next != std::string_view::npos && text[next] == '{' ? JsonLayout::lines : JsonLayout::documents;
  const Format* chosen = overrides.format.empty() ? nullptr : find_format(overrides.format);
  std::string met = "--input-format";
  std::string root;
  for (const Format* format : formats) {
    if (format->shape != Shape::json || (chosen != nullptr && format != chosen)) continue;
    for (const std::string_view candidate : split(format->roots, '|')) {
      const std::string prefix = candidate.empty() ? "" : fmt::format("{}.", candidate);
      if (!needs_met(format->needs, paths, prefix, met) && chosen == nullptr) continue;
      root = candidate;
      chosen = format;
      break;
    }
    if (chosen != nullptr) break;
  }
  if (chosen == nullptr) {
    if (has(paths, "error") || has(paths, "error.code") || (has(paths, "code") && has(paths, "message")))
      throw Error("error-body", fmt::format("{} is an error answer of an API, it holds no data", head.name), "ask the API again");
    const std::size_t shown = std::min<std::size_t>(paths.size(), 8);
    paths.resize(shown);
    throw Error("unknown-format", fmt::format("{} is JSON, but no known export; its keys begin: {}", head.name, fmt::join(paths, ", ")),
                "name the paths: --columns views=stats.plays,likes=stats.hearts");
  }
  plan.format = chosen;
  plan.why = fmt::format("keys {}", met);
  if (chosen->traits.unread) return plan;
  // Elements of a top-level array are documents of their own.
  plan.root = plan.layout == JsonLayout::array && root.starts_with("[]") ? root.substr(std::min<std::size_t>(root.size(), root.size() > 2 ? 3 : 2)) : root;
  std::vector<std::string> names;
  std::vector<Source> generic;
  std::span<const Source> sources = chosen->sources;
  if (sources.empty()) {
    generic = sources_of_fields(chosen->kind, names);
    sources = generic;
  }
  for (const auto& [name, path] : overrides.columns) {
    const FieldRow* row = find_field(name);
    if (row == nullptr) throw Error("unknown-column", fmt::format("\"{}\" is no column that can be mapped", name));
    records_of(plan, chosen->kind).columns.push_back({path, 0, 0, is_either(row->field), row->field, '.', {}});
  }
  for (const Source& source : sources) {
    std::uint8_t rank = 1;
    for (const std::string_view path : split(source.names, '|'))
      records_of(plan, source.kind).columns.push_back({std::string(path), 0, rank++, is_either(source.field), source.field, '.', {}});
  }
  return plan;
}

}  // namespace

ReadPlan make_plan(const Head& head, const ReadOverrides& overrides) {
  const std::string_view text = head.text;
  const std::size_t bom = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::size_t begin = text.find_first_not_of(" \t\r\n", bom);
  if (begin == std::string_view::npos)
    throw Error("empty-file", fmt::format("{} is empty", head.name), "export it again");
  if (text.starts_with("PK\x03\x04")) throw Error("wrong-type", fmt::format("{} is a zip archive inside an archive", head.name), "unpack it first");
  if (text.starts_with("%PDF")) throw Error("wrong-type", fmt::format("{} is a PDF, not an export", head.name), "export as CSV or JSON");
  if (text.starts_with("\xD0\xCF\x11\xE0")) throw Error("wrong-type", fmt::format("{} is an old Excel workbook (XLS)", head.name), "save the sheet as CSV (UTF-8)");
  if (text.substr(begin, 1) == "<") throw Error("wrong-type", fmt::format("{} is HTML or XML, not an export", head.name), "a login page may have been saved instead of the file; export again");
  if (!overrides.format.empty() && find_format(overrides.format) == nullptr) {
    std::vector<std::string_view> known;
    for (const Format* format : formats) known.push_back(format->id);
    const std::string_view near = nearest(overrides.format, known);
    throw Error("bad-option", fmt::format("\"{}\" is no input format", overrides.format), near.empty() ? "" : fmt::format("did you mean {}?", near));
  }
  const bool json = text[begin] == '{' || text[begin] == '[';
  ReadPlan plan = json ? plan_json(head, overrides) : plan_csv(head, overrides);
  if (plan.format->traits.unread) return plan;
  plan.creator = overrides.creator;
  for (RecordPlan& records : plan.records)
    records.tags_from_caption = std::ranges::none_of(records.columns, [](const ColumnPlan& c) { return c.field == Field::tags; });
  weigh_columns(plan, head, overrides);
  return plan;
}

const Format* find_format(std::string_view id) {
  const auto found = std::ranges::find(formats, id, &Format::id);
  return found == formats.end() ? nullptr : *found;
}

}  // namespace tiktok_kpi
