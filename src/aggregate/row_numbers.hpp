#pragma once
// Row rates over a batch: for each row its value, where it has one.
#include <cstdint>
#include <vector>

#include "aggregate/request.hpp"
#include "model/batch.hpp"

namespace tiktok_kpi {

/// Values of one RowRate over one batch; buffers are reused.
struct RowNumbers {
  std::vector<double> values;         ///< rates and formulas; anything where undefined
  std::vector<std::int64_t> counts;   ///< rates without denominator of counts: exact
  std::vector<std::uint8_t> defined;  ///< 1 where the row has a value
  bool exact = false;                 ///< counts hold the values (in storage units)
  std::int64_t scale = 1;             ///< storage units of one, when exact
};

void compute_rows(const RowRate& rate, const Batch& batch, RowNumbers& to);

/// Units in which cells of a field are stored: 1 for counts, 10^9 for decimals, 10^6 for money.
[[nodiscard]] std::int64_t storage_scale(Field field);

}  // namespace tiktok_kpi
