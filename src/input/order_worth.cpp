// Amounts of an order as exported to what it is worth.
#include "input/order_records.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {
namespace {

using Amount = std::optional<std::int64_t>;

/// amount x part / whole, half away from zero; the amount itself when there is no whole.
std::int64_t share(std::int64_t amount, std::int64_t part, std::int64_t whole) {
  if (whole <= 0 || part == whole) return amount;
  const Int128 product = Int128{amount} * part;
  const Int128 half = product < 0 ? -Int128{whole} : Int128{whole};
  return static_cast<std::int64_t>((2 * product + half) / (2 * Int128{whole}));
}

/// The sign in the file does not matter: refunds stand as 10.00 or as -10.00.
Amount magnitude(const Amount& amount) { return amount && *amount < 0 ? Amount(-*amount) : amount; }

/// Only the amount paid is known. Discounts are off it already.
OrderWorth worth_of_total(const OrderAmounts& amounts, const Amount& discounts,
                          const Amount& refunds) {
  if (!amounts.total) return {{}, discounts, refunds, {}};
  return {*amounts.total + discounts.value_or(0), discounts, refunds, "total"};
}

OrderWorth worth_after_discounts(const OrderAmounts& amounts, const Amount& discounts,
                                 const Amount& refunds) {
  const std::int64_t tax = amounts.tax.value_or(0);
  const std::int64_t shipping = amounts.shipping.value_or(0);
  OrderWorth worth{{}, discounts, refunds, "goods"};
  std::int64_t net = 0;
  if (amounts.subtotal) {
    const std::int64_t paid = *amounts.subtotal;
    const bool included = amounts.taxes_included
                              ? *amounts.taxes_included
                              : amounts.total && *amounts.total < paid + shipping + tax;
    net = included ? paid - tax : paid;
    if (included && discounts) worth.discounts = share(*discounts, net, paid);
  } else if (amounts.total && amounts.tax && amounts.shipping) {
    net = *amounts.total - tax - shipping;
  } else {
    return worth_of_total(amounts, discounts, refunds);
  }
  worth.subtotal = net + worth.discounts.value_or(0);
  if (refunds && amounts.total) worth.refunds = share(*refunds, net, *amounts.total);
  return worth;
}

OrderWorth worth_before_tax(const OrderAmounts& amounts, const Amount& discounts,
                            const Amount& refunds) {
  if (!amounts.subtotal) return worth_of_total(amounts, discounts, refunds);
  OrderWorth worth{amounts.subtotal, discounts, refunds, "goods"};
  if (refunds && amounts.total)
    worth.refunds = share(*refunds, *amounts.subtotal - discounts.value_or(0), *amounts.total);
  return worth;
}

}  // namespace

OrderWorth worth_of(const OrderAmounts& amounts, OrderBasis basis) {
  const Amount discounts = magnitude(amounts.discounts);
  const Amount refunds = magnitude(amounts.refunds);
  switch (basis) {
    case OrderBasis::after_discounts: return worth_after_discounts(amounts, discounts, refunds);
    case OrderBasis::before_tax: return worth_before_tax(amounts, discounts, refunds);
    case OrderBasis::net:
      if (amounts.subtotal) return {amounts.subtotal, {}, {}, "net"};
      break;
    case OrderBasis::stated:
      if (amounts.subtotal) return {amounts.subtotal, discounts, refunds, "goods"};
      break;
    case OrderBasis::total: break;
  }
  return worth_of_total(amounts, discounts, refunds);
}

}  // namespace tiktok_kpi
