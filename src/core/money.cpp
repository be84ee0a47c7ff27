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

bool Currency::is_listed() const {
  // ISO 4217, "Currency and funds code list", currencies of countries; withdrawn since 2015: BYR,
  // CUC, HRK, MRO, SLL, STD, VEF, ZMK, ZWL.
  constexpr std::array<std::string_view, 165> listed{
      "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT",
      "BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BYR", "BZD",
      "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUC", "CUP", "CVE", "CZK", "DJF", "DKK",
      "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD",
      "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR",
      "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT",
      "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP",
      "MRO", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR",
      "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB",
      "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SLL", "SOS", "SRD", "SSP",
      "STD", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD",
      "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VED", "VEF", "VES", "VND", "VUV", "WST", "XAF",
      "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMK", "ZMW", "ZWL"};
  static_assert(std::ranges::is_sorted(listed));
  return std::ranges::binary_search(listed, code());
}

std::int64_t Currency::minor_per_unit() const {
  std::int64_t units = 1;
  for (int digit = 0; digit < minor_digits(); ++digit) units *= 10;
  return units;
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
