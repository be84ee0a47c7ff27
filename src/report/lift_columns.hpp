#pragma once
// Paid posts against usual ones, as a table of its own and as columns of the creators.
#include <optional>
#include <string>
#include <vector>

#include "report/creator_comparisons.hpp"

namespace tiktok_kpi {

/// lift_rel and lift_verdict first; the rest is what they were found by.
[[nodiscard]] std::vector<Column> lift_columns(const ReportContext& context);
/// The cells under them; without a comparison all are missing(unknown).
[[nodiscard]] std::vector<Quantity> lift_cells(const Lift* lift);

/// One row per creator with sponsored posts; nothing when none of them has usual ones.
[[nodiscard]] std::optional<Table> lift_table(Answers& answers,
                                              const CreatorComparisons& comparisons);

}  // namespace tiktok_kpi
