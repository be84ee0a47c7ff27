#pragma once
// JSON records to batches: one tree of the paths that the plan reads, walked beside each record.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "input/blocks.hpp"
#include "input/csv_rows.hpp"

namespace tiktok_kpi {

class JsonRows {
 public:
  using Deliver = CsvRows::Deliver;

  JsonRows(const ReadPlan& plan, std::uint32_t input, const AskedFields& asked,
           Dictionaries& dictionaries, FaultLog& faults, const BlockLimits& limits = {});
  ~JsonRows();
  JsonRows(JsonRows&&) noexcept;

  /// Throws Error (limit-exceeded).
  void read(const Block& block, const Deliver& deliver);
  [[nodiscard]] const RowCounts& counts() const;
  void add_tallies_to(ColumnTallies& tallies) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tiktok_kpi
