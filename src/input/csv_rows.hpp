#pragma once
// Second step of CSV reading: from separator positions to batches.
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "input/blocks.hpp"
#include "input/csv_index.hpp"
#include "input/fault_log.hpp"
#include "input/record_filler.hpp"
#include "input/totals.hpp"

namespace tiktok_kpi {

/// What became of the records of an input.
struct RowCounts {
  std::uint64_t read = 0;
  std::uint64_t used = 0;
  std::uint64_t repaired = 0;
  std::uint64_t left_out = 0;
  void add(const RowCounts& other) {
    read += other.read;
    used += other.used;
    repaired += other.repaired;
    left_out += other.left_out;
  }
};

/// Cells of one record, as many as the header has. `repair` says how an odd row was mended.
struct OddRow {
  std::vector<CellRef> cells;
  std::string_view repair;  ///< what was done, or why the row is left out
  bool usable = false;
};

/// The slow, readable path: a record whose cells do not match the header is mended or refused.
/// Tried in this order: a whole record wrapped in one quoted cell; missing cells at the end; a date
/// split at its comma; surplus empty cells at the end. `arena` keeps text that the repair had to
/// build.
[[nodiscard]] OddRow mend_row(std::vector<CellRef> cells, const ReadPlan& plan,
                              std::vector<std::string>& arena);

class CsvRows {
 public:
  using Deliver = std::function<void(const Batch&)>;

  CsvRows(const ReadPlan& plan, std::uint32_t input, const AskedFields& asked,
          Dictionaries& dictionaries, FaultLog& faults, const BlockLimits& limits = {});

  /// Sets rows aside that sound like totals, instead of delivering them.
  void hold_totals() { holding_ = true; }
  /// Stray quotation marks of what is read were told before.
  void strays_are_known() { strays_known_ = true; }
  /// Reads one block; false when its quotes are damaged and the plan is not careful (nothing is
  /// delivered). Throws Error (limit-exceeded).
  bool read(const Block& block, const Deliver& deliver);
  [[nodiscard]] const RowCounts& counts() const { return counts_; }
  [[nodiscard]] std::vector<HeldRow>& held() { return held_; }
  void add_tallies_to(ColumnTallies& tallies) const {
    for (const Part& part : parts_) add_tallies(tallies, part.filler.tallies());
  }

 private:
  struct Part {
    RecordFiller filler;
    std::vector<std::uint32_t> slots;  ///< for each column plan: its row in cells_
  };
  /// Notes the cells of a regular record, whose first entry in the index is `first`.
  void take_row(std::string_view text, std::uint32_t first, std::size_t begin,
                std::size_t batch_row);
  bool take_odd_row(std::vector<CellRef> cells, std::size_t batch_row);
  void flush(const Deliver& deliver, std::size_t rows);
  void check_limits(const Block& block) const;
  [[nodiscard]] bool is_blank_row(std::string_view text, std::uint32_t first, std::uint32_t count,
                                  std::size_t begin) const;
  /// May the record of `count` cells, whose first entry in the index is `first`, be a totals row?
  [[nodiscard]] bool sounds_like_total(std::string_view text, std::uint32_t first,
                                       std::uint32_t count, std::size_t begin) const;

  const ReadPlan& plan_;
  std::uint32_t input_;
  FaultLog& faults_;
  std::vector<Part> parts_;
  std::vector<std::uint32_t> columns_;  ///< columns that any part reads, ascending
  bool ends_record_ = false;            ///< the last of them is the record's last cell
  /// By the first byte of a row: may it be a totals row, may all its cells be blank?
  std::array<bool, 256> heads_of_totals_{}, heads_of_blanks_{};
  std::vector<CellRef> cells_;  ///< a run of cells for each of them
  std::vector<std::uint64_t> offsets_;
  CsvIndex index_;
  std::vector<std::string> arena_;
  RowCounts counts_;
  BlockLimits limits_;
  bool holding_ = false;
  bool strays_known_ = false;
  std::vector<HeldRow> held_;
  std::vector<std::uint32_t>
      naming_;  ///< columns that tell what a row is about: ids, names, texts, dates
};

}  // namespace tiktok_kpi
