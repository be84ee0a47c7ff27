#pragma once
// Amounts cut into whole units (cents, orders) that still add up: the largest-remainder rule.
#include <cstdint>
#include <span>
#include <vector>

#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// `parts` counted in 1/`per_unit` of a unit, each rounded to whole units so that together they are
/// their sum rounded half away from zero. No part moves by a whole unit or more; the units left
/// over go to the largest fractions, of equal ones to the earlier part. Parts may be negative.
/// `per_unit` is above 0, and the sum of the parts fits 128 bits. O(n log n).
[[nodiscard]] std::vector<Int128> round_together(std::span<const Int128> parts, Int128 per_unit);

/// `total` units cut in proportion to `weights`, by the same rule; they add up to `total`. All zero
/// when the weights add up to 0 or less. Single weights may be negative; their sum is below 2^62.
[[nodiscard]] std::vector<std::int64_t> divide_in_proportion(std::int64_t total,
                                                             std::span<const std::int64_t> weights);

}  // namespace tiktok_kpi
