// How far videos are watched: one row per creator and one for all.
#include <algorithm>
#include <array>

#include "aggregate/medians.hpp"
#include "report/group_table.hpp"
#include "report/sections/sections.hpp"
#include "report/share_intervals.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 7> shown{
    "completion_rate_pooled", "completion_rate_mean", "completion_rate", "avg_watch_ratio",
    "view_rate_2s",           "view_rate_6s",         "hold_rate"};
constexpr std::array<std::string_view, 2> detail{"video_count", "total_views"};
constexpr std::array columns_of_depth{Field::completion_rate, Field::completed_views,
                                      Field::avg_watch_s, Field::views_2s, Field::views_6s};

Request needs_of_depth(const ReportContext& context) {
  Request request = MetricColumns(context, shown, detail).needs();
  request.groupings = {Grouping::creator, Grouping::total};
  return request;
}

void build_depth(Answers& answers, Document&, Section& section) {
  if (std::ranges::none_of(columns_of_depth,
                           [&](Field field) { return answers.store.seen().contains(field); })) {
    section.absent =
        "no video depth: no input has completion rates, watch time or views of 2 and 6 seconds (TikTok Studio and TikTok One exports do)";
    return;
  }
  MetricColumns columns(answers.context, shown, detail);
  const ShareIntervals shares(answers.context, shown);
  GroupTableSpec spec{.id = "depth",
                      .title = "Video depth",
                      .grouping = Grouping::creator,
                      .sort = "total_views",
                      .limit = 20,
                      .leading = {{"creator", "creator", Unit::text}},
                      .lead = {},
                      .trailing = shares.columns(false),
                      .trail = {}};
  spec.trail = [&](const Group& group, const std::vector<Quantity>&) {
    return shares.cells(group, answers.aggregates.at(Grouping::creator));
  };
  spec.lead = [&](const Group& group) -> std::vector<Quantity> {
    return {Quantity::label("@" + answers.store.creators().spelling(group.id))};
  };
  Table table = build_group_table(answers, columns, spec);
  Aggregates& total = answers.aggregates.at(Grouping::total);
  if (total.groups.front().medians.empty())
    add_medians(total, {1}, answers.store, answers.select, answers.zone, answers.threads);
  std::vector<Quantity> row{Quantity::label("(total)")};
  for (Quantity& value : columns.values(total.groups.front(), total))
    row.push_back(std::move(value));
  for (Quantity& value : shares.cells(total.groups.front(), total)) row.push_back(std::move(value));
  table.rows.push_back(std::move(row));
  ++table.total_rows;
  section.blocks.emplace_back(std::move(table));
}

}  // namespace

const ReportSection depth_section{"depth", "Video depth",
                                  "completion, watch time, 2 and 6 second views", needs_of_depth,
                                  build_depth};

}  // namespace tiktok_kpi
