// The table of findings, walked.
#include "report/findings/findings.hpp"

#include <algorithm>

namespace tiktok_kpi {

std::vector<RankedFinding> find_all(Answers& answers) {
  const bool whole = !answers.context.table.chooses_posts();
  std::vector<RankedFinding> ranked;
  for (const FindingRow* row : finding_rows) {
    if (row->whole_campaign && !whole) continue;
    std::vector<Finding> found;
    row->find(answers, found);
    std::erase_if(found, [](const Finding& finding) { return !finding.value.known(); });
    if (found.size() > most_findings_of_a_kind) found.resize(most_findings_of_a_kind);
    for (Finding& finding : found) ranked.push_back({row, std::move(finding)});
  }
  std::ranges::stable_sort(ranked, {},
                           [](const RankedFinding& found) { return found.row->urgency; });
  return ranked;
}

}  // namespace tiktok_kpi
