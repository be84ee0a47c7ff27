// Creators over several campaigns: figures small enough to add up by hand.
#include "analysis/partnerships.hpp"

#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

const Currency euro = *Currency::parse("EUR");
const Currency dollar = *Currency::parse("USD");

Quantity amount(std::int64_t units, Currency currency = euro) {
  return Quantity::money(Rational(units), currency);
}

PartnerFigures figures(std::string handle, std::int64_t engaged, std::int64_t seen,
                       std::int64_t revenue = 0, std::int64_t cost = 0) {
  PartnerFigures made;
  made.handle = made.name = std::move(handle);
  made.posts = 1;
  made.engaged = made.interactions = Quantity::count(engaged);
  made.seen = made.views = Quantity::count(seen);
  made.clicks = Quantity::count(100);
  made.orders = Quantity::count(revenue / 10);
  made.net_revenue = made.gross_profit = amount(revenue);
  made.cost = amount(cost);
  return made;
}

CampaignFigures campaign(std::string name, std::optional<std::int32_t> from,
                         std::vector<PartnerFigures> creators) {
  CampaignFigures made;
  made.name = std::move(name);
  made.from = from;
  made.creators = std::move(creators);
  return made;
}

const Partnership& of(const Partnerships& all, std::string_view handle) {
  for (const Partnership& creator : all.creators)
    if (creator.together.handle == handle) return creator;
  throw std::logic_error("no such creator");
}

Quantity ratio(std::int64_t top, std::int64_t bottom) {
  return Quantity::exact(*Rational::make(top, bottom), Unit::ratio);
}

}  // namespace

TEST_CASE("Campaigns are put in the order of time, those without a day last") {
  const std::vector<CampaignFigures> campaigns{
      campaign("undated", std::nullopt, {}), campaign("late", 200, {}), campaign("early", 100, {})};
  const Partnerships all = analyze_partnerships(campaigns, {});
  CHECK(all.campaigns[0]->name == "early");
  CHECK(all.campaigns[1]->name == "late");
  CHECK(all.campaigns[2]->name == "undated");
  CHECK(all.creators.empty());
  CHECK_FALSE(all.repeat_rate.known());  // nobody: no rate, not 0
}

TEST_CASE("A creator who came back is measured against the first time") {
  // ana: 50 of 1,000, then 90 of 1,500 and 60 of 500: 150 of 2,000 = .075 over .05, half more.
  const std::vector<CampaignFigures> campaigns{
      campaign("second", 200, {figures("ana", 90, 1'500, 300, 100), figures("bo", 1, 100)}),
      campaign("first", 100, {figures("ana", 50, 1'000, 200, 100)}),
      campaign("third", 300, {figures("ana", 60, 500, 100, 100)})};
  const Partnerships all = analyze_partnerships(campaigns, {});
  const Partnership& ana = of(all, "ana");
  REQUIRE(ana.parts.size() == 3);
  CHECK(ana.parts[0].campaign == 0);
  CHECK(ana.parts[0].figures->engagement() == ratio(1, 20));
  CHECK(ana.later.engagement() == ratio(3, 40));
  CHECK(ana.er_lift == ratio(1, 2));
  CHECK(ana.together.engagement() == ratio(1, 15));  // 200 of 3,000
  CHECK(ana.together.roi() == ratio(1, 1));          // 600 for 300
  CHECK_FALSE(of(all, "bo").er_lift.known());
  CHECK(all.repeat_rate == ratio(1, 2));
  CHECK(all.creators.front().together.handle == "ana");
  CHECK(all.lasting_creators == 1);
  CHECK(all.one_off_creators == 1);
  CHECK(all.lasting.seen == Quantity::count(3'000));
  CHECK(all.one_off.seen == Quantity::count(100));
}

TEST_CASE("A place is that of one campaign, never of a sum") {
  PartnerFigures ranked = figures("ana", 2, 100);
  ranked.rank = RankRange{1, 2};
  const std::vector<CampaignFigures> campaigns{campaign("one", 100, {ranked}),
                                               campaign("two", 200, {figures("ana", 3, 100)})};
  const Partnerships all = analyze_partnerships(campaigns, {});
  const Partnership& ana = of(all, "ana");
  CHECK(ana.parts[0].figures->rank->worst == 2);
  CHECK_FALSE(ana.parts[1].figures->rank.has_value());
  CHECK_FALSE(ana.together.rank.has_value());
  CHECK_FALSE(all.lasting.rank.has_value());
}

TEST_CASE("What cannot be added up is missing, with its reason") {
  PartnerFigures foreign = figures("ana", 10, 100, 50, 20);
  foreign.net_revenue = foreign.gross_profit = amount(50, dollar);
  foreign.cost = Quantity::missing(MissingReason::not_exported, Unit::money);
  const std::vector<CampaignFigures> campaigns{
      campaign("one", 100, {figures("ana", 10, 100, 50, 20)}), campaign("two", 200, {foreign})};
  const PartnerFigures together = of(analyze_partnerships(campaigns, {}), "ana").together;
  CHECK(together.net_revenue.reason() == MissingReason::mixed_currencies);
  CHECK(together.cost.reason() == MissingReason::not_exported);
  CHECK_FALSE(together.roi().known());
  CHECK(together.posts == 2);
  CHECK(together.engagement() == ratio(1, 10));
  const PartnerFigures nothing = add_up({});
  CHECK(nothing.posts == 0);
  CHECK_FALSE(nothing.views.known());
}

TEST_CASE("Later campaigns are tested against the first from five creators who came back on") {
  std::vector<PartnerFigures> first;
  std::vector<PartnerFigures> second;
  for (int i = 0; i < 5; ++i) {
    first.push_back(figures(std::string(1, static_cast<char>('a' + i)), 10 + i, 1'000));
    second.push_back(figures(std::string(1, static_cast<char>('a' + i)), 20 + i, 1'000));
  }
  std::vector<CampaignFigures> campaigns{campaign("one", 100, first), campaign("two", 200, second)};
  // Medians 22 and 12 of 1,000: 5/6 more. All 25 pairs are won: 2 of C(10, 5) = 252 labellings are
  // as far out.
  const Lift five = analyze_partnerships(campaigns, {}).er_views;
  CHECK(five.lift_rel == ratio(5, 6));
  CHECK(five.verdict == LiftVerdict::large);
  CHECK(five.p.to_double() == Approx(2.0 / 252));
  campaigns[0].creators.pop_back();
  campaigns[1].creators.pop_back();
  const Lift four = analyze_partnerships(campaigns, {}).er_views;
  CHECK(four.verdict == LiftVerdict::too_few);
  CHECK_FALSE(four.p.known());
}

TEST_CASE("The return of campaigns with different margins is of their profits") {
  PartnerFigures half = figures("ana", 10, 100, 100, 50);
  half.gross_profit = amount(50);
  const std::vector<CampaignFigures> campaigns{
      campaign("one", 100, {figures("ana", 10, 100, 100, 50)}), campaign("two", 200, {half})};
  // 150 of profit for 100 of cost.
  CHECK(of(analyze_partnerships(campaigns, {}), "ana").together.roi() == ratio(1, 2));
}

}  // namespace tiktok_kpi
