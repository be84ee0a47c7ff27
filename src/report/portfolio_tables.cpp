// The tables of a portfolio.
#include <fmt/format.h>

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

Column roi_column() { return {.id = "roi", .label = "ROI", .unit = Unit::ratio, .trend = true}; }
Column rate_column() { return {"er_views", "eng.", Unit::ratio}; }

/// Columns that nobody has a figure for are for machines only.
void hide_unknown(Table& table) {
  for (std::size_t i = 1; i < table.columns.size(); ++i) {
    bool any = false;
    for (const auto& row : table.rows) any = any || row[i].known();
    if (!any) table.columns[i].detail = true;
  }
  table.total_rows = table.rows.size();
}

/// "2 → 1 → 1": the places in the campaigns one took part in.
Quantity places_of(const Partnership& creator) {
  std::string places;
  for (const Partnership::Part& part : creator.parts)
    places += fmt::format("{}{}", places.empty() ? "" : " → ",
                          part.rank > 0 ? std::to_string(part.rank) : std::string("?"));
  return Quantity::label(std::move(places));
}

}  // namespace

Table campaigns_table(const Portfolio& portfolio) {
  Table table;
  table.id = "portfolio";
  table.title = "Campaigns";
  table.columns = {{"campaign", "campaign", Unit::text},
                   {"from", "from", Unit::date},
                   {.id = "to", .label = "to", .unit = Unit::date, .detail = true},
                   {"creators", "creators", Unit::count},
                   {"video_count", "posts", Unit::count},
                   {.id = "total_views", .label = "views", .unit = Unit::count, .bar = true},
                   rate_column(),
                   {"conversions", "orders", Unit::count},
                   {"net_revenue", "revenue", Unit::money},
                   {"cost_total", "cost", Unit::money},
                   roi_column(),
                   {"missed", "missed", Unit::count},
                   {.id = "checks", .label = "checks", .unit = Unit::count, .detail = true}};
  for (const CampaignFigures* campaign : portfolio.partnerships.campaigns) {
    const PartnerFigures& whole = campaign->whole;
    const bool checked = campaign->checks > 0;
    table.rows.push_back(
        {Quantity::label(campaign->name), day(campaign->from), day(campaign->to),
         count(campaign->creators.size()), count(whole.posts), whole.views, whole.engagement(),
         whole.orders, whole.net_revenue, whole.cost, whole.roi(),
         checked ? count(campaign->missed) : Quantity::missing(MissingReason::unknown, Unit::count),
         count(campaign->checks)});
  }
  hide_unknown(table);
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
      roi_column(),
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
      "vs. first: engagement of the later campaigns over that of the first. Places: by engagement among the creators of each campaign, in the order of time; ? without a rate.";
  return table;
}

Table participations_table(const Portfolio& portfolio) {
  Table table;
  table.id = "partnerships.campaigns";
  table.title = "Each creator in each campaign";
  table.columns = {{"creator", "creator", Unit::text},
                   {"campaign", "campaign", Unit::text},
                   {"from", "from", Unit::date},
                   {"video_count", "posts", Unit::count},
                   {"total_views", "views", Unit::count},
                   rate_column(),
                   {"rank", "place", Unit::count},
                   {"ranked", "of", Unit::count},
                   {"conversions", "orders", Unit::count},
                   {"net_revenue", "revenue", Unit::money},
                   {"cost_total", "cost", Unit::money},
                   roi_column(),
                   {"cvr", "cvr", Unit::ratio}};
  for (const Partnership& creator : portfolio.partnerships.creators)
    for (const Partnership::Part& part : creator.parts) {
      const CampaignFigures& campaign = *portfolio.partnerships.campaigns[part.campaign];
      const PartnerFigures& figures = *part.figures;
      table.rows.push_back({handle_of(figures), Quantity::label(campaign.name), day(campaign.from),
                            count(figures.posts), figures.views, figures.engagement(),
                            part.rank > 0
                                ? count(part.rank)
                                : Quantity::missing(figures.engagement().reason(), Unit::count),
                            count(part.ranked), figures.orders, figures.net_revenue, figures.cost,
                            figures.roi(), figures.conversion()});
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
      "Medians over creators who came back; tested by Mann-Whitney from {} first campaigns on.",
      least_baseline_posts);
  return table;
}

Table kinds_table(const Portfolio& portfolio) {
  Table table;
  table.id = "partnerships.kinds";
  table.title = "One-off and lasting partnerships";
  table.columns = {{"partnership", "partnership", Unit::text},
                   {"creators", "creators", Unit::count},
                   {"video_count", "posts", Unit::count},
                   {"total_views", "views", Unit::count},
                   rate_column(),
                   {"conversions", "orders", Unit::count},
                   {"net_revenue", "revenue", Unit::money},
                   {"cost_total", "cost", Unit::money},
                   roi_column()};
  const auto add = [&](std::string_view kind, std::size_t creators, const PartnerFigures& sum) {
    if (creators == 0) return;
    table.rows.push_back({Quantity::label(std::string(kind)), count(creators), count(sum.posts),
                          sum.views, sum.engagement(), sum.orders, sum.net_revenue, sum.cost,
                          sum.roi()});
  };
  const Partnerships& all = portfolio.partnerships;
  add("one campaign", all.one_off_creators, all.one_off);
  add("several campaigns", all.lasting_creators, all.lasting);
  hide_unknown(table);
  return table;
}

}  // namespace tiktok_kpi
