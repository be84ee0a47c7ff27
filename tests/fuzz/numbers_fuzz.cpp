// Numbers and amounts of money as text: whatever is read prints, and what is printed reads back the
// same.
#include <cstdint>
#include <string>
#include <string_view>

#include "require.hpp"
#include "tiktok_kpi/core/money.hpp"
#include "tiktok_kpi/core/rational.hpp"

using tiktok_kpi::Money;
using tiktok_kpi::Rational;

namespace {

void check_number(const Rational& number) {
  require(number.denominator() > 0);
  require(number.to_fixed(6).find("-0.000000") == std::string::npos);
  (void)number.to_double();
  if (!number.is_integer()) return;
  const auto again = Rational::parse(number.to_fixed(0));
  require(!again || *again == number);
}

void check_order(const Rational& a, const Rational& b) {
  require((a < b) == (b > a));
  require((a == b) == ((a <=> b) == 0));
  if (const auto difference = subtract(a, b)) require(difference->is_negative() == (a < b));
}

void check_money(const Money& money) {
  std::string text = money.amount().to_fixed(6);
  if (money.currency.known()) text.append(" ").append(money.currency.code());
  const auto again = Money::parse(text);
  require(again && *again == money);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t blank = text.find('\n');
  const auto first = Rational::parse(text.substr(0, blank));
  if (first) check_number(*first);
  if (blank != std::string_view::npos) {
    const auto second = Rational::parse(text.substr(blank + 1));
    if (first && second) check_order(*first, *second);
  }
  if (const auto money = Money::parse(text)) check_money(*money);
  return 0;
}
