// One row per creator: size, reach, rates, and how the rate stands against the published band.
#include <algorithm>
#include <array>

#include "metrics/arguments.hpp"
#include "metrics/benchmarks.hpp"
#include "report/group_table.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 4> shown{"video_count", "total_views", "er_views", "er_followers"};
constexpr std::array<std::string_view, 6> detail{"total_interactions", "er_views_mean", "er_views_median", "er_followers_mean", "views_median", "view_follower_ratio"};
/// Further columns of the command: the report would pay for them at every creator.
constexpr std::array<std::string_view, 18> every{
    "total_interactions", "er_views_mean", "er_views_median", "er_followers_mean", "views_median", "view_follower_ratio", "avg_interactions_per_post", "views_mean",
    "er_views_ratio_of_medians", "er_reach", "like_rate", "comment_rate", "share_rate", "save_rate", "comments_per_1k_likes", "completion_rate_pooled",
    "completion_rate_mean", "avg_watch_ratio"};

MetricColumns columns_of(const ReportContext& context) {
  std::vector<std::string_view> first(shown.begin(), shown.end());
  if (is_over_posts(metric(context.settings.headline)) && std::ranges::find(first, context.settings.headline) == first.end())
    first.insert(first.begin() + 2, context.settings.headline);
  return {context, first, context.every_column ? std::span<const std::string_view>(every) : detail};
}

Request needs_of_creators(const ReportContext& context) {
  Request request = columns_of(context).needs();
  request.groupings = {Grouping::creator};
  return request;
}

/// Followers that decide the tier: the campaign file's, else the newest known.
Quantity followers_of(const Answers& answers, std::uint32_t creator) {
  for (const CampaignCreator& listed : answers.campaign().creators)
    if (listed.followers && answers.store.creators().key(creator) == listed.handle) return Quantity::count(*listed.followers);
  const auto& facts = answers.store.creator_facts()[creator];
  if (facts && facts->followers) return Quantity::count(*facts->followers);
  if (const auto newest = answers.store.newest_followers(creator)) return Quantity::count(*newest);
  return Quantity::missing(MissingReason::not_exported, Unit::count);
}

Quantity call(std::string_view id, std::initializer_list<std::pair<std::string, Quantity>> values, const Settings& settings) {
  Arguments arguments;
  for (const auto& [name, value] : values) arguments.set(name, value);
  return metric(id).function(arguments, settings);
}

void build_creators(Answers& answers, Document&, Section& section) {
  MetricColumns columns = columns_of(answers.context);
  const Settings& settings = answers.settings();
  const bool detail_hidden = !answers.context.every_column;
  const std::size_t er_median = columns.find("er_views_median");
  const std::size_t reach_median = columns.find("view_follower_ratio");
  GroupTableSpec spec{.id = "creators", .title = "Creators", .grouping = Grouping::creator, .sort = "total_views", .limit = detail_hidden ? 20U : 0U,
                      .leading = {{"creator", "Creator", Unit::text}, {"tier", "Tier", Unit::text}}, .lead = {}, .trailing = {}, .trail = {}};
  spec.lead = [&](const Group& group) -> std::vector<Quantity> {
    return {Quantity::label("@" + answers.store.creators().spelling(group.id)),
            call("tier", {{"followers", followers_of(answers, group.id)}}, settings)};
  };
  spec.trailing = {{"benchmark_index", "vs. band", Unit::ratio, -1, false, false, true},
                   {"power_influencer", "Power", Unit::text, -1, false, detail_hidden},
                   {"followers", "Followers", Unit::count, -1, false, detail_hidden}};
  spec.trail = [&](const Group& group, const std::vector<Quantity>& values) -> std::vector<Quantity> {
    const Quantity followers = followers_of(answers, group.id);
    const Rational* count = followers.exact_value();
    const Benchmark* band = count != nullptr ? er_views_benchmark(static_cast<std::int64_t>(count->numerator())) : nullptr;
    const auto middle = band != nullptr ? band->middle() : std::nullopt;
    const Quantity benchmark = middle ? Quantity::exact(*middle, Unit::ratio) : Quantity::missing(MissingReason::no_benchmark, Unit::ratio);
    // The published band is of medians over recent posts: like is compared with like.
    const Quantity index = call("benchmark_index", {{"value", values[er_median]}, {"benchmark", benchmark}}, settings);
    const Quantity power = call("power_influencer", {{"er_views_median", values[er_median]}, {"tier_benchmark", benchmark},
                                                     {"view_follower_ratio_median", values[reach_median]}, {"posts", Quantity::count(static_cast<Int128>(group.posts))}}, settings);
    return {index, power, followers};
  };
  section.blocks.emplace_back(build_group_table(answers, columns, spec));
}

}  // namespace

const ReportSection creators_section{"creators", "Creators", "one row per creator with tier, reach and rates", needs_of_creators, build_creators};

}  // namespace tiktok_kpi
