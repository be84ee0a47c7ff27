#pragma once
// What several campaigns say together: one row a campaign, the partnerships, and what to do next.
#include <span>
#include <string>
#include <vector>

#include "analysis/partnerships.hpp"
#include "report/findings/findings.hpp"
#include "tiktok_kpi/document/document.hpp"
#include "tiktok_kpi/model/table_options.hpp"

namespace tiktok_kpi {

/// Sections of a report that a portfolio has as well.
[[nodiscard]] bool is_of_portfolio(std::string_view section);

/// Several campaigns and what is known of them together.
struct Portfolio {
  std::span<const CampaignFigures> campaigns;  ///< in the order given
  Partnerships partnerships;
  PartnerFigures whole;
};
/// Works out the rest from the campaigns, at least one, which must outlive the result. Tests have
/// the confidence that the first states.
[[nodiscard]] Portfolio portfolio_of(std::span<const CampaignFigures> campaigns);

/// Fills subtitle, totals and sections. `sections` are ids; those that no
/// portfolio has are passed over.
void build_portfolio(const Portfolio& portfolio, std::span<const std::string> sections,
                     const TableOptions& options, Document& document);

// portfolio_tables.cpp
[[nodiscard]] Table campaigns_table(const Portfolio& portfolio);
[[nodiscard]] Table partners_table(const Portfolio& portfolio);
/// One row a creator and campaign.
[[nodiscard]] Table participations_table(const Portfolio& portfolio);
/// First campaigns of creators against their later ones.
[[nodiscard]] Table repeats_table(const Portfolio& portfolio);
/// One-off partnerships beside lasting ones.
[[nodiscard]] Table kinds_table(const Portfolio& portfolio);

/// What partnerships advise; findings/partnerships.cpp.
[[nodiscard]] std::vector<RankedFinding> find_in_partnerships(const Portfolio& portfolio);

}  // namespace tiktok_kpi
