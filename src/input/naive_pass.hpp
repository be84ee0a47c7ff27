#pragma once
// One reading of one input by the plain reader: a record at a time, a cell at a time.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "input/json_tree.hpp"
#include "input/naive_batch.hpp"
#include "input/naive_csv.hpp"
#include "input/naive_reader.hpp"
#include "input/naive_record_builder.hpp"

namespace tiktok_kpi {

/// Reads one input once with one plan. Delivers nothing when `deliver` is empty.
class NaivePass {
 public:
  using Deliver = std::function<void(const Batch&)>;

  NaivePass(const ReadPlan& plan, std::uint32_t input, const AskedFields& asked,
            Dictionaries& dictionaries, FaultLog& faults, Deliver deliver,
            const CellObserver& observer);

  void read(std::string_view text);
  void read_profile_row(std::string_view row);

  RowCounts rows;
  ColumnTallies tallies;

 private:
  struct Part {
    const RecordPlan* records;
    OneRecordBatch batch;
  };
  struct Row {
    std::uint64_t offset;
    NaiveRecord record;
  };

  /// False when the record is none of its kind.
  bool deliver(Part& part, NaiveRecordBuilder& builder, std::uint64_t offset);

  bool take_cells(const std::vector<std::string>& cells, const std::vector<std::uint64_t>& places,
                  std::uint64_t offset);

  void observe(const Part& part, const ColumnPlan& column, std::uint64_t record,
               std::uint64_t place, std::string_view text) const;

  void read_csv(std::string_view text);

  [[nodiscard]] bool sounds_like_total(const std::vector<std::string>& cells) const;

  Batch additive_batch(const Row& row) const;

  ColumnSums sums_of(const std::vector<Row>& kept) const;

  void take_row(const Row& row);

  bool mend(std::vector<std::string>& cells, std::vector<std::uint64_t>& places,
            std::uint64_t offset);

  void leave_out(std::uint64_t offset, std::string_view why);

  void read_json(std::string_view text);

  void take_record(const JsonNode& record, std::uint64_t at, std::uint64_t document, bool repaired);

  void take_values(const Part& part, NaiveRecordBuilder& builder, const ColumnPlan& column,
                   const JsonNode& record, std::uint64_t at, std::uint64_t document, bool repaired);

  const ReadPlan& plan_;
  std::uint32_t input_;
  Dictionaries& dictionaries_;
  FaultLog& faults_;
  Deliver deliver_;
  CellObserver observer_;  // a copy: callers may pass a temporary
  std::vector<Part> parts_;
  std::uint32_t record_number_ = 0;
};

}  // namespace tiktok_kpi
