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

namespace {

bool all_known(const BatchColumn* column) {
  if (column == nullptr) return false;
  unsigned other = 0;
  for (const CellState state : column->states)
    other |= static_cast<unsigned>(state) ^ static_cast<unsigned>(CellState::value);
  return other == 0;
}

/// Sums of cells that are all known; false when one is not.
bool add_known(const RowRate& rate, const Batch& batch, RowNumbers& to) {
  for (const Field field : rate.numerator)
    if (!all_known(batch.column(field))) return false;
  to.counts.assign(batch.size, 0);
  to.defined.assign(batch.size, 1);
  for (const Field field : rate.numerator) {
    const std::int64_t* const numbers = batch.column(field)->numbers.data();
    std::int64_t* const counts = to.counts.data();
    for (std::size_t row = 0; row < batch.size; ++row) counts[row] += numbers[row];
  }
  return true;
}

/// The general case: some cells are missing.
void add_cells(const RowRate& rate, const Batch& batch, RowNumbers& to) {
  const std::size_t rows = batch.size;
  to.counts.assign(rows, 0);
  const bool strict = rate.missing == MissingMode::strict;
  // Strict: every part must be known. Otherwise at least one (partial), or none (zero).
  to.defined.assign(rows, static_cast<std::uint8_t>(strict || rate.missing == MissingMode::zero));
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
}

}  // namespace

void compute_rows(const RowRate& rate, const Batch& batch, RowNumbers& to) {
  const std::size_t rows = batch.size;
  to.exact = false;
  if (rate.formula) {
    to.values.resize(rows);
    to.counts.assign(rows, 0);
    to.defined.resize(rows);
    rate.formula->evaluate(batch, to.values, to.defined);
    return;
  }
  if (!add_known(rate, batch, to)) add_cells(rate, batch, to);
  const auto require_positive = [&](Field field) {
    const BatchColumn* column = batch.column(field);
    if (column == nullptr) {
      std::ranges::fill(to.defined, std::uint8_t{0});
      return;
    }
    const std::int64_t* const numbers = column->numbers.data();
    const CellState* const states = column->states.data();
    std::uint8_t* const defined = to.defined.data();
    for (std::size_t row = 0; row < rows; ++row)
      defined[row] = static_cast<std::uint8_t>(
          defined[row] & static_cast<unsigned>(states[row] == CellState::value) &
          static_cast<unsigned>(numbers[row] > 0));
  };
  if (rate.positive) require_positive(*rate.positive);
  const std::int64_t scale = rate.numerator.empty() ? 1 : storage_scale(rate.numerator.front());
  if (!rate.denominator) {
    to.exact = true;
    to.scale = scale;
    return;
  }
  require_positive(*rate.denominator);
  to.values.resize(rows);
  const BatchColumn* bottom = batch.column(*rate.denominator);
  if (bottom == nullptr) return;
  const double factor =
      static_cast<double>(storage_scale(*rate.denominator)) / static_cast<double>(scale);
  const std::int64_t* const below = bottom->numbers.data();
  const std::int64_t* const above = to.counts.data();
  double* const values = to.values.data();
  // Where nothing is defined the quotient is anything, and nobody looks.
  for (std::size_t row = 0; row < rows; ++row)
    values[row] = static_cast<double>(above[row]) / static_cast<double>(below[row]) * factor;
}

}  // namespace tiktok_kpi
