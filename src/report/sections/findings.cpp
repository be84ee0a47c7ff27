// What to do next: the table of findings, each with its number and the command that shows it.
#include "report/findings/findings.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

/// Most findings that people see unless --limit says otherwise; machines get them all.
constexpr std::size_t most_shown = 10;

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
        "nothing found: what there is to compare are cost, orders, promo codes, and paid posts with usual ones";
    return;
  }
  if (answers.money.currency.known()) document.currency = answers.money.currency;
  Table table;
  table.id = "findings";
  table.title = "What to do next";
  table.columns = {{"subject", "about", Unit::text},
                   {"value", "value", Unit::none},
                   {.id = "metric", .label = "metric", .unit = Unit::text, .detail = true},
                   {.id = "rule", .label = "rule", .unit = Unit::text, .detail = true},
                   {"command", "shown by", Unit::text},
                   {"finding", "finding", Unit::text}};
  for (auto& [row, finding] : found)
    table.rows.push_back(
        {Quantity::label(std::move(finding.subject)), finding.value,
         Quantity::label(std::string(finding.metric)), Quantity::label(std::string(row->id)),
         Quantity::label(std::string(finding.command)), Quantity::label(std::move(finding.text))});
  table.total_rows = table.rows.size();
  table.people_rows = answers.context.table.limit.value_or(most_shown);
  section.blocks.emplace_back(std::move(table));
}

}  // namespace

const ReportSection findings_section{"findings", "What to do next",
                                     "what the figures advise, each with its evidence",
                                     needs_of_findings, build_findings};

}  // namespace tiktok_kpi
