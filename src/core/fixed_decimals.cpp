// A double is rounded on its shortest round-trip decimal, so 0.05125 shows as 5.13%.
#include "core/fixed_decimals.hpp"

#include <array>
#include <charconv>

namespace tiktok_kpi {
namespace {

template <class... Format>
std::string chars_of(double value, Format... format) {
  std::array<char, 400> buffer{};  // the largest double has 309 digits before the point
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format...).ptr;
  return {buffer.data(), end};
}

bool has_nonzero_digit(std::string_view text) {
  return text.find_first_of("123456789") != std::string_view::npos;
}

}  // namespace

std::string to_fixed(const Quantity& number, int digits) {
  if (const Rational* exact = number.exact_value()) return exact->to_fixed(digits);
  const double value = *number.real_value();
  if (const auto decimal = Rational::parse(chars_of(value))) return decimal->to_fixed(digits);
  // Too large or too small for a 128-bit fraction: a whole number, or nothing but zeros.
  std::string text = chars_of(value, std::chars_format::fixed, digits);
  return text.front() == '-' && !has_nonzero_digit(text) ? text.substr(1) : text;
}

std::string times_hundred(std::string text) {
  const std::size_t point = text.find('.');
  text.erase(point, 1);
  if (point + 2 < text.size()) text.insert(point + 2, 1, '.');
  const std::size_t first = text.front() == '-' ? 1 : 0;
  const std::size_t whole_end = point + 2;
  std::size_t zeros = 0;
  while (first + zeros + 1 < whole_end && text[first + zeros] == '0') ++zeros;
  return text.erase(first, zeros);
}

std::string format_percent(const Quantity& ratio, int digits) {
  return ratio.is_number() ? times_hundred(to_fixed(ratio, digits + 2)) + "%" : "n/a";
}

}  // namespace tiktok_kpi
