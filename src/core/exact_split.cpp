// Largest remainder: everybody gets the whole units below their part, the rest goes to the largest
// fractions.
#include "core/exact_split.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace tiktok_kpi {
namespace {

Int128 floor_of(Int128 part, Int128 unit) { return part / unit - (part % unit < 0 ? 1 : 0); }

/// Half away from zero.
Int128 nearest_of(Int128 part, Int128 unit) {
  const Int128 below = floor_of(part, unit);
  const Int128 rest = part - below * unit;  // 0 <= rest < unit
  const Int128 missing = unit - rest;
  return below + (rest > missing || (rest == missing && part > 0) ? 1 : 0);
}

}  // namespace

std::vector<Int128> round_together(std::span<const Int128> parts, Int128 per_unit) {
  assert(per_unit > 0);
  std::vector<Int128> units(parts.size());
  std::vector<Int128> rests(parts.size());
  Int128 sum = 0;
  Int128 given = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    units[i] = floor_of(parts[i], per_unit);
    rests[i] = parts[i] - units[i] * per_unit;
    sum += parts[i];
    given += units[i];
  }
  const auto left = static_cast<std::size_t>(nearest_of(sum, per_unit) - given);
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::size_t at) { return rests[at]; });
  for (std::size_t i = 0; i < left; ++i) ++units[order[i]];
  return units;
}

std::vector<std::int64_t> divide_in_proportion(std::int64_t total,
                                               std::span<const std::int64_t> weights) {
  Int128 sum = 0;
  for (const std::int64_t weight : weights) sum += weight;
  std::vector<std::int64_t> result(weights.size(), 0);
  if (sum <= 0) return result;
  std::vector<Int128> parts(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) parts[i] = Int128{total} * weights[i];
  // The parts are in 1/sum units and add up to total x sum: rounding the total does nothing.
  const std::vector<Int128> units = round_together(parts, sum);
  for (std::size_t i = 0; i < weights.size(); ++i) result[i] = static_cast<std::int64_t>(units[i]);
  return result;
}

}  // namespace tiktok_kpi
