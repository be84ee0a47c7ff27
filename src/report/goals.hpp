#pragma once
// The goals of the campaign file: what each metric is now, and whether that is enough.
#include <vector>

#include "report/answers.hpp"
#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// What the metrics of all goals need. Throws Error(unknown-metric) and Error(bad-formula) at their
/// place in the campaign file.
[[nodiscard]] Request needs_of_goals(const ReportContext& context);

/// In the order of the campaign file, compared unrounded. A metric that is not known is no pass,
/// nor is a lower bound of which an upper limit is asked. Values are of the whole campaign: money
/// and orders are the account's, everything else is of its posts. Adds medians to the aggregates as
/// needed.
[[nodiscard]] std::vector<Check> check_goals(Answers& answers);

}  // namespace tiktok_kpi
