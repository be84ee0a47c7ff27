#pragma once
// Orders whose amount is not known, or not in the report's currency, and the sums they belong to.
#include "analysis/attribution.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// Says of which credits the value is not that of all their orders. A model that compares journeys
/// divides the value of all orders among all channels.
void mark_unknown(ModelCredits& credits, const ModelCredits& unknown, const Rational& all_unknown,
                  const Rational& all_orders);
/// What is known of an amount, when it is not that of all orders: missing(incomplete), of `partial`
/// a lower bound unless nothing is known, of `zero` as it is.
[[nodiscard]] Quantity amount_of(const Quantity& known, ChannelCredit::Amounts amounts,
                                 MissingMode missing);

}  // namespace tiktok_kpi
