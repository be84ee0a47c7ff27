#pragma once
// Exact arithmetic for figures: 128-bit integers and fractions of them. Numbers stay exact until
// they are printed; only what has no exact form (a root, a power) becomes a double.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tiktok_kpi {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

[[nodiscard]] std::string to_string(Int128 value);

/// a + b, a * b, or nothing when the result does not fit 128 bits.
[[nodiscard]] std::optional<Int128> checked_add(Int128 a, Int128 b);
[[nodiscard]] std::optional<Int128> checked_multiply(Int128 a, Int128 b);

/// A reduced fraction with positive denominator. Operations give nothing on overflow (or division
/// by zero); callers then continue in double or report `overflow`.
class Rational {
 public:
  constexpr Rational() = default;
  constexpr Rational(Int128 integer)
      : numerator_(integer) {}  // NOLINT(google-explicit-constructor)

  /// numerator / denominator, reduced; nothing when the denominator is 0.
  [[nodiscard]] static std::optional<Rational> make(Int128 numerator, Int128 denominator);
  /// A decimal literal as written: `-12.50`, `1e3`, `0.05125`. Whole text or nothing.
  [[nodiscard]] static std::optional<Rational> parse(std::string_view text);

  [[nodiscard]] constexpr Int128 numerator() const { return numerator_; }
  [[nodiscard]] constexpr Int128 denominator() const { return denominator_; }
  [[nodiscard]] constexpr bool is_integer() const { return denominator_ == 1; }
  [[nodiscard]] constexpr bool is_zero() const { return numerator_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const { return numerator_ < 0; }
  /// The nearest double (correctly rounded for terms below 2^53, within 1 ulp otherwise).
  [[nodiscard]] double to_double() const;
  /// Rounded to `digits` decimals, half away from zero, exactly `digits` decimals, never "-0.00".
  [[nodiscard]] std::string to_fixed(int digits) const;

  friend constexpr bool operator==(const Rational&, const Rational&) = default;
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);

 private:
  Int128 numerator_ = 0;
  Int128 denominator_ = 1;
};

[[nodiscard]] std::optional<Rational> add(const Rational& a, const Rational& b);
[[nodiscard]] std::optional<Rational> subtract(const Rational& a, const Rational& b);
[[nodiscard]] std::optional<Rational> multiply(const Rational& a, const Rational& b);
[[nodiscard]] std::optional<Rational> divide(const Rational& a, const Rational& b);

}  // namespace tiktok_kpi
