// Campaigns in the order of time, creators found again by their handles.
#include "analysis/partnerships.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "metrics/families.hpp"
#include "metrics/quotient.hpp"
#include "metrics/registry.hpp"
#include "metrics/statistics.hpp"

namespace tiktok_kpi {
namespace {

void add_to(Quantity& sum, const Quantity& part) {
  const Unit unit = sum.unit();
  sum = in_unit(plus(Scalar::of(sum), Scalar::of(part)), unit, part.currency());
}

/// Every sum of two rows, so that none is forgotten.
void add_to(PartnerFigures& sum, const PartnerFigures& part) {
  sum.posts += part.posts;
  for (Quantity PartnerFigures::*figure :
       {&PartnerFigures::views, &PartnerFigures::interactions, &PartnerFigures::engaged,
        &PartnerFigures::seen, &PartnerFigures::clicks, &PartnerFigures::orders,
        &PartnerFigures::net_revenue, &PartnerFigures::cost, &PartnerFigures::gross_profit})
    add_to(sum.*figure, part.*figure);
}

Quantity quotient(const Quantity& top, const Quantity& bottom) {
  return in_unit(
      over(Scalar::of(top.with_unit(Unit::none)), Scalar::of(bottom.with_unit(Unit::none))),
      Unit::ratio);
}

/// A rate as tests take it: rounded to 12 decimals, as medians are everywhere.
void add_rate(const Quantity& rate, Sample& sample) {
  if (!rate.is_number()) return;
  if (const auto value = decimal_of(rate.to_double())) sample.push_back(*value);
}

Lift lift_of(LiftSamples samples, const Settings& settings) {
  return analyze_lift({std::move(samples)}, settings).front();
}

Quantity lift_rel(const Quantity& later, const Quantity& first, const Settings& settings) {
  Arguments arguments;
  arguments.set("sponsored", later);
  arguments.set("baseline", first);
  return evaluate_lift_rel(arguments, settings);
}

Quantity repeat_rate(std::span<const Partnership> creators, const Settings& settings) {
  Argument campaigns = Argument::object();
  for (const Partnership& creator : creators)
    campaigns.members.emplace_back(creator.together.handle,
                                   Quantity::count(static_cast<Int128>(creator.parts.size())));
  Arguments arguments;
  arguments.set("campaigns_per_creator", std::move(campaigns));
  return evaluate_repeat_rate(arguments, settings);
}

void sum_up(Partnership& creator, const Settings& settings) {
  std::vector<const PartnerFigures*> all;
  for (const Partnership::Part& part : creator.parts) all.push_back(part.figures);
  const PartnerFigures& newest = *all.back();
  creator.together = add_up(all);
  creator.later = add_up(std::span(all).subspan(1));
  for (PartnerFigures* sum : {&creator.together, &creator.later}) {
    sum->handle = newest.handle;
    sum->name = newest.name;
  }
  creator.er_lift = creator.lasting()
                        ? lift_rel(creator.later.engagement(), all.front()->engagement(), settings)
                        : Quantity::missing(MissingReason::too_few_posts, Unit::ratio);
}

}  // namespace

Quantity PartnerFigures::engagement() const { return quotient(engaged, seen); }

Quantity PartnerFigures::conversion() const {
  Arguments arguments;
  arguments.set("conversions", orders);
  arguments.set("clicks", clicks);
  return evaluate_sums(metric("cvr"), arguments, {});
}

Quantity PartnerFigures::roi() const {
  Arguments arguments;
  arguments.set("revenue", gross_profit);
  arguments.set("cost", cost);
  return evaluate_sums(metric("roi"), arguments, {});
}

PartnerFigures add_up(std::span<const PartnerFigures* const> rows) {
  PartnerFigures sum;
  if (rows.empty()) {
    const Quantity none = Quantity::missing(MissingReason::no_posts, Unit::count);
    sum.views = sum.interactions = sum.engaged = sum.seen = sum.clicks = sum.orders = none;
    sum.net_revenue = sum.cost = sum.gross_profit = none.with_unit(Unit::money);
    return sum;
  }
  sum = *rows.front();
  sum.rank.reset();
  for (const PartnerFigures* row : rows.subspan(1)) add_to(sum, *row);
  return sum;
}

Partnerships analyze_partnerships(std::span<const CampaignFigures> figures,
                                  const Settings& settings) {
  Partnerships result;
  for (const CampaignFigures& campaign : figures) result.campaigns.push_back(&campaign);
  std::ranges::stable_sort(result.campaigns, {}, [](const CampaignFigures* campaign) {
    return campaign->from.value_or(std::numeric_limits<std::int32_t>::max());
  });
  std::map<std::string, Partnership> by_handle;
  for (std::size_t at = 0; at < result.campaigns.size(); ++at)
    for (const PartnerFigures& creator : result.campaigns[at]->creators)
      by_handle[creator.handle].parts.push_back({at, &creator});
  LiftSamples er;
  LiftSamples cvr;
  std::vector<const PartnerFigures*> one_off;
  std::vector<const PartnerFigures*> lasting;
  for (auto& [handle, creator] : by_handle) {
    sum_up(creator, settings);
    const bool lasts = creator.lasting();
    (lasts ? result.lasting_creators : result.one_off_creators) += 1;
    for (std::size_t i = 0; i < creator.parts.size(); ++i) {
      const PartnerFigures& part = *creator.parts[i].figures;
      (lasts ? lasting : one_off).push_back(&part);
      if (!lasts) continue;
      add_rate(part.engagement(), i == 0 ? er.usual : er.sponsored);
      add_rate(part.conversion(), i == 0 ? cvr.usual : cvr.sponsored);
    }
    result.creators.push_back(std::move(creator));
  }
  result.one_off = add_up(one_off);
  result.lasting = add_up(lasting);
  result.er_views = lift_of(std::move(er), settings);
  result.cvr = lift_of(std::move(cvr), settings);
  result.repeat_rate = repeat_rate(result.creators, settings);
  // By handle already: among equals the order of names.
  std::ranges::stable_sort(result.creators, [](const Partnership& a, const Partnership& b) {
    if (a.parts.size() != b.parts.size()) return a.parts.size() > b.parts.size();
    const Quantity& x = a.together.views;
    const Quantity& y = b.together.views;
    if (x.known() != y.known()) return x.known();
    return x.known() && Quantity::compare(x, y) > 0;
  });
  return result;
}

}  // namespace tiktok_kpi
