#pragma once
// How a figure of growth was found: the counts of both windows that it is made of.
#include <string>
#include <string_view>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// follower_growth_*, cost_per_follower, engagement_retention.
[[nodiscard]] bool is_growth_metric(std::string_view id);
[[nodiscard]] Request needs_of_growth(const ReportContext& context);
/// `row`: an account, the brand when empty; "ana@after" is its window after the campaign. Throws
/// Error when nothing is known of it.
void explain_growth(Answers& answers, std::string_view id, const std::string& row,
                    Document& document, Section& section);

}  // namespace tiktok_kpi
