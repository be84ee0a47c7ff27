// Amounts of several currencies: converted by stated rates, never added as they are.
#include "metrics/families.hpp"
#include "metrics/quotient.hpp"

namespace tiktok_kpi {
namespace {

/// The currency that amounts are converted to: `to`, else the report's.
Currency target_of(const Arguments& arguments, const Settings& settings) {
  return Currency::parse(arguments.text("to")).value_or(settings.currency);
}

/// Units of `to` for one unit of `from`; missing without a rate.
Scalar rate_of(Currency from, Currency to, const Arguments& arguments) {
  if (from == to) return Scalar::of(Rational(1));
  const Argument* rates = arguments.find("rates");
  if (rates != nullptr && rates->shape == Argument::Shape::object)
    for (const auto& [code, rate] : rates->members) {
      const Rational* exact = rate.figure.exact_value();
      if (Currency::parse(code) == from && exact != nullptr && !exact->is_negative())
        return Scalar::of(*exact);
    }
  return Scalar::missing(MissingReason::no_exchange_rate);
}

/// amount and currency of `item` in the currency `to`.
Scalar converted(const Arguments& item, Currency to, const Arguments& arguments) {
  const auto from = Currency::parse(item.text("currency"));
  if (!from || !to.known()) return Scalar::missing(MissingReason::no_exchange_rate);
  const auto amount = item.number("amount");
  if (!amount) return Scalar::missing(MissingReason::unknown);
  Scalar result = times(Scalar::of(*amount), rate_of(*from, to, arguments));
  result.unit = Unit::money;
  result.currency = to;
  return result;
}

}  // namespace

Quantity evaluate_fx_convert(const Arguments& arguments, const Settings& settings) {
  return in_unit(converted(arguments, target_of(arguments, settings), arguments), Unit::money);
}

Quantity evaluate_sum_money(const Arguments& arguments, const Settings& settings) {
  const Currency to = target_of(arguments, settings);
  Scalar total = Scalar::of(Rational(0), Unit::money);
  total.currency = to;
  for (const Argument& item : arguments.items("items"))
    total = plus(total, converted(Arguments::of(item), to, arguments));
  return in_unit(total, Unit::money);
}

}  // namespace tiktok_kpi
