// Arithmetic of figures: exact as long as it fits, units and reasons carried along.
#include "metrics/scalar.hpp"

#include <cmath>

namespace tiktok_kpi {

Scalar Scalar::of(const Rational& value, Unit unit) {
  Scalar result;
  result.kind = Kind::exact;
  result.exact = value;
  result.unit = unit;
  return result;
}

Scalar Scalar::of(double value, Unit unit) {
  if (!std::isfinite(value)) return missing(MissingReason::overflow);
  Scalar result;
  result.kind = Kind::real;
  result.real = value;
  result.unit = unit;
  return result;
}

Scalar Scalar::of(bool value) {
  Scalar result;
  result.kind = Kind::truth;
  result.truth = value;
  result.unit = Unit::text;
  return result;
}

Scalar Scalar::missing(MissingReason reason) {
  Scalar result;
  result.reason = reason;
  return result;
}

Scalar Scalar::of(const Quantity& quantity) {
  Scalar result;
  if (const Rational* exact = quantity.exact_value())
    result = of(*exact, quantity.unit());
  else if (const double* real = quantity.real_value())
    result = of(*real, quantity.unit());
  else if (const bool* flag = quantity.flag_value())
    result = of(*flag);
  else if (const std::string* label = quantity.label_value()) {
    result.kind = Kind::text;
    result.text = *label;
    result.unit = Unit::text;
  } else if (const Quantity::List* list = quantity.list_value()) {
    result.kind = Kind::list;
    result.list = list;
    result.unit = Unit::text;
  } else {
    result.reason = quantity.reason();
  }
  result.currency = quantity.currency();
  result.lower_bound = quantity.lower_bound();
  return result;
}

Quantity Scalar::quantity() const {
  Quantity result;
  switch (kind) {
    case Kind::missing: return Quantity::missing(reason, unit);
    case Kind::exact:
      result =
          unit == Unit::money ? Quantity::money(exact, currency) : Quantity::exact(exact, unit);
      break;
    case Kind::real: result = Quantity::real(real, unit); break;
    case Kind::truth: result = Quantity::flag(truth); break;
    case Kind::text: result = Quantity::label(std::string(text)); break;
    case Kind::list: result = Quantity::list(*list); break;
  }
  return lower_bound ? result.as_lower_bound() : result;
}

namespace {

Unit unit_of(NodeKind operation, Unit a, Unit b) {
  if (operation == NodeKind::add || operation == NodeKind::subtract)
    return a == b ? a : a == Unit::none ? b : b == Unit::none ? a : Unit::none;
  if (operation == NodeKind::multiply) {
    if (a == Unit::money || b == Unit::money) return Unit::money;
    if (a == Unit::none || a == Unit::ratio) return b;
    if (b == Unit::none || b == Unit::ratio) return a;
    return Unit::none;
  }
  if (a == b) return a == Unit::none ? Unit::none : Unit::ratio;
  if (a == Unit::money) return Unit::money;
  return b == Unit::none ? a : Unit::none;
}

std::optional<Rational> exact_result(NodeKind operation, const Rational& a, const Rational& b) {
  switch (operation) {
    case NodeKind::add: return add(a, b);
    case NodeKind::subtract: return subtract(a, b);
    case NodeKind::multiply: return multiply(a, b);
    default: return divide(a, b);
  }
}

double real_result(NodeKind operation, double a, double b) {
  switch (operation) {
    case NodeKind::add: return a + b;
    case NodeKind::subtract: return a - b;
    case NodeKind::multiply: return a * b;
    default: return a / b;
  }
}

bool is_positive(const Scalar& value) {
  return value.kind == Scalar::Kind::exact ? !value.exact.is_zero() && !value.exact.is_negative()
                                           : value.real > 0;
}

}  // namespace

Scalar calculate(NodeKind operation, const Scalar& a, const Scalar& b) {
  if (!a.known()) return a;
  if (!b.known()) return b;
  if (!a.is_number() || !b.is_number()) return Scalar::missing(MissingReason::unknown);
  if (operation == NodeKind::divide && !is_positive(b))
    return Scalar::missing(MissingReason::zero_denominator);
  if (a.currency.known() && b.currency.known() && a.currency != b.currency)
    return Scalar::missing(MissingReason::mixed_currencies);
  const Unit unit = unit_of(operation, a.unit, b.unit);
  Scalar result;
  std::optional<Rational> exact;
  if (a.kind == Scalar::Kind::exact && b.kind == Scalar::Kind::exact)
    exact = exact_result(operation, a.exact, b.exact);
  result = exact ? Scalar::of(*exact, unit)
                 : Scalar::of(real_result(operation, a.to_double(), b.to_double()), unit);
  if (unit == Unit::money) result.currency = a.currency.known() ? a.currency : b.currency;
  result.lower_bound = result.known() && (a.lower_bound || b.lower_bound);
  return result;
}

bool holds(NodeKind operation, int order) {
  switch (operation) {
    case NodeKind::equal: return order == 0;
    case NodeKind::not_equal: return order != 0;
    case NodeKind::less: return order < 0;
    case NodeKind::less_equal: return order <= 0;
    case NodeKind::greater: return order > 0;
    default: return order >= 0;
  }
}

Scalar compare(NodeKind operation, const Scalar& a, const Scalar& b) {
  if (!a.known()) return a;
  if (!b.known()) return b;
  using Kind = Scalar::Kind;
  int order = 0;
  if (a.kind == Kind::exact && b.kind == Kind::exact) {
    const auto exact = a.exact <=> b.exact;
    order = exact < 0 ? -1 : exact > 0 ? 1 : 0;
  } else if (a.is_number() && b.is_number()) {
    order = a.to_double() < b.to_double() ? -1 : a.to_double() > b.to_double() ? 1 : 0;
  } else if (a.kind == Kind::text && b.kind == Kind::text) {
    order = a.text.compare(b.text);
  } else if (a.kind == Kind::truth && b.kind == Kind::truth) {
    order = static_cast<int>(a.truth) - static_cast<int>(b.truth);
  } else {
    return Scalar::missing(MissingReason::unknown);
  }
  return Scalar::of(holds(operation, order));
}

}  // namespace tiktok_kpi
