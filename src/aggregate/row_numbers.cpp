// Column by column, so that every loop is a few operations over arrays.
#include "aggregate/row_numbers.hpp"

#include <algorithm>

namespace tiktok_kpi {

std::int64_t storage_scale(Field field) {
  switch (row_of(field).type) {
    case FieldType::decimal: return 1'000'000'000;
    case FieldType::money: return 1'000'000;
    default: return 1;
  }
}

void compute_rows(const RowRate& rate, const Batch& batch, RowNumbers& to) {
  const std::size_t rows = batch.size;
  to.values.resize(rows);
  to.counts.assign(rows, 0);
  to.defined.resize(rows);
  to.exact = false;
  if (rate.formula) {
    rate.formula->evaluate(batch, to.values, to.defined);
    return;
  }
  const bool strict = rate.missing == MissingMode::strict;
  // Strict: every part must be known. Otherwise at least one (partial), or none (zero).
  std::ranges::fill(to.defined,
                    static_cast<std::uint8_t>(strict || rate.missing == MissingMode::zero));
  for (const Field field : rate.numerator) {
    const BatchColumn* column = batch.column(field);
    if (column == nullptr) {
      if (strict) std::ranges::fill(to.defined, std::uint8_t{0});
      continue;
    }
    for (std::size_t row = 0; row < rows; ++row) {
      const CellState state = column->states[row];
      to.counts[row] += state == CellState::value ? column->numbers[row] : 0;
      if (strict)
        to.defined[row] = static_cast<std::uint8_t>(
            to.defined[row] & static_cast<unsigned>(state == CellState::value));
      else if (state == CellState::value)
        to.defined[row] = to.defined[row] == 2 ? 2 : 1;
      else if (state == CellState::invalid)
        to.defined[row] = 2;  // a negative count spoils the row for good
    }
  }
  if (!strict)
    for (std::uint8_t& defined : to.defined) defined = defined == 1;
  const auto require_positive = [&](Field field) {
    const BatchColumn* column = batch.column(field);
    for (std::size_t row = 0; row < rows; ++row)
      if (column == nullptr || column->states[row] != CellState::value || column->numbers[row] <= 0)
        to.defined[row] = 0;
  };
  if (rate.positive) require_positive(*rate.positive);
  const std::int64_t scale = rate.numerator.empty() ? 1 : storage_scale(rate.numerator.front());
  if (!rate.denominator) {
    to.exact = true;
    to.scale = scale;
    return;
  }
  require_positive(*rate.denominator);
  const BatchColumn* bottom = batch.column(*rate.denominator);
  const double factor =
      static_cast<double>(storage_scale(*rate.denominator)) / static_cast<double>(scale);
  for (std::size_t row = 0; row < rows; ++row)
    to.values[row] = to.defined[row] != 0 ? static_cast<double>(to.counts[row]) /
                                                static_cast<double>(bottom->numbers[row]) * factor
                                          : 0.0;
}

}  // namespace tiktok_kpi
