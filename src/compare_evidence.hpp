#pragma once
// What the data say of a difference between two documents, and how their figures are found.
#include <optional>
#include <string>
#include <string_view>

#include "compare.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// Of a rate: interval and p of the difference, B less A, where there are any.
struct Evidence {
  std::string verdict;  ///< empty: no rate
  Quantity low = Quantity::missing(MissingReason::unknown, Unit::ratio);
  Quantity high = low;
  Quantity p = low;
};

/// Rates of posts by ranks and resampling, ctr and cvr as shares of single events; nothing said of
/// figures that are no rates.
[[nodiscard]] Evidence evidence_of(const CompareSide& a, const CompareSide& b, std::string_view id);

/// A table by id, or nullptr; a column of it.
[[nodiscard]] const Table* table_named(const Document& document, std::string_view id);
[[nodiscard]] std::optional<std::size_t> column_at(const Table& table, std::string_view id);
/// A total; missing(not_exported) without it.
[[nodiscard]] Quantity total_of(const Document& document, std::string_view id);
/// Exact, or as `rounded` says with the digits that machine formats print.
[[nodiscard]] std::optional<Rational> number_of(const Quantity& value, bool rounded);

}  // namespace tiktok_kpi
