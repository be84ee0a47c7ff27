// What a record does not state but carries: the id in its link, the time in its id, the tags in its
// caption.
#include <algorithm>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "input/formats/format.hpp"
#include "input/order_records.hpp"
#include "input/record_filler.hpp"

namespace tiktok_kpi {

void RecordFiller::derive_time(std::size_t row, const BatchColumn& ids, BatchColumn& times) {
  constexpr std::int64_t none = INT64_MIN;
  const std::int64_t upload =
      ids.states[row] == CellState::value ? upload_time_of(ids.numbers[row]).value_or(none) : none;
  if (times.states[row] == CellState::missing) {
    if (upload == none) return;
    times.numbers[row] = upload;
    times.states[row] = CellState::value;
    return;
  }
  if (times.states[row] != CellState::day || !plan_year_less_) return;
  if (times.numbers[row] > last_month_day) return;  // a year is stated
  const auto month_day = static_cast<int>(times.numbers[row]);
  if (upload == none) {
    times.states[row] = CellState::missing;
    faults_.add("no-year", batch_.offsets[row], 0, "a post time");
    return;
  }
  // The post time carries day and month, the id the year. A post uploaded in December may be
  // scheduled for January: take the first such day from the day before the upload on.
  const auto upload_day = static_cast<std::int32_t>(upload / 86'400);
  CivilDate date{civil_from_days(upload_day - 1).year, month_day / 100, month_day % 100};
  for (int tries = 0; tries < 8 && (!is_valid(date) || days_from_civil(date) < upload_day - 1);
       ++tries)
    ++date.year;
  if (!is_valid(date)) {
    times.states[row] = CellState::missing;
    return;
  }
  const std::int32_t day = days_from_civil(date);
  if (day - upload_day <= 1) {
    // The id is exact to seconds, the stated day is local: keep the instant.
    times.numbers[row] = upload;
    times.states[row] = CellState::value;
  } else {
    times.numbers[row] = std::int64_t{day} * 86'400;
  }
}

void RecordFiller::derive_posts() {
  BatchColumn* ids = batch_.column(Field::post_id);
  BatchColumn* creators = batch_.column(Field::creator);
  BatchColumn* times = batch_.column(Field::posted_at);
  BatchColumn* tags = batch_.column(Field::tags);
  const BatchColumn* urls = batch_.column(Field::url);
  const BatchColumn* captions = batch_.column(Field::caption);
  const std::size_t rows = batch_.size;
  if (urls != nullptr && ids != nullptr)
    for (std::size_t row = 0; row < rows; ++row) {
      if (ids->states[row] != CellState::missing || urls->states[row] != CellState::value) continue;
      if (const auto id = post_id_of_url(urls->texts[row]))
        ids->numbers[row] = *id, ids->states[row] = CellState::value;
    }
  if (urls != nullptr && creators != nullptr)
    for (std::size_t row = 0; row < rows; ++row) {
      if (creators->states[row] != CellState::missing || urls->states[row] != CellState::value)
        continue;
      const std::string_view handle = handle_of_url(urls->texts[row]);
      if (handle.empty()) continue;
      const std::uint32_t entry = dictionaries_.creators.intern(handle, batch_.origin);
      if (entry != Dictionary::none)
        creators->numbers[row] = entry, creators->states[row] = CellState::value;
    }
  if (ids != nullptr && times != nullptr)
    for (std::size_t row = 0; row < rows; ++row) derive_time(row, *ids, *times);
  if (tags != nullptr && records_.tags_from_caption && captions != nullptr) {
    tags->list.clear();
    for (std::size_t row = 0; row < rows; ++row) {
      row_list_begin_ = tags->list.size();
      if (captions->states[row] == CellState::value) {
        scan_hashtags(captions->texts[row], [&](std::string_view raw) { add_tag(*tags, raw); });
        tags->states[row] = CellState::value;
      }
      tags->list_ends[row] = static_cast<std::uint32_t>(tags->list.size());
    }
  }
}

const Batch& RecordFiller::finish(std::size_t rows) {
  batch_.size = rows;
  batch_.offsets.resize(rows);
  for (const auto& column : batch_.columns) {
    if (!column) continue;
    column->states.resize(rows);
    if (!column->numbers.empty()) column->numbers.resize(rows);
    if (!column->texts.empty()) column->texts.resize(rows);
    if (!column->list_ends.empty()) column->list_ends.resize(rows);
  }
  if (records_.kind == RecordKind::post || records_.kind == RecordKind::comment) derive_posts();
  BatchColumn* creators = batch_.column(Field::creator);
  if (creators != nullptr && !plan_.creator.empty()) {
    const std::uint32_t entry = dictionaries_.creators.intern(plan_.creator, batch_.origin);
    for (std::size_t row = 0; row < rows && entry != Dictionary::none; ++row)
      if (creators->states[row] == CellState::missing)
        creators->numbers[row] = entry, creators->states[row] = CellState::value;
  }
  BatchColumn* exported = batch_.column(Field::exported_at);
  if (exported != nullptr && plan_.exported_at)
    for (std::size_t row = 0; row < rows; ++row) {
      if (exported->states[row] != CellState::missing) continue;
      exported->numbers[row] = plan_.exported_at->seconds;
      exported->states[row] = plan_.exported_at->day_only ? CellState::day : CellState::value;
    }
  // Orders of several rows are settled when their rows are one.
  const bool merged = plan_.format->orders.merged && records_.kind == RecordKind::order;
  left_out_ = 0;
  if (!merged && batch_.kind >= RecordKind::order)
    left_out_ = settle_records(batch_, {plan_, dictionaries_, faults_, arena_}).size();
  return batch_;
}

}  // namespace tiktok_kpi
