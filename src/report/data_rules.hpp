#pragma once
// Rules on the data itself: is enough known, new and attributed to believe the figures?
#include <string>
#include <string_view>
#include <vector>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// What the rules of the campaign file need. Throws Error(unknown-name) and Error(bad-formula) at
/// their place.
[[nodiscard]] Request needs_of_data_rules(const ReportContext& context);

/// In the order of the campaign file; ids are "data.missing_share" and so on. What is not known is
/// no pass.
[[nodiscard]] std::vector<Check> check_data(Answers& answers);

}  // namespace tiktok_kpi
