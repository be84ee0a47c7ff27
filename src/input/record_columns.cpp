// A column of cells at a time: what is written as most exports write it is read here without a
// call, everything else goes cell by cell.
#include <optional>

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

void RecordFiller::write_amounts(const ColumnPlan& column, BatchColumn& to,
                                 std::span<const CellRef> cells, unsigned scale) {
  ColumnTally& tally = tallies_[column.column];
  for (std::size_t row = 0; row < cells.size(); ++row) {
    std::optional<PlainAmount> amount;
    if (is_preceded(cells[row])) amount = read_short_amount(cells[row].text(), scale);
    if (!amount) amount = read_plain_amount(cells[row].text(), scale);
    if (!amount) {
      write_cell(column, row, cells[row]);
      continue;
    }
    tally.point += static_cast<std::uint64_t>(amount->has_point);
    if (to.states[row] != CellState::missing) continue;
    to.numbers[row] = amount->number;
    to.states[row] = CellState::value;
  }
}

void RecordFiller::write_times(const ColumnPlan& column, BatchColumn& to,
                               std::span<const CellRef> cells) {
  const TimeRule& rule = column.time;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const auto time = read_plain_time(cells[row].text());
    if (!time) {
      write_cell(column, row, cells[row]);
      continue;
    }
    if (to.states[row] != CellState::missing) continue;
    to.numbers[row] = time->is_utc ? time->seconds
                      : rule.zone  ? rule.zone->instant_of(time->seconds)
                                   : time->seconds + rule.shift_s;
    to.states[row] = CellState::value;
  }
}

void RecordFiller::write_names(const ColumnPlan& column, BatchColumn& to,
                               std::span<const CellRef> cells) {
  // Where a name is the one of the row before, so is its entry.
  std::string_view last;
  std::size_t last_row = 0;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const std::string_view text = cells[row].text();
    if (to.states[row] != CellState::missing || text.empty()) continue;
    if (text == last && (is_ascii_cell(cells[row]) || is_ascii(text))) {
      to.numbers[row] = to.numbers[last_row];
      to.states[row] = to.states[last_row];
      continue;
    }
    write_cell(column, row, cells[row]);
    last = text;
    last_row = row;
  }
}

void RecordFiller::write_ids(const ColumnPlan& column, BatchColumn& to,
                             std::span<const CellRef> cells) {
  for (std::size_t row = 0; row < cells.size(); ++row) {
    std::int64_t number = 0;
    const bool preceded = is_preceded(cells[row]);
    if (!read_plain_id_of(column.field, cells[row].text(), number, preceded)) {
      write_cell(column, row, cells[row]);
      continue;
    }
    if (to.states[row] != CellState::missing) continue;
    to.numbers[row] = number;
    to.states[row] = CellState::value;
  }
}

void RecordFiller::write_texts(const ColumnPlan& column, BatchColumn& to,
                               std::span<const CellRef> cells) {
  const bool guarded = guarded_ && !names_person(column.field);
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const CellRef& cell = cells[row];
    if (cell.size == 0 || to.states[row] != CellState::missing) continue;
    if (cell.quoted || !is_ascii_cell(cell)) {
      write_cell(column, row, cell);
      continue;
    }
    to.texts[row] = guarded ? unguarded(cell.text()) : cell.text();
    to.states[row] = CellState::value;
  }
}

}  // namespace tiktok_kpi
