#include "analysis/channels.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"

namespace tiktok_kpi {

namespace {

/// Who the export says brought the visit: itself, or by a post of theirs.
std::string creator_of(const LinkFacts& link, const NamedPosts& posts) {
  if (!link.creator.empty() || link.post.empty()) return normal_handle(link.creator);
  const auto post = posts.find(link.post);
  return post != posts.end() ? post->second.creator : std::string();
}

}  // namespace

Channels::Channels(const Commerce& commerce, const Campaign& campaign,
                   const KnownAccounts& accounts) {
  for (const CampaignCreator& creator : campaign.creators) {
    contents_.emplace(normal_handle(creator.handle), creators_.size());
    creators_.push_back(creator.handle);
  }
  for (std::size_t i = 0; i < campaign.creators.size(); ++i)
    for (const std::string& content : campaign.creators[i].utm_content)
      contents_[normal_code(content)] = i;  // what is stated comes before a mere handle
  const std::set<std::string, std::less<>> known(accounts.handles.begin(), accounts.handles.end());
  std::set<std::string> campaigns;
  for (const std::string& name : campaign.track_utm_campaign) campaigns.insert(normal_code(name));
  std::vector<Found> found;
  std::set<std::string> others;
  for (const LinkFacts& link : commerce.links()) {
    found.push_back(find(link, creator_of(link, accounts.posts), known, campaigns));
    if (found.back().kind == Kind::account) accounts_.emplace(found.back().name, 0);
    if (found.back().kind == Kind::other) others.insert(found.back().name);
  }
  for (auto& [handle, number] : accounts_) {
    number = creators_.size();
    creators_.push_back(handle);
  }
  for (const std::string& handle : creators_) list_.push_back({handle, true});
  std::map<std::string, std::size_t, std::less<>> numbers;
  for (const std::string& other : others) {
    numbers[other] = list_.size();
    list_.push_back({other, false});
  }
  direct_ = static_cast<ChannelId>(list_.size());
  list_.push_back({"direct", false});
  for (const Found& one : found)
    by_link_.push_back(one.kind == Kind::creator   ? static_cast<ChannelId>(one.number)
                       : one.kind == Kind::account ? static_cast<ChannelId>(accounts_[one.name])
                       : one.kind == Kind::other   ? static_cast<ChannelId>(numbers[one.name])
                                                   : direct_);
}

Channels::Found Channels::find(const LinkFacts& link, const std::string& stated,
                               const std::set<std::string, std::less<>>& known,
                               const std::set<std::string>& campaigns) const {
  const bool ours =
      campaigns.empty() || link.campaign.empty() || campaigns.contains(normal_code(link.campaign));
  for (const std::string& name : {stated, ours ? normal_code(link.content) : std::string(),
                                  ours ? normal_handle(link.content) : std::string()}) {
    if (name.empty()) continue;
    if (const auto creator = contents_.find(name); creator != contents_.end())
      return {Kind::creator, creator->second, {}};
    // Any shop's parameters may happen to equal a handle: of an account that the campaign does not
    // list, the link must come from TikTok.
    const bool from_tiktok =
        !stated.empty() || normal_code(link.source).find("tiktok") != std::string::npos;
    if (from_tiktok && known.contains(name)) return {Kind::account, 0, name};
  }
  std::string source = normal_code(link.source);
  if (source.empty() || source == "(direct)") return {};
  const std::string medium = normal_code(link.medium);
  return {Kind::other, 0, fmt::format("{} / {}", source, medium.empty() ? "(none)" : medium)};
}

Exchange::Exchange(const Commerce& commerce, const Campaign& campaign)
    : target_(campaign.settings.currency) {
  if (!target_.known()) {
    std::vector<std::uint64_t> used(commerce.currencies().size());
    std::vector<KeptOrder> orders;
    for (const OrderChunk& chunk : commerce.orders()) {
      chunk.unpack(orders);
      for (const KeptOrder& order : orders)
        if (order.currency != KeptOrder::no_currency) ++used[order.currency];
    }
    std::uint64_t most = 0;
    for (std::size_t i = 0; i < used.size(); ++i)
      if (const auto currency = Currency::parse(commerce.currencies()[i]);
          currency && used[i] > most) {
        most = used[i];
        target_ = *currency;
      }
  }
  for (const std::string& text : commerce.currencies()) {
    const auto currency = Currency::parse(text);
    std::optional<Rational> rate;
    if (currency && *currency == target_) {
      rate = Rational(1);
      target_entry_ = static_cast<std::uint16_t>(rates_.size());
    } else if (currency) {
      if (const auto stated = campaign.fx.find(std::string(currency->code()));
          stated != campaign.fx.end())
        rate = stated->second;
    }
    rates_.push_back(rate);
  }
}

std::optional<std::int64_t> Exchange::convert_by_rate(const KeptOrder& order) const {
  const auto& rate = rates_[order.currency];
  if (!rate) return std::nullopt;
  const auto exact = multiply(Rational(order.net_micros), *rate);
  if (!exact) return std::nullopt;
  // Rounded half away from zero.
  const Int128 bottom = exact->denominator();
  const Int128 half = exact->numerator() < 0 ? -(bottom / 2) : bottom / 2;
  Int128 rounded = 0;
  if (__builtin_add_overflow(exact->numerator(), half, &rounded)) return std::nullopt;
  rounded /= bottom;
  if (rounded > INT64_MAX || rounded < INT64_MIN) return std::nullopt;
  return static_cast<std::int64_t>(rounded);
}

}  // namespace tiktok_kpi
