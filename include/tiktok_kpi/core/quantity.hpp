#pragma once
// A figure of a report: a value with its unit, or missing with the reason. Missing is never zero.
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tiktok_kpi/core/money.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

enum class Unit : std::uint8_t {
  none,
  count,   ///< whole things: views, posts; means of counts keep this unit
  ratio,   ///< fraction, printed as percent for people
  factor,  ///< "times": breakout 13.2, frequency 1.1; never percent
  money,
  seconds,
  hours,
  days,
  per_day,
  date,  ///< civil day; value = days since 1970-01-01
  time,  ///< instant; value = seconds since 1970-01-01T00:00:00Z
  text,  ///< label, list of labels, yes or no
};

[[nodiscard]] std::string_view name_of(Unit unit);

/// Why a figure is missing. The words are stable: they appear in JSON under "nulls".
enum class MissingReason : std::uint8_t {
  none,
  not_exported,  ///< no input has this column
  incomplete,    ///< some posts lack it and a sum needs all
  zero_denominator,
  negative_count,
  no_posts,
  too_few_posts,
  too_few_exports,  ///< how a count grew takes more dated exports
  no_benchmark,
  no_exchange_rate,
  mixed_currencies,
  not_reached,
  overflow,
  unknown,  ///< an input of the formula is missing
};

[[nodiscard]] std::string_view name_of(MissingReason reason);

/// Immutable value. Numbers are exact fractions wherever an exact form exists; a double otherwise.
class Quantity {
 public:
  using List = std::vector<std::string>;

  Quantity() = default;  ///< missing, reason unknown

  [[nodiscard]] static Quantity count(Int128 value) { return exact(Rational(value), Unit::count); }
  [[nodiscard]] static Quantity exact(Rational value, Unit unit);
  [[nodiscard]] static Quantity real(double value,
                                     Unit unit);  ///< NaN and infinity become missing (overflow)
  [[nodiscard]] static Quantity money(Rational amount, Currency currency);
  [[nodiscard]] static Quantity label(std::string text);
  [[nodiscard]] static Quantity flag(bool value);
  [[nodiscard]] static Quantity list(List labels);
  [[nodiscard]] static Quantity missing(MissingReason reason, Unit unit = Unit::none);

  [[nodiscard]] bool known() const { return !std::holds_alternative<std::monostate>(value_); }
  [[nodiscard]] MissingReason reason() const { return reason_; }
  [[nodiscard]] Unit unit() const { return unit_; }
  [[nodiscard]] Currency currency() const { return currency_; }
  /// The sum of the parts that exist; the true value is at least this (--missing partial).
  [[nodiscard]] bool lower_bound() const { return lower_bound_; }
  [[nodiscard]] Quantity as_lower_bound() const;
  [[nodiscard]] Quantity with_unit(Unit unit) const;

  [[nodiscard]] bool is_number() const {
    return exact_value() != nullptr || real_value() != nullptr;
  }
  [[nodiscard]] const Rational* exact_value() const { return std::get_if<Rational>(&value_); }
  [[nodiscard]] const double* real_value() const { return std::get_if<double>(&value_); }
  [[nodiscard]] const std::string* label_value() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const bool* flag_value() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const List* list_value() const { return std::get_if<List>(&value_); }
  /// Numbers only; asserts.
  [[nodiscard]] double to_double() const;

  /// Order of numbers, labels and flags; a day compares with an instant as its first second;
  /// missing sorts last whatever the direction (callers handle that).
  [[nodiscard]] static int compare(const Quantity& a, const Quantity& b);

  friend bool operator==(const Quantity&, const Quantity&) = default;

 private:
  std::variant<std::monostate, Rational, double, std::string, bool, List> value_;
  Unit unit_ = Unit::none;
  Currency currency_{};
  MissingReason reason_ = MissingReason::unknown;
  bool lower_bound_ = false;
};

}  // namespace tiktok_kpi
