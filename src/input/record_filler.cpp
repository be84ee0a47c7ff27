// Cells to batch columns. Plain digits are read here without a call; everything else goes to
// cells.hpp. Whole columns: record_columns.cpp.
#include "input/record_filler.hpp"

#include <algorithm>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "core/utf8.hpp"
#include "input/formats/formats.hpp"
#include "input/keyed_values.hpp"
#include "input/order_records.hpp"
#include "input/plain_cells.hpp"

namespace tiktok_kpi {
namespace {

bool is_list(FieldType type) { return type == FieldType::tags; }
bool is_text(FieldType type) { return type == FieldType::text; }

}  // namespace

bool dates_series(const RecordPlan& records, const AskedFields& asked) {
  return records.kind == RecordKind::post && !asked.of(RecordKind::daily).empty();
}

FieldSet needed_fields(const RecordPlan& records, const AskedFields& all_asked) {
  const FieldSet& asked = all_asked.of(records.kind);
  FieldSet needed = asked;
  needed.insert(needed_to_settle(records.kind, asked));
  if (!asked.empty()) needed.insert(records.also);
  // A day without its date and account says nothing.
  if (records.kind == RecordKind::daily && !asked.empty())
    needed.insert({Field::date, Field::creator});
  const bool of_posts = records.kind == RecordKind::post || records.kind == RecordKind::comment;
  if (of_posts && (asked.contains(Field::post_id) || asked.contains(Field::creator)))
    needed.insert(Field::url);
  if (records.kind != RecordKind::post) return needed;
  // Days without a year take it from the posts of their account.
  if (dates_series(records, all_asked))
    needed.insert({Field::post_id, Field::posted_at, Field::creator, Field::url});
  if (asked.contains(Field::posted_at)) needed.insert({Field::post_id, Field::url});
  if (asked.contains(Field::tags) && (records.tags_from_caption || records.tags_else_caption))
    needed.insert(Field::caption);
  if (asked.contains(Field::mentions)) needed.insert(Field::caption);
  return needed;
}

RecordFiller::RecordFiller(const ReadPlan& plan, const RecordPlan& records,
                           const AskedFields& asked, Dictionaries& dictionaries, FaultLog& faults)
    : plan_(plan), records_(records), dictionaries_(dictionaries), faults_(faults) {
  batch_.kind = records.kind;
  guarded_ = plan.format->traits.canonical && plan.shape == Shape::csv;
  for (const ColumnPlan& column : records.columns)
    if (column.field == Field::posted_at && column.time.year_less) plan_year_less_ = true;
  const FieldSet needed = needed_fields(records, asked);
  for (const FieldRow& row : fields()) {
    if (!needed.contains(row.field) || (row.kinds & kind_bit(records.kind)) == 0) continue;
    batch_.columns[static_cast<std::size_t>(row.field)] = std::make_unique<BatchColumn>();
    if (asked.of(records.kind).contains(row.field)) batch_.asked.push_back(row.field);
  }
  wanted_ = !batch_.asked.empty() || dates_series(records, asked);
  std::uint32_t columns = 0;
  for (const ColumnPlan& column : records.columns) columns = std::max(columns, column.column + 1);
  tallies_.resize(columns);
}

void RecordFiller::begin(const Origin& origin, std::size_t rows, std::string_view text,
                         std::uint64_t text_offset) {
  if (text.data() != text_.data() || text.size() != text_.size() || text_offset != text_offset_)
    text_is_ascii_ = is_ascii(text);
  text_ = text;
  text_offset_ = text_offset;
  arena_.clear();
  batch_.origin = origin;
  batch_.size = rows;
  batch_.offsets.assign(rows, text_offset);
  list_known_.assign(rows, 0);
  for (std::size_t i = 0; i < field_count; ++i) {
    BatchColumn* column = batch_.columns[i].get();
    if (column == nullptr) continue;
    const FieldType type = fields()[i].type;
    // Most formats state few of the fields: what nobody wrote to is empty already.
    const bool empty = is_unstated(*column);
    column->states.resize(rows);
    if (!empty) std::ranges::fill(column->states, CellState::missing);
    if (is_list(type)) {
      column->list.clear();
      column->list_ends.assign(rows, 0);
    } else if (is_text(type)) {
      column->texts.resize(rows);
      if (!empty) std::ranges::fill(column->texts, std::string_view());
    } else {
      column->numbers.resize(rows);
      if (!empty) std::ranges::fill(column->numbers, 0);
    }
  }
}

std::uint64_t RecordFiller::offset_of(const CellRef& cell, std::size_t row) const {
  if (cell_place_ != nullptr)
    return text_offset_ + static_cast<std::uint64_t>(cell_place_ - text_.data());
  if (cell.data >= text_.data() && cell.data <= text_.data() + text_.size())
    return text_offset_ + static_cast<std::uint64_t>(cell.data - text_.data());
  return batch_.offsets[row];
}

std::string_view RecordFiller::plain(const CellRef& cell) {
  const std::string_view text = cell.text();
  if (!cell.quoted || text.find("\"\"") == std::string_view::npos) return text;
  std::string& copy = arena_.emplace_back();
  copy.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    copy.push_back(text[i]);
    if (text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') ++i;
  }
  return copy;
}

std::string_view RecordFiller::clean(const CellRef& cell, std::size_t row) {
  const std::string_view text = plain(cell);
  if (is_ascii_cell(cell) || is_ascii(text) || is_valid_utf8(text)) return text;
  faults_.add("bad-encoding", offset_of(cell, row), cell.size, shown_cell(records_.kind, text));
  std::string& copy = arena_.emplace_back(text);
  repair_utf8(copy);
  return copy;
}

void RecordFiller::tally(const ColumnPlan& column, const CellRef& cell) {
  const FieldType type = row_of(column.field).type;
  if (type != FieldType::time && type != FieldType::day) {
    tally_mark(tallies_[column.column], cell.text());
    return;
  }
  // Only dates of the form 03/04/2024 say anything; ISO dates are told apart by their third byte.
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (cell.size >= 3 && std::all_of(cell.data, cell.data + 3, is_digit)) return;
  const std::string_view text = trim_cell(cell.text());
  constexpr std::string_view marks = "/-.";
  if (text.size() >= 8 && (marks.find(text[1]) != std::string_view::npos ||
                           marks.find(text[2]) != std::string_view::npos))
    tally_order(tallies_[column.column], text);
}

void RecordFiller::store(const ColumnPlan& column, BatchColumn& to, std::size_t row,
                         CellValue value, const CellRef& cell) {
  if (value.fault != nullptr) {
    faults_.add(value.fault, offset_of(cell, row), cell.size,
                shown_cell(records_.kind, plain(cell)));
    if (column.adds || absent_is_zero(column.field)) to.states[row] = CellState::invalid;
    return;
  }
  if (value.state == CellState::missing) return;
  if (column.adds && to.states[row] != CellState::missing) {
    if (__builtin_add_overflow(to.numbers[row], value.number, &to.numbers[row]))
      to.states[row] = CellState::invalid;
    return;
  }
  // A day's figures are net changes and may fall; counts of a post may not.
  if (value.state == CellState::invalid && records_.kind == RecordKind::daily)
    value.state = CellState::value;
  if (to.states[row] != CellState::missing && !(column.either && value.number != 0)) return;
  to.numbers[row] = value.number;
  to.states[row] = value.state;
}

void RecordFiller::write_count(const ColumnPlan& column, BatchColumn& to, std::size_t row,
                               const CellRef& cell) {
  std::int64_t number = 0;
  if (read_plain_digits(cell.text(), number, PrecededCells(text_).have(cell))) {
    if (to.states[row] == CellState::missing) {
      to.numbers[row] = number;
      to.states[row] = CellState::value;
    }
    return;
  }
  if (cell.size == 0) return;
  store(column, to, row, parse_count(cell.text(), column.decimal), cell);
}

void RecordFiller::write_cell(const ColumnPlan& column, std::size_t row, const CellRef& cell) {
  BatchColumn* to = batch_.column(column.field);
  if (to == nullptr) return;
  switch (row_of(column.field).type) {
    case FieldType::count: write_count(column, *to, row, cell); return;
    case FieldType::id: {
      std::int64_t number = 0;
      if (read_plain_id_of(column.field, cell.text(), number)) {
        if (to->states[row] == CellState::missing)
          to->numbers[row] = number, to->states[row] = CellState::value;
        return;
      }
      const CellValue value = parse_id(column.field, cell.text());
      if (value.state == CellState::missing && value.fault == nullptr &&
          !is_missing_word(trim_cell(cell.text()))) {
        // Ids that are no numbers live in the text dictionary, told apart by the state `day`.
        const std::uint32_t entry =
            dictionaries_.texts.intern(trim_cell(unguarded(clean(cell, row))), batch_.origin);
        if (to->states[row] == CellState::missing)
          to->numbers[row] = entry, to->states[row] = CellState::day;
        return;
      }
      store(column, *to, row, value, cell);
      return;
    }
    case FieldType::name: {
      if (to->states[row] != CellState::missing || cell.size == 0) return;
      // Pairs are written by people: of the others nothing is shown, not even in a message.
      const std::string_view name = column.key.empty() ? trim_cell(unguarded(clean(cell, row)))
                                                       : keyed_value(plain(cell), column.key);
      if (is_missing_word(name) || (!column.key.empty() && !is_valid_utf8(name))) return;
      const std::uint32_t entry =
          dictionaries_.of(name_space_of(column.field)).intern(name, batch_.origin);
      if (entry == Dictionary::none) return;
      to->numbers[row] = entry;
      to->states[row] = CellState::value;
      return;
    }
    case FieldType::text:
      if (to->states[row] != CellState::missing || cell.size == 0) return;
      // What names a customer is hashed, and never shown in a message.
      to->texts[row] = names_person(column.field) ? plain(cell) : unguarded(clean(cell, row));
      to->states[row] = CellState::value;
      if (column.field == Field::caption && plan_.format->traits.escaped_hashes)
        to->texts[row] = arena_.emplace_back(with_hashes(to->texts[row]));
      if (is_of_persons(records_.kind, column.field) &&
          to->texts[row].find('@') != std::string_view::npos)
        to->texts[row] = arena_.emplace_back(without_mentions(to->texts[row]));
      return;
    case FieldType::tags:
      write_list(*to, row, cell);
      // An empty text in JSON says that there are none; an empty cell of a table says nothing.
      if (cell.size > 0 || plan_.shape == Shape::json)
        list_known_[row] = 1, to->states[row] = CellState::value;
      return;
    case FieldType::time:
      if (cell.size == 0) return;
      tally(column, cell);
      store(column, *to, row, parse_time(cell.text(), column.time), cell);
      return;
    case FieldType::day: {
      if (cell.size == 0) return;
      tally(column, cell);
      CellValue value = parse_time(cell.text(), column.time);
      const bool without_year =
          column.time.year_less && value.state == CellState::day && value.number <= last_month_day;
      if (value.state != CellState::missing && !without_year) {
        std::int64_t local = value.number;
        // An instant's day is the day in the zone it was written in.
        if (value.state == CellState::value)
          local += column.time.zone ? column.time.zone->offset_at(local) : -column.time.shift_s;
        value.number = local >= 0 ? local / 86'400 : (local - 86'399) / 86'400;
        value.state = CellState::value;
      }
      store(column, *to, row, value, cell);
      return;
    }
    case FieldType::decimal:
      if (cell.size == 0) return;
      tally(column, cell);
      store(column, *to, row,
            parse_decimal(cell.text(), column.decimal, row_of(column.field).unit == Unit::seconds),
            cell);
      return;
    case FieldType::money:
      if (cell.size == 0) return;
      tally(column, cell);
      store(column, *to, row, parse_money(cell.text(), column.decimal), cell);
      return;
    case FieldType::flag:
      if (cell.size > 0)
        store(column, *to, row,
              column.presence ? parse_presence(cell.text()) : parse_flag(cell.text()), cell);
      return;
  }
}

std::uint32_t RecordFiller::entry_of_code(std::string_view raw) {
  const std::uint32_t spelling = code_spellings_.intern(raw, batch_.origin);
  if (spelling == Dictionary::none) return Dictionary::none;
  if (spelling == code_entries_.size())
    code_entries_.push_back(dictionaries_.texts.intern(normal_code(raw), batch_.origin));
  return code_entries_[spelling];
}

void RecordFiller::add_tag(BatchColumn& to, std::string_view raw) {
  const std::uint32_t entry = batch_.kind == RecordKind::post
                                  ? dictionaries_.tags.intern(raw, batch_.origin)
                                  : entry_of_code(raw);
  if (entry == Dictionary::none) return;
  // Each tag once per post: looked for among the tags of this row, which are few.
  for (std::size_t i = row_list_begin_; i < to.list.size(); ++i)
    if (to.list[i] == entry) return;
  to.list.push_back(entry);
}

void RecordFiller::write_list(BatchColumn& to, std::size_t row, const CellRef& cell) {
  row_list_begin_ = to.list.size();
  const std::string_view text = clean(cell, row);
  // Separated by blanks, commas, semicolons or bars; brackets and quotes of Python or JSON lists
  // are skipped.
  static constexpr ByteSet of_orders = list_mark_set(RecordKind::order);
  static constexpr ByteSet of_others = list_mark_set(RecordKind::post);
  const ByteSet& marks = batch_.kind == RecordKind::order ? of_orders : of_others;
  const auto is_mark = [&](char c) { return marks[static_cast<unsigned char>(c)]; };
  for (const char *at = text.data(), *const end = at + text.size();;) {
    const char* const begin = std::find_if_not(at, end, is_mark);
    if (begin == end) return;
    at = std::find_if(begin, end, is_mark);
    add_tag(to, {begin, static_cast<std::size_t>(at - begin)});
  }
}

void RecordFiller::mark_list(const ColumnPlan& column, std::size_t row) {
  BatchColumn* to = batch_.column(column.field);
  if (to == nullptr || list_known_[row] != 0) return;
  list_known_[row] = 1;
  row_list_begin_ = to->list.size();
  to->states[row] = CellState::value;
}

void RecordFiller::write_list_entry(const ColumnPlan& column, std::size_t row,
                                    std::string_view text) {
  mark_list(column, row);
  if (BatchColumn* to = batch_.column(column.field)) add_tag(*to, text);
}

void RecordFiller::close_row(std::size_t row) {
  BatchColumn* tags = batch_.column(batch_.kind == RecordKind::order ? Field::codes : Field::tags);
  if (tags == nullptr) return;
  const BatchColumn* captions = batch_.column(Field::caption);
  if (records_.tags_else_caption && list_known_[row] == 0 && captions != nullptr &&
      captions->states[row] == CellState::value) {
    row_list_begin_ = tags->list.size();
    scan_hashtags(captions->texts[row], [&](std::string_view raw) { add_tag(*tags, raw); });
    tags->states[row] = CellState::value;
  }
  tags->list_ends[row] = static_cast<std::uint32_t>(tags->list.size());
}

void RecordFiller::mark_unknown(Field field, std::size_t row) {
  BatchColumn* to = batch_.column(field);
  if (to != nullptr && to->states[row] == CellState::missing) to->states[row] = CellState::invalid;
}

void RecordFiller::clear_cell(const ColumnPlan& column, std::size_t row) {
  BatchColumn* to = batch_.column(column.field);
  if (to != nullptr) to->states[row] = CellState::missing;
}

void RecordFiller::clear_row(std::size_t row) {
  for (const auto& column : batch_.columns) {
    if (!column) continue;
    column->states[row] = CellState::missing;
    if (!column->list_ends.empty()) column->list.resize(row == 0 ? 0 : column->list_ends[row - 1]);
  }
  list_known_[row] = 0;
}

}  // namespace tiktok_kpi
