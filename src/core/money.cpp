// Amounts of money as exact integers.
#include "tiktok_kpi/core/money.hpp"

#include <algorithm>

namespace tiktok_kpi {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Currency> Currency::parse(std::string_view text) {
  if (text.size() != 3) return std::nullopt;
  Currency currency;
  for (std::size_t i = 0; i < 3; ++i) {
    const char c = text[i];
    if (c >= 'a' && c <= 'z')
      currency.code_[i] = static_cast<char>(c - 'a' + 'A');
    else if (c >= 'A' && c <= 'Z')
      currency.code_[i] = c;
    else
      return std::nullopt;
  }
  return currency;
}

int Currency::minor_digits() const {
  // ISO 4217, "Currency codes", exponents other than 2; IDR is written without decimals in
  // practice.
  constexpr std::string_view none[] = {"BIF", "CLP", "DJF", "GNF", "IDR", "ISK",
                                       "JPY", "KMF", "KRW", "PYG", "RWF", "UGX",
                                       "VND", "VUV", "XAF", "XOF", "XPF"};
  constexpr std::string_view three[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  if (std::ranges::find(none, code()) != std::end(none)) return 0;
  if (std::ranges::find(three, code()) != std::end(three)) return 3;
  return 2;
}

std::optional<Money> Money::parse(std::string_view text) {
  text = trim(text);
  Money money;
  if (text.size() > 3) {
    if (const auto front = Currency::parse(text.substr(0, 3))) {
      money.currency = *front;
      text = trim(text.substr(3));
    } else if (const auto back = Currency::parse(text.substr(text.size() - 3))) {
      money.currency = *back;
      text = trim(text.substr(0, text.size() - 3));
    }
  }
  const auto amount = Rational::parse(text);
  if (!amount) return std::nullopt;
  const auto scaled = multiply(*amount, Rational(micros_per_unit));
  if (!scaled || !scaled->is_integer()) return std::nullopt;
  const Int128 micros = scaled->numerator();
  if (micros > INT64_MAX || micros < INT64_MIN) return std::nullopt;
  money.micros = static_cast<std::int64_t>(micros);
  return money;
}

Rational Money::amount() const { return *Rational::make(micros, micros_per_unit); }

}  // namespace tiktok_kpi
