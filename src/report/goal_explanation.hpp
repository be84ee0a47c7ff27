#pragma once
// How pace and projection of a goal were found.
#include <string>
#include <string_view>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// goal_attainment, pacing, projected_total.
[[nodiscard]] bool is_goal_metric(std::string_view id);
/// `goal`: the metric that the goal is about. Throws Error when the campaign has no such goal.
void explain_goal(Answers& answers, std::string_view id, const std::string& goal,
                  Document& document, Section& section);

}  // namespace tiktok_kpi
