#pragma once
// What a campaign cost and brought: cost parts and attributed revenue of each creator, what all
// share, and the totals, in one currency.
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/order_attribution.hpp"
#include "metrics/families.hpp"
#include "model/campaign.hpp"
#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

/// One row of the account.
struct MoneyRow {
  std::string creator;  ///< handle; empty: costs of the whole campaign, or the total
  /// By cost_parts; a part that nobody mentions is missing(not_exported) and counts as 0, one that
  /// is stated as unknown makes the total unknown.
  std::array<Quantity, cost_parts.size()> parts;
  Quantity cost;           ///< cost_total
  Quantity orders;         ///< credited; missing without orders
  Quantity net_revenue;    ///< credited
  Quantity new_customers;  ///< credited
};

struct CampaignMoney {
  Currency currency{};
  std::vector<MoneyRow> creators;  ///< as in the campaign file, then others with credits
  std::size_t in_total = 0;        ///< the first so many creators are in the total
  MoneyRow shared;                 ///< of the campaign as a whole; in no creator's figure
  MoneyRow total;                  ///< of the listed creators (of all when none is) and the shared
  bool any_cost = false;
  /// Row of a handle; nullptr without one.
  [[nodiscard]] const MoneyRow* of(std::string_view handle) const;
};

/// Figures of several rows together; one that is not known makes the sum unknown. `settings` state
/// the currency of the rows.
[[nodiscard]] MoneyRow sum_of(std::span<const MoneyRow* const> rows, const Settings& settings);

/// An amount in a currency: as it is without one of its own, else by the campaign's rates; missing
/// without a rate.
[[nodiscard]] Quantity converted(const Money& amount, const Campaign& campaign, Currency currency);

/// What gifts cost in a currency; missing when a part of it is.
[[nodiscard]] Quantity cost_of_gift(const Gift& gift, const Campaign& campaign,
                                    const Settings& settings);

/// `attribution` may be null: then revenue, and commissions on it, are unknown. Amounts without a
/// currency are in the report's; others are converted by the campaign's rates, or missing without.
[[nodiscard]] CampaignMoney campaign_money(const Campaign& campaign,
                                           const OrderAttribution* attribution);

}  // namespace tiktok_kpi
