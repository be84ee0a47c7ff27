// One row per creator: size, reach, rates, and how the rate stands against the published band.
#include <algorithm>
#include <array>

#include "metrics/benchmarks.hpp"
#include "report/creator_sizes.hpp"
#include "report/group_table.hpp"
#include "report/lens_figures.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 4> shown{"video_count", "total_views", "er_views",
                                                "er_followers"};
constexpr std::array<std::string_view, 6> detail{"total_interactions", "er_views_mean",
                                                 "er_views_median",    "er_followers_mean",
                                                 "views_median",       "view_follower_ratio"};
/// Further columns of the command: the report would pay for them at every creator.
constexpr std::array<std::string_view, 18> every{"total_interactions",
                                                 "er_views_mean",
                                                 "er_views_median",
                                                 "er_followers_mean",
                                                 "views_median",
                                                 "view_follower_ratio",
                                                 "avg_interactions_per_post",
                                                 "views_mean",
                                                 "er_views_ratio_of_medians",
                                                 "er_reach",
                                                 "like_rate",
                                                 "comment_rate",
                                                 "share_rate",
                                                 "save_rate",
                                                 "comments_per_1k_likes",
                                                 "completion_rate_pooled",
                                                 "completion_rate_mean",
                                                 "avg_watch_ratio"};

MetricColumns columns_of(const ReportContext& context) {
  std::vector<std::string_view> first(shown.begin(), shown.end());
  if (is_over_posts(metric(context.settings.headline)) &&
      std::ranges::find(first, context.settings.headline) == first.end())
    first.insert(first.begin() + 2, context.settings.headline);
  return {context, first, context.every_column ? std::span<const std::string_view>(every) : detail};
}

Request needs_of_creators(const ReportContext& context) {
  Request request = columns_of(context).needs();
  request.groupings = {Grouping::creator};
  request.commerce = true;
  if (const Lens* lens = lens_of_newest(context)) request.add(needs_of_lens(context, *lens));
  return request;
}

void build_creators(Answers& answers, Document&, Section& section) {
  MetricColumns columns = columns_of(answers.context);
  const Settings& settings = answers.settings();
  const CreatorSizes sizes(answers);
  const bool detail_hidden = !answers.context.every_column;
  // Cost and revenue are those of the whole campaign.
  const bool whole = !answers.context.table.chooses_posts();
  Settings account = settings;
  account.currency = answers.money.currency;
  const std::size_t er_median = columns.find("er_views_median");
  const std::size_t reach_median = columns.find("view_follower_ratio");
  GroupTableSpec spec{.id = "creators",
                      .title = "Creators",
                      .grouping = Grouping::creator,
                      .sort = "total_views",
                      .limit = detail_hidden ? 20U : 0U,
                      .leading = {{"creator", "creator", Unit::text}, {"tier", "tier", Unit::text}},
                      .lead = {},
                      .trailing = {},
                      .trail = {}};
  spec.lead = [&](const Group& group) -> std::vector<Quantity> {
    return {Quantity::label("@" + answers.store.creators().spelling(group.id)),
            sizes.tier(group.id)};
  };
  add_newest_lens(answers, spec);
  spec.trailing = {
      {.id = "benchmark_index",
       .label = "vs. band",
       .unit = Unit::ratio,
       .digits = 0,
       .trend = true,
       .from_one = true},
      {.id = "conversions", .label = "orders", .unit = Unit::count},
      {.id = "net_revenue", .label = "revenue", .unit = Unit::money},
      {.id = "cost_total", .label = "cost", .unit = Unit::money, .detail = detail_hidden},
      {.id = "roi", .label = "ROI", .unit = Unit::ratio, .trend = true},
      {"power_influencer", "power", Unit::text, -1, false, detail_hidden},
      {"followers", "followers", Unit::count, -1, false, detail_hidden}};
  spec.trail = [&](const Group& group,
                   const std::vector<Quantity>& values) -> std::vector<Quantity> {
    const Quantity followers = sizes.followers(group.id);
    const Rational* count = followers.exact_value();
    const Benchmark* band = count != nullptr
                                ? er_views_benchmark(static_cast<std::int64_t>(count->numerator()))
                                : nullptr;
    const auto middle = band != nullptr ? band->middle() : std::nullopt;
    const Quantity benchmark = middle ? Quantity::exact(*middle, Unit::ratio)
                                      : Quantity::missing(MissingReason::no_benchmark, Unit::ratio);
    // The published band is of medians over recent posts: like is compared with like.
    const Quantity index =
        call("benchmark_index", {{"value", values[er_median]}, {"benchmark", benchmark}}, settings);
    const Quantity power = call("power_influencer",
                                {{"er_views_median", values[er_median]},
                                 {"tier_benchmark", benchmark},
                                 {"view_follower_ratio_median", values[reach_median]},
                                 {"posts", Quantity::count(static_cast<Int128>(group.posts))}},
                                settings);
    const MoneyRow* money = answers.money.of(answers.store.creators().key(group.id));
    if (money == nullptr || !whole) {
      const auto none = [](Unit unit) {
        return Quantity::missing(MissingReason::not_exported, unit);
      };
      return {index, none(Unit::count), none(Unit::money), none(Unit::money), none(Unit::ratio),
              power, followers};
    }
    return {index,
            money->orders,
            money->net_revenue,
            money->cost,
            call("roi", {{"revenue", money->net_revenue}, {"cost", money->cost}}, account),
            power,
            followers};
  };
  section.blocks.emplace_back(build_group_table(answers, columns, spec));
}

}  // namespace

const ReportSection creators_section{"creators", "Creators",
                                     "one row per creator with tier, reach and rates",
                                     needs_of_creators, build_creators};

}  // namespace tiktok_kpi
