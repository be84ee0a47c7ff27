#include "analysis/order_journeys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <tuple>

#include "core/text.hpp"

namespace tiktok_kpi {

Channels::Channels(const Commerce& commerce, const Campaign& campaign,
                   std::span<const std::string> handles) {
  for (const CampaignCreator& creator : campaign.creators) {
    contents_.emplace(normal_handle(creator.handle), creators_.size());
    creators_.push_back(creator.handle);
  }
  for (std::size_t i = 0; i < campaign.creators.size(); ++i)
    for (const std::string& content : campaign.creators[i].utm_content)
      contents_[normal_code(content)] = i;  // what is stated comes before a mere handle
  const std::set<std::string, std::less<>> known(handles.begin(), handles.end());
  std::set<std::string> campaigns;
  for (const std::string& name : campaign.track_utm_campaign) campaigns.insert(normal_code(name));
  std::vector<Found> found;
  std::set<std::string> others;
  for (const LinkFacts& link : commerce.links()) {
    found.push_back(find(link, known, campaigns));
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

Channels::Found Channels::find(const LinkFacts& link,
                               const std::set<std::string, std::less<>>& known,
                               const std::set<std::string>& campaigns) const {
  const bool ours =
      campaigns.empty() || link.campaign.empty() || campaigns.contains(normal_code(link.campaign));
  for (const std::string& name :
       {normal_handle(link.creator), ours ? normal_code(link.content) : std::string(),
        ours ? normal_handle(link.content) : std::string()}) {
    if (name.empty()) continue;
    if (const auto creator = contents_.find(name); creator != contents_.end())
      return {Kind::creator, creator->second, {}};
    // Any shop's parameters may happen to equal a handle: of an account that the campaign does not
    // list, the link must come from TikTok.
    const bool from_tiktok =
        !link.creator.empty() || normal_code(link.source).find("tiktok") != std::string::npos;
    if (from_tiktok && known.contains(name)) return {Kind::account, 0, name};
  }
  std::string source = normal_code(link.source);
  if (source.empty() || source == "(direct)") return {};
  const std::string medium = normal_code(link.medium);
  return {Kind::other, 0, fmt::format("{} / {}", source, medium.empty() ? "(none)" : medium)};
}

std::size_t PrintNumbers::slot_of(std::uint64_t print) const {
  const std::size_t mask = slots_.size() - 1;
  // Prints are hashes, but for the ids of orders, which follow each other.
  std::size_t at = (print * 0x9E37'79B9'7F4A'7C15ULL >> 32U) & mask;
  while (slots_[at].number != none && slots_[at].print != print) at = (at + 1) & mask;
  return at;
}

void PrintNumbers::grow() {
  std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.number != none) slots_[slot_of(slot.print)] = slot;
}

std::uint32_t PrintNumbers::number(std::uint64_t print) {
  if (4 * (std::size_t{size_} + 1) > 3 * slots_.size()) grow();
  Slot& slot = slots_[slot_of(print)];
  if (slot.number == none) slot = {print, size_++};
  return slot.number;
}

std::uint32_t PrintNumbers::find(std::uint64_t print) const {
  return slots_.empty() ? none : slots_[slot_of(print)].number;
}

Journeys::Journeys(const Commerce& commerce) {
  constexpr std::uint64_t visitor = 0x5851'F42D'4C95'7F2DULL;  // keys of two kinds never meet
  constexpr std::uint64_t nobody = 0x1405'7B7E'F767'814FULL;
  std::vector<std::uint32_t> node_of;
  node_of.reserve(commerce.touch_count());
  const auto each_touch = [&](auto&& use) {
    for (const std::vector<KeptTouch>& touches : commerce.touches())
      for (const KeptTouch& touch : touches) use(touch);
  };
  each_touch([&](const KeptTouch& touch) {
    std::optional<std::uint32_t> known;
    const auto unite = [&](std::uint64_t key) {
      const std::uint32_t node = nodes_.number(key);
      if (node == parents_.size()) parents_.push_back(node);
      const std::uint32_t other = root(node);
      // The older one stays the root: nothing depends on what the keys are.
      if (known) parents_[std::max(root(*known), other)] = std::min(root(*known), other);
      known = other;
    };
    if (touch.customer != 0) unite(touch.customer);
    if (touch.client != 0) unite(touch.client ^ visitor);
    if (!known) unite(order_key(touch.text_order, touch.order) ^ nobody);
    node_of.push_back(*known);
    if (!touch.has_order) return;
    const std::uint32_t order = orders_.number(order_key(touch.text_order, touch.order));
    if (order == by_order_.size()) by_order_.push_back(0);
    by_order_[order] = *known;
  });
  for (std::uint32_t node = 0; node < parents_.size(); ++node) parents_[node] = root(node);
  ordered_.resize(parents_.size());
  begins_.resize(parents_.size() + 1);
  auto node = node_of.begin();
  each_touch([&](const KeptTouch& touch) {
    const std::uint32_t whose = parents_[*node++];
    if (!touch.only_joins) ++begins_[whose + std::size_t{1}];
  });
  for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
  visits_.resize(begins_.back());
  std::vector<std::uint32_t> next(begins_.begin(), begins_.end() - 1);
  node = node_of.begin();
  each_touch([&](const KeptTouch& touch) {
    const std::uint32_t whose = parents_[*node++];
    if (!touch.only_joins) visits_[next[whose]++] = {touch.at, touch.link};
  });
  // Visits of one second stay in the order of the inputs. A visitor has a handful, and sorting
  // those in place allocates nothing.
  for (std::size_t i = 0; i + 1 < begins_.size(); ++i) {
    const auto visits = std::span(visits_).subspan(begins_[i], begins_[i + 1] - begins_[i]);
    constexpr std::size_t handful = 32;
    if (visits.size() > handful) {
      std::ranges::stable_sort(visits, {}, &Visit::at);
      continue;
    }
    for (auto visit = visits.begin(); visit != visits.end(); ++visit)
      std::rotate(std::ranges::upper_bound(visits.begin(), visit, visit->at, {}, &Visit::at), visit,
                  visit + 1);
  }
}

std::uint32_t Journeys::root(std::uint32_t node) {
  while (parents_[node] != node) node = parents_[node] = parents_[parents_[node]];
  return node;
}

std::span<const Visit> Journeys::find(const KeptOrder& order, OrderMatch& match) {
  if (order.customer != 0)
    if (const std::uint32_t found = nodes_.find(order.customer); found != PrintNumbers::none) {
      match = OrderMatch::customer;
      return take(found);
    }
  if (const std::uint32_t found = orders_.find(order_key(order.text_id, order.id));
      found != PrintNumbers::none) {
    match = OrderMatch::order_id;
    return take(by_order_[found]);
  }
  return {};
}

std::uint64_t Journeys::order_key(bool text, std::int64_t id) {
  return static_cast<std::uint64_t>(id) * 2 + static_cast<std::uint64_t>(text);
}

std::span<const Visit> Journeys::take(std::uint32_t node) {
  const std::uint32_t visitor = parents_[node];
  std::atomic_ref(ordered_[visitor]).store(1, std::memory_order_relaxed);
  return visits_of(visitor);
}

Exchange::Exchange(const Commerce& commerce, const Campaign& campaign)
    : target_(campaign.settings.currency) {
  if (!target_.known()) {
    std::vector<std::uint64_t> used(commerce.currencies().size());
    for (const OrderChunk& chunk : commerce.orders())
      for (const KeptOrder& order : chunk.orders)
        if (order.currency != KeptOrder::no_currency) ++used[order.currency];
    const auto most = std::ranges::max_element(used);
    if (most != used.end() && *most > 0)
      target_ =
          Currency::parse(commerce.currencies()[static_cast<std::size_t>(most - used.begin())])
              .value_or(Currency{});
  }
  for (const std::string& text : commerce.currencies()) {
    const auto currency = Currency::parse(text);
    std::optional<Rational> rate;
    if (currency && *currency == target_)
      rate = Rational(1);
    else if (currency)
      if (const auto stated = campaign.fx.find(std::string(currency->code()));
          stated != campaign.fx.end())
        rate = stated->second;
    rates_.push_back(rate);
  }
}

std::optional<std::int64_t> Exchange::convert(const KeptOrder& order) const {
  if (order.currency == KeptOrder::no_currency) return order.net_micros;
  const auto& rate = rates_[order.currency];
  if (!rate) return std::nullopt;
  if (*rate == Rational(1)) return order.net_micros;
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
