// Fractions of 128-bit integers: reduce early, check every operation.
#include "tiktok_kpi/core/rational.hpp"

#include <algorithm>
#include <utility>

namespace tiktok_kpi {
namespace {

constexpr UInt128 magnitude(Int128 value) {
  return value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}

UInt128 gcd(UInt128 a, UInt128 b) {
  while (b != 0) {
    // Most terms of a report fit 64 bits, where division is far cheaper.
    if ((a >> 64) == 0 && (b >> 64) == 0) {
      auto x = static_cast<std::uint64_t>(a);
      auto y = static_cast<std::uint64_t>(b);
      while (y != 0) x = std::exchange(y, x % y);
      return x;
    }
    a = std::exchange(b, a % b);
  }
  return a;
}

std::string digits_of(UInt128 value) {
  std::string text;
  do {
    text.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::ranges::reverse(text);
  return text;
}

}  // namespace

std::string to_string(Int128 value) { return (value < 0 ? "-" : "") + digits_of(magnitude(value)); }

std::optional<Int128> checked_add(Int128 a, Int128 b) {
  Int128 result = 0;
  if (__builtin_add_overflow(a, b, &result)) return std::nullopt;
  return result;
}

std::optional<Int128> checked_multiply(Int128 a, Int128 b) {
  Int128 result = 0;
  if (__builtin_mul_overflow(a, b, &result)) return std::nullopt;
  return result;
}

std::optional<Rational> Rational::make(Int128 numerator, Int128 denominator) {
  if (denominator == 0) return std::nullopt;
  const UInt128 common = gcd(magnitude(numerator), magnitude(denominator));
  const UInt128 top = magnitude(numerator) / common;
  const UInt128 bottom = magnitude(denominator) / common;
  constexpr UInt128 limit = ~UInt128{0} >> 1;
  if (top > limit || bottom > limit) return std::nullopt;
  Rational result;
  result.numerator_ =
      (numerator < 0) != (denominator < 0) ? -static_cast<Int128>(top) : static_cast<Int128>(top);
  result.denominator_ = static_cast<Int128>(bottom);
  return result;
}

std::optional<Rational> Rational::parse(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  Int128 numerator = 0;
  Int128 denominator = 1;
  bool digits = false;
  bool point = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') break;
    digits = true;
    const auto shifted = checked_multiply(numerator, 10);
    const auto next = shifted ? checked_add(*shifted, c - '0') : std::nullopt;
    if (!next) return std::nullopt;
    numerator = *next;
    if (point) {
      const auto scaled = checked_multiply(denominator, 10);
      if (!scaled) return std::nullopt;
      denominator = *scaled;
    }
  }
  if (!digits) return std::nullopt;
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
    ++at;
    bool down = false;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) down = text[at++] == '-';
    if (at >= text.size()) return std::nullopt;
    int exponent = 0;
    for (; at < text.size(); ++at) {
      if (text[at] < '0' || text[at] > '9' || exponent > 99) return std::nullopt;
      exponent = exponent * 10 + (text[at] - '0');
    }
    for (; exponent > 0; --exponent) {
      Int128& term = down ? denominator : numerator;
      const auto scaled = checked_multiply(term, 10);
      if (!scaled) return std::nullopt;
      term = *scaled;
    }
  }
  return make(negative ? -numerator : numerator, denominator);
}

double Rational::to_double() const {
  constexpr UInt128 exact = UInt128{1} << 53;
  if (magnitude(numerator_) <= exact && magnitude(denominator_) <= exact)
    return static_cast<double>(numerator_) / static_cast<double>(denominator_);
  return static_cast<double>(static_cast<long double>(numerator_) /
                             static_cast<long double>(denominator_));
}

std::string Rational::to_fixed(int digits) const {
  UInt128 rest = magnitude(numerator_);
  const auto bottom = static_cast<UInt128>(denominator_);
  std::string whole = digits_of(rest / bottom);
  rest %= bottom;
  std::string fraction;
  for (int i = 0; i < digits; ++i) {
    // The remainder is below 2^127, so ten times it may not fit: long division by repeated
    // subtraction of the overflow is avoided by splitting the factor 10 into 2 * 5 only when
    // needed.
    if (rest > (~UInt128{0}) / 10) {
      const auto approximate =
          static_cast<long double>(rest) / static_cast<long double>(bottom) * 10.0L;
      const int digit = std::min(9, static_cast<int>(approximate));
      fraction.push_back(static_cast<char>('0' + digit));
      rest = static_cast<UInt128>((approximate - digit) * static_cast<long double>(bottom));
      continue;
    }
    rest *= 10;
    fraction.push_back(static_cast<char>('0' + static_cast<int>(rest / bottom)));
    rest %= bottom;
  }
  if (rest >= bottom - rest) {  // half away from zero
    int at = digits - 1;
    for (; at >= 0 && fraction[static_cast<std::size_t>(at)] == '9'; --at)
      fraction[static_cast<std::size_t>(at)] = '0';
    if (at >= 0) {
      ++fraction[static_cast<std::size_t>(at)];
    } else {
      std::size_t place = whole.size();
      while (place > 0 && whole[place - 1] == '9') whole[--place] = '0';
      if (place > 0)
        ++whole[place - 1];
      else
        whole.insert(whole.begin(), '1');
    }
  }
  const bool zero = whole == "0" && fraction.find_first_not_of('0') == std::string::npos;
  std::string text = numerator_ < 0 && !zero ? "-" : "";
  text += whole;
  if (digits > 0) text += "." + fraction;
  return text;
}

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
  const auto left = checked_multiply(a.numerator_, b.denominator_);
  const auto right = checked_multiply(b.numerator_, a.denominator_);
  if (left && right) return *left <=> *right;
  // Compare as continued fractions: whole parts first, then the reciprocals of the rests.
  const auto floor_divide = [](Int128 n, Int128 d) { return n / d - (n % d < 0 ? 1 : 0); };
  const Int128 x = floor_divide(a.numerator_, a.denominator_);
  const Int128 y = floor_divide(b.numerator_, b.denominator_);
  if (x != y) return x <=> y;
  const auto rest_a = Rational::make(a.numerator_ - x * a.denominator_, a.denominator_);
  const auto rest_b = Rational::make(b.numerator_ - y * b.denominator_, b.denominator_);
  if (rest_a->is_zero() || rest_b->is_zero()) return rest_a->numerator_ <=> rest_b->numerator_;
  const auto inverse_a = Rational::make(rest_a->denominator_, rest_a->numerator_);
  const auto inverse_b = Rational::make(rest_b->denominator_, rest_b->numerator_);
  return *inverse_b <=> *inverse_a;
}

std::optional<Rational> add(const Rational& a, const Rational& b) {
  if (a.denominator() == b.denominator()) {
    const auto sum = checked_add(a.numerator(), b.numerator());
    return sum ? Rational::make(*sum, a.denominator()) : std::nullopt;
  }
  const auto left = checked_multiply(a.numerator(), b.denominator());
  const auto right = checked_multiply(b.numerator(), a.denominator());
  const auto bottom = checked_multiply(a.denominator(), b.denominator());
  if (!left || !right || !bottom) return std::nullopt;
  const auto top = checked_add(*left, *right);
  return top ? Rational::make(*top, *bottom) : std::nullopt;
}

std::optional<Rational> subtract(const Rational& a, const Rational& b) {
  const auto negative = Rational::make(-b.numerator(), b.denominator());
  return negative ? add(a, *negative) : std::nullopt;
}

std::optional<Rational> multiply(const Rational& a, const Rational& b) {
  // Reduce across first: keeps terms small and avoids needless overflow.
  const auto x = Rational::make(a.numerator(), b.denominator());
  const auto y = Rational::make(b.numerator(), a.denominator());
  if (!x || !y) return std::nullopt;
  const auto top = checked_multiply(x->numerator(), y->numerator());
  const auto bottom = checked_multiply(x->denominator(), y->denominator());
  return top && bottom ? Rational::make(*top, *bottom) : std::nullopt;
}

std::optional<Rational> divide(const Rational& a, const Rational& b) {
  const auto inverse = Rational::make(b.denominator(), b.numerator());
  return inverse ? multiply(a, *inverse) : std::nullopt;
}

}  // namespace tiktok_kpi
