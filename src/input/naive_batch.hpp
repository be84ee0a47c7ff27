#pragma once
// Batches of the plain reader: one record each, and copies that outlive a block.
#include <map>
#include <string>

#include "input/naive_record_builder.hpp"
#include "input/record_filler.hpp"

namespace tiktok_kpi {

/// A batch of one record, filled anew for each.
class OneRecordBatch {
 public:
  OneRecordBatch(const RecordPlan& records, const AskedFields& asked);

  const Batch& fill(const std::map<Field, NaiveValue>& values, const Origin& origin,
                    std::uint64_t offset, Dictionaries& dictionaries);
  [[nodiscard]] const Batch& batch() const { return batch_; }

 private:
  Batch batch_;
  std::map<Field, std::string> texts_;
};

/// The columns of a batch; texts still point to where they did.
[[nodiscard]] Batch copy_of(const Batch& batch);

}  // namespace tiktok_kpi
