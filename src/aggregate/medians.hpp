#pragma once
// Exact medians of row numbers, for chosen groups only: a report needs them for the rows it prints.
#include "aggregate/accumulator.hpp"

namespace tiktok_kpi {

/// Fills `medians` and `median_rows` of the groups of `aggregates` for which `wanted` (by position
/// in aggregates.groups) is not 0. Medians of the total take two passes and little memory; those of
/// groups gather the values of the wanted groups.
void add_medians(Aggregates& aggregates, const std::vector<std::uint8_t>& wanted,
                 const Store& store, const PostSelector& select, const TimeZone& zone,
                 unsigned threads);

}  // namespace tiktok_kpi
