#pragma once
// From orders to creators: who is credited with what under every model and policy, how the orders
// were matched with visits, and which codes leak.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aggregate/commerce.hpp"
#include "aggregate/credit_policy.hpp"
#include "analysis/attribution.hpp"
#include "analysis/named_posts.hpp"
#include "model/campaign.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// Who can be credited: creators first, then other sources, then visits that nobody brought.
struct CreditChannel {
  std::string name;  ///< handle, or "google / cpc", or "direct"
  bool creator = false;
};

/// How an order found its visits.
enum class OrderMatch : std::uint8_t {
  customer,  ///< by the customer key that orders and visits share
  order_id,  ///< by the order id that a visit states, through that visitor's other visits
  own_link,  ///< by its own landing page or UTM parameters
  none
};
inline constexpr std::size_t order_match_count = 4;
[[nodiscard]] std::string_view name_of(OrderMatch match);

/// Promo codes of one creator.
struct CodeUse {
  std::uint64_t orders = 0;   ///< with a code of the creator
  std::uint64_t clicked = 0;  ///< of them after an eligible visit by the creator
};

/// A code on orders that no creator owns on that day.
struct ForeignCode {
  std::string code;
  std::uint64_t orders = 0;
  std::string near;  ///< a creator's code that it may be a typo of; empty: none
};

/// Orders whose export names the post that sold.
struct PostOrders {
  std::string post;  ///< id
  std::uint64_t orders = 0;
  std::uint64_t without_value = 0;  ///< of them, not known or without an exchange rate
  Rational revenue;                 ///< of the others, in units of the currency
};

/// The store's orders, attributed.
struct OrderAttribution {
  std::vector<CreditChannel> channels;
  std::size_t creators = 0;            ///< the first so many channels
  Currency currency{};                 ///< of all amounts
  std::vector<ModelCredits> models;    ///< by AttributionModel, under the campaign's policy
  std::vector<ModelCredits> policies;  ///< by CreditPolicy, with the campaign's model
  AttributionModel model = AttributionModel::last_touch;
  CreditPolicy policy = CreditPolicy::code_first;
  std::uint64_t orders = 0;   ///< that were attributed
  std::uint64_t outside = 0;  ///< of other days than the campaign's
  std::uint64_t undated = 0;  ///< left out for that
  /// Of them, placed before every visit of the customer; and id and place of the first in the
  /// inputs.
  std::uint64_t before_visits = 0;
  std::string first_before_visits;
  Place place_before_visits;
  std::uint64_t unvalued = 0;     ///< counted as orders, without revenue
  std::uint64_t unconverted = 0;  ///< likewise: no exchange rate for their currency
  Rational store_revenue;         ///< of the others, in units of the currency
  std::array<std::uint64_t, order_match_count> matches{};
  KeyCoverage keys;                  ///< of these orders, and of all visits
  std::uint64_t with_code = 0;       ///< with a code of a creator
  std::vector<CodeUse> codes;        ///< by creator
  std::vector<ForeignCode> foreign;  ///< most orders first
  /// By post, most revenue first: all of an order belongs to the post that its export names,
  /// whatever the rule divides among creators.
  std::vector<PostOrders> posts;
  std::uint64_t assumed = 0;  ///< state no currency: read as the report's
  /// New customers credited to each channel, in orders, under the campaign's rule; empty unless
  /// every order says whether its customer is new.
  std::vector<Rational> new_customers;

  /// Credits under the campaign's model and policy.
  [[nodiscard]] const ModelCredits& chosen() const {
    return models[static_cast<std::size_t>(model)];
  }
  /// Of all orders, as `amount_of` says.
  [[nodiscard]] Quantity revenue_of_store(MissingMode missing) const;
  /// Orders with a code of the creator and no visit by them. Missing(not_exported) when no order at
  /// all is known to have begun with a visit: then nothing says that these did not.
  [[nodiscard]] Quantity code_leak_rate(std::size_t creator) const;
};

/// Attributes the orders of the campaign's days. `accounts` are those of the posts that
/// were read. Amounts in other currencies are converted by
/// the campaign's rates, each to the millionth. Throws Error("bad-campaign") for a code or UTM
/// content of two creators, Error("limit-exceeded") when sums overflow.
/// O(orders + touches); threads change nothing but the time.
[[nodiscard]] OrderAttribution attribute_orders(const Commerce& commerce, const Campaign& campaign,
                                                const KnownAccounts& accounts, unsigned threads);

/// One order, step by step.
struct ExplainedTouch {
  /// Why a visit does not count.
  enum class Missed : std::uint8_t { no, too_old, after_order };
  std::string channel;
  std::int64_t at = 0;
  Missed missed = Missed::no;
  Rational share;  ///< of the order, under the campaign's model
};
struct ExplainedCode {
  std::string code;
  std::string owner;  ///< empty: nobody's on that day
  Rational share;
};
struct ExplainedOrder {
  /// Why the report does not count it.
  enum class LeftOut : std::uint8_t { no, undated, outside };
  std::string id;
  bool dated = false;
  LeftOut left_out = LeftOut::no;
  std::int64_t ordered_at = 0;  ///< where dated
  Rational value;
  bool valued = false;
  OrderMatch match = OrderMatch::none;
  std::vector<ExplainedTouch> touches;
  std::vector<ExplainedCode> codes;
  Rational unattributed;  ///< share nobody is credited with
  Place place{};
};
/// Nothing when no order has this id.
[[nodiscard]] std::optional<ExplainedOrder> explain_order(const Commerce& commerce,
                                                          const Campaign& campaign,
                                                          const KnownAccounts& accounts,
                                                          std::string_view id);

}  // namespace tiktok_kpi
