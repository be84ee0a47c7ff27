// One pass over the orders: each looks its visits up, is divided by the ledgers, and is counted.
#include "analysis/order_attribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <set>

#include "aggregate/accumulator.hpp"
#include "aggregate/code_book.hpp"
#include "analysis/order_journeys.hpp"
#include "core/text.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, order_match_count> match_names{"customer key", "order id",
                                                                      "own link", "none"};
constexpr std::size_t policy_count = 5;

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

/// Everything that is known before the first order.
struct Rules {
  Rules(const Commerce& commerce, const Campaign& campaign, std::span<const std::string> handles)
      : channels(commerce, campaign, handles),
        exchange(commerce, campaign),
        book(book_of(campaign)),
        model(*find_attribution_model(campaign.attribution.model)),
        policy(*find_credit_policy(campaign.attribution.credit_policy)),
        zone(TimeZone::find(campaign.settings.timezone).value_or(*TimeZone::find("UTC"))) {
    const Rational fifth = *Rational::make(1, 5);
    const Rational two_fifths = *Rational::make(2, 5);
    credit = {.policy = policy,
              .multi_code = *find_multi_code(campaign.attribution.multi_code),
              .lookback_s = campaign.attribution.lookback_days * 86'400,
              .shares = CreditShares(campaign.attribution.half_life_days,
                                     campaign.attribution.position_weights.value_or(
                                         std::array{two_fifths, fifth, two_fifths}),
                                     channels.direct())};
    days = campaign.period;
  }

  [[nodiscard]] Day day(const KeptOrder& order) const {
    return day_of(order.ordered_at, order.day_only ? CellState::day : CellState::value, zone);
  }
  /// Owner of a code on the day of the order; of an order without a date only codes without days
  /// have one.
  [[nodiscard]] std::optional<ChannelId> owner(std::string_view code,
                                               const KeptOrder& order) const {
    if (order.dated) return book.owner(code, day(order));
    const auto first = book.owner(code, std::numeric_limits<Day>::min());
    return first == book.owner(code, std::numeric_limits<Day>::max()) ? first : std::nullopt;
  }
  /// Of an order whose hour is not known every visit of its day may have come before it.
  [[nodiscard]] static std::int64_t latest(const KeptOrder& order) {
    return order.ordered_at + (order.day_only ? 86'399 : 0);
  }
  /// The order's visits, in the order of time; of an order that found none its own link.
  void look_up(const KeptOrder& order, Journeys& journeys, std::vector<Touch>& touches,
               OrderMatch& match) const {
    touches.clear();
    match = OrderMatch::none;
    const std::span<const std::uint32_t> visits = journeys.find(order, match);
    const std::int64_t ordered_at = latest(order);
    const auto at = [&](std::uint32_t visit) { return journeys.touch(visit).at; };
    if (order.dated)
      for (auto visit = std::ranges::lower_bound(visits, ordered_at - credit.lookback_s, {}, at);
           visit != visits.end() && at(*visit) <= ordered_at; ++visit)
        touches.push_back({channels.of_link(journeys.touch(*visit).link),
                           static_cast<std::int32_t>(ordered_at - at(*visit))});
    if (match == OrderMatch::none && order.link != no_entry) {
      match = OrderMatch::own_link;
      touches.push_back({channels.of_link(order.link), 0});
    }
  }

  Channels channels;
  Exchange exchange;
  CodeBook book;
  AttributionModel model;
  CreditPolicy policy;
  TimeZone zone;
  CreditRules credit{CreditPolicy::code_first, MultiCode::split, 0,
                     CreditShares(Rational(1), {Rational(1), Rational(0), Rational(0)}, 0)};
  DayRange days;
};

std::vector<AttributionModel> all_models() {
  std::vector<AttributionModel> models;
  for (std::size_t i = 0; i < attribution_model_count; ++i)
    models.push_back(static_cast<AttributionModel>(i));
  return models;
}

/// The ledgers of one run.
class Ledgers {
 public:
  explicit Ledgers(const Rules& rules) {
    const std::size_t channels = rules.channels.list().size();
    for (std::size_t i = 0; i < policy_count; ++i) {
      CreditRules own = rules.credit;
      own.policy = static_cast<CreditPolicy>(i);
      ledgers_.emplace_back(
          channels, own.policy == rules.policy ? all_models() : std::vector{rules.model}, own);
    }
    fresh_ = std::make_unique<CreditLedger>(channels, std::vector{rules.model}, rules.credit);
    unknown_ = std::make_unique<CreditLedger>(channels, std::vector{rules.model}, rules.credit);
  }

  /// What else is known of an order.
  struct Traits {
    bool fresh = false;    ///< of a new customer
    bool unknown = false;  ///< its value is not known
  };

  void add(std::int64_t value, std::span<const ChannelId> owners, std::span<const Touch> touches,
           Traits traits) {
    const auto add_to = [&](CreditLedger& ledger) {
      scratch_.assign(owners.begin(), owners.end());  // a ledger rearranges them
      ledger.add({value, scratch_, touches, 1});
    };
    for (CreditLedger& ledger : ledgers_) add_to(ledger);
    if (traits.fresh) add_to(*fresh_);
    if (traits.unknown) add_to(*unknown_);
  }
  void add_without_order(std::span<const Touch> touches) {
    for (CreditLedger& ledger : ledgers_) ledger.add_without_order(touches);
  }
  [[nodiscard]] const CreditLedger& of(CreditPolicy policy) const {
    return ledgers_[static_cast<std::size_t>(policy)];
  }
  [[nodiscard]] const CreditLedger& fresh() const { return *fresh_; }
  [[nodiscard]] const CreditLedger& unknown() const { return *unknown_; }

 private:
  std::vector<CreditLedger> ledgers_;
  std::unique_ptr<CreditLedger> fresh_, unknown_;
  std::vector<ChannelId> scratch_;
};

/// Codes that nobody owns, and what they may be typos of.
std::vector<ForeignCode> foreign_codes(const Commerce& commerce, const Campaign& campaign,
                                       const std::vector<std::uint64_t>& uses) {
  std::set<std::string> owned;
  for (const CampaignCreator& creator : campaign.creators)
    for (const CodeSpec& code : creator.codes) owned.insert(normal_code(code.code));
  const std::vector<std::string_view> known(owned.begin(), owned.end());
  std::vector<ForeignCode> foreign;
  for (std::size_t i = 0; i < uses.size(); ++i)
    if (uses[i] > 0) foreign.push_back({commerce.texts()[i], uses[i], {}});
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
                                  std::span<const std::string> handles) {
  const Rules rules(commerce, campaign, handles);
  Journeys journeys(commerce);
  Ledgers ledgers(rules);
  OrderAttribution result;
  result.channels = rules.channels.list();
  result.creators = rules.channels.creators();
  result.currency = rules.exchange.target();
  result.model = rules.model;
  result.policy = rules.policy;
  result.codes.resize(result.creators);
  std::vector<std::uint64_t> foreign(commerce.texts().size());
  std::vector<Touch> touches;
  std::vector<ChannelId> owners;
  Int128 store_micros = 0;
  bool all_new_known = true;
  for (const KeptOrder& order : commerce.orders()) {
    OrderMatch match = OrderMatch::none;
    rules.look_up(order, journeys, touches, match);  // also of orders that do not count: who
                                                     // ordered is no visitor without an order
    if (rules.days.given() && !order.dated) {
      ++result.undated;
      continue;
    }
    if (rules.days.given() && !rules.days.contains(rules.day(order))) {
      ++result.outside;
      continue;
    }
    ++result.orders;
    std::int64_t value = 0;
    bool is_known = false;
    if (!order.valued)
      ++result.unvalued;
    else if (const auto converted = rules.exchange.convert(order))
      value = *converted, is_known = true;
    else
      ++result.unconverted;
    store_micros += value;
    result.assumed += static_cast<std::uint64_t>(order.valued && order.currency == no_entry);
    ++result.matches[static_cast<std::size_t>(match)];
    owners.clear();
    for (const std::uint32_t code : commerce.codes_of(order)) {
      if (const auto owner = rules.owner(commerce.texts()[code], order))
        owners.push_back(*owner);
      else
        ++foreign[code];
    }
    result.with_code += static_cast<std::uint64_t>(!owners.empty());
    const auto eligible = eligible_touches(touches, rules.credit.lookback_s);
    for (std::size_t i = 0; i < owners.size(); ++i) {
      if (std::find(owners.begin(), owners.begin() + static_cast<std::ptrdiff_t>(i), owners[i]) !=
          owners.begin() + static_cast<std::ptrdiff_t>(i))
        continue;
      CodeUse& use = result.codes[owners[i]];
      ++use.orders;
      use.clicked += static_cast<std::uint64_t>(std::ranges::any_of(
          eligible, [&](const Touch& touch) { return touch.channel == owners[i]; }));
    }
    all_new_known = all_new_known && order.customer_new.has_value();
    ledgers.add(value, owners, touches,
                {.fresh = order.customer_new.value_or(false), .unknown = !is_known});
  }
  journeys.each_without_order([&](std::span<const std::uint32_t> visits) {
    touches.clear();
    for (const std::uint32_t at : visits)
      touches.push_back({rules.channels.of_link(journeys.touch(at).link), 0});
    ledgers.add_without_order(touches);
  });
  result.store_revenue = Rational::make(store_micros, Money::micros_per_unit).value_or(Rational(0));
  result.models = analyze_attribution(ledgers.of(rules.policy), result.currency);
  for (std::size_t i = 0; i < policy_count; ++i) {
    const auto policy = static_cast<CreditPolicy>(i);
    if (policy == rules.policy)
      result.policies.push_back(result.chosen());
    else
      result.policies.push_back(
          std::move(analyze_attribution(ledgers.of(policy), result.currency).front()));
  }
  const auto orders_of = [&](const CreditLedger& ledger, std::vector<Rational>& to) {
    const ModelCredits credits = std::move(analyze_attribution(ledger, result.currency).front());
    for (const ChannelCredit& channel : credits.channels) to.push_back(channel.orders);
  };
  if (all_new_known && result.orders > 0) orders_of(ledgers.fresh(), result.new_customers);
  if (result.unvalued + result.unconverted > 0) orders_of(ledgers.unknown(), result.without_value);
  result.foreign = foreign_codes(commerce, campaign, foreign);
  return result;
}

std::optional<ExplainedOrder> explain_order(const Commerce& commerce, const Campaign& campaign,
                                            std::span<const std::string> handles,
                                            std::string_view id) {
  const auto bare = [](std::string_view text) {
    return text.starts_with('#') ? text.substr(1) : text;
  };
  const auto found = std::ranges::find_if(commerce.orders(), [&](const KeptOrder& order) {
    return order.has_id && bare(commerce.id_of(order)) == bare(id);
  });
  if (found == commerce.orders().end()) return std::nullopt;
  const Rules rules(commerce, campaign, handles);
  Journeys journeys(commerce);
  ExplainedOrder result;
  result.id = commerce.id_of(*found);
  result.ordered_at = found->ordered_at;
  result.place = found->place;
  if (const auto value = rules.exchange.convert(*found); value && found->valued) {
    result.valued = true;
    result.value = *Rational::make(*value, Money::micros_per_unit);
  }
  std::vector<Touch> touches;
  rules.look_up(*found, journeys, touches, result.match);
  const std::int64_t ordered_at = Rules::latest(*found);
  const auto eligible = eligible_touches(touches, rules.credit.lookback_s);
  const auto first =
      static_cast<std::size_t>(eligible.empty() ? 0 : eligible.data() - touches.data());
  std::vector<ChannelId> owners;
  for (const std::uint32_t code : commerce.codes_of(*found)) {
    const auto owner = rules.owner(commerce.texts()[code], *found);
    if (owner) owners.push_back(*owner);
    result.codes.push_back({commerce.texts()[code],
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
  for (std::size_t i = 0; i < touches.size(); ++i) {
    const bool counts = i >= first && i < first + eligible.size() && !eligible.empty();
    result.touches.push_back({rules.channels.list()[touches[i].channel].name,
                              ordered_at - touches[i].age_s, counts,
                              counts ? share(shares[i - first]) : Rational(0)});
  }
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
