// Sums wrap on overflow: they are only compared with a row, which then was no sum either.
#include "input/totals.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "input/cells.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array additive{Field::views,          Field::likes,         Field::comments,
                              Field::shares,         Field::saves,         Field::impressions,
                              Field::views_2s,       Field::views_6s,      Field::completed_views,
                              Field::clicks,         Field::sessions,      Field::conversions,
                              Field::account_views,  Field::profile_views, Field::new_followers,
                              Field::lost_followers, Field::net_followers};

std::int64_t wrapping_add(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

}  // namespace

Diagnostic totals_row(std::uint64_t rows, bool equals, const Place& place) {
  return Diagnostic::make(
      "totals-row",
      equals ? fmt::format("the row equals the sums of the other {} rows; it was left out", rows)
             : "the row is the grand total of the report; it was left out",
      {}, place);
}

std::span<const Field> additive_fields() { return additive; }

AskedFields additive_of_every_kind() {
  AskedFields asked;
  for (FieldSet& fields_of_kind : asked.kinds)
    for (const Field field : additive) fields_of_kind.insert(field);
  return asked;
}

bool is_total_word(std::string_view cell) {
  // What the fast reader looks for before it looks closer.
  if (cell.empty() || std::string_view("tTgG ").find(cell.front()) == std::string_view::npos)
    return false;
  cell = trim_cell(cell);
  if (cell.size() > 60) return false;
  std::string folded;
  for (const char c : cell) folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return folded == "total" || folded == "totals" || folded == "grand total" || folded == "total:" ||
         folded.starts_with("total of ");
}

void ColumnSums::add(const Batch& batch) {
  if (kind_ && *kind_ != batch.kind) return;
  kind_ = batch.kind;
  rows_ += batch.size;
  for (const Field field : additive) {
    const BatchColumn* column = batch.column(field);
    for (std::size_t row = 0; column != nullptr && row < batch.size; ++row)
      if (column->states[row] != CellState::missing) {
        std::int64_t& sum = sums_[static_cast<std::size_t>(field)];
        sum = wrapping_add(sum, column->numbers[row]);
      }
  }
}

void ColumnSums::add(const ColumnSums& other) {
  if (!other.kind_) return;
  kind_ = other.kind_;
  rows_ += other.rows_;
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] = wrapping_add(sums_[i], other.sums_[i]);
}

bool ColumnSums::equals_row(const Batch& batch, std::size_t row) const {
  bool told = false;
  for (const Field field : additive) {
    const BatchColumn* column = batch.column(field);
    if (column == nullptr || column->states[row] == CellState::missing) continue;
    if (column->numbers[row] != sums_[static_cast<std::size_t>(field)]) return false;
    told = told || column->numbers[row] != 0;
  }
  return told;
}

}  // namespace tiktok_kpi
