// Column after column within slices of a few rows: one type a loop, and the rows come out together.
#include "cells_of_records.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "core/civil_time.hpp"
#include "input/cells.hpp"

namespace tiktok_kpi {
namespace {

char* write_digits(char* to, std::int64_t value, int width) {
  for (int at = width; at-- > 0; value /= 10) to[at] = static_cast<char>('0' + value % 10);
  return to + width;
}

char* write_integer(char* to, char* end, std::int64_t value) {
  return std::to_chars(to, end, value).ptr;
}

/// value / 10^scale without closing zeros. Exactly three decimals behind up to three digits get a
/// fourth: 1.234 could be read as grouped thousands, 1.2340 cannot.
char* write_decimal(char* to, char* end, std::int64_t value, int scale) {
  std::uint64_t magnitude = static_cast<std::uint64_t>(value);
  if (value < 0) {
    *to++ = '-';
    magnitude = 0 - magnitude;
  }
  std::uint64_t unit = 1;
  for (int i = 0; i < scale; ++i) unit *= 10;
  const std::uint64_t whole = magnitude / unit;
  to = std::to_chars(to, end, whole).ptr;
  std::uint64_t fraction = magnitude % unit;
  if (fraction == 0) return to;
  int digits = scale;
  for (; fraction % 10 == 0; --digits) fraction /= 10;
  *to++ = '.';
  to = write_digits(to, static_cast<std::int64_t>(fraction), digits);
  if (digits == 3 && whole > 0 && whole < 1000) *to++ = '0';
  return to;
}

char* write_day(char* to, char* end, std::int64_t days) {
  const CivilDate date = civil_from_days(
      static_cast<std::int32_t>(std::clamp<std::int64_t>(days, INT32_MIN, INT32_MAX)));
  if (date.year >= 0 && date.year <= 9999)
    to = write_digits(to, date.year, 4);
  else
    to = write_integer(to, end, date.year);
  *to++ = '-';
  to = write_digits(to, date.month, 2);
  *to++ = '-';
  return write_digits(to, date.day, 2);
}

char* write_time(char* to, char* end, std::int64_t seconds, CellState state) {
  constexpr std::int64_t day_s = 86'400;
  const std::int64_t days = seconds >= 0 ? seconds / day_s : (seconds - (day_s - 1)) / day_s;
  to = write_day(to, end, days);
  if (state == CellState::day) return to;
  const std::int64_t of_day = seconds - days * day_s;
  *to++ = 'T';
  to = write_digits(to, of_day / 3600, 2);
  *to++ = ':';
  to = write_digits(to, of_day / 60 % 60, 2);
  *to++ = ':';
  to = write_digits(to, of_day % 60, 2);
  *to++ = 'Z';
  return to;
}

char* write_flag(char* to, bool value) {
  const std::string_view word = value ? "true" : "false";
  std::memcpy(to, word.data(), word.size());
  return to + word.size();
}

std::string_view name_at(Field field, std::int64_t entry, const Dictionaries& dictionaries) {
  const auto at = static_cast<std::uint32_t>(entry);
  return name_space_of(field) == NameSpace::creator ? dictionaries.creators.key(at)
                                                    : dictionaries.texts.key(at);
}

/// Entries of a list: hashtags are separated by blanks; promo codes may hold blanks.
struct ListSpelling {
  const Dictionary& dictionary;
  char mark;
};
ListSpelling list_spelling(Field field, const Dictionaries& dictionaries) {
  if (name_space_of(field) == NameSpace::tag) return {dictionaries.tags, ' '};
  return {dictionaries.texts, ','};
}

}  // namespace

RecordColumn record_column(Field field) {
  const FieldRow& row = row_of(field);
  const bool bare = row.type == FieldType::count || row.type == FieldType::decimal ||
                    row.type == FieldType::money || row.type == FieldType::flag;
  return {row.name, bare ? RecordColumn::Form::bare : RecordColumn::Form::text,
          absent_is_zero(field)};
}

RecordSpeller::RecordSpeller(std::vector<Field> fields)
    : fields_(std::move(fields)),
      cells_(slice_rows * fields_.size()),
      slots_(slice_rows * fields_.size() * slot) {}

void RecordSpeller::spell(const Batch& batch, const Dictionaries& dictionaries,
                          std::span<RecordWriter* const> writers) {
  for (std::size_t first = 0; first < batch.size; first += slice_rows) {
    const std::size_t rows = std::min(slice_rows, batch.size - first);
    std::ranges::fill(cells_, RecordCell{});
    for (std::size_t at = 0; at < fields_.size(); ++at) {
      const BatchColumn* column = batch.column(fields_[at]);
      if (column == nullptr) continue;
      if (row_of(fields_[at]).type == FieldType::tags)
        spell_tags(at, *column, first, rows, dictionaries);
      else
        spell_column(at, *column, first, rows, dictionaries);
    }
    for (RecordWriter* writer : writers) writer->write({cells_.data(), rows * fields_.size()});
  }
}

void RecordSpeller::spell_column(std::size_t at, const BatchColumn& column, std::size_t first,
                                 std::size_t rows, const Dictionaries& dictionaries) {
  const std::size_t width = fields_.size();
  const FieldType type = row_of(fields_[at]).type;
  for (std::size_t row = 0; row < rows; ++row) {
    const CellState state = column.states[first + row];
    if (state == CellState::missing) continue;
    RecordCell& cell = cells_[row * width + at];
    if (type == FieldType::text) {
      cell = column.texts[first + row];
      continue;
    }
    const std::int64_t value = column.numbers[first + row];
    if (type == FieldType::name || (type == FieldType::id && state == CellState::day)) {
      cell = name_at(fields_[at], value, dictionaries);
      continue;
    }
    char* const to = slots_.data() + (row * width + at) * slot;
    char* const last = to + slot;
    char* end = to;
    switch (type) {
      case FieldType::decimal: end = write_decimal(to, last, value, 9); break;
      case FieldType::money: end = write_decimal(to, last, value, 6); break;
      case FieldType::time: end = write_time(to, last, value, state); break;
      case FieldType::day: end = write_day(to, last, value); break;
      case FieldType::flag: end = write_flag(to, value != 0); break;
      case FieldType::id:
        if (value < 0) *end++ = '#';
        end = write_integer(end, last, value < 0 ? -value : value);
        break;
      default: end = write_integer(to, last, value); break;
    }
    cell = {to, static_cast<std::size_t>(end - to)};
  }
}

void RecordSpeller::spell_tags(std::size_t at, const BatchColumn& column, std::size_t first,
                               std::size_t rows, const Dictionaries& dictionaries) {
  const std::size_t begin = first == 0 ? 0 : column.list_ends[first - 1];
  const std::size_t end = column.list_ends[first + rows - 1];
  std::size_t bytes = end - begin;
  const auto [dictionary, mark] = list_spelling(fields_[at], dictionaries);
  for (std::size_t i = begin; i < end; ++i) bytes += dictionary.key(column.list[i]).size();
  if (tags_.size() <= bytes) tags_.resize(bytes * 2 + 1);
  char* to = tags_.data();
  for (std::size_t row = 0, i = begin; row < rows; ++row) {
    const char* const start = to;
    for (; i < column.list_ends[first + row]; ++i) {
      const std::string_view tag = dictionary.key(column.list[i]);
      if (to != start) *to++ = mark;
      std::memcpy(to, tag.data(), tag.size());
      to += tag.size();
    }
    // Without a tag the cell is empty text, not missing: JSON readers then do not look for tags in
    // the caption.
    cells_[row * fields_.size() + at] = {start, static_cast<std::size_t>(to - start)};
  }
}

}  // namespace tiktok_kpi
