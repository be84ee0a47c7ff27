#pragma once
// Small steps that the families share: arguments as figures, quotients with reasons.
#include <string_view>

#include "metrics/arguments.hpp"
#include "metrics/scalar.hpp"

namespace tiktok_kpi {

/// The argument as a count or amount: missing(negative_count) below zero.
[[nodiscard]] inline Scalar counted(const Arguments& arguments, std::string_view name) {
  const auto number = arguments.number(name);
  if (!number)
    return Scalar::missing(arguments.figure(name).reason() == MissingReason::none
                               ? MissingReason::unknown
                               : arguments.figure(name).reason());
  return number->is_negative() ? Scalar::missing(MissingReason::negative_count)
                               : Scalar::of(*number);
}

/// The argument as any number; money keeps its currency, so that two currencies never meet.
[[nodiscard]] inline Scalar number_of(const Arguments& arguments, std::string_view name) {
  const auto number = arguments.number(name);
  if (!number) return Scalar::missing(MissingReason::unknown);
  const Quantity figure = arguments.figure(name);
  Scalar result = Scalar::of(*number, figure.unit() == Unit::money ? Unit::money : Unit::none);
  result.currency = figure.currency();
  return result;
}

[[nodiscard]] inline Scalar plus(const Scalar& a, const Scalar& b) {
  return calculate(NodeKind::add, a, b);
}
[[nodiscard]] inline Scalar minus(const Scalar& a, const Scalar& b) {
  return calculate(NodeKind::subtract, a, b);
}
[[nodiscard]] inline Scalar times(const Scalar& a, const Scalar& b) {
  return calculate(NodeKind::multiply, a, b);
}
[[nodiscard]] inline Scalar over(const Scalar& a, const Scalar& b) {
  return calculate(NodeKind::divide, a, b);
}

/// With its unit; money gets the currency of its arguments, else the reporting one.
[[nodiscard]] inline Quantity in_unit(Scalar value, Unit unit, Currency reporting = {}) {
  value.unit = unit;
  if (unit == Unit::money && !value.currency.known()) value.currency = reporting;
  return value.quantity();
}

}  // namespace tiktok_kpi
