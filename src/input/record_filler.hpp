#pragma once
// Cells to a batch: writes typed values, works out what can be derived (id from the link, time from
// the id, tags from the caption), and tells the fault log what it could not read. One per worker
// and record plan.
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/formula_guard.hpp"
#include "input/column_evidence.hpp"
#include "input/fault_log.hpp"
#include "input/plan.hpp"
#include "model/batch.hpp"
#include "model/dictionary.hpp"

namespace tiktok_kpi {

/// One cell as it stands in the text: without enclosing quotes, doubled quotes still doubled.
struct CellRef {
  const char* data = nullptr;
  std::uint32_t size = 0;
  bool quoted = false;
  [[nodiscard]] std::string_view text() const { return {data, size}; }
};

/// Cells of a text before whose ends eight bytes may be read.
class PrecededCells {
 public:
  explicit PrecededCells(std::string_view text)
      : first_(text.size() < 8 ? nullptr : text.data() + 8), last_(text.data() + text.size()) {}
  [[nodiscard]] bool have(const CellRef& cell) const {
    const char* const end = cell.data + cell.size;
    return first_ != nullptr && end >= first_ && end <= last_;
  }

 private:
  const char* first_;
  const char* last_;
};

class RecordFiller {
 public:
  RecordFiller(const ReadPlan& plan, const RecordPlan& records, const AskedFields& asked,
               Dictionaries& dictionaries, FaultLog& faults);

  /// Starts a batch of `rows` records, all cells missing. `text` is the block the cells come from
  /// (places are worked out from it), `text_offset` its offset in the input.
  void begin(const Origin& origin, std::size_t rows, std::string_view text,
             std::uint64_t text_offset);
  /// Where cells that were decoded elsewhere (JSON strings) stand in the text; null: use the cell's
  /// own bytes.
  void set_cell_place(const char* place) { cell_place_ = place; }
  void set_record_offset(std::size_t row, std::uint64_t offset) { batch_.offsets[row] = offset; }
  /// All cells of one source, one per row.
  void write_column(const ColumnPlan& column, std::span<const CellRef> cells);
  /// One cell. Lists must be written in row order, each row closed by `close_row`.
  void write_cell(const ColumnPlan& column, std::size_t row, const CellRef& cell);
  /// One entry of a list field (tags) of `row`.
  void write_list_entry(const ColumnPlan& column, std::size_t row, std::string_view text);
  /// Ends the list fields of a row (row by row writing only).
  void close_row(std::size_t row);
  /// The list of `row` is known, if empty.
  void mark_list(const ColumnPlan& column, std::size_t row);
  /// The row states the field, but not its value.
  void mark_unknown(Field field, std::size_t row);
  /// Makes a cell, or a whole row, unknown again.
  void clear_cell(const ColumnPlan& column, std::size_t row);
  void clear_row(std::size_t row);
  /// Drops rows beyond `rows`, derives what is missing; the batch is then complete.
  const Batch& finish(std::size_t rows);

  [[nodiscard]] const RecordPlan& records() const { return records_; }
  [[nodiscard]] const Batch& batch() const { return batch_; }
  /// Has anything to read: fields that are asked for, or that years of account series are found
  /// with.
  [[nodiscard]] bool wanted() const { return wanted_; }
  [[nodiscard]] const ColumnTallies& tallies() const { return tallies_; }
  /// Rows of the finished batch that were no record of their kind.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }
  /// Cell text with doubled quotes undone; lives as long as the batch.
  [[nodiscard]] std::string_view plain(const CellRef& cell);

 private:
  void write_count(const ColumnPlan& column, BatchColumn& to, std::size_t row, const CellRef& cell);
  /// Amounts with up to `scale` decimals; plain ones are read here without a call.
  void write_amounts(const ColumnPlan& column, BatchColumn& to, std::span<const CellRef> cells,
                     unsigned scale);
  void write_times(const ColumnPlan& column, BatchColumn& to, std::span<const CellRef> cells);
  void write_names(const ColumnPlan& column, BatchColumn& to, std::span<const CellRef> cells);
  void write_ids(const ColumnPlan& column, BatchColumn& to, std::span<const CellRef> cells);
  void write_texts(const ColumnPlan& column, BatchColumn& to, std::span<const CellRef> cells);
  /// Entry of a promo code in the texts, by its normal form.
  std::uint32_t entry_of_code(std::string_view raw);
  /// Text as it was before our own writer guarded it (canonical tables only).
  [[nodiscard]] std::string_view unguarded(std::string_view text) const {
    return guarded_ && text.starts_with('\'') ? unguard_formula(text) : text;
  }
  /// Of ASCII at sight: it stands in a block of nothing else.
  [[nodiscard]] bool is_ascii_cell(const CellRef& cell) const {
    return text_is_ascii_ && cell.data >= text_.data() && cell.data <= text_.data() + text_.size();
  }
  void write_list(BatchColumn& to, std::size_t row, const CellRef& cell);
  void store(const ColumnPlan& column, BatchColumn& to, std::size_t row, CellValue value,
             const CellRef& cell);
  /// Plain text with bytes that are no UTF-8 replaced, and counted.
  [[nodiscard]] std::string_view clean(const CellRef& cell, std::size_t row);
  void tally(const ColumnPlan& column, const CellRef& cell);
  void add_tag(BatchColumn& to, std::string_view raw);
  void derive_posts();
  void derive_time(std::size_t row, const BatchColumn& ids, BatchColumn& times);
  [[nodiscard]] std::uint64_t offset_of(const CellRef& cell, std::size_t row) const;

  const ReadPlan& plan_;
  const RecordPlan& records_;
  Dictionaries& dictionaries_;
  FaultLog& faults_;
  Batch batch_;
  std::vector<std::uint8_t> list_known_;  ///< rows whose tags column had a value
  Dictionary code_spellings_{NameSpace::text};
  std::vector<std::uint32_t> code_entries_;  ///< in the texts, by spelling
  std::deque<std::string> arena_;
  std::string_view text_;
  bool text_is_ascii_ = false;
  std::uint64_t text_offset_ = 0;
  const char* cell_place_ = nullptr;
  std::size_t row_list_begin_ = 0;  ///< where the tags of the current row begin
  bool plan_year_less_ = false;     ///< post times carry no year
  bool guarded_ = false;            ///< text may carry the apostrophe of our formula guard
  bool wanted_ = false;
  std::size_t left_out_ = 0;
  ColumnTallies tallies_;
};

/// Sources of the plan that are needed for the asked fields, with those that derivations need.
[[nodiscard]] FieldSet needed_fields(const RecordPlan& records, const AskedFields& asked);

/// Are posts read for the years of account series, too?
[[nodiscard]] bool dates_series(const RecordPlan& records, const AskedFields& asked);

}  // namespace tiktok_kpi
