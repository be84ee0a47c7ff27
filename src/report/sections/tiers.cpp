// One row per size class: the sums of its creators' groups. Rows add up to the total, since posts
// without a known creator stand under "unknown" too.
#include <algorithm>
#include <array>
#include <map>

#include "metrics/families.hpp"
#include "report/creator_sizes.hpp"
#include "report/interval_columns.hpp"
#include "report/metric_columns.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 4> shown{"video_count", "total_views", "er_views",
                                                "er_followers"};
constexpr std::array<std::string_view, 4> detail{"total_interactions", "views_mean",
                                                 "er_views_mean", "er_followers_mean"};

Request needs_of_tiers(const ReportContext& context) {
  Request request = MetricColumns(context, shown, detail).needs();
  NewestRequest newest;
  newest.rate = engagement_rate(context);
  request.kept = newest.fields();
  request.kept.insert({Field::creator, Field::followers});
  request.groupings = {Grouping::creator, Grouping::total};
  return request;
}

struct TierRow {
  std::uint64_t creators = 0;
  std::optional<Group> group;

  void add(const Group& more) { group = group ? Aggregates::merge(*group, more) : more; }
};

std::map<std::string, TierRow, std::less<>> rows_of(const Answers& answers) {
  const CreatorSizes sizes(answers);
  std::map<std::string, TierRow, std::less<>> rows;
  const Aggregates& creators = answers.aggregates.at(Grouping::creator);
  const Aggregates& total = answers.aggregates.at(Grouping::total);
  for (const Group& group : creators.groups) {
    const Quantity tier = sizes.tier(group.id);
    TierRow& row = rows[tier.label_value() != nullptr ? *tier.label_value() : "unknown"];
    ++row.creators;
    row.add(group);
  }
  TierRow all;
  for (const auto& [name, row] : rows) all.add(*row.group);
  Group none;
  none.means.resize(creators.means.size());
  const Group nameless =
      Aggregates::without(total.groups.front(), total, all.group.value_or(none), creators);
  if (nameless.posts > 0) rows["unknown"].add(nameless);
  return rows;
}

/// Intervals and ranks of the named tiers, in that order; not of "unknown", where posts without a
/// creator stand as well.
struct TierIntervals {
  std::vector<std::optional<RateInterval>> intervals;
  std::vector<std::optional<RankRange>> ranks;
  std::string note;
};
TierIntervals intervals_of(const Answers& answers, const std::vector<std::string>& names) {
  const CreatorSizes sizes(answers);
  NewestRequest request;
  request.rate = engagement_rate(answers.context);
  request.size = names.size();
  request.rows.assign(answers.store.creators().size(), NewestRequest::none);
  for (const Group& group : answers.aggregates.at(Grouping::creator).groups) {
    const Quantity tier = sizes.tier(group.id);
    if (tier.label_value() == nullptr) continue;
    const auto found = std::ranges::find(names, *tier.label_value());
    if (found != names.end() && *found != "unknown")
      request.rows[group.id] = static_cast<std::uint32_t>(found - names.begin());
  }
  const std::vector<NewestPosts> posts =
      newest_posts(answers.store, answers.select, SponsorRules(answers.campaign()), answers.zone,
                   request, answers.threads);
  TierIntervals found;
  found.intervals = rate_intervals(posts, answers.settings().confidence, answers.threads);
  found.ranks = rank_ranges(found.intervals);
  found.note = interval_note(found.intervals, posts, answers.settings());
  return found;
}

void build_tiers(Answers& answers, Document& document, Section& section) {
  const auto rows = rows_of(answers);
  if (rows.empty() || (rows.size() == 1 && rows.begin()->first == "unknown")) {
    section.absent =
        "no tiers: followers are neither in the campaign file (\"followers\") nor in an export";
    return;
  }
  MetricColumns columns(answers.context, shown, detail);
  Table table;
  table.id = "tiers";
  table.title = "Tiers";
  table.columns = {{"tier", "tier", Unit::text}, {"creators", "creators", Unit::count}};
  for (Column& column : columns.columns())
    if (!columns.is_median(columns.find(column.id))) table.columns.push_back(std::move(column));
  for (Column& column : interval_columns(answers.context))
    table.columns.push_back(std::move(column));
  const std::vector<std::string> names = tier_names(answers.settings());
  const TierIntervals known = intervals_of(answers, names);
  table.note = known.note;
  const Aggregates& shape = answers.aggregates.at(Grouping::creator);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string& name = names[i];
    const auto found = rows.find(name);
    if (found == rows.end()) continue;
    std::vector<Quantity>& row = table.rows.emplace_back();
    row = {Quantity::label(name), Quantity::count(static_cast<Int128>(found->second.creators))};
    // Medians do not add up: those of the creators say nothing of the tier.
    for (std::size_t at = 0; at < columns.size(); ++at)
      if (!columns.is_median(at)) row.push_back(columns.value(at, *found->second.group, shape));
    for (Quantity& cell : interval_cells(known.intervals[i], known.ranks[i], name != "unknown"))
      row.push_back(std::move(cell));
  }
  arrange(table, sort_of(table, answers.context, {}), answers.context.table, 0);
  hide_empty_columns(table, answers.context);
  columns.define(answers, nullptr, nullptr);
  section.blocks.emplace_back(std::move(table));
  const Column reach{"potential_reach", "followers of all creators", Unit::count};
  const Quantity followers = potential_reach(answers);
  section.blocks.emplace_back(Figures{{{reach, followers}}});
  document.totals.push_back({reach, followers});
  define(answers, "potential_reach");
}

}  // namespace

const ReportSection tiers_section{"tiers", "Tiers", "creators by size class", needs_of_tiers,
                                  build_tiers};

}  // namespace tiktok_kpi
