#pragma once
// Everything that is checked of a campaign: goals, rules on the data, promises of contracts.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// Throws as needs_of_goals and needs_of_data_rules do.
[[nodiscard]] Request needs_of_checks(const ReportContext& context);

/// Goals and data rules in the order of the campaign file, then the contracts, creator by creator.
/// In the table command what failed comes first: errors before warnings, broken before unknown.
[[nodiscard]] std::vector<Check> check_campaign(Answers& answers);

struct CheckCounts {
  std::size_t missed = 0, unknown = 0, all = 0;
  CheckCounts& operator+=(const CheckCounts& other);
};
[[nodiscard]] CheckCounts count_checks(const std::vector<Check>& checks);
/// "5 missed, 1 unknown of 26 checks", "2 of 4 goals missed".
[[nodiscard]] std::string in_words(const CheckCounts& counts, std::string_view noun);

/// "met", "missed" or "unknown".
[[nodiscard]] std::string_view word_of(Check::Verdict verdict);

/// A row for each check, in their order; people see the first `shown`, and columns that say
/// something of them.
[[nodiscard]] Table table_of_checks(const std::vector<Check>& checks, std::size_t shown);
/// A row for each promise of a contract.
[[nodiscard]] Table table_of_contracts(const std::vector<Check>& checks);
/// A row for each post that breaks a promise, or of which it is not known.
[[nodiscard]] Table table_of_posts(const Answers& answers, const std::vector<Check>& checks);

}  // namespace tiktok_kpi
