// Written to be obviously right, not fast.
#include "input/naive_record_builder.hpp"

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "input/formats/format.hpp"
#include "input/keyed_values.hpp"

namespace tiktok_kpi {
namespace {

std::int64_t floor_days(std::int64_t seconds) {
  return seconds >= 0 ? seconds / 86'400 : (seconds - 86'399) / 86'400;
}

}  // namespace

bool NaiveRecordBuilder::knows(Field field) const {
  const auto found = values_.find(field);
  return found != values_.end() && found->second.state != CellState::missing;
}

std::string NaiveRecordBuilder::clean(std::string_view text, std::uint64_t at) {
  std::string copy(text);
  if (is_valid_utf8(copy)) return copy;
  faults_.add("bad-encoding", at, text.size(), shown_cell(records_.kind, text));
  repair_utf8(copy);
  return copy;
}

void NaiveRecordBuilder::store(const ColumnPlan& column, CellValue value, std::string_view text,
                               std::uint64_t at) {
  if (value.fault != nullptr) {
    faults_.add(value.fault, at, text.size(), shown_cell(records_.kind, text));
    if (column.adds || absent_is_zero(column.field))
      values_[column.field] = {CellState::invalid, 0, {}, {}};
    return;
  }
  if (value.state == CellState::missing) return;
  if (column.adds && knows(column.field)) {
    NaiveValue& sum = values_[column.field];
    if (__builtin_add_overflow(sum.number, value.number, &sum.number))
      sum.state = CellState::invalid;
    return;
  }
  if (value.state == CellState::invalid && records_.kind == RecordKind::daily)
    value.state = CellState::value;
  if (knows(column.field) && !(column.either && value.number != 0)) return;
  values_[column.field] = {value.state, value.number, {}, {}};
}

void NaiveRecordBuilder::take(const ColumnPlan& column, std::string_view text, std::uint64_t at,
                              ColumnTallies& tallies) {
  if (text.empty()) return;
  if (tallies.size() <= column.column) tallies.resize(column.column + std::size_t{1});
  ColumnTally& tally = tallies[column.column];
  const FieldRow& row = row_of(column.field);
  NaiveValue& value = values_[column.field];
  const std::string_view trimmed = trim_cell(text);
  switch (row.type) {
    case FieldType::count: return store(column, parse_count(text, column.decimal), text, at);
    case FieldType::id: {
      const CellValue id = parse_id(column.field, text);
      if (id.state != CellState::missing || id.fault != nullptr || is_missing_word(trimmed))
        return store(column, id, text, at);
      const std::string name(trim_cell(clean(text, at)));
      if (value.state == CellState::missing) value = {CellState::day, 0, name, {}};
      return;
    }
    case FieldType::name: {
      if (value.state != CellState::missing) return;
      const std::string name(column.key.empty() ? trim_cell(clean(text, at))
                                                : keyed_value(text, column.key));
      if (!column.key.empty() && !is_valid_utf8(name)) return;
      if (!is_missing_word(name) && !normal_name(name_space_of(column.field), name).empty())
        value = {CellState::value, 0, name, {}};
      return;
    }
    case FieldType::text:
      if (value.state != CellState::missing) return;
      value = {CellState::value,
               0,
               names_person(column.field) ? std::string(text) : clean(text, at),
               {}};
      if (column.field == Field::caption && plan_.format->traits.escaped_hashes)
        value.text = with_hashes(value.text);
      if (is_of_persons(records_.kind, column.field)) value.text = without_mentions(value.text);
      return;
    case FieldType::tags: {
      const std::string copy = clean(text, at);
      const std::string_view marks = list_marks(records_.kind);
      for (std::size_t begin = copy.find_first_not_of(marks); begin != std::string::npos;) {
        const std::size_t end = std::min(copy.find_first_of(marks, begin), copy.size());
        value.list.push_back(copy.substr(begin, end - begin));
        begin = copy.find_first_not_of(marks, end);
      }
      value.state = CellState::value;
      return;
    }
    case FieldType::time:
      tally_order(tally, text);
      return store(column, parse_time(text, column.time), text, at);
    case FieldType::day: {
      tally_order(tally, text);
      CellValue day = parse_time(text, column.time);
      if (day.state == CellState::value) {
        const std::int64_t shift =
            column.time.zone ? column.time.zone->offset_at(day.number) : -column.time.shift_s;
        day.number = floor_days(day.number + shift);
      } else if (day.state == CellState::day &&
                 !(column.time.year_less && day.number <= last_month_day)) {
        day = {floor_days(day.number), CellState::value, nullptr};
      }
      return store(column, day, text, at);
    }
    case FieldType::decimal:
      tally_mark(tally, text);
      return store(column, parse_decimal(text, column.decimal, row.unit == Unit::seconds), text,
                   at);
    case FieldType::money:
      tally_mark(tally, text);
      return store(column, parse_money(text, column.decimal), text, at);
    case FieldType::flag:
      return store(column, column.presence ? parse_presence(text) : parse_flag(text), text, at);
  }
}

void NaiveRecordBuilder::take_list(const ColumnPlan& column,
                                   const std::vector<std::string>& entries) {
  NaiveValue& value = values_[column.field];
  value.state = CellState::value;
  value.list.insert(value.list.end(), entries.begin(), entries.end());
}

void NaiveRecordBuilder::complete_time() {
  const NaiveValue& id = values_[Field::post_id];
  constexpr std::int64_t none = INT64_MIN;
  const std::int64_t upload =
      id.state == CellState::value ? upload_time_of(id.number).value_or(none) : none;
  NaiveValue& time = values_[Field::posted_at];
  if (time.state == CellState::missing) {
    if (upload != none) time = {CellState::value, upload, {}, {}};
    return;
  }
  if (time.state != CellState::day || !plan_.format->traits.year_less ||
      time.number > last_month_day)
    return;
  if (upload == none) {
    time.state = CellState::missing;
    faults_.add("no-year", offset_, 0, "a post time");
    return;
  }
  // The first such day from the day before the upload on; one that is the day of the upload, or
  // next to it, is the upload itself.
  const auto uploaded = static_cast<std::int32_t>(upload / 86'400);
  const auto month = static_cast<int>(time.number) / 100;
  const auto day = static_cast<int>(time.number) % 100;
  for (std::int32_t candidate = uploaded - 1; candidate < uploaded + 9 * 366; ++candidate) {
    const CivilDate date = civil_from_days(candidate);
    if (date.month != month || date.day != day) continue;
    if (candidate - uploaded <= 1)
      time = {CellState::value, upload, {}, {}};
    else
      time.number = std::int64_t{candidate} * 86'400;
    return;
  }
  time.state = CellState::missing;
}

void NaiveRecordBuilder::complete() {
  const bool post = records_.kind == RecordKind::post;
  if (post || records_.kind == RecordKind::comment) {
    if (knows(Field::url)) {
      const std::string& url = values_[Field::url].text;
      if (!knows(Field::post_id))
        if (const auto id = post_id_of_url(url))
          values_[Field::post_id] = {CellState::value, *id, {}, {}};
      const std::string handle(handle_of_url(url));
      if (!knows(Field::creator) && !normal_handle(handle).empty())
        values_[Field::creator] = {CellState::value, 0, handle, {}};
    }
  }
  if (post) {
    complete_time();
    const bool scan =
        records_.tags_from_caption || (records_.tags_else_caption && !knows(Field::tags));
    if (scan && knows(Field::caption)) {
      NaiveValue& tags = values_[Field::tags];
      tags.state = CellState::value;
      tags.list.clear();
      for (std::string& tag : hashtags_of(values_[Field::caption].text))
        tags.list.push_back(std::move(tag));
    }
  }
  if (!knows(Field::creator) && !normal_handle(plan_.creator).empty())
    values_[Field::creator] = {CellState::value, 0, plan_.creator, {}};
  if (!knows(Field::exported_at) && plan_.exported_at)
    values_[Field::exported_at] = {plan_.exported_at->day_only ? CellState::day : CellState::value,
                                   plan_.exported_at->seconds,
                                   {},
                                   {}};
}

}  // namespace tiktok_kpi
