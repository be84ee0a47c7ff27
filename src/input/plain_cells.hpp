#pragma once
// Cells as most exports write them, read without a call: whole numbers, amounts, times. Whatever is
// written otherwise is nothing here, and goes to cells.hpp; both read these cells alike.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/civil_time.hpp"

namespace tiktok_kpi {

/// Up to 19 digits and nothing else.
inline bool read_plain_digits(std::string_view cell, std::int64_t& value) {
  if (cell.empty() || cell.size() > 19) return false;
  std::uint64_t number = 0;
  for (const char c : cell) {
    const auto digit = static_cast<unsigned>(c) - '0';
    if (digit > 9) return false;
    number = number * 10 + digit;
  }
  value = static_cast<std::int64_t>(number);
  return value >= 0;  // of 19 digits a third is too large
}

/// An amount that can be read one way only, where the decimal mark is a full stop: up to 9 digits,
/// and up to 6 decimals, but not three, which may be thousands. In units of 10^-scale.
struct PlainAmount {
  std::int64_t number = 0;
  bool has_point = false;
};

inline std::optional<PlainAmount> read_plain_amount(std::string_view cell, unsigned scale) {
  std::uint64_t number = 0;
  std::size_t at = 0;
  for (; at < cell.size(); ++at) {
    const auto digit = static_cast<unsigned>(cell[at]) - '0';
    if (digit > 9) break;
    number = number * 10 + digit;
  }
  if (at == 0 || at > 9) return std::nullopt;
  const bool has_point = at < cell.size();
  std::size_t decimals = 0;
  if (has_point) {
    if (cell[at++] != '.') return std::nullopt;
    decimals = cell.size() - at;
    if (decimals == 0 || decimals == 3 || decimals > 6) return std::nullopt;
    for (; at < cell.size(); ++at) {
      const auto digit = static_cast<unsigned>(cell[at]) - '0';
      if (digit > 9) return std::nullopt;
      number = number * 10 + digit;
    }
  }
  constexpr std::array<std::uint64_t, 10> powers{
      1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};
  return PlainAmount{static_cast<std::int64_t>(number * powers[scale - decimals]), has_point};
}

/// Id of an order: digits, or "#1043" as -1043 (see parse_id); no zero in front.
inline bool read_plain_id(std::string_view cell, std::int64_t& value) {
  if (cell.size() > 1 && cell.front() == '0') return false;
  if (cell.empty() || cell.front() != '#') return read_plain_digits(cell, value);
  if (cell.size() < 2 || cell.size() > 18 || cell[1] == '0') return false;
  if (!read_plain_digits(cell.substr(1), value)) return false;
  value = -value;
  return true;
}

/// Seconds since 1970, of UTC where the time says so.
struct PlainTime {
  std::int64_t seconds = 0;
  bool is_utc = false;
};

/// 2024-05-01T10:00:00, 2024-05-01 10:00:00, both with or without a Z.
inline std::optional<PlainTime> read_plain_time(std::string_view cell) {
  const bool is_utc = cell.size() == 20 && cell[19] == 'Z';
  if (cell.size() != 19 && !is_utc) return std::nullopt;
  bool digits = true;
  const auto two = [&](std::size_t at) {
    const auto tens = static_cast<unsigned>(cell[at]) - '0';
    const auto ones = static_cast<unsigned>(cell[at + 1]) - '0';
    digits = digits && tens <= 9 && ones <= 9;
    return static_cast<int>(10 * tens + ones);
  };
  const CivilDate date{100 * two(0) + two(2), two(5), two(8)};
  const int hour = two(11);
  const int minute = two(14);
  const int second = two(17);
  const bool marks = cell[4] == '-' && cell[7] == '-' && (cell[10] == 'T' || cell[10] == ' ') &&
                     cell[13] == ':' && cell[16] == ':';
  if (!digits || !marks || hour > 23 || minute > 59 || second > 59 || !is_valid(date))
    return std::nullopt;
  return PlainTime{
      std::int64_t{days_from_civil(date)} * 86'400 + hour * 3600 + minute * 60 + second, is_utc};
}

}  // namespace tiktok_kpi
