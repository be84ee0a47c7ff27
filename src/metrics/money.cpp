// What traffic, cost and return amount to: quotients of sums that a report fills in. The quotients
// over posts (ctr, cvr…) are formulas of the registry alone.
#include <algorithm>

#include "metrics/families.hpp"
#include "metrics/quotient.hpp"
#include "metrics/statistics.hpp"

namespace tiktok_kpi {
namespace {

/// amount / count, in the reporting currency.
Quantity per(const Arguments& arguments, std::string_view amount, std::string_view count,
             const Settings& settings) {
  return in_unit(over(number_of(arguments, amount), counted(arguments, count)), Unit::money,
                 settings.currency);
}

Quantity cost_per(const Arguments& arguments, std::string_view count, const Settings& settings) {
  return per(arguments, "cost", count, settings);
}

/// (a - b) / b
Quantity gain_on(const Scalar& a, const Scalar& b) {
  return in_unit(over(minus(a, b), b), Unit::ratio);
}

/// Without the argument the setting, which is 1 unless stated.
Scalar margin(const Arguments& arguments, const Settings& settings) {
  return arguments.has("gross_margin") ? number_of(arguments, "gross_margin")
                                       : Scalar::of(settings.margin);
}

/// An amount that is 0 when nobody mentions it: absent is no part of the deal, null is unknown.
Scalar stated(const Arguments& arguments, std::string_view name) {
  return arguments.has(name) ? number_of(arguments, name) : Scalar::of(Rational(0));
}

Scalar absolute(const Scalar& value) {
  return value.known() && value.exact.is_negative() ? times(value, Scalar::of(Rational(-1)))
                                                    : value;
}

/// Subtotal less discounts and refunds; before refunds when the settings say gross. Signs of
/// discounts and refunds differ between shops and do not matter.
Scalar net_of_order(const Arguments& order, const Settings& settings) {
  const auto part = [&](std::string_view name) {
    const bool unknown = order.has(name) && !order.number(name);
    return unknown && settings.missing == MissingMode::zero ? Scalar::of(Rational(0))
                                                            : absolute(stated(order, name));
  };
  Scalar amount = number_of(order, "subtotal");
  if (!amount.known() && settings.missing == MissingMode::zero) amount = Scalar::of(Rational(0));
  amount = minus(amount, part("discounts"));
  if (settings.revenue_basis == RevenueBasis::net) amount = minus(amount, part("refunds"));
  if (const auto currency = Currency::parse(order.text("currency"))) amount.currency = *currency;
  return amount;
}

/// Adds amounts, all in one currency.
class Total {
 public:
  void add(Scalar amount) {
    amount.unit = Unit::money;
    sum_ = plus(sum_, amount);
  }
  void mark_lower_bound() { sum_.lower_bound = sum_.known(); }
  [[nodiscard]] Quantity money(const Settings& settings) const {
    return in_unit(sum_, Unit::money, settings.currency);
  }

 private:
  Scalar sum_ = Scalar::of(Rational(0), Unit::money);
};

}  // namespace

Quantity evaluate_aov(const Arguments& arguments, const Settings& settings) {
  return per(arguments, "revenue", "orders", settings);
}

Quantity evaluate_store_orders(const Arguments& arguments, const Settings&) {
  return Quantity::count(static_cast<Int128>(arguments.items("orders").size()));
}

Quantity evaluate_net_revenue(const Arguments& arguments, const Settings& settings) {
  Total total;
  std::size_t added = 0;
  const auto& orders = arguments.items("orders");
  for (const Argument& item : orders) {
    const Scalar amount = net_of_order(Arguments::of(item), settings);
    if (!amount.known() && settings.missing == MissingMode::partial) continue;
    if (!amount.known()) return Quantity::missing(MissingReason::incomplete, Unit::money);
    total.add(amount);
    ++added;
  }
  if (added < orders.size()) {
    if (added == 0) return Quantity::missing(MissingReason::incomplete, Unit::money);
    total.mark_lower_bound();
  }
  return total.money(settings);
}

Quantity evaluate_commission(const Arguments& arguments, const Settings& settings) {
  Scalar base = number_of(arguments, "base");
  if (base.known() && base.exact.is_negative()) base.exact = Rational(0);
  return in_unit(times(counted(arguments, "rate"), base), Unit::money, settings.currency);
}

Quantity evaluate_gifted_cost(const Arguments& arguments, const Settings& settings) {
  const Scalar goods = times(counted(arguments, "units"), number_of(arguments, "unit_cost"));
  return in_unit(plus(goods, stated(arguments, "shipping")), Unit::money, settings.currency);
}

Quantity evaluate_cost_total(const Arguments& arguments, const Settings& settings) {
  Total total;
  for (const std::string_view part : cost_parts) total.add(stated(arguments, part));
  return total.money(settings);
}

Quantity evaluate_cost_per_post(const Arguments& arguments, const Settings& settings) {
  return cost_per(arguments, "posts", settings);
}

Quantity evaluate_rate_position(const Arguments& arguments, const Settings&) {
  const auto fee = arguments.number("fee");
  const auto low = arguments.number("low");
  const auto high = arguments.number("high");
  if (!low && !high) return Quantity::missing(MissingReason::no_benchmark, Unit::text);
  if (!fee) return Quantity::missing(MissingReason::unknown, Unit::text);
  return Quantity::label(low && *fee < *low ? "below" : high && *fee > *high ? "above" : "within");
}

Quantity evaluate_cpe(const Arguments& arguments, const Settings& settings) {
  return cost_per(arguments, "interactions", settings);
}

Quantity evaluate_ncac(const Arguments& arguments, const Settings& settings) {
  return cost_per(arguments, "new_customers", settings);
}

Quantity evaluate_mer(const Arguments& arguments, const Settings&) {
  return in_unit(over(number_of(arguments, "store_revenue"), number_of(arguments, "total_spend")),
                 Unit::factor);
}

Quantity evaluate_roi(const Arguments& arguments, const Settings& settings) {
  const Scalar earned = times(number_of(arguments, "revenue"), margin(arguments, settings));
  return gain_on(earned, number_of(arguments, "cost"));
}

Quantity evaluate_breakeven_roas(const Arguments& arguments, const Settings& settings) {
  return in_unit(over(Scalar::of(Rational(1)), margin(arguments, settings)), Unit::factor);
}

Quantity evaluate_emv_cpm(const Arguments& arguments, const Settings& settings) {
  const Scalar thousands = over(counted(arguments, "views"), Scalar::of(Rational(1000)));
  return in_unit(times(thousands, number_of(arguments, "reference_cpm")), Unit::money,
                 settings.currency);
}

Quantity evaluate_emv_weighted(const Arguments& arguments, const Settings& settings) {
  const Argument* counts = arguments.find("counts");
  const Argument* values = arguments.find("values");
  Total total;
  if (values == nullptr || values->shape != Argument::Shape::object)
    return Quantity::missing(MissingReason::unknown, Unit::money);
  const Arguments known = counts != nullptr ? Arguments::of(*counts) : Arguments{};
  const Arguments weights = Arguments::of(*values);
  // What nobody gave a value is worth nothing; what was given one must be counted.
  for (const auto& [name, value] : weights.values)
    total.add(times(counted(known, name), number_of(weights, name)));
  if (arguments.has("value_per_mille")) {
    const Scalar thousands = over(counted(arguments, "views"), Scalar::of(Rational(1000)));
    total.add(times(thousands, number_of(arguments, "value_per_mille")));
  }
  return total.money(settings);
}

Quantity evaluate_roi_emv(const Arguments& arguments, const Settings&) {
  return gain_on(number_of(arguments, "emv"), number_of(arguments, "cost"));
}

Quantity evaluate_top_share(const Arguments& arguments, const Settings&) {
  std::vector<Rational> values = arguments.numbers("values");
  if (values.size() < arguments.items("values").size())
    return Quantity::missing(MissingReason::incomplete, Unit::ratio);
  const auto top = arguments.has("top") ? arguments.count("top") : 1;
  if (!top) return Quantity::missing(MissingReason::unknown, Unit::ratio);
  std::ranges::sort(values, std::ranges::greater{});
  Scalar largest = Scalar::of(Rational(0));
  Scalar total = largest;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i < static_cast<std::size_t>(*top)) largest = plus(largest, Scalar::of(values[i]));
    total = plus(total, Scalar::of(values[i]));
  }
  return in_unit(over(largest, total), Unit::ratio);
}

Quantity evaluate_match_key_coverage(const Arguments& arguments, const Settings&) {
  const std::string key = arguments.text("key");
  // "ip+agent": all of them.
  const auto carries = [&](const Arguments& event) {
    for (std::size_t from = 0; from <= key.size();) {
      const std::size_t end = std::min(key.find('+', from), key.size());
      if (event.text(std::string_view(key).substr(from, end - from)).empty()) return false;
      from = end + 1;
    }
    return true;
  };
  Int128 carrying = 0;
  for (const Argument& event : arguments.items("events"))
    carrying += carries(Arguments::of(event)) ? 1 : 0;
  const auto events = static_cast<Int128>(arguments.items("events").size());
  return in_unit(over(Scalar::of(Rational(carrying)), Scalar::of(Rational(events))), Unit::ratio);
}

Quantity evaluate_emq(const Arguments& arguments, const Settings&) {
  const auto score = arguments.number("emq");
  if (!score || score->is_negative() || *score > Rational(10))
    return Quantity::missing(MissingReason::unknown, Unit::factor);
  return Quantity::exact(*score, Unit::factor);
}

}  // namespace tiktok_kpi
