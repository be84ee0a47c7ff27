#include "analysis/attribution_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

CodeBook book_of(const Campaign& campaign) {
  CodeBook book;
  for (std::size_t i = 0; i < campaign.creators.size(); ++i)
    for (const CodeSpec& code : campaign.creators[i].codes)
      if (!book.add(code.code, static_cast<ChannelId>(i), code.valid))
        throw Error("bad-campaign",
                    fmt::format("the code \"{}\" belongs to two creators at a time", code.code),
                    "state from when to when it is whose");
  return book;
}

CreditRules credit_of(const AttributionSpec& spec, ChannelId direct) {
  const Rational fifth = *Rational::make(1, 5);
  const Rational two_fifths = *Rational::make(2, 5);
  return {.policy = *find_credit_policy(spec.credit_policy),
          .multi_code = *find_multi_code(spec.multi_code),
          .lookback_s = spec.lookback_days * 86'400,
          .shares = CreditShares(
              spec.half_life_days,
              spec.position_weights.value_or(std::array{two_fifths, fifth, two_fifths}), direct)};
}

}  // namespace

AttributionRules::AttributionRules(const Commerce& commerce, const Campaign& campaign,
                                   const KnownAccounts& accounts)
    : channels(commerce, campaign, accounts),
      book(book_of(campaign)),
      exchange(commerce, campaign),
      model(*find_attribution_model(campaign.attribution.model)),
      policy(*find_credit_policy(campaign.attribution.credit_policy)),
      zone(TimeZone::find(campaign.settings.timezone).value_or(*TimeZone::find("UTC"))),
      credit(credit_of(campaign.attribution, channels.direct())),
      days(campaign.period) {
  for (const std::string& code : commerce.codes()) owners.push_back(book.owners(code));
  for (const LinkFacts& link : commerce.links())
    if (!link.post.empty()) posts.push_back(link.post);
  std::ranges::sort(posts);
  const auto repeated = std::ranges::unique(posts);
  posts.erase(repeated.begin(), repeated.end());
  if (posts.empty()) return;
  for (const LinkFacts& link : commerce.links())
    post_of_link_.push_back(link.post.empty()
                                ? no_entry
                                : static_cast<std::uint32_t>(
                                      std::ranges::lower_bound(posts, link.post) - posts.begin()));
}

std::optional<ChannelId> AttributionRules::owner(std::uint32_t code, const KeptOrder& order) const {
  const std::span<const CodeBook::Owned> owned = owners[code];
  if (owned.empty()) return std::nullopt;
  if (owned.size() == 1 && !owned.front().valid.given()) return owned.front().owner;
  if (order.traits.dated) return CodeBook::on_day(owned, day(order));
  const auto first = CodeBook::on_day(owned, std::numeric_limits<Day>::min());
  return first == CodeBook::on_day(owned, std::numeric_limits<Day>::max()) ? first : std::nullopt;
}

bool AttributionRules::look_up(const KeptOrder& order, Journeys& journeys,
                               std::vector<Touch>& touches, OrderMatch& match) const {
  touches.clear();
  match = OrderMatch::none;
  const std::span<const Visit> visits =
      journeys.empty() ? std::span<const Visit>() : journeys.find(order, match);
  const std::int64_t ordered_at = latest(order);
  if (order.traits.dated && !visits.empty())
    for (auto visit =
             std::ranges::lower_bound(visits, ordered_at - credit.lookback_s, {}, &Visit::at);
         visit != visits.end() && visit->at <= ordered_at; ++visit)
      touches.push_back(
          {channels.of_link(visit->link), static_cast<std::int32_t>(ordered_at - visit->at)});
  if (match == OrderMatch::none && order.link != no_entry) {
    match = OrderMatch::own_link;
    touches.push_back({channels.of_link(order.link), 0});
  }
  return touches.empty() && order.traits.dated && !visits.empty() && visits.front().at > ordered_at;
}

}  // namespace tiktok_kpi
