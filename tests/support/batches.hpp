#pragma once
// Batches of posts made by hand.
#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>

#include "model/batch.hpp"
#include "model/dictionary.hpp"

namespace tiktok_kpi {

/// A batch of `size` posts whose cells are all missing.
inline Batch posts_of(std::initializer_list<Field> asked, std::size_t size, Origin origin = {}) {
  Batch batch;
  batch.origin = origin;
  batch.size = size;
  batch.asked = asked;
  std::ranges::sort(batch.asked);
  batch.offsets.assign(size, 0);
  for (const Field field : asked) {
    auto column = std::make_unique<BatchColumn>();
    column->states.assign(size, CellState::missing);
    const FieldType type = row_of(field).type;
    if (type == FieldType::text)
      column->texts.resize(size);
    else if (type == FieldType::tags)
      column->list_ends.assign(size, 0);
    else
      column->numbers.assign(size, 0);
    batch.columns[static_cast<std::size_t>(field)] = std::move(column);
  }
  return batch;
}

inline void set(Batch& batch, Field field, std::size_t row, std::int64_t value,
                CellState state = CellState::value) {
  batch.column(field)->numbers[row] = value;
  batch.column(field)->states[row] = state;
}

}  // namespace tiktok_kpi
