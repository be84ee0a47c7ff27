// The first lines: what was reached and how strongly people reacted. Works out every total of the
// report.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aggregate/medians.hpp"
#include "report/checks.hpp"
#include "report/growth.hpp"
#include "report/lens_figures.hpp"
#include "report/metric_columns.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 5> shown{"total_views", "er_views", "er_followers",
                                                "total_interactions", "video_count"};
constexpr std::array<std::string_view, 12> detail{"er_views_mean",
                                                  "er_views_median",
                                                  "er_followers_mean",
                                                  "avg_interactions_per_post",
                                                  "views_mean",
                                                  "views_median",
                                                  "like_rate",
                                                  "comment_rate",
                                                  "share_rate",
                                                  "save_rate",
                                                  "comments_per_1k_likes",
                                                  "view_follower_ratio"};

/// The metric that leads the report stands in the first line whatever it is.
MetricColumns columns_of(const ReportContext& context) {
  std::vector<std::string_view> first(shown.begin(), shown.end());
  if (is_over_posts(metric(context.settings.headline)) &&
      std::ranges::find(first, context.settings.headline) == first.end())
    first.insert(first.begin() + 1, context.settings.headline);
  return {context, first, detail};
}

Request needs_of_headline(const ReportContext& context) {
  Request request = columns_of(context).needs();
  request.add(needs_of_checks(context));
  request.groupings = {Grouping::total};
  if (!context.table.lens.empty()) {
    request.add(needs_of_lens(context, find_lens(context.table.lens)));
    request.groupings.push_back(Grouping::creator);
  }
  request.commerce = true;
  return request;
}

/// What was sold and what it cost, where the campaign file or an export says so.
void add_money(Answers& answers, Document& document, Figures& figures) {
  // Cost and revenue are those of the whole campaign.
  const TableOptions& table = answers.context.table;
  if (table.chooses_posts()) return;
  const bool attributed = answers.attribution.has_value();
  const CampaignMoney& money = answers.money;
  if (!money.any_cost && !attributed) return;
  if (money.currency.known()) document.currency = money.currency;
  const auto add = [&](const Column& column, const Quantity& value) {
    document.totals.push_back({column, value});
    if (value.known()) figures.items.push_back({column, value});
  };
  if (attributed) {
    add({"conversions", "orders", Unit::count}, money.total.orders);
    add({"net_revenue", "revenue", Unit::money}, money.total.net_revenue);
    define(answers, "net_revenue");
  }
  if (!money.any_cost) return;
  add({"cost_total", "cost", Unit::money}, money.total.cost);
  define(answers, "cost_total");
  if (!attributed) return;
  Settings settings = answers.settings();
  settings.currency = money.currency;
  add({.id = "roi", .label = "ROI", .unit = Unit::ratio, .trend = true},
      call("roi", {{"revenue", money.total.net_revenue}, {"cost", money.total.cost}}, settings));
  define(answers, "roi");
}

/// What the brand's account gained, when that is what the campaign is for.
void add_growth(const Answers& answers, Document& document, Figures& figures) {
  if (answers.campaign().objective != "growth" || answers.context.table.chooses_posts()) return;
  for (const GrowthRow& row : follower_growth(answers)) {
    if (!row.brand || row.window == "after") continue;
    const Column column{.id = "follower_growth_abs",
                        .label = "followers gained",
                        .unit = Unit::count,
                        .trend = true};
    document.totals.push_back({column, row.gain});
    if (row.gain.known()) figures.items.push_back({column, row.gain});
  }
}

/// The figures that the campaign is judged by lead; the others keep their order behind them.
void put_objective_first(const Answers& answers, Figures& figures) {
  using Ids = std::array<std::string_view, 4>;
  constexpr std::array<std::pair<std::string_view, Ids>, 4> objectives{
      {{"awareness", {"total_views", "video_count"}},
       {"engagement", {"er_views", "er_followers", "total_interactions"}},
       {"sales", {"net_revenue", "roi", "conversions", "cost_total"}},
       {"growth", {"follower_growth_abs"}}}};
  const auto* row = std::ranges::find(objectives, answers.campaign().objective,
                                      &std::pair<std::string_view, Ids>::first);
  if (row == objectives.end()) return;
  const Ids& ids = row->second;
  std::ranges::stable_sort(figures.items, {}, [&](const Figure& figure) {
    return std::ranges::find(ids, figure.column.id) - ids.begin();
  });
}

void build_headline(Answers& answers, Document& document, Section& section) {
  MetricColumns columns = columns_of(answers.context);
  Aggregates& total = answers.aggregates.at(Grouping::total);
  if (total.groups.front().medians.empty())  // the goals may have asked for them
    add_medians(total, {1}, answers.store, answers.select, answers.zone, answers.threads);
  const std::vector<Quantity> values = columns.values(total.groups.front(), total);
  const std::vector<Column> described = columns.columns();
  Figures figures;
  for (std::size_t i = 0; i < values.size(); ++i) {
    document.totals.push_back({described[i], values[i]});
    if (described[i].detail) continue;
    figures.items.push_back({described[i], values[i]});
    // A figure says itself what the rate is of.
    if (described[i].id.starts_with("er_")) figures.items.back().column.label = "engagement";
  }
  add_newest_lens(answers, document, figures);
  add_money(answers, document, figures);
  add_growth(answers, document, figures);
  put_objective_first(answers, figures);
  section.blocks.emplace_back(std::move(figures));
  columns.define(answers, &total.groups.front(), &total);
  const std::size_t pooled = columns.find("er_views");
  const std::size_t mean = columns.find("er_views_mean");
  if (values[pooled].is_number() && values[mean].is_number()) {
    const double a = values[pooled].to_double();
    const double b = values[mean].to_double();
    // Which average is meant matters when a few posts carry the views.
    constexpr double far = 1.5;
    if (a > 0 && b > 0 && (a / b > far || b / a > far))
      section.blocks.emplace_back(Paragraph{fmt::format(
          "The average of the posts' rates and the rate of all views together differ by more than "
          "a factor {}: a few posts carry the views.",
          far)});
  }
  add_lens(answers, section);
}

}  // namespace

const ReportSection headline_section{"headline", "Headline", "totals and the leading rate",
                                     needs_of_headline, build_headline};

}  // namespace tiktok_kpi
