#pragma once
// Tables of the attribution section that show its evidence: how places move with the rule, how
// orders found their visits, which keys are there to match by, codes of nobody, platforms' claims.
#include "analysis/order_attribution.hpp"
#include "report/answers.hpp"
#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// Places of the creators by revenue under every rule: equal revenue shares the better place. Rows
/// and columns are those of `revenue`, whose first rows are so many creators.
/// O(rules x creators x log creators).
[[nodiscard]] Table ranks_table(const Table& revenue, std::size_t creators);
[[nodiscard]] Table matches_table(const OrderAttribution& found);
/// Orders and visits that carry each key, and their share of all.
[[nodiscard]] Table keys_table(const KeyCoverage& keys);
[[nodiscard]] Table foreign_table(const OrderAttribution& found, const TableOptions& options);
[[nodiscard]] Table claims_table(const Answers& answers);

}  // namespace tiktok_kpi
