#pragma once
// A figure of the account step by step: what a creator, a size class or the campaign cost and sold,
// and the quotients of that.
#include <string>
#include <string_view>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// Does the account know a figure of this id?
[[nodiscard]] bool is_account_metric(const ReportContext& context, std::string_view id);

/// Does the report show an account at all? Without costs and orders there is none.
[[nodiscard]] bool has_account(const Answers& answers);

/// `row`: empty or "total", "shared", a handle or a size class. Throws Error when the account has
/// no such row, or the row no such figure.
void explain_account(Answers& answers, std::string_view id, const std::string& row,
                     Document& document, Section& section);

}  // namespace tiktok_kpi
