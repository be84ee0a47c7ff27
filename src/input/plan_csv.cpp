// Plans for tables: which line is the header, which format it belongs to, which column fills which
// field.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>

#include "core/text.hpp"
#include "input/formats/formats.hpp"
#include "input/naive_csv.hpp"
#include "input/plan_parts.hpp"
#include "input/sections.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// How many records may stand above the header.
constexpr std::size_t most_preamble_records = 20;

struct Candidate {
  Dialect dialect;
  std::size_t header_at = 0;  ///< offset of the header
  std::size_t body = 0;       ///< offset behind it
  std::vector<std::string> header;
  std::vector<std::string> normal;  ///< normal_header of each, in order
  const Format* format = nullptr;
  std::string met;
  std::size_t known = 0;  ///< headers that are names of fields
};

Candidate look_at(const Head& head, std::size_t at, const Dialect& dialect) {
  Candidate candidate;
  candidate.dialect = dialect;
  candidate.header_at = at;
  NaiveRecord record = naive_record(std::string_view(head.text).substr(at), dialect);
  candidate.body = at + record.length;
  if (record.cells.size() > max_columns)
    throw Error(Diagnostic::make("limit-exceeded",
                                 fmt::format("{}: the header has {} columns, at most {} are read",
                                             head.name, record.cells.size(), max_columns),
                                 "export fewer columns", {head.input, at}));
  candidate.header = std::move(record.cells);
  for (std::string& cell : candidate.header) {
    repair_utf8(cell);
    candidate.normal.push_back(normal_header(cell));
  }
  std::vector<std::string> sorted = candidate.normal;
  std::ranges::sort(sorted);
  for (const Format* format : formats)
    if (format->shape == Shape::csv && needs_met(format->needs, sorted, {}, candidate.met)) {
      candidate.format = format;
      break;
    }
  constexpr KindSet counted = kind_bit(RecordKind::post) | kind_bit(RecordKind::daily);
  for (const std::string& name : candidate.normal)
    if (names_field_of(name, counted)) ++candidate.known;
  return candidate;
}

/// The header is the first record, unless a record below it is one and the first is not.
Candidate look_with(const Head& head, std::size_t body, const Dialect& dialect) {
  Candidate first = look_at(head, body, dialect);
  if (first.format != nullptr || first.known >= 2) return first;
  std::size_t at = first.body;
  for (std::size_t record = 1; record < most_preamble_records && at < head.text.size(); ++record) {
    Candidate below = look_at(head, at, dialect);
    if (below.format != nullptr || below.known >= 2) return below;
    at = below.body;
  }
  return first;
}

Candidate best_candidate(const Head& head, std::size_t body, const ReadOverrides& overrides) {
  const std::string_view text = head.text;
  const char newline =
      text.find('\n') != std::string_view::npos || text.find('\r') == std::string_view::npos ? '\n'
                                                                                             : '\r';
  if (overrides.delimiter) return look_with(head, body, {*overrides.delimiter, newline, false});
  const auto rank = [](const Candidate& c) {
    return std::tuple(c.format != nullptr, c.known, c.header.size());
  };
  std::optional<Candidate> best;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    Candidate candidate = look_with(head, body, {delimiter, newline, false});
    if (!best || rank(candidate) > rank(*best)) best = std::move(candidate);
  }
  return *std::move(best);
}

/// Records of canonical files: what the header is about.
RecordKind kind_of_header(const std::vector<std::string>& normal) {
  const auto any = [&](std::initializer_list<Field> list) {
    return std::ranges::any_of(list, [&](Field field) {
      return std::ranges::any_of(normal,
                                 [&](const std::string& name) { return names_field(name, field); });
    });
  };
  if (any({Field::post_id, Field::url, Field::caption, Field::posted_at})) return RecordKind::post;
  if (any({Field::date})) return RecordKind::daily;
  if (any({Field::views, Field::likes, Field::shares})) return RecordKind::post;
  if (any({Field::following, Field::verified, Field::total_likes, Field::video_count}))
    return RecordKind::creator;
  return any({Field::followers}) ? RecordKind::creator : RecordKind::post;
}

/// Sources of a format that lists none: every header that is a canonical name or a known synonym. A
/// post's only date is when it was posted; a day's only views are the account's.
std::vector<Source> sources_of_fields(RecordKind kind, std::vector<std::string>& names) {
  std::vector<Field> order;
  for (const FieldRow& row : fields()) {
    if ((row.kinds & kind_bit(kind)) == 0) continue;
    names.push_back(row.synonyms.empty() ? std::string(row.name)
                                         : fmt::format("{}|{}", row.name, row.synonyms));
    if (row.field == Field::posted_at) names.back() += "|date|day|fecha|日付";
    if (row.field == Field::account_views) names.back() += "|views|total views|plays";
    order.push_back(row.field);
  }
  std::vector<Source> sources;
  for (std::size_t i = 0; i < order.size(); ++i) sources.push_back({names[i], order[i], kind});
  return sources;
}

void map_by_user(ReadPlan& plan, const Format& format, const std::vector<std::string>& normal,
                 const ReadOverrides& overrides, const Head& head, std::vector<bool>& taken) {
  for (const auto& [name, header] : overrides.columns) {
    const FieldRow* row = find_field(name);
    if (row == nullptr)
      throw Error("unknown-column", fmt::format("\"{}\" is no column that can be mapped", name));
    const auto found = std::ranges::find(normal, normal_header(header));
    if (found == normal.end())
      throw Error("unknown-column", fmt::format("{} has no column \"{}\"", head.name, header),
                  fmt::format("its columns are: {}", fmt::join(plan.header, ", ")));
    const auto at = static_cast<std::uint32_t>(found - normal.begin());
    taken[at] = true;
    const RecordKind kind =
        (row->kinds & kind_bit(format.kind)) != 0 ? format.kind : RecordKind::post;
    if ((row->kinds & kind_bit(kind)) == 0)
      throw Error("unknown-column", fmt::format("\"{}\" is no column of {}", name, format.label),
                  "--input-format states what the file holds");
    records_of(plan, kind)
        .columns.push_back({plan.header[at], at, 0, is_either(row->field), row->field, '.', {}});
  }
}

/// The canonical table whose columns the user maps.
const Format& canonical_of(const ReadOverrides& overrides) {
  for (const Format* format :
       {&canonical_csv, &canonical_orders_csv, &canonical_touches_csv, &canonical_ad_days_csv,
        &canonical_lines_csv, &canonical_comments_csv})
    if (std::ranges::all_of(overrides.columns, [&](const auto& mapped) {
          const FieldRow* row = find_field(mapped.first);
          constexpr KindSet plain = kind_bit(RecordKind::post) | kind_bit(RecordKind::daily) |
                                    kind_bit(RecordKind::creator);
          const KindSet kinds = format == &canonical_csv ? plain : kind_bit(format->kind);
          return row == nullptr || (row->kinds & kinds) != 0;
        }))
      return *format;
  return canonical_csv;
}

void warn_of_doubles(ReadPlan& plan, const std::vector<std::string>& normal) {
  std::vector<std::string_view> told;
  for (const RecordPlan& records : plan.records)
    for (const ColumnPlan& column : records.columns) {
      const std::string_view name = normal[column.column];
      if (std::ranges::count(normal, name) < 2 || std::ranges::find(told, name) != told.end())
        continue;
      told.push_back(name);
      plan.warnings.push_back(
          Diagnostic::make("duplicate-column",
                           fmt::format("\"{}\" stands {} times in the header; the first is read",
                                       visible(column.source), std::ranges::count(normal, name)),
                           "give the columns different names"));
    }
}

}  // namespace

void plan_csv_columns(ReadPlan& plan, const Format& format, const Head& head,
                      const ReadOverrides& overrides) {
  std::vector<std::string> normal;
  for (const std::string& cell : plan.header) normal.push_back(normal_header(cell));
  std::vector<std::string> names;
  std::vector<Source> generic;
  std::span<const Source> sources = format.sources;
  if (sources.empty()) {
    generic =
        sources_of_fields(&format == &canonical_csv ? kind_of_header(normal) : format.kind, names);
    sources = generic;
  }
  std::vector<bool> taken(normal.size(), false);
  map_by_user(plan, format, normal, overrides, head, taken);
  for (const Source& source : sources) {
    std::uint8_t rank = 1;
    bool found_one = false;
    for (const std::string_view name : split(source.names, '|')) {
      const auto found = std::ranges::find(normal, normal_header(name));
      if (found == normal.end() || name.empty()) continue;
      const auto at = static_cast<std::uint32_t>(found - normal.begin());
      // The same column may fill several fields (id and creator from a link); two columns fill one
      // field only where the format says so.
      if (taken[at] && format.sources.empty()) continue;
      RecordPlan& records = records_of(plan, source.kind);
      const bool filled = std::ranges::any_of(
          records.columns, [&](const ColumnPlan& c) { return c.field == source.field; });
      // Orders and visits: a second source stands in for the first, cell by cell.
      const bool stands_in =
          source.kind >= RecordKind::order && !found_one && !format.sources.empty();
      if (filled && !is_either(source.field) && !stands_in) continue;
      found_one = true;
      if (format.sources.empty()) taken[at] = true;
      records.columns.push_back(
          {plan.header[at], at, rank++, is_either(source.field), source.field, '.', {}});
      records.columns.back().adds = source.adds;
      records.columns.back().presence = source.presence;
      records.columns.back().key = source.key;
    }
  }
  std::erase_if(plan.records, [](const RecordPlan& records) { return records.columns.empty(); });
  if (plan.records.empty())
    throw Error("unknown-format", fmt::format("{} has no column that is known", head.name),
                fmt::format("its columns are: {}; map them with --columns views='…',likes='…'",
                            fmt::join(plan.header, ", ")));
  warn_of_doubles(plan, normal);
  std::vector<Field> present;
  for (const RecordPlan& records : plan.records)
    if (records.kind == RecordKind::post)
      for (const ColumnPlan& column : records.columns) present.push_back(column.field);
  if (!present.empty()) warn_of_missing(plan, present);
}

/// Moves the plan's body behind a row that describes the columns.
void pass_over_description(ReadPlan& plan, const Head& head) {
  const std::string_view wanted = plan.format->traits.description;
  if (wanted.empty() || plan.body >= head.text.size()) return;
  const NaiveRecord record =
      naive_record(std::string_view(head.text).substr(plan.body), plan.dialect);
  if (trim_cell(record.cells.front()) != wanted) return;
  plan.warnings.push_back(Diagnostic::make(
      "passed-over", "the row below the header describes the columns; it is no record", {},
      {head.input, plan.body}, static_cast<std::uint32_t>(wanted.size())));
  plan.body += record.length;
  ++plan.passed_over;
}

ReadPlan plan_csv(const Head& head, const ReadOverrides& overrides) {
  const std::string_view text = head.text;
  const std::size_t body = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  ReadPlan plan;
  plan.shape = Shape::csv;
  plan.encoding = head.encoding;
  const Format* opened = nullptr;
  if (overrides.format.empty())
    for (const Format* format : formats) {
      const std::string_view start =
          text.substr(std::min(text.find_first_not_of(" \t\r\n\"", body), text.size()));
      if (!format->opens.empty() && start.starts_with(format->opens)) opened = format;
    }
  const Format* forced = find_format(overrides.format);
  if (opened == nullptr && forced != nullptr && (forced->traits.sections || forced->traits.stacked))
    opened = forced;
  if (opened != nullptr) {
    plan.format = opened;
    plan.why = fmt::format("it begins with \"{}\"", opened->opens);
    if (opened->traits.unread) return plan;
    if (opened->traits.stacked)
      plan_stacked(plan, head, overrides);
    else
      plan_sections(plan, head, overrides);
    return plan;
  }
  Candidate best = best_candidate(head, body, overrides);
  plan.header = best.header;
  plan.header_cells = static_cast<std::uint32_t>(best.header.size());
  plan.dialect = best.dialect;
  plan.body = best.body;
  if (forced != nullptr) {
    best.format = forced;
    best.met = "--input-format";
  } else if (best.format == nullptr && (best.known >= 2 || !overrides.columns.empty())) {
    best.met =
        best.known >= 2 ? fmt::format("{} known column names", best.known) : "the column map";
    best.format = &canonical_of(overrides);
  }
  if (best.format == nullptr) {
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < std::min<std::size_t>(best.header.size(), 12); ++i)
      shown.push_back(visible(best.header[i]));
    throw Error("unknown-format",
                fmt::format("{} is no known export; its first line reads: {}{}", head.name,
                            fmt::join(shown, ", "), best.header.size() > 12 ? ", …" : ""),
                "name the columns: --columns views='Video plays',likes='Hearts'");
  }
  plan.format = best.format;
  plan.why = best.met.starts_with('"') ? fmt::format("columns {}", best.met) : best.met;
  if (best.format->traits.unread || best.format->traits.aside) return plan;
  if (best.header_at > body)
    plan.guesses.push_back(
        fmt::format("the lines above the header ({} bytes) are no records", best.header_at - body));
  plan_csv_columns(plan, *best.format, head, overrides);
  pass_over_description(plan, head);
  // A head that breaks off inside quotes is no evidence; records that are whole are.
  const std::string_view rows = text.substr(std::min<std::size_t>(plan.body, text.size()));
  const std::size_t whole = head.whole ? rows.size() : whole_records(rows, plan.dialect);
  CsvIndex index;
  index_csv(rows.substr(0, whole), plan.dialect, index);
  plan.dialect.careful = !index.well_formed || (!head.reopenable && !head.whole);
  return plan;
}

}  // namespace tiktok_kpi
