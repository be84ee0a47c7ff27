// One pass over the orders, shared by threads: each order looks its visits up, is divided by the
// ledgers, and is counted.
#include "analysis/order_attribution.hpp"

#include <algorithm>
#include <memory>
#include <set>

#include "analysis/attribution_rules.hpp"
#include "analysis/order_amounts.hpp"
#include "analysis/simple_orders.hpp"
#include "core/text.hpp"
#include "core/threads.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, order_match_count> match_names{"customer key", "order id",
                                                                      "own link", "none"};
constexpr std::size_t policy_count = 5;

std::vector<AttributionModel> all_models() {
  std::vector<AttributionModel> models;
  for (std::size_t i = 0; i < attribution_model_count; ++i)
    models.push_back(static_cast<AttributionModel>(i));
  return models;
}

/// The ledgers of one run.
class Ledgers {
 public:
  explicit Ledgers(const AttributionRules& rules) {
    const std::size_t channels = rules.channels.list().size();
    for (std::size_t i = 0; i < policy_count; ++i) {
      CreditRules own = rules.credit;
      own.policy = static_cast<CreditPolicy>(i);
      const auto models = own.policy == rules.policy ? all_models() : std::vector{rules.model};
      ledgers_.emplace_back(channels, models, own);
      unknown_.emplace_back(channels, models, own);
    }
    fresh_ = std::make_unique<CreditLedger>(channels, std::vector{rules.model}, rules.credit);
  }

  /// What else is known of an order.
  struct Traits {
    bool fresh = false;    ///< of a new customer
    bool unknown = false;  ///< its value is not known
  };

  void add(Int128 value, std::span<const ChannelId> owners, std::span<const Touch> touches,
           Traits traits) {
    const auto add_to = [&](CreditLedger& ledger) {
      scratch_.assign(owners.begin(), owners.end());  // a ledger rearranges them
      ledger.add({value, scratch_, touches});
    };
    for (CreditLedger& ledger : ledgers_) add_to(ledger);
    if (traits.fresh) add_to(*fresh_);
    if (traits.unknown)
      for (CreditLedger& ledger : unknown_) add_to(ledger);
  }
  /// Many orders at once, shared by so many threads: each takes a ledger at a time.
  void add(SimpleOrders& orders, unsigned threads) {
    const std::vector<SimpleOrders::Sum> sums = orders.sums();
    share_out(threads, ledgers_.size(), [&](unsigned, std::size_t i) {
      for (const SimpleOrders::Sum& sum : sums) {
        std::array owner{sum.kind.owner};
        const std::array touch{Touch{sum.kind.channel, 0}};
        ledgers_[i].add({sum.value, std::span(owner).first(sum.kind.owner != no_channel ? 1 : 0),
                         std::span(touch).first(sum.kind.channel != no_channel ? 1 : 0),
                         sum.orders});
      }
    });
  }
  void add_without_order(std::span<const Touch> touches) {
    for (CreditLedger& ledger : ledgers_) ledger.add_without_order(touches);
  }
  void merge(const Ledgers& other) {
    for (std::size_t i = 0; i < ledgers_.size(); ++i) {
      ledgers_[i].merge(other.ledgers_[i]);
      unknown_[i].merge(other.unknown_[i]);
    }
    fresh_->merge(*other.fresh_);
  }
  [[nodiscard]] const CreditLedger& of(CreditPolicy policy) const {
    return ledgers_[static_cast<std::size_t>(policy)];
  }
  [[nodiscard]] const CreditLedger& fresh() const { return *fresh_; }
  /// Only the orders whose value is not known.
  [[nodiscard]] const CreditLedger& unknown(CreditPolicy policy) const {
    return unknown_[static_cast<std::size_t>(policy)];
  }

 private:
  std::vector<CreditLedger> ledgers_, unknown_;
  std::unique_ptr<CreditLedger> fresh_;
  std::vector<ChannelId> scratch_;
};

/// What one thread adds up of its part of the orders: sums and counts only, so that it does not
/// matter who took which.
struct Tally {
  explicit Tally(const Commerce& commerce, const AttributionRules& rules)
      : ledgers(rules),
        codes(rules.channels.creators()),
        foreign(commerce.codes().size()),
        posts(rules.posts.size()) {}

  Ledgers ledgers;
  std::uint64_t orders = 0, outside = 0, undated = 0, unvalued = 0, unconverted = 0, assumed = 0,
                with_code = 0;
  std::uint64_t before_visits = 0;  ///< placed before every visit of the customer
  /// The one that stands first in the inputs.
  struct Named {
    Place place{};  ///< of none: behind all
    std::string id;
  };
  Named first_before_visits;
  Int128 store_micros = 0;
  bool all_new_known = true;
  std::array<std::uint64_t, order_match_count> matches{};
  KeyCoverage::Events keys;
  std::vector<CodeUse> codes;          ///< by creator
  std::vector<std::uint64_t> foreign;  ///< uses of codes that nobody owns, by code
  struct PostSum {
    std::uint64_t orders = 0, without_value = 0;
    Int128 micros = 0;
  };
  std::vector<PostSum> posts;  ///< by post of the rules

  void merge(const Tally& other) {
    ledgers.merge(other.ledgers);
    for (const auto count : {&Tally::orders, &Tally::outside, &Tally::undated, &Tally::unvalued,
                             &Tally::unconverted, &Tally::assumed, &Tally::with_code})
      this->*count += other.*count;
    before_visits += other.before_visits;
    if (other.first_before_visits.place < first_before_visits.place)
      first_before_visits = other.first_before_visits;
    store_micros += other.store_micros;
    keys.add(other.keys);
    all_new_known = all_new_known && other.all_new_known;
    for (std::size_t i = 0; i < matches.size(); ++i) matches[i] += other.matches[i];
    for (std::size_t i = 0; i < foreign.size(); ++i) foreign[i] += other.foreign[i];
    for (std::size_t i = 0; i < posts.size(); ++i) {
      posts[i].orders += other.posts[i].orders;
      posts[i].without_value += other.posts[i].without_value;
      posts[i].micros += other.posts[i].micros;
    }
    for (std::size_t i = 0; i < codes.size(); ++i) {
      codes[i].orders += other.codes[i].orders;
      codes[i].clicked += other.codes[i].clicked;
    }
  }
};

/// What a list of codes says of every order that carries it, whatever its day: nearly all lists are
/// one code, and nearly all codes are one creator's for ever, or nobody's.
struct ListOwner {
  bool whatever_day = false;
  ChannelId owner = no_channel;  ///< none: nobody's
  std::uint32_t code = no_entry;
};

std::vector<ListOwner> list_owners(const Commerce& commerce, const AttributionRules& rules) {
  std::vector<ListOwner> lists;
  for (const std::vector<std::uint32_t>& codes : commerce.code_lists()) {
    ListOwner& list = lists.emplace_back();
    if (codes.size() != 1) continue;
    const auto owned = rules.owners[codes.front()];
    list.code = codes.front();
    list.whatever_day = owned.empty() || (owned.size() == 1 && !owned.front().valid.given());
    if (!owned.empty()) list.owner = owned.front().owner;
  }
  return lists;
}

/// Adds orders to a tally, one after the other.
class Teller {
 public:
  Teller(const Commerce& commerce, const AttributionRules& rules, std::span<const ListOwner> lists,
         Journeys& journeys, Tally& tally)
      : commerce_(commerce), rules_(rules), lists_(lists), journeys_(journeys), tally_(tally) {}

  void add(const OrderChunk& chunk) {
    chunk_ = &chunk;
    chunk.unpack(orders_);
    const std::size_t ahead = journeys_.empty() ? orders_.size() : 12;
    for (std::size_t i = 0; i < orders_.size(); ++i) {
      if (i + 2 * ahead < orders_.size()) journeys_.prefetch_bucket(orders_[i + 2 * ahead]);
      if (i + ahead < orders_.size()) journeys_.prefetch_visits(orders_[i + ahead]);
      add(orders_[i]);
    }
  }

  /// The orders that were only counted so far.
  [[nodiscard]] SimpleOrders& simple() { return simple_; }

 private:
  void add(const KeptOrder& order) {
    OrderMatch match = OrderMatch::none;
    // Also of orders that do not count: who ordered is no visitor without an order.
    bool before_visits = false;
    const std::span<const Touch> touches = look_up(order, match, before_visits);
    if (rules_.days.given() && !order.traits.dated) {
      ++tally_.undated;
      return;
    }
    if (rules_.days.given() && !rules_.days.contains(rules_.day(order))) {
      ++tally_.outside;
      return;
    }
    ++tally_.orders;
    if (before_visits) {
      ++tally_.before_visits;
      if (const Place place = chunk_->place_of(order); place < tally_.first_before_visits.place)
        tally_.first_before_visits = {place, commerce_.id_of(order)};
    }
    std::int64_t value = 0;
    bool is_known = false;
    if (!order.traits.valued)
      ++tally_.unvalued;
    else if (const auto converted = rules_.exchange.convert(order))
      value = *converted, is_known = true;
    else
      ++tally_.unconverted;
    tally_.store_micros += value;
    if (const std::uint32_t post = rules_.post_of(order.link); post != no_entry) {
      Tally::PostSum& sum = tally_.posts[post];
      ++sum.orders;
      sum.without_value += static_cast<std::uint64_t>(!is_known);
      sum.micros += value;
    }
    tally_.assumed +=
        static_cast<std::uint64_t>(order.traits.valued && order.currency == KeptOrder::no_currency);
    ++tally_.matches[static_cast<std::size_t>(match)];
    const auto eligible = eligible_touches(touches, rules_.credit.lookback_s);
    const std::span<ChannelId> owners = count_codes(order, eligible);
    count_keys(order);
    tally_.all_new_known = tally_.all_new_known && order.traits.new_known;
    const bool fresh = order.traits.is_new;
    if (owners.size() > 1 || eligible.size() > 1 || fresh || !is_known)
      return tally_.ledgers.add(value, owners, eligible, {.fresh = fresh, .unknown = !is_known});
    simple_.add({owners.empty() ? no_channel : owners.front(),
                 eligible.empty() ? no_channel : eligible.front().channel},
                value);
  }

  void count_keys(const KeptOrder& order) {
    KeyCoverage::Events& keys = tally_.keys;
    ++keys.all;
    keys.add(MatchKey::customer, order.customer != 0);
    keys.add(MatchKey::order, true);
    keys.add(MatchKey::click, order.traits.click_id);
    keys.add(MatchKey::link, rules_.channels.of_link(order.link) != rules_.channels.direct());
    keys.add(MatchKey::code, order.codes != no_entry);
  }

  /// Without any visits an order has at most its own link.
  std::span<const Touch> look_up(const KeptOrder& order, OrderMatch& match, bool& before_visits) {
    if (!journeys_.empty()) {
      before_visits = rules_.look_up(order, journeys_, touches_, match);
      return touches_;
    }
    if (order.link == no_entry) return {};
    match = OrderMatch::own_link;
    own_link_ = {rules_.channels.of_link(order.link), 0};
    return {&own_link_, 1};
  }

  /// Counts the uses of codes; whose they are, until the next order.
  std::span<ChannelId> count_codes(const KeptOrder& order, std::span<const Touch> eligible) {
    if (order.codes == no_entry) return {};
    if (const ListOwner& list = lists_[order.codes]; list.whatever_day) {
      if (list.owner == no_channel) {
        ++tally_.foreign[list.code];
        return {};
      }
      ++tally_.with_code;
      CodeUse& use = tally_.codes[list.owner];
      ++use.orders;
      for (const Touch& touch : eligible)
        if (touch.channel == list.owner) {
          ++use.clicked;
          break;
        }
      owner_ = list.owner;
      return {&owner_, 1};
    }
    owners_.clear();
    for (const std::uint32_t code : commerce_.codes_of(order)) {
      if (const auto owner = rules_.owner(code, order))
        owners_.push_back(*owner);
      else
        ++tally_.foreign[code];
    }
    if (owners_.empty()) return {};
    ++tally_.with_code;
    for (auto owner = owners_.begin(); owner != owners_.end(); ++owner) {
      if (std::find(owners_.begin(), owner, *owner) != owner) continue;
      CodeUse& use = tally_.codes[*owner];
      ++use.orders;
      use.clicked += static_cast<std::uint64_t>(
          std::ranges::find(eligible, *owner, &Touch::channel) != eligible.end());
    }
    return owners_;
  }

  const Commerce& commerce_;
  const AttributionRules& rules_;
  std::span<const ListOwner> lists_;
  Journeys& journeys_;
  Tally& tally_;
  SimpleOrders simple_;
  const OrderChunk* chunk_ = nullptr;  ///< at hand
  std::vector<KeptOrder> orders_;      ///< of it
  std::vector<Touch> touches_;         ///< of the order at hand
  Touch own_link_{};                   ///< of the order at hand
  std::vector<ChannelId> owners_;      ///< of its codes
  ChannelId owner_ = no_channel;       ///< of its code, where that is the same one on every day
};

/// All orders, added up by so many threads.
Tally tally_orders(const Commerce& commerce, const AttributionRules& rules, Journeys& journeys,
                   unsigned threads) {
  constexpr std::size_t worth_a_thread = 4'096;
  const std::vector<OrderChunk>& chunks = commerce.orders();
  const auto count = static_cast<unsigned>(
      std::clamp<std::size_t>(commerce.order_count() / worth_a_thread, 1, std::max(1U, threads)));
  std::vector<Tally> tallies;
  for (unsigned i = 0; i < count; ++i) tallies.emplace_back(commerce, rules);
  std::vector<Teller> tellers;
  const std::vector<ListOwner> lists = list_owners(commerce, rules);
  for (Tally& tally : tallies) tellers.emplace_back(commerce, rules, lists, journeys, tally);
  share_out(count, chunks.size(),
            [&](unsigned thread, std::size_t chunk) { tellers[thread].add(chunks[chunk]); });
  SimpleOrders& simple = tellers.front().simple();
  for (unsigned i = 1; i < count; ++i) {
    simple.merge(tellers[i].simple());
    tallies.front().merge(tallies[i]);
  }
  tallies.front().ledgers.add(simple, count);
  return std::move(tallies.front());
}

/// Codes that nobody owns, and what they may be typos of.
std::vector<ForeignCode> foreign_codes(const Commerce& commerce, const Campaign& campaign,
                                       const std::vector<std::uint64_t>& uses) {
  std::set<std::string> owned;
  for (const CampaignCreator& creator : campaign.creators)
    for (const CodeSpec& code : creator.codes) owned.insert(normal_code(code.code));
  const std::vector<std::string_view> known(owned.begin(), owned.end());
  std::vector<ForeignCode> foreign;
  for (std::size_t i = 0; i < uses.size(); ++i)
    if (uses[i] > 0) foreign.push_back({commerce.codes()[i], uses[i], {}});
  std::ranges::stable_sort(foreign, std::ranges::greater{}, &ForeignCode::orders);
  // Shops make a code for each newsletter reader: only the most used ones are worth a comparison.
  constexpr std::size_t compared = 200;
  for (ForeignCode& code : std::span(foreign).first(std::min(compared, foreign.size())))
    if (!owned.contains(code.code))  // a creator's own code outside its days is no typo
      code.near = nearest(code.code, known);
  return foreign;
}

}  // namespace

std::string_view name_of(OrderMatch match) { return match_names[static_cast<std::size_t>(match)]; }

OrderAttribution attribute_orders(const Commerce& commerce, const Campaign& campaign,
                                  const KnownAccounts& accounts, unsigned threads) {
  const AttributionRules rules(commerce, campaign, accounts);
  Journeys journeys(commerce, threads);
  Tally tally = tally_orders(commerce, rules, journeys, threads);
  Ledgers& ledgers = tally.ledgers;
  std::vector<Touch> touches;
  journeys.each_without_order([&](std::span<const Visit> visits) {
    touches.clear();
    for (const Visit& visit : visits) touches.push_back({rules.channels.of_link(visit.link), 0});
    ledgers.add_without_order(touches);
  });
  OrderAttribution result;
  result.channels = rules.channels.list();
  result.creators = rules.channels.creators();
  result.currency = rules.exchange.target();
  result.model = rules.model;
  result.policy = rules.policy;
  result.orders = tally.orders;
  result.outside = tally.outside;
  result.undated = tally.undated;
  result.before_visits = tally.before_visits;
  result.first_before_visits = std::move(tally.first_before_visits.id);
  result.place_before_visits = tally.first_before_visits.place;
  result.unvalued = tally.unvalued;
  result.unconverted = tally.unconverted;
  result.assumed = tally.assumed;
  result.with_code = tally.with_code;
  result.matches = tally.matches;
  result.keys = {tally.keys, commerce.visit_keys()};
  result.codes = std::move(tally.codes);
  result.store_revenue =
      Rational::make(tally.store_micros, Money::micros_per_unit).value_or(Rational(0));
  const Rational all_orders(static_cast<Int128>(result.orders));
  const Rational all_unknown(static_cast<Int128>(result.unvalued + result.unconverted));
  const auto credits_under = [&](CreditPolicy policy) {
    std::vector<ModelCredits> models = analyze_attribution(ledgers.of(policy), result.currency);
    if (all_unknown.is_zero()) return models;
    const auto unknown = analyze_attribution(ledgers.unknown(policy), result.currency);
    for (std::size_t i = 0; i < models.size(); ++i)
      mark_unknown(models[i], unknown[i], all_unknown, all_orders);
    return models;
  };
  result.models = credits_under(rules.policy);
  for (std::size_t i = 0; i < policy_count; ++i) {
    const auto policy = static_cast<CreditPolicy>(i);
    if (policy == rules.policy)
      result.policies.push_back(result.chosen());
    else
      result.policies.push_back(std::move(credits_under(policy).front()));
  }
  if (tally.all_new_known && result.orders > 0)
    for (const ModelCredits& credits : analyze_attribution(ledgers.fresh(), result.currency))
      for (const ChannelCredit& channel : credits.channels)
        result.new_customers.push_back(channel.orders);
  result.foreign = foreign_codes(commerce, campaign, tally.foreign);
  for (std::size_t i = 0; i < rules.posts.size(); ++i) {
    const Tally::PostSum& sum = tally.posts[i];
    if (sum.orders > 0)
      result.posts.push_back(
          {rules.posts[i], sum.orders, sum.without_value,
           Rational::make(sum.micros, Money::micros_per_unit).value_or(Rational(0))});
  }
  std::ranges::stable_sort(result.posts, [](const PostOrders& a, const PostOrders& b) {
    return a.revenue != b.revenue ? a.revenue > b.revenue : a.orders > b.orders;
  });
  return result;
}

}  // namespace tiktok_kpi
