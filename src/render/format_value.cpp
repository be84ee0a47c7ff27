// Values to text. A double is rounded on its shortest round-trip decimal, so 0.05125 shows
// as 5.13%.
#include "render/format_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "core/civil_time.hpp"
#include "core/fixed_decimals.hpp"

namespace tiktok_kpi {
namespace {

template <class... Format>
std::string chars_of(double value, Format... format) {
  std::array<char, 400> buffer{};  // the largest double has 309 digits before the point
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format...).ptr;
  return {buffer.data(), end};
}

/// Decimals a finite decimal fraction needs; nothing when it does not terminate within 36 of them.
std::optional<int> decimals_of(Int128 denominator) {
  constexpr Int128 exact_division = Int128{1}
                                    << 120;  // beyond it Rational::to_fixed is approximate
  if (denominator > exact_division) return std::nullopt;
  int twos = 0;
  int fives = 0;
  for (; denominator % 2 == 0; denominator /= 2) ++twos;
  for (; denominator % 5 == 0; denominator /= 5) ++fives;
  const int decimals = std::max(twos, fives);
  return denominator == 1 && decimals <= 36 ? std::optional(decimals) : std::nullopt;
}

std::size_t significant_digits(std::string_view decimal) {
  std::size_t count = 0;
  for (const char c : decimal)
    if (c >= '0' && c <= '9' && (count > 0 || c != '0')) ++count;
  return count;
}

void put_commas(std::string& text) {
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  const std::size_t point = std::min(text.find('.'), text.size());
  for (std::size_t at = point; at > first + 3;) text.insert(at -= 3, 1, ',');
}

/// Commas, percent sign or unit around the rounded digits.
std::string number_for_people(const Quantity& value, const PeopleFormat& format) {
  const int digits = format.digits >= 0 ? format.digits : default_digits(value);
  std::string text = value.unit() == Unit::ratio ? times_hundred(to_fixed(value, digits + 2))
                                                 : to_fixed(value, digits);
  put_commas(text);
  if (format.trend && text.front() != '-' && text.find_first_of("123456789") != std::string::npos)
    text.insert(0, 1, '+');
  switch (value.unit()) {
    case Unit::ratio: return text + "%";
    case Unit::factor: return text + "x";
    case Unit::seconds: return text + " s";
    case Unit::hours: return text + " h";
    case Unit::days: return text + (text == "1" ? " day" : " days");
    case Unit::per_day: return text + "/day";
    case Unit::money:
      if (!value.currency().known() || value.currency() == format.implied) return text;
      return text + " " + std::string(value.currency().code());
    default: return text;
  }
}

bool is_calendar(const Quantity& value) {
  return value.unit() == Unit::date || value.unit() == Unit::time;
}

/// Whole days or seconds of a date or an instant, within the years that calendars can write.
std::int64_t whole(const Quantity& value) {
  constexpr double end_of_9999 = 253'402'300'799.0;
  const double limit = value.unit() == Unit::date ? end_of_9999 / 86'400 : end_of_9999;
  return static_cast<std::int64_t>(std::floor(std::clamp(value.to_double(), -limit, limit)));
}

std::string calendar(const Quantity& value, bool people) {
  if (value.unit() == Unit::date) return format_day(static_cast<std::int32_t>(whole(value)));
  std::string text = format_instant(whole(value));
  if (!people) return text;
  text.replace(10, std::string::npos, " " + text.substr(11, 5) + " UTC");
  return text;
}

std::string joined(const Quantity::List& list, std::string_view separator) {
  std::string text;
  for (const std::string& item : list) {
    if (&item != &list.front()) text += separator;
    text += item;
  }
  return text;
}

/// Those of the currency; prices of a single view or the like, whose first digits would be lost,
/// have three that count.
int money_digits(const Quantity& value) {
  const int usual = value.currency().minor_digits();
  const double size = std::abs(value.to_double());
  // Below ten minor units: 0.1 of a euro, 10 yen.
  if (size == 0 || size >= std::pow(10.0, 1 - usual)) return usual;
  constexpr int most = 8;
  const std::string shown = to_fixed(value, most);
  const std::size_t point = shown.find('.');
  const auto first_after = [&](std::size_t from) { return shown.find_first_of("123456789", from); };
  // Whole minor units are an amount of money as it is paid.
  if (first_after(point + 1 + static_cast<std::size_t>(usual)) == std::string::npos) return usual;
  if (size >= 1) return 2;
  return std::min(static_cast<int>(first_after(point) - point) + 2, most);
}

}  // namespace

int default_digits(const Quantity& value) {
  const Rational* exact = value.exact_value();
  const bool is_whole =
      exact != nullptr
          ? exact->is_integer()
          : value.real_value() == nullptr || std::trunc(*value.real_value()) == *value.real_value();
  switch (value.unit()) {
    case Unit::ratio:
    case Unit::factor:
    case Unit::per_day: return 2;
    case Unit::money: return money_digits(value);
    case Unit::seconds:
    case Unit::hours: return 1;
    case Unit::none: return is_whole ? 0 : 3;
    case Unit::count: return is_whole || std::abs(value.to_double()) >= whole_from ? 0 : 1;
    default: return is_whole ? 0 : 1;
  }
}

std::string for_people(const Quantity& value, const PeopleFormat& format) {
  if (const std::string* label = value.label_value()) return *label;
  if (const bool* flag = value.flag_value()) return *flag ? "yes" : "no";
  if (const Quantity::List* list = value.list_value()) return joined(*list, ", ");
  if (!value.is_number()) return "n/a";
  std::string text = is_calendar(value) ? calendar(value, true) : number_for_people(value, format);
  if (value.lower_bound()) text.insert(0, format.ascii ? ">=" : "≥");
  return text;
}

std::string for_machines(const Quantity& value) {
  if (const std::string* label = value.label_value()) return *label;
  if (const bool* flag = value.flag_value()) return *flag ? "true" : "false";
  if (const Quantity::List* list = value.list_value()) return joined(*list, "|");
  if (!value.is_number()) return {};
  if (is_calendar(value)) return calendar(value, false);
  if (const Rational* exact = value.exact_value()) {
    if (exact->is_integer()) return to_string(exact->numerator());
    if (const auto decimals = decimals_of(exact->denominator())) {
      std::string text = exact->to_fixed(*decimals);
      if (significant_digits(text) <= 17) return text;
    }
  }
  return chars_of(value.to_double());
}

bool is_bare(const Quantity& value) {
  return value.flag_value() != nullptr || (value.is_number() && !is_calendar(value));
}

Quantity in_unit_of(const Column& column, const Quantity& value) {
  return value.is_number() && value.unit() == Unit::none ? value.with_unit(column.unit) : value;
}

}  // namespace tiktok_kpi
