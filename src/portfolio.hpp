#pragma once
// Several campaign files on one command line: a report each, and what they say together. Part of
// the pipeline.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/partnerships.hpp"
#include "tiktok_kpi/pipeline.hpp"

namespace tiktok_kpi {

/// The inputs, when they are several campaign files. Throws Error(usage) when only some are.
[[nodiscard]] std::vector<std::string> several_campaigns(const Invocation& invocation);

/// One campaign of several.
struct CampaignRun {
  Outcome outcome;
  std::optional<CampaignFigures> figures;  ///< when asked for
};
using RunCampaign = std::function<CampaignRun(const Invocation&, bool with_figures)>;

/// A report each, and the portfolio where its sections are asked for. The exit code is the worst of
/// all. Throws what a report throws.
[[nodiscard]] Outcome run_portfolio(const Invocation& invocation,
                                    const std::vector<std::string>& campaigns,
                                    const RunCampaign& run);

/// For commands that print one table: that of every campaign under each other, the campaign in the
/// first column; --sort is over them all. False, and nothing changed, when a report has none or
/// several.
bool join_tables(Document& document, const TableOptions& options);

}  // namespace tiktok_kpi
