// Columns are weighed as wholes: one 31/12 settles the order of every date of its column, one 0,5 the
// decimal mark. Post ids carry the upload time and so show how far local times are from UTC.
#include "input/column_evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "input/formats/format.hpp"
#include "input/naive_csv.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t most_rows = 5'000;

/// Regular records of the head, cells as text.
std::vector<std::vector<std::string>> sample_rows(const ReadPlan& plan, const Head& head) {
  std::vector<std::vector<std::string>> rows;
  if (plan.shape != Shape::csv) return rows;
  std::string_view text = head.text;
  text.remove_prefix(std::min<std::size_t>(plan.body, text.size()));
  if (!head.whole) text = text.substr(0, whole_records(text, plan.dialect));
  while (!text.empty() && rows.size() < most_rows) {
    NaiveRecord record = naive_record(text, plan.dialect);
    text.remove_prefix(std::max<std::size_t>(record.length, 1));
    if (record.cells.size() == plan.header_cells) rows.push_back(std::move(record.cells));
  }
  return rows;
}

using Rows = std::vector<std::vector<std::string>>;

void weigh_decimal_mark(ColumnPlan& column, ReadPlan& plan, const Rows& rows, const ReadOverrides& overrides) {
  const FieldType type = row_of(column.field).type;
  if (type != FieldType::decimal && type != FieldType::money && type != FieldType::count) return;
  if (overrides.decimal) {
    column.decimal = *overrides.decimal;
    return;
  }
  if (type == FieldType::count) return;  // whole numbers: either mark groups thousands
  std::array<std::size_t, 4> seen{};
  for (const auto& row : rows) ++seen[static_cast<std::size_t>(decimal_mark_evidence(row[column.column]))];
  const std::size_t points = seen[static_cast<std::size_t>(MarkEvidence::point)];
  const std::size_t commas = seen[static_cast<std::size_t>(MarkEvidence::comma)];
  const std::size_t open = seen[static_cast<std::size_t>(MarkEvidence::ambiguous)];
  if (commas > points) {
    column.decimal = ',';
    plan.guesses.push_back(fmt::format("\"{}\": decimal comma ({} of {} numbers show it); --decimal . overrides", visible(column.source), commas, rows.size()));
  } else if (points == 0 && commas == 0 && open > 0) {
    plan.warnings.push_back(Diagnostic::make("ambiguous-number", fmt::format("\"{}\" could be written with decimal points or commas; points are assumed", visible(column.source)),
                                             "state --decimal , or --decimal ."));
  }
}

void weigh_date_order(ColumnPlan& column, ReadPlan& plan, const Rows& rows, const ReadOverrides& overrides) {
  if (overrides.date_order == "dmy") column.time.order = DateOrder::dmy;
  else if (overrides.date_order == "mdy") column.time.order = DateOrder::mdy;
  else if (!overrides.date_order.empty() && overrides.date_order != "ymd")
    throw Error("bad-option", fmt::format("\"{}\" is no date order", overrides.date_order), "use dmy, mdy or ymd");
  if (!overrides.date_order.empty()) return;
  std::array<std::size_t, 4> seen{};
  for (const auto& row : rows) ++seen[static_cast<std::size_t>(date_order_evidence(row[column.column]))];
  const std::size_t dmy = seen[static_cast<std::size_t>(OrderEvidence::dmy)];
  const std::size_t mdy = seen[static_cast<std::size_t>(OrderEvidence::mdy)];
  const std::size_t open = seen[static_cast<std::size_t>(OrderEvidence::ambiguous)];
  if (dmy > 0 && mdy == 0) column.time.order = DateOrder::dmy;
  else if (mdy > 0 && dmy == 0) column.time.order = DateOrder::mdy;
  else if (dmy > 0 && mdy > 0) {
    plan.warnings.push_back(Diagnostic::make("ambiguous-date", fmt::format("\"{}\" mixes day/month ({} rows) and month/day ({} rows)", visible(column.source), dmy, mdy),
                                             "dates that read both ways are left out; mend the file or state --date-order"));
    return;
  } else if (open > 0) {
    plan.warnings.push_back(Diagnostic::make("ambiguous-date", fmt::format("every date of \"{}\" reads both as day/month and month/day", visible(column.source)),
                                             "state --date-order dmy or mdy"));
    return;
  } else {
    return;
  }
  plan.guesses.push_back(fmt::format("\"{}\": {} ({} rows can be nothing else); --date-order overrides", visible(column.source),
                                     column.time.order == DateOrder::dmy ? "day before month" : "month before day", std::max(dmy, mdy)));
}

/// Median of (stated time - upload time of the id) over the sample, or nothing.
std::optional<std::int64_t> median_lag(const ReadPlan& plan, const ColumnPlan& times, const Rows& rows) {
  const ColumnPlan* ids = nullptr;
  const ColumnPlan* urls = nullptr;
  for (const RecordPlan& records : plan.records)
    for (const ColumnPlan& column : records.columns) {
      if (column.field == Field::post_id && ids == nullptr) ids = &column;
      if (column.field == Field::url && urls == nullptr) urls = &column;
    }
  std::vector<std::int64_t> lags;
  for (const auto& row : rows) {
    const CellValue stated = parse_time(row[times.column], times.time);
    if (stated.state != CellState::value) continue;
    std::optional<std::int64_t> id;
    if (ids != nullptr) {
      const CellValue value = parse_post_id(row[ids->column]);
      if (value.state == CellState::value) id = value.number;
    }
    if (!id && urls != nullptr) id = post_id_of_url(row[urls->column]);
    const auto upload = id ? upload_time_of(*id) : std::nullopt;
    if (upload) lags.push_back(stated.number - *upload);
  }
  if (lags.empty()) return std::nullopt;
  const auto middle = lags.begin() + static_cast<std::ptrdiff_t>(lags.size() / 2);
  std::ranges::nth_element(lags, middle);
  return *middle;
}

void weigh_zone(ColumnPlan& column, ReadPlan& plan, const Rows& rows, const ReadOverrides& overrides) {
  if (!overrides.timezone.empty()) {
    auto zone = TimeZone::find(overrides.timezone);
    if (!zone) throw Error("bad-option", fmt::format("\"{}\" is no time zone", overrides.timezone), "use an IANA name such as Europe/Berlin");
    column.time.zone = std::make_shared<const TimeZone>(*std::move(zone));
    return;
  }
  if (!plan.format->traits.local_times) return;
  const auto lag = median_lag(plan, column, rows);
  if (!lag) return;
  // Zones differ from UTC by quarters of an hour, at most 14 hours.
  constexpr std::int64_t quarter = 900;
  const std::int64_t offset = (*lag >= 0 ? *lag + quarter / 2 : *lag - quarter / 2) / quarter * quarter;
  if (offset == 0 || std::abs(offset) > 14 * 3600) return;
  column.time.shift_s = static_cast<std::int32_t>(-offset);
  plan.guesses.push_back(fmt::format("\"{}\": times without a zone are {:+.2f} h from the post ids; corrected to UTC; the source's timezone overrides",
                                     visible(column.source), static_cast<double>(offset) / 3600.0));
}

}  // namespace

void weigh_columns(ReadPlan& plan, const Head& head, const ReadOverrides& overrides) {
  const Rows rows = sample_rows(plan, head);
  for (RecordPlan& records : plan.records)
    for (ColumnPlan& column : records.columns) {
      column.time.year_less = plan.format->traits.year_less;
      weigh_decimal_mark(column, plan, rows, overrides);
      const FieldType type = row_of(column.field).type;
      if (type != FieldType::time && type != FieldType::day) continue;
      weigh_date_order(column, plan, rows, overrides);
      weigh_zone(column, plan, rows, overrides);
    }
}

}  // namespace tiktok_kpi
