#pragma once
// Amounts of money: a 64-bit count of millionths of a currency unit, and the currency.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// ISO 4217 code in capitals, e.g. "EUR"; empty when not stated. Any three letters are accepted:
/// exports contain codes that no list has.
class Currency {
 public:
  constexpr Currency() = default;
  /// Three ASCII letters in any case; nothing otherwise.
  [[nodiscard]] static std::optional<Currency> parse(std::string_view text);
  [[nodiscard]] std::string_view code() const { return {code_.data(), known() ? 3U : 0U}; }
  [[nodiscard]] constexpr bool known() const { return code_[0] != '\0'; }
  /// Is it in the list of ISO 4217, or one that it had until lately?
  [[nodiscard]] bool is_listed() const;
  /// Decimals of the smallest unit: 0 for JPY, KRW, IDR, VND…, 3 for BHD, KWD…, else 2.
  [[nodiscard]] int minor_digits() const;
  /// Smallest units in one: 100 cents, 1 yen.
  [[nodiscard]] std::int64_t minor_per_unit() const;
  friend constexpr auto operator<=>(const Currency&, const Currency&) = default;

 private:
  std::array<char, 3> code_{};
};

struct Money {
  static constexpr std::int64_t micros_per_unit = 1'000'000;

  std::int64_t micros = 0;
  Currency currency{};

  /// "1200 EUR", "EUR 35.91", "18": decimal point, optional currency before or after.
  [[nodiscard]] static std::optional<Money> parse(std::string_view text);
  [[nodiscard]] Rational amount() const;
  friend constexpr bool operator==(const Money&, const Money&) = default;
};

}  // namespace tiktok_kpi
