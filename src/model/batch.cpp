#include "model/batch.hpp"

#include <cstring>

namespace tiktok_kpi {

bool is_unstated(const BatchColumn& column) {
  static_assert(sizeof(CellState) == 1 && CellState::missing == CellState{});
  const std::vector<CellState>& states = column.states;
  // All are like the one before, and the first one is missing.
  return states.empty() || (states.front() == CellState::missing &&
                            std::memcmp(states.data(), states.data() + 1, states.size() - 1) == 0);
}

void keep_rows(Batch& batch, const std::vector<std::uint8_t>& keep) {
  const std::size_t rows = batch.size;
  const auto shrink = [&](auto& values) {
    if (values.size() != rows) return;
    std::size_t to = 0;
    for (std::size_t row = 0; row < rows; ++row)
      if (keep[row] != 0) values[to++] = values[row];
    values.resize(to);
  };
  for (const auto& column : batch.columns) {
    if (!column) continue;
    if (column->list_ends.size() == rows && rows > 0) {
      std::vector<std::uint32_t> list;
      std::uint32_t begin = 0;
      for (std::size_t row = 0; row < rows; ++row) {
        const std::uint32_t end = column->list_ends[row];
        if (keep[row] != 0)
          list.insert(list.end(), column->list.begin() + begin, column->list.begin() + end);
        column->list_ends[row] = static_cast<std::uint32_t>(list.size());
        begin = end;
      }
      column->list = std::move(list);
      shrink(column->list_ends);
    }
    shrink(column->numbers);
    shrink(column->texts);
    shrink(column->states);
  }
  shrink(batch.offsets);
  batch.size = batch.offsets.size();
}

}  // namespace tiktok_kpi
