// The sections are told apart by their shape: a title is one cell, a blank record ends a section.
#include "input/sections.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "input/formats/format.hpp"
#include "input/naive_csv.hpp"
#include "input/plan_parts.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

bool is_blank(const NaiveRecord& record) {
  return std::ranges::all_of(record.cells,
                             [](const std::string& cell) { return trim_cell(cell).empty(); });
}

bool is_header(const NaiveRecord& record, const Format& format) {
  std::vector<std::string> sorted;
  for (const std::string& cell : record.cells) sorted.push_back(normal_header(cell));
  std::ranges::sort(sorted);
  std::string met;
  return needs_met(format.needs, sorted, {}, met);
}

std::string quoted(std::string_view cell) {
  std::string text = "\"";
  for (const char c : cell) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

struct Profile {
  std::vector<std::string> keys;
  std::vector<std::string> values;
  std::uint64_t offset = 0;
};

void add_profile(ReadPlan& plan, const Profile& profile, const Head& head) {
  if (profile.keys.empty()) return;
  auto table = std::make_shared<ReadPlan>();
  table->format = plan.format;
  table->header = profile.keys;
  table->header_cells = static_cast<std::uint32_t>(profile.keys.size());
  table->body = profile.offset;
  for (const std::string& value : profile.values)
    plan.profile_row += fmt::format("{}{}", plan.profile_row.empty() ? "" : ",", quoted(value));
  try {
    plan_csv_columns(*table, *plan.format, head, {});
  } catch (const Error&) {
    return;  // lines that say nothing about the account
  }
  std::erase_if(table->records,
                [](const RecordPlan& records) { return records.kind != RecordKind::creator; });
  table->warnings.clear();
  for (const RecordPlan& records : table->records)
    for (const ColumnPlan& column : records.columns)
      if (column.field == Field::creator && plan.creator.empty())
        plan.creator = profile.values[column.column];
  if (!table->records.empty()) plan.profile = std::move(table);
}

}  // namespace

void plan_sections(ReadPlan& plan, const Head& head, const ReadOverrides& overrides) {
  const std::string_view text = head.text;
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  plan.creator = overrides.creator;
  plan.dialect.careful = true;
  Profile profile;
  for (; at < text.size();) {
    const NaiveRecord record = naive_record(text.substr(at), plan.dialect);
    if (is_header(record, *plan.format)) {
      plan.header = record.cells;
      plan.header_cells = static_cast<std::uint32_t>(record.cells.size());
      at += record.length;
      break;
    }
    if (record.cells.size() == 2 && !is_blank(record)) {
      if (profile.keys.empty()) profile.offset = at;
      profile.keys.push_back(record.cells[0]);
      profile.values.push_back(record.cells[1]);
    }
    at += std::max<std::size_t>(record.length, 1);
  }
  if (plan.header.empty())
    throw Error("unknown-format", fmt::format("{} has no table of posts", head.name),
                "export it again, with the list of videos");
  plan.body = at;
  while (at < text.size()) {
    const NaiveRecord record = naive_record(text.substr(at), plan.dialect);
    if (is_blank(record) || record.cells.size() == 1) break;
    at += std::max<std::size_t>(record.length, 1);
  }
  if (at < text.size()) plan.end = at;
  plan_csv_columns(plan, *plan.format, head, overrides);
  std::erase_if(plan.records,
                [](const RecordPlan& records) { return records.kind != RecordKind::post; });
  add_profile(plan, profile, head);
}

}  // namespace tiktok_kpi
