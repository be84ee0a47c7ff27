// Walks the separator positions row by row, notes where the asked cells stand, then reads column
// after column: every inner loop does one thing to one type.
#include "input/csv_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "input/naive_csv.hpp"
#include "input/plan_parts.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t rows_per_batch = 1024;
// Cells of a column stand together. A few more keep columns from falling on the same cache lines.
constexpr std::size_t cell_stride = rows_per_batch + 4;

/// Takes the enclosing quotes off; the last cell of a file may miss its closing one.
CellRef unquoted(const char* begin, const char* end) {
  if (begin == end || *begin != '"') return {begin, static_cast<std::uint32_t>(end - begin), false};
  ++begin;
  if (end > begin && end[-1] == '"') --end;
  return {begin, static_cast<std::uint32_t>(end - begin), true};
}

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

bool blank(std::string_view cell) { return trim_cell(cell).empty(); }

/// First letters of the words for totals, and what may stand before them.
constexpr std::string_view total_heads = "tTgG ";

/// Index of the column that reads a date and whose cell was split at its comma, or npos.
std::size_t split_date(const std::vector<CellRef>& cells, const ReadPlan& plan) {
  for (const RecordPlan& records : plan.records)
    for (const ColumnPlan& column : records.columns) {
      if (column.field != Field::posted_at && column.field != Field::date) continue;
      const std::size_t at = column.column;
      if (at + 1 >= cells.size()) continue;
      const std::string joined = fmt::format("{},{}", cells[at].text(), cells[at + 1].text());
      for (const DateOrder order : {column.time.order, DateOrder::mdy, DateOrder::dmy}) {
        TimeRule rule = column.time;
        rule.order = order;
        if (parse_time(joined, rule).state == CellState::value) return at;
      }
    }
  return std::string_view::npos;
}

}  // namespace

OddRow mend_row(std::vector<CellRef> cells, const ReadPlan& plan, std::vector<std::string>& arena) {
  const std::size_t wanted = plan.header_cells;
  if (cells.size() == 1 && wanted > 1 &&
      cells.front().text().find(plan.dialect.delimiter) != std::string_view::npos) {
    const std::string& inner = arena.emplace_back(
        cells.front().quoted ? undoubled(cells.front().text()) : std::string(cells.front().text()));
    CsvIndex index;
    Dialect dialect = plan.dialect;
    dialect.careful = true;
    index_csv(inner, dialect, index);
    if (index.ends.size() == wanted) {
      std::vector<CellRef> unwrapped;
      std::size_t begin = 0;
      for (const std::uint32_t end : index.ends) {
        unwrapped.push_back(unquoted(inner.data() + begin, inner.data() + end));
        begin = end + std::size_t{1};
      }
      return {std::move(unwrapped), "the whole record stood in one quoted cell; it was unwrapped",
              true};
    }
  }
  if (cells.size() < wanted) {
    if (cells.size() * 2 < wanted)
      return {{}, "the row has too few cells to know which they are", false};
    cells.resize(wanted);
    return {std::move(cells), "cells are missing at the end; they are read as unknown", true};
  }
  if (cells.size() == wanted + 1) {
    const std::size_t at = split_date(cells, plan);
    if (at != std::string_view::npos) {
      const std::string& joined =
          arena.emplace_back(fmt::format("{},{}", cells[at].text(), cells[at + 1].text()));
      cells[at] = {joined.data(), static_cast<std::uint32_t>(joined.size()), false};
      cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(at) + 1);
      return {std::move(cells), "a date was split at its comma; it was joined again", true};
    }
  }
  if (std::all_of(cells.begin() + static_cast<std::ptrdiff_t>(wanted), cells.end(),
                  [](const CellRef& cell) { return blank(cell.text()); })) {
    cells.resize(wanted);
    return {std::move(cells), "surplus empty cells at the end were ignored", true};
  }
  return {
      {}, "the row has more cells than the header, so it is not known which belong where", false};
}

CsvRows::CsvRows(const ReadPlan& plan, std::uint32_t input, const AskedFields& asked,
                 Dictionaries& dictionaries, FaultLog& faults, const BlockLimits& limits)
    : plan_(plan), input_(input), faults_(faults), offsets_(rows_per_batch), limits_(limits) {
  for (const RecordPlan& records : plan.records) {
    Part part{RecordFiller(plan, records, asked, dictionaries, faults), {}};
    // A kind of record of which nothing is asked is not read.
    if (!part.filler.wanted()) continue;
    for (const ColumnPlan& column : records.columns)
      if (part.filler.batch().column(column.field) != nullptr) columns_.push_back(column.column);
    parts_.push_back(std::move(part));
  }
  std::ranges::sort(columns_);
  columns_.erase(std::unique(columns_.begin(), columns_.end()), columns_.end());
  for (Part& part : parts_)
    for (const ColumnPlan& column : part.filler.records().columns) {
      const auto found = std::ranges::lower_bound(columns_, column.column);
      part.slots.push_back(static_cast<std::uint32_t>(found - columns_.begin()));
    }
  cells_.resize(columns_.size() * cell_stride);
  for (unsigned byte = 0; byte < heads_of_totals_.size(); ++byte) {
    const char c = static_cast<char>(byte);
    const bool is_empty = c == plan.dialect.delimiter || c == '"';
    heads_of_totals_[byte] = is_empty || total_heads.find(c) != std::string_view::npos;
    heads_of_blanks_[byte] = is_empty || byte <= ' ' || byte >= 0x80;
  }
  ends_record_ = !columns_.empty() && columns_.back() + 1 == plan.header_cells;
  for (const RecordPlan& records : plan.records)
    for (const ColumnPlan& column : records.columns) {
      const FieldType type = row_of(column.field).type;
      if (type == FieldType::id || type == FieldType::name || type == FieldType::text ||
          type == FieldType::time || type == FieldType::day)
        naming_.push_back(column.column);
    }
}

void CsvRows::check_limits(const Block& block) const {
  if (block.text.size() <= limits_.max_field) return;
  std::size_t begin = 0;
  for (const std::uint32_t end : index_.ends) {
    if (end - begin > limits_.max_field)
      throw Error(Diagnostic::make(
          "limit-exceeded", fmt::format("a cell is longer than {} MiB", limits_.max_field >> 20U),
          "a quotation mark may be missing; --max-field raises the limit",
          {input_, block.offset + begin}));
    begin = end + std::size_t{1};
  }
}

bool CsvRows::is_blank_row(std::string_view text, std::uint32_t first, std::uint32_t count,
                           std::size_t begin) const {
  for (std::uint32_t i = first; i < first + count; ++i) {
    if (!blank(unquoted(text.data() + begin, text.data() + index_.ends[i]).text())) return false;
    begin = index_.ends[i] + std::size_t{1};
  }
  return true;
}

bool CsvRows::sounds_like_total(std::string_view text, std::uint32_t first, std::uint32_t count,
                                std::size_t begin) const {
  if (begin >= text.size()) return false;
  const char c = text[begin] == '"' && begin + 1 < text.size() ? text[begin + 1] : text[begin];
  const auto cell = [&](std::uint32_t column) {
    const std::size_t from = column == 0 ? begin : index_.ends[first + column - 1] + std::size_t{1};
    return unquoted(text.data() + from, text.data() + index_.ends[first + column]).text();
  };
  if (total_heads.find(c) != std::string_view::npos) return is_total_word(cell(0));
  if (c != plan_.dialect.delimiter && c != '"') return false;
  // Nothing in the first cell: a row that names nothing at all, or whose first word is further
  // right.
  if (!blank(cell(0)) || naming_.empty()) return false;
  for (const std::uint32_t column : naming_)
    if (column < count && !blank(cell(column)) && !is_total_word(cell(column))) return false;
  return true;
}

void CsvRows::take_row(std::string_view text, std::uint32_t first, std::size_t begin,
                       std::size_t batch_row) {
  const std::uint32_t* const ends = index_.ends.data() + first;
  const char* const base = text.data();
  // Member by member: a CellRef that is built on the stack and copied stalls, since the copy reads
  // bytes that two writes have just left.
  CellRef* cell = cells_.data() + batch_row;
  const auto take = [&](std::size_t from, std::uint32_t end) {
    cell->data = base + from;
    cell->size = end - static_cast<std::uint32_t>(from);
    cell->quoted = false;
    cell += cell_stride;
  };
  const std::uint32_t* column = columns_.data();
  const std::uint32_t* const last = column + columns_.size();
  if (column != last && *column == 0) take(begin, ends[*column++]);
  for (; column != last; ++column) take(ends[*column - 1] + std::size_t{1}, ends[*column]);
  if (ends_record_ && !columns_.empty()) {
    cell -= cell_stride;
    if (cell->size > 0 && cell->data[cell->size - 1] == '\r') --cell->size;
  }
  if (!index_.has_quotes) return;
  cell = cells_.data() + batch_row;
  for (std::size_t k = 0; k < columns_.size(); ++k, cell += cell_stride) {
    if (cell->size == 0 || *cell->data != '"') continue;
    // The last cell of a file may miss its closing quote.
    const bool closed = cell->size > 1 && cell->data[cell->size - 1] == '"';
    ++cell->data;
    cell->size -= closed ? 2 : 1;
    cell->quoted = true;
  }
}

bool CsvRows::take_odd_row(std::vector<CellRef> cells, std::size_t batch_row) {
  const std::uint64_t offset = offsets_[batch_row];
  const std::size_t found = cells.size();
  OddRow row = mend_row(std::move(cells), plan_, arena_);
  const std::string sizes =
      fmt::format("the row has {}, the header {}", counted(found, "cell"), plan_.header_cells);
  if (!row.usable) {
    faults_.add(Diagnostic::make("row-left-out", fmt::format("{}: {}", sizes, row.repair),
                                 "check the quotes and delimiters of this line", {input_, offset}));
    ++counts_.left_out;
    return false;
  }
  faults_.add(
      Diagnostic::make("odd-row", fmt::format("{}: {}", sizes, row.repair), {}, {input_, offset}));
  ++counts_.repaired;
  for (std::size_t k = 0; k < columns_.size(); ++k)
    cells_[k * cell_stride + batch_row] = row.cells[columns_[k]];
  return true;
}

void CsvRows::flush(const Deliver& deliver, std::size_t rows) {
  if (rows == 0) return;
  for (Part& part : parts_) {
    const auto& columns = part.filler.records().columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (part.filler.batch().column(columns[i].field) == nullptr) continue;
      part.filler.write_column(columns[i], {cells_.data() + part.slots[i] * cell_stride, rows});
    }
    const Batch& batch = part.filler.finish(rows);
    if (batch.size > 0) deliver(batch);
    if (part.filler.records().kind != plan_.format->kind) continue;
    counts_.left_out += part.filler.left_out();
    counts_.used -= part.filler.left_out();
  }
  counts_.used += rows;
}

bool CsvRows::read(const Block& block, const Deliver& deliver) {
  index_csv(block.text, plan_.dialect, index_);
  if (!index_.well_formed && !plan_.dialect.careful) return false;
  check_limits(block);
  for (const std::uint32_t at : strays_known_ ? std::vector<std::uint32_t>{} : index_.stray)
    faults_.add(Diagnostic::make(
        "damaged-quotes", "a quotation mark inside a cell is not doubled; it is read as text", {},
        {input_, block.offset + at}, 1));
  const std::size_t total = index_.rows.size();
  // Batches of one size: columns that grow and shrink from one to the next are cleared in vain.
  const std::size_t batches = (total + rows_per_batch - 1) / rows_per_batch;
  const std::size_t rows_of_batch = batches == 0 ? 0 : (total + batches - 1) / batches;
  arena_.clear();
  arena_.reserve(total);  // views into it must stay valid
  std::size_t filled = 0;
  std::uint32_t delivered = 0;
  const auto start = [&](std::size_t rows) {
    for (Part& part : parts_)
      part.filler.begin({input_, block.number, delivered}, rows, block.text, block.offset);
  };
  const auto close = [&] {
    start(filled);
    for (Part& part : parts_)
      for (std::size_t i = 0; i < filled; ++i) part.filler.set_record_offset(i, offsets_[i]);
    flush(deliver, filled);
    delivered += static_cast<std::uint32_t>(filled);
    filled = 0;
  };
  const std::uint32_t* const ends = index_.ends.data();
  for (std::size_t row = 0; row < total; ++row) {
    const std::uint32_t first = row == 0 ? 0 : index_.rows[row - 1];
    const std::uint32_t count = index_.rows[row] - first;
    const std::size_t begin = first == 0 ? 0 : ends[first - 1] + std::size_t{1};
    const unsigned head = begin < block.text.size() ? byte_at(block.text, begin) : '\n';
    offsets_[filled] = block.offset + begin;
    if (count > max_columns)
      throw Error(Diagnostic::make(
          "limit-exceeded",
          fmt::format("a row has {} cells, at most {} are read", count, max_columns), {},
          {input_, offsets_[filled]}));
    if (holding_ && heads_of_totals_[head] && sounds_like_total(block.text, first, count, begin) &&
        !is_blank_row(block.text, first, count, begin)) {
      held_.push_back({offsets_[filled],
                       std::string(block.text.substr(begin, ends[first + count - 1] - begin))});
      continue;
    }
    if (count == plan_.header_cells) {
      if ((count == 1 || heads_of_blanks_[head]) && is_blank_row(block.text, first, count, begin))
        continue;  // ",,," is no record
      take_row(block.text, first, begin, filled++);
      ++counts_.read;
    } else {
      std::vector<CellRef> cells;
      std::size_t at = begin;
      for (std::uint32_t i = first; i < first + count; ++i) {
        const char* end = block.text.data() + index_.ends[i];
        if (i + 1 == first + count && end > block.text.data() + at && end[-1] == '\r') --end;
        cells.push_back(unquoted(block.text.data() + at, end));
        at = index_.ends[i] + std::size_t{1};
      }
      if (std::ranges::all_of(cells, [](const CellRef& cell) { return blank(cell.text()); }))
        continue;  // an empty line is no record
      ++counts_.read;
      if (take_odd_row(std::move(cells), filled)) ++filled;
    }
    if (filled == rows_of_batch) close();
  }
  if (filled > 0) close();
  return true;
}

}  // namespace tiktok_kpi
