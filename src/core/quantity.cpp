// Figures: construction keeps the invariants (no NaN, a reason whenever missing).
#include "tiktok_kpi/core/quantity.hpp"

#include <cassert>
#include <cmath>

namespace tiktok_kpi {

std::string_view name_of(Unit unit) {
  switch (unit) {
    case Unit::none: return "none";
    case Unit::count: return "count";
    case Unit::ratio: return "ratio";
    case Unit::factor: return "factor";
    case Unit::money: return "money";
    case Unit::seconds: return "seconds";
    case Unit::hours: return "hours";
    case Unit::days: return "days";
    case Unit::per_day: return "per_day";
    case Unit::date: return "date";
    case Unit::time: return "time";
    case Unit::text: return "text";
  }
  return "none";
}

std::string_view name_of(MissingReason reason) {
  switch (reason) {
    case MissingReason::none: return "none";
    case MissingReason::not_exported: return "not_exported";
    case MissingReason::incomplete: return "incomplete";
    case MissingReason::zero_denominator: return "zero_denominator";
    case MissingReason::negative_count: return "negative_count";
    case MissingReason::no_posts: return "no_posts";
    case MissingReason::too_few_posts: return "too_few_posts";
    case MissingReason::too_few_exports: return "too_few_exports";
    case MissingReason::no_benchmark: return "no_benchmark";
    case MissingReason::no_exchange_rate: return "no_exchange_rate";
    case MissingReason::mixed_currencies: return "mixed_currencies";
    case MissingReason::not_reached: return "not_reached";
    case MissingReason::overflow: return "overflow";
    case MissingReason::unknown: return "unknown";
  }
  return "unknown";
}

Quantity Quantity::exact(Rational value, Unit unit) {
  Quantity result;
  result.value_ = value;
  result.unit_ = unit;
  result.reason_ = MissingReason::none;
  return result;
}

Quantity Quantity::real(double value, Unit unit) {
  if (!std::isfinite(value)) return missing(MissingReason::overflow, unit);
  Quantity result;
  result.value_ = value == 0.0 ? 0.0 : value;  // no negative zero
  result.unit_ = unit;
  result.reason_ = MissingReason::none;
  return result;
}

Quantity Quantity::money(Rational amount, Currency currency) {
  Quantity result = exact(amount, Unit::money);
  result.currency_ = currency;
  return result;
}

Quantity Quantity::label(std::string text) {
  Quantity result;
  result.value_ = std::move(text);
  result.unit_ = Unit::text;
  result.reason_ = MissingReason::none;
  return result;
}

Quantity Quantity::flag(bool value) {
  Quantity result;
  result.value_ = value;
  result.unit_ = Unit::text;
  result.reason_ = MissingReason::none;
  return result;
}

Quantity Quantity::list(List labels) {
  Quantity result;
  result.value_ = std::move(labels);
  result.unit_ = Unit::text;
  result.reason_ = MissingReason::none;
  return result;
}

Quantity Quantity::missing(MissingReason reason, Unit unit) {
  Quantity result;
  result.reason_ = reason == MissingReason::none ? MissingReason::unknown : reason;
  result.unit_ = unit;
  return result;
}

Quantity Quantity::as_lower_bound() const {
  Quantity result = *this;
  result.lower_bound_ = known();
  return result;
}

Quantity Quantity::with_unit(Unit unit) const {
  Quantity result = *this;
  result.unit_ = unit;
  return result;
}

double Quantity::to_double() const {
  assert(is_number());
  if (const Rational* exact = exact_value()) return exact->to_double();
  return *real_value();
}

int Quantity::compare(const Quantity& a, const Quantity& b) {
  const auto sign = [](auto order) { return order < 0 ? -1 : order > 0 ? 1 : 0; };
  if (!a.known() || !b.known()) return static_cast<int>(b.known()) - static_cast<int>(a.known());
  if (a.exact_value() != nullptr && b.exact_value() != nullptr) {
    // A day beside an instant is its first second.
    const auto seconds = [](const Quantity& value) {
      return multiply(*value.exact_value(), Rational(86'400)).value_or(*value.exact_value());
    };
    if (a.unit() == Unit::date && b.unit() == Unit::time)
      return sign(seconds(a) <=> *b.exact_value());
    if (a.unit() == Unit::time && b.unit() == Unit::date)
      return sign(*a.exact_value() <=> seconds(b));
    return sign(*a.exact_value() <=> *b.exact_value());
  }
  if (a.is_number() && b.is_number()) {
    const double x = a.to_double();
    const double y = b.to_double();
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (a.label_value() != nullptr && b.label_value() != nullptr)
    return sign(a.label_value()->compare(*b.label_value()));
  if (a.flag_value() != nullptr && b.flag_value() != nullptr)
    return static_cast<int>(*a.flag_value()) - static_cast<int>(*b.flag_value());
  if (a.list_value() != nullptr && b.list_value() != nullptr)
    return sign(*a.list_value() <=> *b.list_value());
  return sign(a.value_.index() <=> b.value_.index());
}

}  // namespace tiktok_kpi
