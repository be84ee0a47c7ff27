#pragma once
// Arithmetic of the Gregorian calendar, for those who read a date in every row.
#include <array>
#include <cstddef>
#include <cstdint>

namespace tiktok_kpi {

inline constexpr std::int64_t epoch_from_march_0000 =
    719'468;  // days from 0000-03-01 to 1970-01-01

/// Days from March 1 to the first of the month `m` months later: 153 days in every five months.
constexpr unsigned days_before_month(unsigned m) { return (153 * m + 2) / 5; }

/// A year that 100 divides is a leap year when 400, hence 16, divides it.
constexpr bool is_leap(int year) { return (year & (year % 100 == 0 ? 15 : 3)) == 0; }

constexpr bool is_date(int year, int month, int day) {
  constexpr std::array<std::int8_t, 16> days{0,  31, 28, 31, 30, 31, 30, 31,
                                             31, 30, 31, 30, 31, 0,  0,  0};
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= days[static_cast<std::size_t>(month)] || (day == 29 && month == 2 && is_leap(year));
}

/// Day number of a date whose year, counted from March, is not negative: plain division will do.
template <class Unsigned>
constexpr Unsigned days_since_march_0000(Unsigned year_from_january, unsigned month, unsigned day) {
  // Years begin in March, so that the leap day is the last of its year.
  const Unsigned year = year_from_january - (month <= 2 ? 1U : 0U);
  const unsigned months = month > 2 ? month - 3 : month + 9;
  return year * 365 + year / 4 - year / 100 + year / 400 + days_before_month(months) + day - 1;
}

}  // namespace tiktok_kpi
