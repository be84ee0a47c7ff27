#pragma once
// Cells as most exports write them, read without a call: whole numbers, amounts, times. Whatever is
// written otherwise is nothing here, and goes to cells.hpp; both read these cells alike.
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/calendar.hpp"
#include "core/load_bytes.hpp"
#include "model/fields.hpp"

namespace tiktok_kpi {

/// The number of eight digits, each as its value, the first one lowest.
inline std::uint64_t number_of_8(std::uint64_t digits) {
  digits = digits * 10 + (digits >> 8U);
  digits = (digits & 0x00FF'00FF'00FF'00FFU) * 100 + (digits >> 16U & 0x00FF'00FF'00FF'00FFU);
  return (digits & 0xFFFF) * 10'000 + (digits >> 32U & 0xFFFF);
}

/// The last `size` (1 to 8) of the eight bytes that end at `end`, without their character '0';
/// what stands before them is 0.
inline std::uint64_t last_digits(const char* end, std::size_t size) {
  return (load_8(end - 8) ^ eight_of('0')) & ~std::uint64_t{0} << 8 * (8 - size);
}

inline bool are_digits(std::uint64_t values) {
  return (((values + eight_of(6)) | values) & eight_of(0xF0)) == 0;
}

/// Up to 19 digits and nothing else. `preceded`: the eight bytes before the cell's end may be read.
inline bool read_plain_digits(std::string_view cell, std::int64_t& value, bool preceded = false) {
  if (cell.empty() || cell.size() > 19) return false;
  if (preceded && cell.size() <= 8) {
    const std::uint64_t digits = last_digits(cell.data() + cell.size(), cell.size());
    value = static_cast<std::int64_t>(number_of_8(digits));
    return are_digits(digits);
  }
  std::uint64_t number = 0;
  for (const char c : cell) {
    const auto digit = static_cast<unsigned>(c) - '0';
    if (digit > 9) return false;
    number = number * 10 + digit;
  }
  value = static_cast<std::int64_t>(number);
  return value >= 0;  // of 19 digits a third is too large
}

inline constexpr std::array<std::uint64_t, 10> powers_of_ten{
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

/// An amount that can be read one way only, where the decimal mark is a full stop: up to 9 digits,
/// and up to 6 decimals, but not three, which may be thousands. In units of 10^-scale.
struct PlainAmount {
  std::int64_t number = 0;
  bool has_point = false;
};

/// read_plain_amount of a cell of up to 8 characters that other bytes stand before, at once. False
/// for some plain amounts, too.
[[gnu::always_inline]] inline bool read_short_amount(std::string_view cell, unsigned scale,
                                                     PlainAmount& to) {
  if (cell.empty() || cell.size() > 8) return false;
  const std::uint64_t all = last_digits(cell.data() + cell.size(), cell.size());
  // The byte that was a full stop, if it is the only one that was no digit.
  const std::uint64_t no_digit = ((all + eight_of(6)) | all) & eight_of(0xF0);
  const unsigned point = static_cast<unsigned>(std::countr_zero(no_digit | 1ULL << 63U)) & ~7U;
  const bool has_point = no_digit != 0;
  const std::uint64_t behind = has_point ? ~std::uint64_t{0} << point << 8U : 0;
  // What stands before it moves up by one byte.
  const std::uint64_t before = has_point ? ~(~std::uint64_t{0} << point) : ~std::uint64_t{0};
  const std::uint64_t digits = (all & behind) | (has_point ? (all & before) << 8U : all);
  const unsigned decimals = has_point ? 7 - point / 8 : 0;
  const bool is_plain = are_digits(digits) && decimals != 3 && decimals < 7 &&
                        (!has_point || (decimals > 0 && decimals + 1 < cell.size() &&
                                        (all >> point & 0xFF) == ('.' ^ '0')));
  if (!is_plain) return false;
  to = {static_cast<std::int64_t>(number_of_8(digits) * powers_of_ten[scale - decimals]),
        has_point};
  return true;
}

inline bool read_plain_amount(std::string_view cell, unsigned scale, PlainAmount& to) {
  std::uint64_t number = 0;
  std::size_t at = 0;
  for (; at < cell.size(); ++at) {
    const auto digit = static_cast<unsigned>(cell[at]) - '0';
    if (digit > 9) break;
    number = number * 10 + digit;
  }
  if (at == 0 || at > 9) return false;
  const bool has_point = at < cell.size();
  std::size_t decimals = 0;
  if (has_point) {
    if (cell[at++] != '.') return false;
    decimals = cell.size() - at;
    if (decimals == 0 || decimals == 3 || decimals > 6) return false;
    for (; at < cell.size(); ++at) {
      const auto digit = static_cast<unsigned>(cell[at]) - '0';
      if (digit > 9) return false;
      number = number * 10 + digit;
    }
  }
  to = {static_cast<std::int64_t>(number * powers_of_ten[scale - decimals]), has_point};
  return true;
}

/// Id of an order: digits, or "#1043" as -1043 (see parse_id); no zero in front.
inline bool read_plain_id(std::string_view cell, std::int64_t& value, bool preceded = false) {
  if (cell.size() > 1 && cell.front() == '0') return false;
  if (cell.empty() || cell.front() != '#') return read_plain_digits(cell, value, preceded);
  if (cell.size() < 2 || cell.size() > 18 || cell[1] == '0') return false;
  if (!read_plain_digits(cell.substr(1), value, preceded)) return false;
  value = -value;
  return true;
}

/// An id that is a number, without zeros in front.
inline bool read_plain_id_of(Field field, std::string_view cell, std::int64_t& number,
                             bool preceded = false) {
  if (field == Field::order_id) return read_plain_id(cell, number, preceded);
  return read_plain_digits(cell, number, preceded) && (cell.size() == 1 || cell.front() != '0');
}

/// Seconds since 1970, of UTC where the time says so.
struct PlainTime {
  std::int64_t seconds = 0;
  bool is_utc = false;
};

/// Eight characters of which those are digits where a form has a 0.
struct DigitForm {
  std::uint64_t text = 0, marks = 0;  ///< the form, and 0xFF where it has no 0

  explicit constexpr DigitForm(const char* form) {
    for (unsigned i = 0; i < 8; ++i) {
      text |= std::uint64_t{static_cast<unsigned char>(form[i])} << 8 * i;
      if (form[i] != '0') marks |= std::uint64_t{0xFF} << 8 * i;
    }
  }
};

/// Eight characters as a form says, read at once.
class PlainDigits {
 public:
  PlainDigits(const char* text, const DigitForm& form) : values_(load_8(text) ^ form.text) {
    // A digit became 0 to 9, a mark 0.
    are_plain_ =
        (((values_ + eight_of(6)) | values_) & eight_of(0xF0)) == 0 && (values_ & form.marks) == 0;
  }
  [[nodiscard]] bool are_plain() const { return are_plain_; }
  /// The number that two digits are.
  [[nodiscard]] int two(unsigned at) const {
    const std::uint64_t pairs = values_ * 10 + (values_ >> 8U);
    return static_cast<int>(pairs >> 8 * at & 0xFF);
  }

 private:
  std::uint64_t values_;
  bool are_plain_;
};

/// 2024-05-01T10:00:00, 2024-05-01 10:00:00, both with or without a Z.
inline std::optional<PlainTime> read_plain_time(std::string_view cell) {
  const bool is_utc = cell.size() == 20 && cell[19] == 'Z';
  if (cell.size() != 19 && !is_utc) return std::nullopt;
  static constexpr DigitForm month_form("0000-00-");
  static constexpr DigitForm time_form("00:00:00");
  const PlainDigits month(cell.data(), month_form);
  const PlainDigits time(cell.data() + 11, time_form);
  const auto tens = static_cast<unsigned>(cell[8]) - '0';
  const auto ones = static_cast<unsigned>(cell[9]) - '0';
  const bool are_plain = month.are_plain() && time.are_plain() && tens <= 9 && ones <= 9 &&
                         (cell[10] == 'T' || cell[10] == ' ');
  const int year = 100 * month.two(0) + month.two(2);
  const unsigned day = 10 * tens + ones;
  const int hour = time.two(0);
  const int minute = time.two(3);
  const int second = time.two(6);
  if (!are_plain || hour > 23 || minute > 59 || second > 59 || year == 0 ||
      !is_date(year, month.two(5), static_cast<int>(day)))
    return std::nullopt;
  const std::int64_t days =
      days_since_march_0000(static_cast<unsigned>(year), static_cast<unsigned>(month.two(5)), day) -
      epoch_from_march_0000;
  return PlainTime{days * 86'400 + hour * 3600 + minute * 60 + second, is_utc};
}

}  // namespace tiktok_kpi
