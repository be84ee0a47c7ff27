#pragma once
// How a figure of paid posts against usual ones was found: the posts of both kinds, one a line.
#include <string>
#include <string_view>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// lift_rel, lift_abs and the tests beside them.
[[nodiscard]] bool is_lift_metric(std::string_view id);
[[nodiscard]] Request needs_of_lift(const ReportContext& context);
/// Throws Error when no account of the report has that handle.
void explain_lift(Answers& answers, std::string_view id, const std::string& handle,
                  Document& document, Section& section);

}  // namespace tiktok_kpi
