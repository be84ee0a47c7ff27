// Calendar days and the reading of dates and times. Runs once or twice per row, so it is written by
// hand: no stream, no allocation, and common shapes are read at fixed places. Zones: time_zone.cpp.
#include "core/civil_time.hpp"

#include <bit>
#include <cstddef>
#include <cstring>

#include "core/calendar.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::int64_t days_per_400_years = 146'097;

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

void append_number(std::string& out, std::int64_t number, std::size_t digits) {
  const std::string text = std::to_string(number);
  if (text.size() < digits) out.append(digits - text.size(), '0');
  out += text;
}

/// Walks over a text; every `take_` leaves it where it was when it does not fit.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }
  [[nodiscard]] std::size_t left() const { return text_.size() - at_; }

  bool take(char c) {
    if (peek() != c || at_end()) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  /// Digits from here on, at most `limit` of them.
  [[nodiscard]] std::size_t digits_ahead(std::size_t limit) const {
    std::size_t count = 0;
    while (count < limit && count < left() && text_[at_ + count] >= '0' &&
           text_[at_ + count] <= '9')
      ++count;
    return count;
  }
  /// A number of `least` to `most` digits, not followed by another digit unless `most` were taken.
  bool take_number(std::size_t least, std::size_t most, int& number) {
    const std::size_t count = digits_ahead(most);
    if (count < least) return false;
    number = 0;
    for (std::size_t i = 0; i < count; ++i) number = number * 10 + (text_[at_++] - '0');
    return true;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::string_view trim(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool take_date(Cursor& cursor, CivilTime& time) {
  CivilDate date;
  if (!cursor.take_number(4, 4, date.year)) return false;
  const char separator = cursor.peek();
  if (separator == '-' || separator == '/' || separator == '.') {
    if (!cursor.take(separator) || !cursor.take_number(1, 2, date.month)) return false;
    if (!cursor.take(separator) || !cursor.take_number(1, 2, date.day)) return false;
  } else if (!cursor.take_number(2, 2, date.month) || !cursor.take_number(2, 2, date.day)) {
    return false;
  }
  if (!is_valid(date)) return false;
  time.day = days_from_civil(date);
  return true;
}

/// HH:MM, HH:MM:SS, HHMM or HHMMSS, with a fraction that is cut.
bool take_clock(Cursor& cursor, CivilTime& time) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (cursor.digits_ahead(4) == 4) {
    if (!cursor.take_number(2, 2, hour) || !cursor.take_number(2, 2, minute)) return false;
    if (cursor.digits_ahead(1) == 1 && !cursor.take_number(2, 2, second)) return false;
  } else {
    if (!cursor.take_number(1, 2, hour) || !cursor.take(':') || !cursor.take_number(2, 2, minute))
      return false;
    if (cursor.take(':')) {
      if (!cursor.take_number(2, 2, second)) return false;
      if (cursor.take('.') || cursor.take(',')) {
        int cut = 0;
        if (!cursor.take_number(1, 1, cut)) return false;
        while (cursor.take_number(1, 1, cut)) {
        }
      }
    }
  }
  if (hour > 23 || minute > 59 || second > 60) return false;
  if (second == 60) second = 59;
  time.second_of_day = (hour * 60 + minute) * 60 + second;
  time.has_time = true;
  return true;
}

/// Nothing, Z, UTC, GMT, +HH, +HHMM or +HH:MM, after blanks.
bool take_offset(Cursor& cursor, CivilTime& time) {
  while (cursor.take(' ')) {
  }
  if (cursor.at_end()) return true;
  if (cursor.take('Z') || cursor.take('z') || cursor.take("UTC") || cursor.take("GMT")) {
    time.offset_s = 0;
    return true;
  }
  const bool negative = cursor.peek() == '-';
  if (!cursor.take('+') && !cursor.take('-')) return false;
  int hours = 0;
  int minutes = 0;
  if (!cursor.take_number(2, 2, hours)) return false;
  if ((cursor.take(':') || !cursor.at_end()) && !cursor.take_number(2, 2, minutes)) return false;
  if (hours > 23 || minutes > 59) return false;
  const int offset = (hours * 60 + minutes) * 60;
  time.offset_s = negative ? -offset : offset;
  return true;
}

/// Every spelling, digit by digit.
bool read_any(std::string_view text, CivilTime& time) {
  Cursor cursor(trim(text));
  if (!take_date(cursor, time)) return false;
  if (cursor.at_end()) return true;
  if (!cursor.take('T') && !cursor.take('t')) {
    if (!cursor.take(' ')) return false;
    while (cursor.take(' ')) {
    }
  }
  return take_clock(cursor, time) && take_offset(cursor, time) && cursor.at_end();
}

/// Reads digits at fixed places and remembers whether one of them was none.
struct FixedDigits {
  const char* text;
  unsigned bad = 0;

  int two(std::size_t at) {
    const unsigned tens = static_cast<unsigned char>(text[at]) - unsigned{'0'};
    const unsigned ones = static_cast<unsigned char>(text[at + 1]) - unsigned{'0'};
    bad |= static_cast<unsigned>(tens > 9) | static_cast<unsigned>(ones > 9);
    return static_cast<int>(tens * 10 + ones);
  }
};

/// Eight characters as one number, the first lowest.
constexpr std::uint64_t word_of(std::string_view eight) {
  std::uint64_t word = 0;
  for (std::size_t i = 8; i > 0; --i) word = word << 8 | static_cast<unsigned char>(eight[i - 1]);
  return word;
}

/// Eight characters read at once against a shape like "00:00:00": digits at the zeros, else exact.
class EightCharacters {
 public:
  EightCharacters(const char* text, std::uint64_t shape, std::uint64_t slack) {
    std::uint64_t word = 0;
    std::memcpy(&word, text, sizeof word);
    const std::uint64_t values = word ^ shape;  // '0'..'9' become 0..9, what is exact becomes 0
    fits_ = ((values | (values + slack)) & 0x8080'8080'8080'8080U) == 0;
    pairs_ = values * 10 + (values >> 8);  // byte i: the two digits that start there, as a number
  }
  /// Per byte what may be added to a good value without reaching 128.
  static constexpr std::uint64_t slack_of(std::string_view shape) {
    std::uint64_t slack = 0;
    for (std::size_t i = 8; i > 0; --i) slack = slack << 8 | (shape[i - 1] == '0' ? 0x76U : 0x7FU);
    return slack;
  }
  [[nodiscard]] bool fits() const { return fits_; }
  [[nodiscard]] int two(unsigned at) const { return static_cast<int>(pairs_ >> (8 * at) & 0xFF); }

 private:
  std::uint64_t pairs_ = 0;
  bool fits_ = false;
};

/// `YYYY-MM-DD` or `YYYY/MM/DD` at the start of a text of at least 10; false when it is not quite
/// so.
bool read_fixed_date(std::string_view text, CivilTime& time) {
  constexpr std::string_view dashes = "0000-00-";
  constexpr std::string_view slashes = "0000/00/";
  const EightCharacters month(text.data(), text[4] == '/' ? word_of(slashes) : word_of(dashes),
                              EightCharacters::slack_of(dashes));
  FixedDigits day{text.data() + 8};
  const int year = month.two(0) * 100 + month.two(2);
  const int day_of_month = day.two(0);
  if (!month.fits() || day.bad != 0 || year == 0 || !is_date(year, month.two(5), day_of_month))
    return false;
  const unsigned since_march =
      days_since_march_0000(static_cast<unsigned>(year), static_cast<unsigned>(month.two(5)),
                            static_cast<unsigned>(day_of_month));
  time.day =
      static_cast<std::int32_t>(since_march) - static_cast<std::int32_t>(epoch_from_march_0000);
  return true;
}

/// `HH:MM:SS` at byte 11 of a text of at least 19; false when it is not quite that.
bool read_fixed_clock(std::string_view text, CivilTime& time) {
  constexpr std::string_view shape = "00:00:00";
  const EightCharacters clock(text.data() + 11, word_of(shape), EightCharacters::slack_of(shape));
  if (!clock.fits() || clock.two(0) > 23 || clock.two(3) > 59 || clock.two(6) > 59) return false;
  time.second_of_day = (clock.two(0) * 60 + clock.two(3)) * 60 + clock.two(6);
  time.has_time = true;
  return true;
}

bool read_time(std::string_view text, CivilTime& time) {
  constexpr std::size_t date_length = 10;
  constexpr std::size_t clock_end = 19;
  // The reading at fixed places takes the first of eight bytes for the lowest.
  const bool fixed = std::endian::native == std::endian::little &&
                     (text.size() == date_length ||
                      (text.size() >= clock_end && (text[10] == ' ' || text[10] == 'T')));
  if (!fixed || !read_fixed_date(text, time)) return read_any(text, time);
  if (text.size() == date_length) return true;
  if (!read_fixed_clock(text, time)) return read_any(text, time);
  if (text.size() == clock_end) return true;
  std::size_t at = clock_end;
  if (text[at] == '.') {
    const std::size_t first = ++at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    if (at == first) return false;
    if (at == text.size()) return true;
  }
  if (text[at] == 'Z' && at + 1 == text.size()) {
    time.offset_s = 0;
    return true;
  }
  if (text[at] == ',') return read_any(text, time);
  Cursor tail(trim(text.substr(at)));
  return take_offset(tail, time) && tail.at_end();
}

}  // namespace

bool is_valid(CivilDate date) { return is_date(date.year, date.month, date.day); }

std::int32_t days_from_civil(CivilDate date) {
  constexpr std::int64_t cycles = 20'000;  // of 400 years: more than lie between year 0 and any day
  const auto year = static_cast<std::uint64_t>(date.year + cycles * 400);
  const std::uint64_t days = days_since_march_0000(year, static_cast<unsigned>(date.month),
                                                   static_cast<unsigned>(date.day));
  return static_cast<std::int32_t>(static_cast<std::int64_t>(days) - cycles * days_per_400_years -
                                   epoch_from_march_0000);
}

CivilDate civil_from_days(std::int32_t days) {
  const std::int64_t since_march_0000 = days + epoch_from_march_0000;
  const std::int64_t cycle = floor_div(since_march_0000, days_per_400_years);
  const std::int64_t day = since_march_0000 - cycle * days_per_400_years;  // 0..146096
  // Without the leap days that lie before it, the day of the cycle is 365 a year: one day less for
  // each four years, not for each hundred, and the cycle itself ends in one.
  const std::int64_t year = (day - day / 1'460 + day / 36'524 - day / 146'096) / 365;
  const std::int64_t day_of_year = day - (year * 365 + year / 4 - year / 100);
  const auto month = static_cast<unsigned>((5 * day_of_year + 2) / 153);
  const auto in_next_year = month >= 10;  // January and February
  return {static_cast<int>(cycle * 400 + year + (in_next_year ? 1 : 0)),
          static_cast<int>(in_next_year ? month - 9 : month + 3),
          static_cast<int>(day_of_year - days_before_month(month) + 1)};
}

int weekday_of(std::int32_t days) {
  const int from_thursday = days % 7;  // 1970-01-01 was a Thursday
  return (from_thursday + 7 + 3) % 7;
}

std::optional<std::int32_t> parse_day(std::string_view text) {
  const bool dashed = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (!dashed && text.size() != 8) return std::nullopt;
  FixedDigits digits{text.data()};
  const CivilDate date{digits.two(0) * 100 + digits.two(2), digits.two(dashed ? 5 : 4),
                       digits.two(dashed ? 8 : 6)};
  if (digits.bad != 0 || !is_valid(date)) return std::nullopt;
  return days_from_civil(date);
}

std::string format_day(std::int32_t days) {
  const CivilDate date = civil_from_days(days);
  std::string text = date.year < 0 ? "-" : "";
  append_number(text, date.year < 0 ? -std::int64_t{date.year} : date.year, 4);
  text += '-';
  append_number(text, date.month, 2);
  text += '-';
  append_number(text, date.day, 2);
  return text;
}

std::string format_instant(std::int64_t seconds) {
  const std::int64_t days = floor_div(seconds, seconds_per_day);
  const std::int64_t second_of_day = seconds - days * seconds_per_day;
  std::string text = format_day(static_cast<std::int32_t>(days));
  text += 'T';
  append_number(text, second_of_day / 3'600, 2);
  text += ':';
  append_number(text, second_of_day / 60 % 60, 2);
  text += ':';
  append_number(text, second_of_day % 60, 2);
  text += 'Z';
  return text;
}

std::optional<CivilTime> parse_iso_time(std::string_view text) {
  // Filled in place: copying what was just written in pieces costs more than reading it.
  std::optional<CivilTime> time(std::in_place);
  if (!read_time(text, *time)) time.reset();
  return time;
}

}  // namespace tiktok_kpi
