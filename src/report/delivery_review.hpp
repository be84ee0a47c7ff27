#pragma once
// What became of the contracts of a campaign, creator by creator, and the figures of all together.
#include <map>
#include <string_view>
#include <vector>

#include "aggregate/request.hpp"
#include "analysis/contract.hpp"
#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

struct Answers;
struct ReportContext;

struct Delivery {
  /// One creator with a contract.
  struct Review {
    const CampaignCreator* creator;
    std::vector<ContractItem> items;
  };
  std::vector<Review> reviews;  ///< in the order of the campaign file
  /// By metric, of the whole campaign: deliverable_completion, on_time_rate,
  /// exclusivity_violations, disclosure_rate, rights_cleared_rate, response_rate, approval_hours.
  std::map<std::string_view, Quantity> figures;
};

/// Is there a contract, or a goal about what contracts are about?
[[nodiscard]] bool asks_delivery(const ReportContext& context);
/// What `delivery_of` needs of the rows; nothing when nobody asks.
[[nodiscard]] Request needs_of_delivery(const ReportContext& context);
/// Worked out once. All posts of listed creators are looked at, whatever --where says. In the
/// campaign every post of a listed creator counts as sponsored, and each that is marked so.
[[nodiscard]] const Delivery& delivery_of(Answers& answers);

}  // namespace tiktok_kpi
