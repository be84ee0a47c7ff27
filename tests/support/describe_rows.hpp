#pragma once
// Reading in words: what a file gave, a line a record, so that expectations can be read and
// compared.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/civil_time.hpp"
#include "input/formats/format.hpp"
#include "input/reader.hpp"
#include "support/collecting_sink.hpp"

namespace tiktok_kpi::test {

inline std::string describe(Field field, const CollectedCell& cell) {
  const std::string mark = cell.state == CellState::invalid ? "!" : "";
  switch (row_of(field).type) {
    case FieldType::text:
    case FieldType::name: return fmt::format("\"{}\"", cell.text);
    case FieldType::tags: return fmt::format("[{}]", fmt::join(cell.list, " "));
    case FieldType::id:
      if (cell.state == CellState::day) return fmt::format("\"{}\"", cell.text);
      return cell.number < 0 ? fmt::format("\"#{}\"", -cell.number) : std::to_string(cell.number);
    case FieldType::time:
      return cell.state == CellState::day
                 ? format_day(static_cast<std::int32_t>(cell.number / 86'400))
                 : format_instant(cell.number);
    case FieldType::day: return format_day(static_cast<std::int32_t>(cell.number));
    case FieldType::decimal: return mark + fmt::format("{}e-9", cell.number);
    default: return mark + std::to_string(cell.number);
  }
}

inline std::string describe(const CollectedRow& row) {
  std::string text = fmt::format("{} @{}", name_of(row.kind), row.offset);
  for (const auto& [field, cell] : row.cells)
    text += fmt::format(" {}={}", name_of(field), describe(field, cell));
  std::replace(text.begin(), text.end(), '\n', '~');
  return text;
}

/// Format, counts and diagnostics of one input. Why JSON is bad is not compared: parsers word it
/// differently.
inline std::string describe(const InputLog& log) {
  std::string text = fmt::format("{}: {} read, {} used, {} repaired, {} left out{}\n",
                                 log.plan.format == nullptr ? "none" : log.plan.format->id,
                                 log.rows.read, log.rows.used, log.rows.repaired, log.rows.left_out,
                                 log.failed ? ", failed" : "");
  for (const std::string& guess : log.plan.guesses) text += fmt::format("guess: {}\n", guess);
  for (const auto& [code, entry] : log.faults.entries()) {
    std::vector<std::string> lines;
    for (const Diagnostic& diagnostic : entry.first)
      lines.push_back(fmt::format("  @{:08} {}", diagnostic.place.offset,
                                  code == "bad-json" ? "" : diagnostic.message));
    std::ranges::sort(lines);
    text += fmt::format("{} x {}\n", entry.count, code);
    for (const std::string& line : lines) text += line + "\n";
  }
  return text;
}

inline std::string describe(const ReadLog& log, const CollectingSink& sink) {
  std::string text;
  for (const InputLog& input : log.inputs) text += describe(input);
  for (const CollectedRow& row : sink.rows()) text += describe(row) + "\n";
  return text;
}

/// Every field of every kind.
inline AskedFields every_field() {
  AskedFields all;
  for (std::size_t kind = 0; kind < record_kind_count; ++kind)
    all.kinds[kind] = FieldSet::all_of(static_cast<RecordKind>(kind));
  return all;
}

}  // namespace tiktok_kpi::test
