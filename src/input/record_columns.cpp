// A column of cells at a time: what is written as most exports write it is read here without a
// call, everything else goes cell by cell.
#include <optional>

#include "core/civil_time.hpp"
#include "core/utf8.hpp"
#include "input/plain_cells.hpp"
#include "input/record_filler.hpp"

namespace tiktok_kpi {

void RecordFiller::write_column(const ColumnPlan& column, std::span<const CellRef> cells) {
  BatchColumn* to = batch_.column(column.field);
  if (to == nullptr) return;
  const FieldType type = row_of(column.field).type;
  if (type == FieldType::count) {
    for (std::size_t row = 0; row < cells.size(); ++row) write_count(column, *to, row, cells[row]);
  } else if (type == FieldType::tags) {
    for (std::size_t row = 0; row < cells.size(); ++row) {
      if (cells[row].size > 0) {
        write_list(*to, row, cells[row]);
        list_known_[row] = 1;
        to->states[row] = CellState::value;
      }
      to->list_ends[row] = static_cast<std::uint32_t>(to->list.size());
    }
  } else if ((type == FieldType::money || type == FieldType::decimal) && column.decimal == '.' &&
             !column.adds) {
    write_amounts(column, *to, cells, type == FieldType::money ? 6 : 9);
  } else if (type == FieldType::name) {
    write_names(column, *to, cells);
  } else if (type == FieldType::id) {
    write_ids(column, *to, cells);
  } else if (type == FieldType::text && column.field != Field::caption &&
             !is_of_persons(records_.kind, column.field)) {
    write_texts(column, *to, cells);
  } else if (type == FieldType::time && column.time.form == TimeRule::Form::usual) {
    write_times(column, *to, cells);
  } else {
    for (std::size_t row = 0; row < cells.size(); ++row) write_cell(column, row, cells[row]);
  }
}

// Of the loops below each asks for the vectors behind a column once: what they write could be their
// sizes, for all that the compiler knows.

void RecordFiller::write_amounts(const ColumnPlan& column, BatchColumn& to,
                                 std::span<const CellRef> cells, unsigned scale) {
  CellState* const states = to.states.data();
  std::int64_t* const numbers = to.numbers.data();
  const PrecededCells preceded(text_);
  std::uint64_t points = 0;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const CellRef& cell = cells[row];
    PlainAmount amount;
    if (!(preceded.have(cell) && read_short_amount(cell.text(), scale, amount)) &&
        !read_plain_amount(cell.text(), scale, amount)) {
      write_cell(column, row, cell);
      continue;
    }
    points += static_cast<std::uint64_t>(amount.has_point);
    if (states[row] != CellState::missing) continue;
    numbers[row] = amount.number;
    states[row] = CellState::value;
  }
  tallies_[column.column].point += points;
}

void RecordFiller::write_times(const ColumnPlan& column, BatchColumn& to,
                               std::span<const CellRef> cells) {
  CellState* const states = to.states.data();
  std::int64_t* const numbers = to.numbers.data();
  const TimeRule& rule = column.time;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const auto time = read_plain_time(cells[row].text());
    if (!time) {
      write_cell(column, row, cells[row]);
      continue;
    }
    if (states[row] != CellState::missing) continue;
    numbers[row] = time->is_utc ? time->seconds
                   : rule.zone  ? rule.zone->instant_of(time->seconds)
                                : time->seconds + rule.shift_s;
    states[row] = CellState::value;
  }
}

void RecordFiller::write_names(const ColumnPlan& column, BatchColumn& to,
                               std::span<const CellRef> cells) {
  CellState* const states = to.states.data();
  std::int64_t* const numbers = to.numbers.data();
  // Where a name is the one of the row before, so is its entry.
  std::string_view last;
  std::size_t last_row = 0;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const std::string_view text = cells[row].text();
    if (states[row] != CellState::missing || text.empty()) continue;
    if (text == last && (is_ascii_cell(cells[row]) || is_ascii(text))) {
      numbers[row] = numbers[last_row];
      states[row] = states[last_row];
      continue;
    }
    write_cell(column, row, cells[row]);
    last = text;
    last_row = row;
  }
}

void RecordFiller::write_ids(const ColumnPlan& column, BatchColumn& to,
                             std::span<const CellRef> cells) {
  CellState* const states = to.states.data();
  std::int64_t* const numbers = to.numbers.data();
  const PrecededCells preceded(text_);
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const CellRef& cell = cells[row];
    std::int64_t number = 0;
    if (!read_plain_id_of(column.field, cell.text(), number, preceded.have(cell))) {
      write_cell(column, row, cell);
      continue;
    }
    if (states[row] != CellState::missing) continue;
    numbers[row] = number;
    states[row] = CellState::value;
  }
}

void RecordFiller::write_texts(const ColumnPlan& column, BatchColumn& to,
                               std::span<const CellRef> cells) {
  CellState* const states = to.states.data();
  std::string_view* const texts = to.texts.data();
  const bool guarded = guarded_ && !names_person(column.field);
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const CellRef& cell = cells[row];
    if (cell.size == 0 || states[row] != CellState::missing) continue;
    if (cell.quoted || !is_ascii_cell(cell) || (guarded && *cell.data == '\'')) {
      write_cell(column, row, cell);
      continue;
    }
    texts[row] = cell.text();
    states[row] = CellState::value;
  }
}

}  // namespace tiktok_kpi
