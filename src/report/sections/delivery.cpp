// What was promised and what became of it: the goals of the campaign file.
#include "report/goals.hpp"
#include "report/metric_columns.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

void build_delivery(Answers& answers, Document& document, Section& section) {
  if (document.checks.empty()) {
    section.absent =
        answers.campaign().goals.empty()
            ? "no goals: state them in the campaign file, as \"er_views\": \">= 4%\""
            : "goals are of the whole campaign: without --where and --creator they are shown";
    return;
  }
  if (answers.money.currency.known()) document.currency = answers.money.currency;
  section.blocks.emplace_back(table_of_goals(answers, document.checks));
  for (const Check& check : document.checks)
    if (find_metric(check.id) != nullptr) define(answers, check.id);
  for (const std::string_view id : {"goal_attainment", "pacing", "projected_total"})
    define(answers, id);
}

}  // namespace

const ReportSection delivery_section{"delivery", "Goals", "how the campaign's goals stand",
                                     needs_of_goals, build_delivery};

}  // namespace tiktok_kpi
