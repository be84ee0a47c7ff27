// Groups may be many (50,000 creators), printed rows few: only the sort column is worked out for
// all.
#include "report/group_table.hpp"

#include <algorithm>

#include "aggregate/medians.hpp"

namespace tiktok_kpi {
namespace {

/// Positions of the groups that can be printed, best first, when the sort column is cheap; all
/// otherwise.
std::vector<std::size_t> choose(Answers& answers, MetricColumns& columns,
                                const GroupTableSpec& spec, const SortSpec& sort) {
  Aggregates& aggregates = answers.aggregates.at(spec.grouping);
  std::vector<std::size_t> chosen(aggregates.groups.size());
  for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] = i;
  const std::size_t limit = answers.context.table.limit.value_or(spec.limit);
  const std::size_t column = columns.find(sort.column);
  if (limit == 0 || limit >= chosen.size() || !answers.context.table.having.empty() ||
      column == std::string_view::npos || columns.is_median(column))
    return chosen;
  std::vector<Quantity> keys;
  keys.reserve(chosen.size());
  for (const Group& group : aggregates.groups)
    keys.push_back(columns.value(column, group, aggregates));
  const auto better = [&](std::size_t a, std::size_t b) {
    if (keys[a].known() != keys[b].known()) return keys[a].known();
    const int order = Quantity::compare(keys[a], keys[b]);
    return order != 0 ? (sort.descending ? order > 0 : order < 0) : a < b;
  };
  std::ranges::partial_sort(chosen, chosen.begin() + static_cast<std::ptrdiff_t>(limit), better);
  chosen.resize(limit);
  return chosen;
}

}  // namespace

Table build_group_table(Answers& answers, MetricColumns& columns, const GroupTableSpec& spec) {
  Aggregates& aggregates = answers.aggregates.at(spec.grouping);
  const TableOptions& options = answers.context.table;
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.columns = spec.leading;
  for (Column& column : columns.columns()) table.columns.push_back(std::move(column));
  table.columns.insert(table.columns.end(), spec.trailing.begin(), spec.trailing.end());
  const SortSpec sort = sort_of(table, answers.context, spec.sort);
  const std::vector<std::size_t> chosen = choose(answers, columns, spec, sort);
  if (columns.any_median()) {
    std::vector<std::uint8_t> wanted(aggregates.groups.size(), 0);
    for (const std::size_t at : chosen)
      wanted[at] = aggregates.groups[at].medians.empty();  // another section may have them
    if (std::ranges::count(wanted, 1) > 0)
      add_medians(aggregates, wanted, answers.store, answers.select, answers.zone, answers.threads);
  }
  if (spec.prepare) {
    std::vector<const Group*> groups;
    for (const std::size_t at : chosen) groups.push_back(&aggregates.groups[at]);
    spec.prepare(groups);
  }
  for (const std::size_t at : chosen) {
    const Group& group = aggregates.groups[at];
    std::vector<Quantity> row = spec.lead(group);
    const std::vector<Quantity> metrics = columns.values(group, aggregates);
    row.insert(row.end(), metrics.begin(), metrics.end());
    if (spec.trail)
      for (Quantity& value : spec.trail(group, metrics)) row.push_back(std::move(value));
    table.rows.push_back(std::move(row));
  }
  const bool cut = chosen.size() < aggregates.groups.size();
  arrange(table, sort, options, spec.limit);
  hide_empty_columns(table, answers.context);
  if (cut) table.total_rows = aggregates.groups.size();
  columns.define(answers, nullptr, nullptr);
  return table;
}

}  // namespace tiktok_kpi
