// What to do next: the table of findings, each with its number and the command that shows it.
#include "report/findings/findings.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

Request needs_of_findings(const ReportContext& context) {
  Request request;
  request.commerce = true;
  for (const FindingRow* row : finding_rows)
    if (row->needs != nullptr && !(row->whole_campaign && context.table.chooses_posts()))
      request.add(row->needs(context));
  return request;
}

void build_findings(Answers& answers, Document& document, Section& section) {
  std::vector<RankedFinding> found = find_all(answers);
  if (found.empty()) {
    section.absent =
        "nothing found: what there is to compare are cost, orders, promo codes, contracts, followers, and paid posts with usual ones";
    return;
  }
  if (answers.money.currency.known()) document.currency = answers.money.currency;
  section.blocks.emplace_back(findings_table(std::move(found), answers.context.table));
}

}  // namespace

const ReportSection findings_section{"findings", "What to do next",
                                     "what the figures advise, each with its evidence",
                                     needs_of_findings, build_findings};

}  // namespace tiktok_kpi
