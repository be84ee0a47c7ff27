#include "analysis/order_amounts.hpp"

#include "analysis/order_attribution.hpp"

namespace tiktok_kpi {

void mark_unknown(ModelCredits& credits, const ModelCredits& unknown, const Rational& all_unknown,
                  const Rational& all_orders) {
  using Amounts = ChannelCredit::Amounts;
  const auto amounts = [](const Rational& without_value, const Rational& orders) {
    return without_value.is_zero()   ? Amounts::all
           : without_value == orders ? Amounts::none
                                     : Amounts::some;
  };
  if (!credits.worked_out) return;
  credits.unattributed.amounts = amounts(unknown.unattributed.orders, credits.unattributed.orders);
  for (std::size_t i = 0; i < credits.channels.size(); ++i) {
    ChannelCredit& credit = credits.channels[i];
    if (is_per_order(credits.model))
      credit.amounts = amounts(unknown.channels[i].orders, credit.orders);
    else if (!credit.orders.is_zero())
      credit.amounts = amounts(all_unknown, all_orders);
  }
}

Quantity amount_of(const Quantity& known, ChannelCredit::Amounts amounts, MissingMode missing) {
  using Amounts = ChannelCredit::Amounts;
  if (amounts == Amounts::all || missing == MissingMode::zero) return known;
  return amounts == Amounts::some && missing == MissingMode::partial
             ? known.as_lower_bound()
             : Quantity::missing(MissingReason::incomplete, Unit::money);
}

Quantity OrderAttribution::revenue_of_store(MissingMode missing) const {
  using Amounts = ChannelCredit::Amounts;
  const std::uint64_t unknown = unvalued + unconverted;
  return amount_of(Quantity::money(store_revenue, currency),
                   unknown == 0        ? Amounts::all
                   : unknown == orders ? Amounts::none
                                       : Amounts::some,
                   missing);
}

Quantity OrderAttribution::code_leak_rate(std::size_t creator) const {
  const CodeUse& use = codes[creator];
  // Of orders that never find a visit, by any creator or other source, no click is known.
  if (matches[static_cast<std::size_t>(OrderMatch::none)] == orders)
    return Quantity::missing(MissingReason::not_exported, Unit::ratio);
  if (use.orders == 0) return Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
  return Quantity::exact(*Rational::make(static_cast<Int128>(use.orders - use.clicked),
                                         static_cast<Int128>(use.orders)),
                         Unit::ratio);
}

}  // namespace tiktok_kpi
