// What was promised and what became of it: goals, contracts, disclosure, rights.
#include <algorithm>

#include "report/checks.hpp"
#include "report/metric_columns.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

Figures figures_of(Answers& answers) {
  Figures figures;
  if (answers.delivery)
    for (const auto& [id, value] : answers.delivery->figures)
      if (value.known())
        figures.items.push_back(
            {{std::string(id), column_label(metric(id)), metric(id).unit}, value});
  return figures;
}

void define_all(Answers& answers, const Document& document) {
  for (const Check& check : document.checks)
    if (find_metric(check.metric) != nullptr) define(answers, check.metric);
  for (const std::string_view id : {"goal_attainment", "pacing", "projected_total"})
    if (std::ranges::any_of(document.checks,
                            [](const Check& check) { return check.kind == "goals"; }))
      define(answers, id);
}

void build_delivery(Answers& answers, Document& document, Section& section) {
  const std::vector<Check>& checks = document.checks;
  if (checks.empty()) {
    section.absent =
        answers.context.table.chooses_posts()
            ? "goals and contracts are of the whole campaign: without --where and --creator they are shown"
            : "no goals and no contracts: state them in the campaign file, as \"er_views\": \">= 4%\"";
    return;
  }
  if (answers.money.currency.known()) document.currency = answers.money.currency;
  const bool every = answers.context.every_column;
  Figures figures = figures_of(answers);
  if (!figures.items.empty()) section.blocks.emplace_back(std::move(figures));
  // In a report the contracts have a table of their own, in which people find a creator's row.
  const auto figures_only = static_cast<std::size_t>(
      std::ranges::count_if(checks, [](const Check& check) { return check.subject.empty(); }));
  Table all = table_of_checks(
      checks, every ? answers.context.table.rows_for_people(checks.size()) : figures_only);
  if (figures_only == checks.size() || !every) all.title = "Goals";
  all.rest_elsewhere = !every;
  section.blocks.emplace_back(std::move(all));
  Table contracts = table_of_contracts(checks);
  if (every) contracts.people_rows = 0;
  if (!contracts.rows.empty()) section.blocks.emplace_back(std::move(contracts));
  if (Table posts = table_of_posts(answers, checks); !posts.rows.empty())
    section.blocks.emplace_back(std::move(posts));
  define_all(answers, document);
}

}  // namespace

const ReportSection delivery_section{
    "delivery", "Delivery and compliance",
    "goals, contracts, disclosure, exclusivity, rights, and rules on the data", needs_of_checks,
    build_delivery};

}  // namespace tiktok_kpi
