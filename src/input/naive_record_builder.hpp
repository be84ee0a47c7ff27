#pragma once
// One record of the plain reader: values by field, filled cell by cell, then completed by what
// follows from them.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "input/column_evidence.hpp"
#include "input/fault_log.hpp"
#include "input/plan.hpp"
#include "model/batch.hpp"
#include "model/dictionary.hpp"

namespace tiktok_kpi {

struct NaiveValue {
  CellState state = CellState::missing;
  std::int64_t number = 0;
  std::string text;               ///< texts, names as written, ids that are no numbers
  std::vector<std::string> list;  ///< tags as written
};

class NaiveRecordBuilder {
 public:
  NaiveRecordBuilder(const ReadPlan& plan, const RecordPlan& records, FaultLog& faults,
                     std::uint64_t offset)
      : plan_(plan), records_(records), faults_(faults), offset_(offset) {}

  /// Takes the cell unless its field is known. `at` is where the cell stands in the input.
  void take(const ColumnPlan& column, std::string_view text, std::uint64_t at,
            ColumnTallies& tallies);
  /// A list that is there, with its entries.
  void take_list(const ColumnPlan& column, const std::vector<std::string>& entries);
  /// The record states the field, but not its value.
  void mark_unknown(Field field) { values_[field] = {CellState::invalid, 0, {}, {}}; }
  /// Works out what is missing: id and account from the link, time and year from the id, tags from
  /// the caption.
  void complete();
  [[nodiscard]] bool knows(Field field) const;
  [[nodiscard]] const std::map<Field, NaiveValue>& values() const { return values_; }

 private:
  void store(const ColumnPlan& column, CellValue value, std::string_view text, std::uint64_t at);
  [[nodiscard]] std::string clean(std::string_view text, std::uint64_t at);
  void complete_time();

  const ReadPlan& plan_;
  const RecordPlan& records_;
  FaultLog& faults_;
  std::uint64_t offset_;
  std::map<Field, NaiveValue> values_;
};

}  // namespace tiktok_kpi
