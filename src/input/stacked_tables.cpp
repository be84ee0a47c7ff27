// Reports of Google Analytics: lines of # with the period, a header, its rows; overviews stack many
// such tables. All wording follows the language of the account, so tables are told apart by shape.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "input/formats/format.hpp"
#include "input/naive_csv.hpp"
#include "input/plan_parts.hpp"
#include "input/sections.hpp"
#include "input/totals.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct Table {
  std::uint64_t header_at = 0, body = 0, end = 0;
  std::vector<std::string> header;
  std::uint64_t rows = 0;
  std::optional<std::int32_t> first_day;  ///< of the period the lines above it state
  std::optional<std::uint64_t> total_at;  ///< a grand total that stands as its first row
};

bool is_blank(const NaiveRecord& record) {
  return std::ranges::all_of(record.cells,
                             [](const std::string& cell) { return trim_cell(cell).empty(); });
}

/// The first eight digits in a row that are a day: "# Start date: 20230322", "# 20230515-20230521".
std::optional<std::int32_t> day_in(std::string_view text) {
  const auto digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  for (auto at = text.begin(); at != text.end();) {
    at = std::find_if(at, text.end(), digit);
    const auto end = std::find_if_not(at, text.end(), digit);
    if (end - at == 8)
      if (const auto day = parse_day({&*at, 8})) return day;
    at = end;
  }
  return std::nullopt;
}

/// Explorations put their total first, with one cell more than the header has.
bool is_grand_total(const NaiveRecord& record, const Table& table) {
  const auto names_it = [](const std::string& cell) {
    return case_fold(trim_cell(cell)) == "grand total";
  };
  return record.cells.size() == table.header.size() + 1 &&
         (trim_cell(record.cells.front()).empty() || std::ranges::any_of(record.cells, names_it));
}

std::vector<Table> tables_of(std::string_view text, std::size_t at, const Dialect& dialect) {
  std::vector<Table> tables;
  std::optional<std::int32_t> first_day;
  bool in_table = false;
  while (at < text.size()) {
    const NaiveRecord record = naive_record(text.substr(at), dialect);
    const std::size_t next = at + std::max<std::size_t>(record.length, 1);
    const bool comment = trim_cell(record.cells.front()).starts_with('#');
    if (comment || is_blank(record)) {
      if (in_table && !tables.empty()) tables.back().end = at;
      if (comment && in_table) first_day.reset();
      in_table = false;
      if (comment && !first_day) first_day = day_in(record.cells.front());
    } else if (!in_table) {
      in_table = true;
      tables.push_back({at, next, text.size(), record.cells, 0, first_day, {}});
    } else if (Table& table = tables.back(); table.rows == 0 && is_grand_total(record, table)) {
      table.total_at = at;
      table.body = next;
    } else {
      ++table.rows;
    }
    at = next;
  }
  return tables;
}

std::string title_of(const Table& table) {
  std::string title = fmt::format("{}", fmt::join(table.header, ", "));
  constexpr std::size_t widest = 60;
  if (title.size() > widest) title = std::string(clip_to_width(title, widest)) + "…";
  return visible(title);
}

/// The table's columns in a plan of its own; nothing when it says nothing of visits.
std::optional<ReadPlan> plan_of_table(const ReadPlan& plan, const Table& table, const Head& head,
                                      const ReadOverrides& overrides) {
  ReadPlan own = plan;
  own.header = table.header;
  own.header_cells = static_cast<std::uint32_t>(table.header.size());
  own.body = table.body;
  own.end = table.end;
  try {
    plan_csv_columns(own, *plan.format, head, overrides);
  } catch (const Error&) {
    return std::nullopt;
  }
  for (RecordPlan& records : own.records)
    for (ColumnPlan& column : records.columns) {
      if (column.field != Field::touched_at) continue;
      const std::string name = normal_header(column.source);
      if (name.find("yyyymmddhh") != std::string::npos)
        column.time.form = TimeRule::Form::day_and_hour;
      else if (name == "nth day" || name == "hari ke-n")
        column.time.form = TimeRule::Form::day_number;
      column.time.first_day = table.first_day;
    }
  return own;
}

/// How much a table says of where visits came from; 0: nothing that can be used.
int worth_of(const ReadPlan& plan) {
  const auto has = [&](std::initializer_list<Field> fields) {
    return std::ranges::any_of(plan.records, [&](const RecordPlan& records) {
      return std::ranges::any_of(records.columns, [&](const ColumnPlan& column) {
        return std::ranges::find(fields, column.field) != fields.end();
      });
    });
  };
  if (!has({Field::sessions, Field::conversions, Field::revenue})) return 0;
  return 16 * static_cast<int>(has({Field::utm_campaign, Field::utm_content, Field::order_id})) +
         8 * static_cast<int>(has({Field::utm_source})) +
         4 * static_cast<int>(has({Field::channel})) +
         2 * static_cast<int>(has({Field::landing_url})) +
         static_cast<int>(has({Field::touched_at}));
}

Dialect dialect_of(std::string_view text, const ReadOverrides& overrides) {
  Dialect dialect;
  if (overrides.delimiter) {
    dialect.delimiter = *overrides.delimiter;
    return dialect;
  }
  const auto count = [&](char mark) { return std::ranges::count(text, mark); };
  for (const char mark : {';', '\t'})
    if (count(mark) > count(',') && count(mark) > count(dialect.delimiter))
      dialect.delimiter = mark;
  return dialect;
}

}  // namespace

void plan_stacked(ReadPlan& plan, const Head& head, const ReadOverrides& overrides) {
  const std::string_view text = head.text;
  const std::size_t begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  plan.dialect = dialect_of(text, overrides);
  const std::vector<Table> tables = tables_of(text, begin, plan.dialect);
  if (tables.empty())
    throw Error("unknown-format", fmt::format("{} has no table below its first lines", head.name),
                "export the report again");
  const Table* chosen = nullptr;
  int most = 0;
  for (const Table& table : tables) {
    const auto own = plan_of_table(plan, table, head, overrides);
    if (!own || worth_of(*own) == 0) continue;
    // A table without rows says nothing, whatever its columns.
    const int worth = worth_of(*own) + (table.rows > 0 ? 1000 : 0);
    if (worth > most) most = worth, chosen = &table;
  }
  for (const Table& table : tables) {
    if (&table == chosen) continue;
    const std::uint64_t rows = table.rows + static_cast<std::uint64_t>(table.total_at.has_value());
    plan.passed_over += rows;
    if (rows == 0) continue;
    plan.warnings.push_back(
        Diagnostic::make("passed-over",
                         fmt::format("the table \"{}\" was passed over ({}): {}", title_of(table),
                                     counted(rows, "row"),
                                     chosen != nullptr ? "another one says more of the visits"
                                                       : "it does not say where visits came from"),
                         {}, {head.input, table.header_at}));
  }
  const Table& read = chosen != nullptr ? *chosen : tables.front();
  if (chosen == nullptr) {
    plan.header = read.header;
    plan.header_cells = static_cast<std::uint32_t>(read.header.size());
    plan.body = plan.end = std::max<std::uint64_t>(read.body, 1);
    (void)records_of(plan, plan.format->kind);  // read, and nothing found
    return;
  }
  std::vector<Diagnostic> warnings = std::move(plan.warnings);
  const std::uint64_t passed_over = plan.passed_over;
  plan = *plan_of_table(plan, read, head, overrides);
  plan.passed_over = passed_over;
  plan.warnings.insert(plan.warnings.begin(), std::make_move_iterator(warnings.begin()),
                       std::make_move_iterator(warnings.end()));
  const std::string_view rows = text.substr(plan.body, read.end - plan.body);
  CsvIndex index;
  index_csv(rows, plan.dialect, index);
  plan.dialect.careful = !index.well_formed || (!head.reopenable && !head.whole);
  // The last table goes on beyond the head.
  if (!head.whole && read.end == text.size()) plan.end = 0;
  if (tables.size() > 1)
    plan.guesses.push_back(
        fmt::format("of {} tables \"{}\" is read", tables.size(), title_of(read)));
  if (!read.total_at) return;
  plan.warnings.push_back(totals_row(0, false, {head.input, *read.total_at}));
  ++plan.passed_over;
}

}  // namespace tiktok_kpi
