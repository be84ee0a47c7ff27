#pragma once
// Worked examples of attribution: whole sets of journeys, run through the ledger and all models.
// `tiktok-kpi formulas test FILE`, the second kind of file.
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "metrics/vectors.hpp"

namespace tiktok_kpi {

/// Runs `[{id, settings, journeys, total, unattributed, expected, tolerance}]`: every model of
/// `expected` is one result named after it, and the totals one named "total". `only` names the
/// models to run (all when empty). Nothing when the text is a list whose first entry has no
/// journeys: then it is of the other kind (see run_vectors). Throws Error("bad-vector") when it is
/// in neither form.
[[nodiscard]] std::optional<VectorReport> run_attribution_vectors(
    std::string_view json, std::span<const std::string> only);

}  // namespace tiktok_kpi
