// Columns are weighed as wholes: one 31/12 settles the order of every date of its column, one 0,5
// the decimal mark. Post ids carry the upload time and so show how far local times are from UTC.
#include "input/column_evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "input/csv_rows.hpp"
#include "input/formats/format.hpp"
#include "input/json_tree.hpp"
#include "input/naive_csv.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t most_rows = 5'000;

/// Records of the head, cells as text; rows are mended as the reader mends them.
std::vector<std::vector<std::string>> sample_rows(const ReadPlan& plan, const Head& head) {
  if (plan.shape == Shape::json) return sample_json(plan, head, most_rows);
  std::vector<std::vector<std::string>> rows;
  std::string_view text = head.text;
  if (plan.end > 0) text = text.substr(0, plan.end);
  text.remove_prefix(std::min<std::size_t>(plan.body, text.size()));
  if (!head.whole) text = text.substr(0, whole_records(text, plan.dialect));
  while (!text.empty() && rows.size() < most_rows) {
    NaiveRecord record = naive_record(text, plan.dialect);
    text.remove_prefix(std::max<std::size_t>(record.length, 1));
    if (record.cells.size() == plan.header_cells) {
      rows.push_back(std::move(record.cells));
      continue;
    }
    std::vector<std::string> arena;
    arena.reserve(2);
    std::vector<CellRef> cells;
    for (const std::string& cell : record.cells)
      cells.push_back({cell.data(), static_cast<std::uint32_t>(cell.size()), false});
    const OddRow mended = mend_row(std::move(cells), plan, arena);
    if (!mended.usable) continue;
    auto& row = rows.emplace_back();
    for (const CellRef& cell : mended.cells) row.emplace_back(cell.text());
  }
  return rows;
}

using Rows = std::vector<std::vector<std::string>>;

void weigh_decimal_mark(ColumnPlan& column, ReadPlan& plan, const ColumnTally& tally,
                        const ReadOverrides& overrides) {
  const FieldType type = row_of(column.field).type;
  if (type != FieldType::decimal && type != FieldType::money && type != FieldType::count) return;
  if (overrides.decimal) {
    column.decimal = *overrides.decimal;
    return;
  }
  if (type == FieldType::count) return;  // whole numbers: either mark groups thousands
  if (tally.comma > tally.point) {
    column.decimal = ',';
    plan.guesses.push_back(
        fmt::format("\"{}\": decimal comma ({} numbers show it); --decimal . overrides",
                    visible(column.source), tally.comma));
  } else if (tally.point == 0 && tally.comma == 0 && tally.either_mark > 0) {
    plan.warnings.push_back(Diagnostic::make(
        "ambiguous-number",
        fmt::format("\"{}\" could be written with decimal points or commas; points are assumed",
                    visible(column.source)),
        "state --decimal , or --decimal ."));
    plan.open_question = true;
  }
}

/// Post ids carry the upload time: of two readings of a date the one within two days of it is
/// right.
ColumnTally order_by_ids(const ReadPlan& plan, const ColumnPlan& times, const Rows& rows);

DateOrder stated_order(const ReadOverrides& overrides) {
  if (overrides.date_order == "dmy") return DateOrder::dmy;
  if (overrides.date_order == "mdy") return DateOrder::mdy;
  if (!overrides.date_order.empty() && overrides.date_order != "ymd")
    throw Error("bad-option", fmt::format("\"{}\" is no date order", overrides.date_order),
                "use dmy, mdy or ymd");
  return DateOrder::unknown;
}

void weigh_date_order(ColumnPlan& column, ReadPlan& plan, const ColumnTally& tally,
                      const Rows& rows, const ReadOverrides& overrides) {
  column.time.order = stated_order(overrides);
  if (!overrides.date_order.empty()) return;
  const std::string name = visible(column.source);
  const auto decide = [&](const ColumnTally& evidence, std::string_view because) {
    column.time.order = evidence.dmy > 0 ? DateOrder::dmy : DateOrder::mdy;
    plan.guesses.push_back(fmt::format("\"{}\": {} ({} {}); --date-order overrides", name,
                                       evidence.dmy > 0 ? "day before month" : "month before day",
                                       counted(std::max(evidence.dmy, evidence.mdy), "row"),
                                       because));
  };
  if (tally.dmy > 0 && tally.mdy > 0) {
    plan.warnings.push_back(Diagnostic::make(
        "ambiguous-date",
        fmt::format("\"{}\" mixes day/month ({}) and month/day ({})", name,
                    counted(tally.dmy, "row"), counted(tally.mdy, "row")),
        "dates that read both ways are left out; mend the file or state --date-order"));
    return;
  }
  if (tally.dmy + tally.mdy > 0) return decide(tally, "can be nothing else");
  if (tally.either_order == 0) return;
  const ColumnTally ids = order_by_ids(plan, column, rows);
  if ((ids.dmy > 0) != (ids.mdy > 0))
    return decide(ids, "agree with the upload time in the post id only so");
  plan.open_question = true;
  plan.warnings.push_back(Diagnostic::make(
      "ambiguous-date",
      fmt::format("every date of \"{}\" reads both as day/month and month/day", name),
      "state --date-order dmy or mdy"));
}

/// Where the ids of posts stand.
struct IdColumns {
  const ColumnPlan* id = nullptr;
  const ColumnPlan* url = nullptr;
};

IdColumns id_columns(const ReadPlan& plan) {
  IdColumns found;
  for (const RecordPlan& records : plan.records)
    for (const ColumnPlan& column : records.columns) {
      if (column.field == Field::post_id && found.id == nullptr) found.id = &column;
      if (column.field == Field::url && found.url == nullptr) found.url = &column;
    }
  return found;
}

std::optional<std::int64_t> upload_of(const IdColumns& columns,
                                      const std::vector<std::string>& row) {
  std::optional<std::int64_t> id;
  if (columns.id != nullptr) {
    const CellValue value = parse_post_id(row[columns.id->column]);
    if (value.state == CellState::value) id = value.number;
  }
  if (!id && columns.url != nullptr) id = post_id_of_url(row[columns.url->column]);
  return id ? upload_time_of(*id) : std::nullopt;
}

ColumnTally order_by_ids(const ReadPlan& plan, const ColumnPlan& times, const Rows& rows) {
  const IdColumns columns = id_columns(plan);
  ColumnTally tally;
  for (const auto& row : rows) {
    const auto upload = upload_of(columns, row);
    if (!upload) continue;
    const auto near = [&](DateOrder order) {
      TimeRule rule;
      rule.order = order;
      const CellValue stated = parse_time(row[times.column], rule);
      return stated.state != CellState::missing && std::abs(stated.number - *upload) < 2 * 86'400;
    };
    const bool dmy = near(DateOrder::dmy);
    const bool mdy = near(DateOrder::mdy);
    if (dmy != mdy) ++(dmy ? tally.dmy : tally.mdy);
  }
  return tally;
}

/// Median of (stated time - upload time of the id) over the sample, or nothing.
std::optional<std::int64_t> median_lag(const ReadPlan& plan, const ColumnPlan& times,
                                       const Rows& rows) {
  const IdColumns columns = id_columns(plan);
  std::vector<std::int64_t> lags;
  for (const auto& row : rows) {
    const CellValue stated = parse_time(row[times.column], times.time);
    const auto upload = stated.state == CellState::value ? upload_of(columns, row) : std::nullopt;
    if (upload) lags.push_back(stated.number - *upload);
  }
  if (lags.empty()) return std::nullopt;
  const auto middle = lags.begin() + static_cast<std::ptrdiff_t>(lags.size() / 2);
  std::ranges::nth_element(lags, middle);
  return *middle;
}

/// Ids of posts that are numbers, but none of which carries a time.
void weigh_ids(ReadPlan& plan, const Rows& rows) {
  const IdColumns columns = id_columns(plan);
  if (columns.id == nullptr) return;
  std::size_t numbers = 0;
  std::string first;
  for (const auto& row : rows) {
    const CellValue id = parse_post_id(row[columns.id->column]);
    if (id.state != CellState::value) continue;
    if (upload_time_of(id.number)) return;
    if (numbers++ == 0) first = row[columns.id->column];
  }
  if (numbers == 0) return;
  plan.warnings.push_back(Diagnostic::make(
      "not-a-post-id",
      fmt::format("\"{}\": {} and the like are no TikTok post ids; they are used as names only",
                  visible(columns.id->source), visible(trim_cell(first))),
      "export the ids as TikTok gives them, 18 or 19 digits"));
}

/// Shops write times of their own zone without saying which.
void tell_of_zone(const ColumnPlan& column, ReadPlan& plan, const Rows& rows) {
  const auto is_local = [&](const std::vector<std::string>& row) {
    const std::string_view text = trim_cell(row[column.column]);
    if (text.find(':') == std::string_view::npos) return false;
    const auto iso = parse_iso_time(text);
    return !iso || !iso->offset_s;
  };
  if (row_of(column.field).type == FieldType::time && std::ranges::any_of(rows, is_local))
    plan.guesses.push_back(
        fmt::format("\"{}\": times without a zone are read as UTC; --source-timezone overrides",
                    visible(column.source)));
}

/// "date_created_gmt", "Created (UTC)".
bool header_says_utc(std::string_view source) {
  const std::string name = normal_header(source);
  return name.ends_with("_gmt") || name.find("(utc)") != std::string::npos;
}

void weigh_zone(ColumnPlan& column, ReadPlan& plan, const Rows& rows,
                const ReadOverrides& overrides) {
  if (header_says_utc(column.source)) return;
  if (overrides.timezone.empty() &&
      (column.field == Field::ordered_at || column.field == Field::touched_at))
    tell_of_zone(column, plan, rows);
  if (!overrides.timezone.empty()) {
    auto zone = TimeZone::find(overrides.timezone);
    if (!zone)
      throw Error("bad-option", fmt::format("\"{}\" is no time zone", overrides.timezone),
                  "use an IANA name such as Europe/Berlin");
    column.time.zone = std::make_shared<const TimeZone>(*std::move(zone));
    return;
  }
  if (!plan.format->traits.local_times) return;
  const auto lag = median_lag(plan, column, rows);
  if (!lag) return;
  // Zones differ from UTC by quarters of an hour, at most 14 hours.
  constexpr std::int64_t quarter = 900;
  const std::int64_t offset =
      (*lag >= 0 ? *lag + quarter / 2 : *lag - quarter / 2) / quarter * quarter;
  if (offset == 0 || std::abs(offset) > 14 * 3600) return;
  column.time.shift_s = static_cast<std::int32_t>(-offset);
  plan.warnings.push_back(Diagnostic::make(
      "shifted-times",
      fmt::format(
          "\"{}\": times without a zone are {:+.2f} h from the post ids; they were corrected to UTC",
          visible(column.source), static_cast<double>(offset) / 3600.0),
      "the source's timezone overrides"));
}

}  // namespace

void add_tallies(ColumnTallies& to, const ColumnTallies& from) {
  if (to.size() < from.size()) to.resize(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) to[i].add(from[i]);
}

void tally_order(ColumnTally& tally, std::string_view text) {
  switch (date_order_evidence(text)) {
    case OrderEvidence::dmy: ++tally.dmy; return;
    case OrderEvidence::mdy: ++tally.mdy; return;
    case OrderEvidence::ambiguous: ++tally.either_order; return;
    case OrderEvidence::none: return;
  }
}

void tally_mark(ColumnTally& tally, std::string_view text) {
  if (text.find_first_of(".,") == std::string_view::npos) return;
  switch (decimal_mark_evidence(text)) {
    case MarkEvidence::point: ++tally.point; return;
    case MarkEvidence::comma: ++tally.comma; return;
    case MarkEvidence::ambiguous: ++tally.either_mark; return;
    case MarkEvidence::none: return;
  }
}

void weigh_columns(ReadPlan& plan, const Head& head, const ReadOverrides& overrides,
                   const ColumnTallies* seen) {
  const Rows rows = sample_rows(plan, head);
  for (RecordPlan& records : plan.records)
    for (ColumnPlan& column : records.columns) {
      column.time.year_less = plan.format->traits.year_less;
      if (column.time.form != TimeRule::Form::usual) continue;
      const FieldType type = row_of(column.field).type;
      const bool times = type == FieldType::time || type == FieldType::day;
      ColumnTally tally;
      if (seen != nullptr) {
        if (column.column < seen->size()) tally = (*seen)[column.column];
      } else {
        for (const auto& row : rows)
          times ? tally_order(tally, row[column.column]) : tally_mark(tally, row[column.column]);
      }
      weigh_decimal_mark(column, plan, tally, overrides);
      if (!times) continue;
      weigh_date_order(column, plan, tally, rows, overrides);
      weigh_zone(column, plan, rows, overrides);
    }
  weigh_ids(plan, rows);
}

bool contradicts(const ReadPlan& plan, const ColumnTallies& seen, const ReadOverrides& overrides) {
  for (const RecordPlan& records : plan.records)
    for (const ColumnPlan& column : records.columns) {
      if (column.column >= seen.size()) continue;
      const ColumnTally& tally = seen[column.column];
      const FieldType type = row_of(column.field).type;
      if (type == FieldType::time || type == FieldType::day) {
        if (!overrides.date_order.empty() || tally.dmy + tally.mdy == 0) continue;
        const DateOrder order = tally.dmy > 0 && tally.mdy > 0 ? DateOrder::unknown
                                : tally.dmy > 0                ? DateOrder::dmy
                                                               : DateOrder::mdy;
        if (order != column.time.order) return true;
      } else if (type == FieldType::decimal || type == FieldType::money) {
        if (!overrides.decimal && (tally.comma > tally.point ? ',' : '.') != column.decimal)
          return true;
      }
    }
  return false;
}

Diagnostic contradiction_warning(std::string_view path) {
  return Diagnostic::make(
      "ambiguous-date",
      fmt::format(
          "later rows of {} show that the guess from its beginning was wrong; cells that it did not fit were left out",
          path),
      "state --date-order and --decimal, or read a file instead of a pipe");
}

}  // namespace tiktok_kpi
