// One row per creator: size, reach, rates, and how the rate stands against the published band.
#include <algorithm>
#include <array>

#include "metrics/benchmarks.hpp"
#include "report/creator_comparisons.hpp"
#include "report/creator_sizes.hpp"
#include "report/fit_table.hpp"
#include "report/group_table.hpp"
#include "report/interval_columns.hpp"
#include "report/lens_figures.hpp"
#include "report/lift_columns.hpp"
#include "report/sections/sections.hpp"
#include "report/share_intervals.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 3> shown{"video_count", "total_views", "er_views"};
constexpr std::array<std::string_view, 7> detail{
    "er_followers",      "total_interactions", "er_views_mean",      "er_views_median",
    "er_followers_mean", "views_median",       "view_follower_ratio"};
/// Further columns of the command: the report would pay for them at every creator.
constexpr std::array<std::string_view, 20> every{"er_followers",
                                                 "total_interactions",
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
                                                 "completion_rate",
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
  request.add(needs_of_comparisons(context));
  if (const Lens* lens = lens_of_newest(context)) request.add(needs_of_lens(context, *lens));
  return request;
}

constexpr std::size_t usual_limit = 20;

/// The cells behind the metrics, for one creator.
class CreatorCells {
 public:
  CreatorCells(const Answers& answers, const MetricColumns& columns)
      : answers_(answers),
        sizes_(answers),
        account_(answers.settings()),
        shares_(answers.context, every),
        er_median_(columns.find("er_views_median")),
        reach_median_(columns.find("view_follower_ratio")) {
    account_.currency = answers.money.currency;
  }

  [[nodiscard]] std::vector<Column> columns() const {
    const ReportContext& context = answers_.context;
    const bool hidden = !context.every_column;
    std::vector<Column> columns{{.id = "benchmark_index",
                                 .label = "vs. band",
                                 .unit = Unit::ratio,
                                 .digits = 0,
                                 .trend = true,
                                 .from_one = true},
                                {.id = "conversions", .label = "orders", .unit = Unit::count},
                                {.id = "net_revenue", .label = "revenue", .unit = Unit::money},
                                {.id = "roi", .label = "ROI", .unit = Unit::ratio, .trend = true}};
    for (Column& column : interval_columns(context)) columns.push_back(std::move(column));
    if (!hidden)
      for (Column& column : shares_.columns(false)) columns.push_back(std::move(column));
    std::vector<Column> lift = lift_columns(context);
    if (hidden) lift.resize(lift_shown);  // the rest stands in a table of its own
    lift[1].detail = hidden;
    for (Column& column : lift) columns.push_back(std::move(column));
    columns.push_back({.id = "cost_total", .label = "cost", .unit = Unit::money, .detail = hidden});
    columns.push_back(
        {.id = "power_influencer", .label = "power", .unit = Unit::text, .detail = hidden});
    columns.push_back(
        {.id = "followers", .label = "followers", .unit = Unit::count, .detail = hidden});
    return columns;
  }

  [[nodiscard]] std::vector<Quantity> lead(const Group& group) const {
    return {Quantity::label("@" + answers_.store.creators().spelling(group.id)),
            sizes_.tier(group.id)};
  }

  [[nodiscard]] std::vector<Quantity> trail(const Group& group,
                                            const std::vector<Quantity>& metrics) const {
    const Quantity followers = sizes_.followers(group.id);
    const Quantity benchmark = benchmark_of(followers);
    // The published band is of medians over recent posts: like is compared with like.
    std::vector<Quantity> cells{call("benchmark_index",
                                     {{"value", metrics[er_median_]}, {"benchmark", benchmark}},
                                     answers_.settings())};
    const MoneyRow money = money_of(group);
    cells.push_back(money.orders);
    cells.push_back(money.net_revenue);
    cells.push_back(call("roi", {{"revenue", money.net_revenue}, {"cost", money.cost}}, account_));
    const CreatorComparison* compared = answers_.comparisons->of(group.id);
    const bool asked = compared != nullptr;
    const auto append = [&cells](std::vector<Quantity> more) {
      for (Quantity& cell : more) cells.push_back(std::move(cell));
    };
    append(asked ? interval_cells(compared->interval, compared->rank)
                 : interval_cells({}, {}, false));
    if (answers_.context.every_column)
      append(shares_.cells(group, answers_.aggregates.at(Grouping::creator)));
    std::vector<Quantity> lift =
        lift_cells(asked && answers_.comparisons->lift_asked ? &compared->lift : nullptr);
    if (!answers_.context.every_column) lift.resize(lift_shown);
    append(std::move(lift));
    cells.push_back(money.cost);
    cells.push_back(call("power_influencer",
                         {{"er_views_median", metrics[er_median_]},
                          {"tier_benchmark", benchmark},
                          {"view_follower_ratio_median", metrics[reach_median_]},
                          {"posts", Quantity::count(static_cast<Int128>(group.posts))}},
                         answers_.settings()));
    cells.push_back(followers);
    return cells;
  }

 private:
  static constexpr std::size_t lift_shown = 2;  ///< lift_rel and its verdict

  static Quantity benchmark_of(const Quantity& followers) {
    const Rational* count = followers.exact_value();
    const Benchmark* band = count != nullptr
                                ? er_views_benchmark(static_cast<std::int64_t>(count->numerator()))
                                : nullptr;
    const auto middle = band != nullptr ? band->middle() : std::nullopt;
    return middle ? Quantity::exact(*middle, Unit::ratio)
                  : Quantity::missing(MissingReason::no_benchmark, Unit::ratio);
  }

  /// Cost and revenue are those of the whole campaign: of some of its posts nothing is known.
  [[nodiscard]] MoneyRow money_of(const Group& group) const {
    const MoneyRow* row = answers_.context.table.chooses_posts()
                              ? nullptr
                              : answers_.money.of(answers_.store.creators().key(group.id));
    if (row != nullptr) return *row;
    MoneyRow none;
    none.orders = Quantity::missing(MissingReason::not_exported, Unit::count);
    none.net_revenue = Quantity::missing(MissingReason::not_exported, Unit::money);
    none.cost = none.net_revenue;
    return none;
  }

  const Answers& answers_;
  CreatorSizes sizes_;
  Settings account_;
  ShareIntervals shares_;
  std::size_t er_median_;
  std::size_t reach_median_;
};

/// A label beside the tier, which people see when anybody has earned it.
void put_power_beside_tier(Table& table) {
  const auto power = std::ranges::find(table.columns, "power_influencer", &Column::id);
  const auto tier = std::ranges::find(table.columns, "tier", &Column::id);
  if (power == table.columns.end() || tier == table.columns.end()) return;
  const auto from = power - table.columns.begin();
  const auto to = tier - table.columns.begin() + 1;
  bool earned = false;
  for (std::vector<Quantity>& row : table.rows) {
    const bool* label = row[static_cast<std::size_t>(from)].flag_value();
    earned = earned || (label != nullptr && *label);
    std::rotate(row.begin() + to, row.begin() + from, row.begin() + from + 1);
  }
  power->detail = !earned;
  std::rotate(tier + 1, power, power + 1);
}

Table creators_table(Answers& answers) {
  MetricColumns columns = columns_of(answers.context);
  const CreatorCells cells(answers, columns);
  GroupTableSpec spec{
      .id = "creators",
      .title = "Creators",
      .grouping = Grouping::creator,
      .sort = "total_views",
      .limit = answers.context.every_column ? 0U : usual_limit,
      .prepare = [&](const auto& groups) { compare_creators(answers, groups); },
      .leading = {{"creator", "creator", Unit::text}, {"tier", "tier", Unit::text}},
      .lead = [&](const Group& group) { return cells.lead(group); },
      .trailing = cells.columns(),
      .trail = [&](const Group& group, const auto& values) { return cells.trail(group, values); }};
  add_newest_lens(answers, spec);
  Table table = build_group_table(answers, columns, spec);
  put_power_beside_tier(table);
  define(answers, "benchmark_index");
  // One word leaves room for orders and revenue beside it.
  const auto rate = std::ranges::find(table.columns, "er_views", &Column::id);
  if (rate != table.columns.end()) rate->label = "eng.";
  return table;
}

void build_creators(Answers& answers, Document&, Section& section) {
  section.blocks.emplace_back(creators_table(answers));
  if (answers.context.every_column) return;
  const CreatorComparisons& comparisons = *answers.comparisons;
  if (auto lift = comparisons.lift_asked ? lift_table(answers, comparisons) : std::nullopt)
    section.blocks.emplace_back(*std::move(lift));
  if (!comparisons.interval_note.empty())
    section.blocks.emplace_back(Paragraph{comparisons.interval_note});
  if (auto fit = fit_table(answers)) section.blocks.emplace_back(*std::move(fit));
}

}  // namespace

const ReportSection creators_section{"creators", "Creators",
                                     "one row per creator with tier, reach and rates",
                                     needs_of_creators, build_creators};

}  // namespace tiktok_kpi
