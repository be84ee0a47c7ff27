// The table of findings, walked.
#include "report/findings/findings.hpp"

#include <algorithm>

namespace tiktok_kpi {

void take(std::string_view rule, Urgency urgency, std::vector<Finding> found,
          std::vector<RankedFinding>& all) {
  std::erase_if(found, [](const Finding& finding) { return !finding.value.known(); });
  if (found.size() > most_findings_of_a_kind) found.resize(most_findings_of_a_kind);
  for (Finding& finding : found) all.push_back({rule, urgency, std::move(finding)});
}

void rank(std::vector<RankedFinding>& all) {
  std::ranges::stable_sort(all, {}, &RankedFinding::urgency);
}

std::vector<RankedFinding> find_all(Answers& answers) {
  const bool whole = !answers.context.table.chooses_posts();
  std::vector<RankedFinding> all;
  for (const FindingRow* row : finding_rows) {
    if (row->whole_campaign && !whole) continue;
    std::vector<Finding> found;
    row->find(answers, found);
    take(row->id, row->urgency, std::move(found), all);
  }
  rank(all);
  return all;
}

Table findings_table(std::vector<RankedFinding> found, const TableOptions& options) {
  constexpr std::size_t most_shown = 10;
  Table table;
  table.id = "findings";
  table.title = "What to do next";
  table.columns = {{"subject", "about", Unit::text},
                   {"value", "value", Unit::none},
                   {.id = "metric", .label = "metric", .unit = Unit::text, .detail = true},
                   {.id = "rule", .label = "rule", .unit = Unit::text, .detail = true},
                   {"command", "shown by", Unit::text},
                   {"finding", "finding", Unit::text}};
  for (RankedFinding& one : found)
    table.rows.push_back({Quantity::label(std::move(one.finding.subject)), one.finding.value,
                          Quantity::label(std::string(one.finding.metric)),
                          Quantity::label(std::string(one.rule)),
                          Quantity::label(std::string(one.finding.command)),
                          Quantity::label(std::move(one.finding.text))});
  table.total_rows = table.rows.size();
  table.people_rows = options.rows_for_people(most_shown);
  return table;
}

}  // namespace tiktok_kpi
