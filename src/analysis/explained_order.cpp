// One order, step by step: what order_attribution does with each of them.
#include <algorithm>

#include "analysis/attribution_rules.hpp"

namespace tiktok_kpi {

std::optional<ExplainedOrder> explain_order(const Commerce& commerce, const Campaign& campaign,
                                            const KnownAccounts& accounts, std::string_view id) {
  const auto bare = [](std::string_view text) {
    return text.starts_with('#') ? text.substr(1) : text;
  };
  std::optional<KeptOrder> found;
  Place place;
  std::vector<KeptOrder> orders;
  for (const OrderChunk& chunk : commerce.orders()) {
    if (found) break;
    chunk.unpack(orders);
    const auto order = std::ranges::find_if(
        orders, [&](const KeptOrder& one) { return bare(commerce.id_of(one)) == bare(id); });
    if (order == orders.end()) continue;
    found = *order;
    place = chunk.place_of(*order);
  }
  if (!found) return std::nullopt;
  const AttributionRules rules(commerce, campaign, accounts);
  Journeys journeys(commerce, 1);
  ExplainedOrder result;
  result.id = commerce.id_of(*found);
  result.dated = found->traits.dated;
  result.ordered_at = found->ordered_at;
  if (rules.days.given() && !result.dated)
    result.left_out = ExplainedOrder::LeftOut::undated;
  else if (rules.days.given() && !rules.days.contains(rules.day(*found)))
    result.left_out = ExplainedOrder::LeftOut::outside;
  result.place = place;
  if (const auto value = rules.exchange.convert(*found); value && found->traits.valued) {
    result.valued = true;
    result.value = *Rational::make(*value, Money::micros_per_unit);
  }
  std::vector<Touch> touches;
  rules.look_up(*found, journeys, touches, result.match);
  const std::int64_t ordered_at = AttributionRules::latest(*found);
  const auto eligible = eligible_touches(touches, rules.credit.lookback_s);
  const auto first =
      static_cast<std::size_t>(eligible.empty() ? 0 : eligible.data() - touches.data());
  std::vector<ChannelId> owners;
  for (const std::uint32_t code : commerce.codes_of(*found)) {
    const auto owner = rules.owner(code, *found);
    if (owner) owners.push_back(*owner);
    result.codes.push_back({commerce.codes()[code],
                            owner ? rules.channels.list()[*owner].name : std::string(),
                            Rational(0)});
  }
  const OrderDivision division = divide_order(rules.policy, rules.credit.multi_code, owners,
                                              eligible, rules.channels.direct());
  const auto share = [](std::int64_t parts) { return *Rational::make(parts, whole_order); };
  std::vector<std::int64_t> shares(eligible.size());
  if (division.links > 0)
    rules.credit.shares.divide(
        is_per_order(rules.model) ? rules.model : AttributionModel::last_touch, division.links,
        eligible, shares);
  using Missed = ExplainedTouch::Missed;
  OrderMatch match = OrderMatch::none;
  const std::span<const Visit> visits =
      journeys.empty() ? std::span<const Visit>() : journeys.find(*found, match);
  const auto add_missed = [&](Missed missed) {
    for (const Visit& visit : visits) {
      const bool late = !result.dated || visit.at > ordered_at;
      const bool old = !late && visit.at < ordered_at - rules.credit.lookback_s;
      if (missed == Missed::after_order ? late : old)
        result.touches.push_back({rules.channels.list()[rules.channels.of_link(visit.link)].name,
                                  visit.at, missed, Rational(0)});
    }
  };
  add_missed(Missed::too_old);
  for (std::size_t i = 0; i < touches.size(); ++i) {
    const bool counts = i >= first && i < first + eligible.size() && !eligible.empty();
    result.touches.push_back({rules.channels.list()[touches[i].channel].name,
                              ordered_at - touches[i].age_s, counts ? Missed::no : Missed::too_old,
                              counts ? share(shares[i - first]) : Rational(0)});
  }
  add_missed(Missed::after_order);
  for (std::size_t i = 0; i < division.owners.size(); ++i) {
    const std::string& owner = rules.channels.list()[division.owners[i]].name;
    const auto code = std::ranges::find(result.codes, owner, &ExplainedCode::owner);
    if (code != result.codes.end())
      code->share = share(share_of_owner(division.codes, i, division.owners.size()));
  }
  result.unattributed = share(whole_order - division.codes - division.links);
  return result;
}

}  // namespace tiktok_kpi
