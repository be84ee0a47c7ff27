// The tables of a portfolio.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "metrics/registry.hpp"
#include "report/portfolio.hpp"

namespace tiktok_kpi {
namespace {

Quantity count(std::size_t number) { return Quantity::count(static_cast<Int128>(number)); }

Quantity day(const std::optional<std::int32_t>& value) {
  return value ? Quantity::exact(Rational(*value), Unit::date)
               : Quantity::missing(MissingReason::unknown, Unit::date);
}

Quantity handle_of(const PartnerFigures& creator) { return Quantity::label("@" + creator.name); }

/// Columns that most of these tables share, and their cells.
std::vector<Column> with_post_columns(std::vector<Column> columns) {
  columns.push_back({"video_count", "posts", Unit::count});
  columns.push_back({"total_views", "views", Unit::count});
  columns.push_back({"er_views", "eng.", Unit::ratio});
  return columns;
}
void add_posts(const PartnerFigures& figures, std::vector<Quantity>& row) {
  row.insert(row.end(), {count(figures.posts), figures.views, figures.engagement()});
}
void add_money_columns(std::vector<Column>& columns) {
  columns.push_back({"conversions", "orders", Unit::count});
  columns.push_back({"net_revenue", "revenue", Unit::money});
  columns.push_back({"cost_total", "cost", Unit::money});
  columns.push_back({.id = "roi", .label = "ROI", .unit = Unit::ratio, .trend = true});
}
void add_money(const PartnerFigures& figures, std::vector<Quantity>& row) {
  row.insert(row.end(), {figures.orders, figures.net_revenue, figures.cost, figures.roi()});
}

/// Columns that nobody has a figure for are for machines only.
void hide_unknown(Table& table) {
  for (std::size_t i = 1; i < table.columns.size(); ++i) {
    bool any = false;
    for (const auto& row : table.rows) any = any || row[i].known();
    if (!any) table.columns[i].detail = true;
  }
  table.total_rows = table.rows.size();
}

/// "1-2 → 1 → ?": the places in the campaigns one took part in.
Quantity places_of(const Partnership& creator) {
  std::string places;
  for (const Partnership::Part& part : creator.parts) {
    const std::optional<RankRange>& rank = part.figures->rank;
    if (!places.empty()) places += " → ";
    places += !rank                       ? std::string("?")
              : rank->best == rank->worst ? std::to_string(rank->best)
                                          : fmt::format("{}-{}", rank->best, rank->worst);
  }
  return Quantity::label(std::move(places));
}

}  // namespace

Table campaigns_table(const Portfolio& portfolio) {
  Table table;
  table.id = "portfolio";
  table.title = "Campaigns";
  table.columns =
      with_post_columns({{"campaign", "campaign", Unit::text},
                         {"from", "from", Unit::date},
                         {.id = "to", .label = "to", .unit = Unit::date, .detail = true},
                         {"creators", "creators", Unit::count}});
  std::ranges::find(table.columns, "total_views", &Column::id)->bar = true;
  add_money_columns(table.columns);
  table.columns.push_back({"missed", "missed", Unit::count});
  table.columns.push_back({"unknown", "unknown", Unit::count});
  table.columns.push_back({.id = "checks", .label = "checks", .unit = Unit::count, .detail = true});
  bool any_unknown = false;
  for (const CampaignFigures* campaign : portfolio.partnerships.campaigns) {
    std::vector<Quantity>& row = table.rows.emplace_back();
    row = {Quantity::label(campaign->name), day(campaign->from), day(campaign->to),
           count(campaign->creators.size())};
    add_posts(campaign->whole, row);
    add_money(campaign->whole, row);
    row.push_back(campaign->checks > 0 ? count(campaign->missed)
                                       : Quantity::missing(MissingReason::unknown, Unit::count));
    row.push_back(campaign->checks > 0 ? count(campaign->unknown)
                                       : Quantity::missing(MissingReason::unknown, Unit::count));
    row.push_back(count(campaign->checks));
    any_unknown = any_unknown || campaign->unknown > 0;
  }
  hide_unknown(table);
  if (!any_unknown) std::ranges::find(table.columns, "unknown", &Column::id)->detail = true;
  return table;
}

Table partners_table(const Portfolio& portfolio) {
  Table table;
  table.id = "partnerships.creators";
  table.title = "Creators over the campaigns";
  table.columns = {
      {"creator", "creator", Unit::text},
      {"campaigns", "campaigns", Unit::count},
      {"video_count", "posts", Unit::count},
      {.id = "total_views", .label = "views", .unit = Unit::count},
      {.id = "er_views", .label = "eng.", .unit = Unit::ratio},
      {.id = "lift_rel", .label = "vs. first", .unit = Unit::ratio, .digits = 0, .trend = true},
      {"places", "places", Unit::text},
      {.id = "roi", .label = "ROI", .unit = Unit::ratio, .trend = true},
      {"conversions", "orders", Unit::count},
      {"net_revenue", "revenue", Unit::money},
      {"cost_total", "cost", Unit::money},
      {.id = "er_views_first", .label = "eng., first", .unit = Unit::ratio, .detail = true},
      {.id = "er_views_later", .label = "eng., later", .unit = Unit::ratio, .detail = true},
      {.id = "first", .label = "first", .unit = Unit::text, .detail = true},
      {.id = "last", .label = "last", .unit = Unit::text, .detail = true}};
  const auto name_of = [&](const Partnership::Part& part) {
    return Quantity::label(portfolio.partnerships.campaigns[part.campaign]->name);
  };
  for (const Partnership& creator : portfolio.partnerships.creators) {
    const PartnerFigures& all = creator.together;
    table.rows.push_back(
        {handle_of(all), count(creator.parts.size()), count(all.posts), all.views, all.engagement(),
         creator.er_lift, places_of(creator), all.roi(), all.orders, all.net_revenue, all.cost,
         creator.parts.front().figures->engagement(),
         creator.lasting() ? creator.later.engagement()
                           : Quantity::missing(MissingReason::too_few_posts, Unit::ratio),
         name_of(creator.parts.front()), name_of(creator.parts.back())});
  }
  hide_unknown(table);
  table.note =
      "vs. first: engagement of the later campaigns over that of the first. Places: by engagement among the creators of each campaign, in the order of time, those whose intervals overlap sharing theirs; ? with too few posts for an interval.";
  return table;
}

Table participations_table(const Portfolio& portfolio) {
  Table table;
  table.id = "partnerships.campaigns";
  table.title = "Each creator in each campaign";
  table.columns = with_post_columns({{"creator", "creator", Unit::text},
                                     {"campaign", "campaign", Unit::text},
                                     {"from", "from", Unit::date}});
  table.columns.push_back({"er_views_rank_best", "best place", Unit::count});
  table.columns.push_back({"er_views_rank_worst", "worst place", Unit::count});
  add_money_columns(table.columns);
  table.columns.push_back({"cvr", "cvr", Unit::ratio});
  for (const Partnership& creator : portfolio.partnerships.creators)
    for (const Partnership::Part& part : creator.parts) {
      const CampaignFigures& campaign = *portfolio.partnerships.campaigns[part.campaign];
      std::vector<Quantity>& row = table.rows.emplace_back();
      row = {handle_of(*part.figures), Quantity::label(campaign.name), day(campaign.from)};
      add_posts(*part.figures, row);
      const std::optional<RankRange>& rank = part.figures->rank;
      const Quantity unranked = Quantity::missing(MissingReason::too_few_posts, Unit::count);
      row.push_back(rank ? count(rank->best) : unranked);
      row.push_back(rank ? count(rank->worst) : unranked);
      add_money(*part.figures, row);
      row.push_back(part.figures->conversion());
    }
  table.total_rows = table.rows.size();
  table.people_rows = 0;
  return table;
}

Table repeats_table(const Portfolio& portfolio) {
  Table table;
  table.id = "partnerships.repeat";
  table.title = "Later campaigns against the first";
  table.columns = {
      {"metric", "metric", Unit::text},
      {"first", "first", Unit::ratio},
      {"later", "later", Unit::ratio},
      {.id = "lift_rel", .label = "change", .unit = Unit::ratio, .digits = 0, .trend = true},
      {"verdict", "verdict", Unit::text},
      {"first_campaigns", "firsts", Unit::count},
      {"later_campaigns", "laters", Unit::count},
      {.id = "p", .label = "p", .digits = 3},
      {.id = "hodges_lehmann",
       .label = "shift",
       .unit = Unit::ratio,
       .detail = true,
       .trend = true},
      {.id = "cliffs_delta", .label = "Cliff's delta", .digits = 2, .detail = true}};
  const auto words = [](const Lift& lift) -> std::string_view {
    switch (lift.verdict) {
      case LiftVerdict::nothing: return "nothing to compare";
      case LiftVerdict::too_few: return "too few creators";
      default: return words_for(lift.verdict);
    }
  };
  for (const auto& [id, lift] :
       {std::pair<std::string_view, const Lift&>{"er_views", portfolio.partnerships.er_views},
        {"cvr", portfolio.partnerships.cvr}})
    table.rows.push_back(
        {Quantity::label(std::string(id)), lift.usual_median, lift.sponsored_median, lift.lift_rel,
         Quantity::label(std::string(words(lift))), count(lift.usual), count(lift.sponsored),
         lift.p.with_unit(Unit::none), lift.shift, lift.delta.with_unit(Unit::none)});
  table.total_rows = table.rows.size();
  table.note = fmt::format(
      "Medians over creators who came back; tested by Mann-Whitney from {} first and {} "
      "later campaigns on.",
      least_baseline_posts, least_sponsored_posts);
  return table;
}

Table kinds_table(const Portfolio& portfolio) {
  Table table;
  table.id = "partnerships.kinds";
  table.title = "One-off and lasting partnerships";
  table.columns = with_post_columns(
      {{"partnership", "partnership", Unit::text}, {"creators", "creators", Unit::count}});
  add_money_columns(table.columns);
  const auto add = [&](std::string_view kind, std::size_t creators, const PartnerFigures& sum) {
    if (creators == 0) return;
    std::vector<Quantity>& row = table.rows.emplace_back();
    row = {Quantity::label(std::string(kind)), count(creators)};
    add_posts(sum, row);
    add_money(sum, row);
  };
  const Partnerships& all = portfolio.partnerships;
  add("one campaign", all.one_off_creators, all.one_off);
  add("several campaigns", all.lasting_creators, all.lasting);
  hide_unknown(table);
  return table;
}

}  // namespace tiktok_kpi
