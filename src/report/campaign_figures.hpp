#pragma once
// One campaign as a portfolio sees it, from the answers of its report.
#include "analysis/partnerships.hpp"
#include "report/answers.hpp"

namespace tiktok_kpi {

/// What `campaign_figures` needs of the rows.
[[nodiscard]] Request needs_of_campaign_figures(const ReportContext& context);
/// Name, days, totals and creators; checks and inputs are known to whoever has the document.
[[nodiscard]] CampaignFigures campaign_figures(Answers& answers);

}  // namespace tiktok_kpi
