#pragma once
// Text of one cell to one value. Shared by every format, CSV and JSON alike; the fast readers treat
// plain digits themselves and come here for anything odd.
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "model/batch.hpp"

namespace tiktok_kpi {

class TimeZone;

/// Order of day and month in dates such as 03/04/2024.
enum class DateOrder : std::uint8_t { unknown, dmy, mdy };

/// What a cell turned out to be. `fault` is a diagnostic code when the text is no value of its
/// type; the cell then counts as missing.
struct CellValue {
  std::int64_t number = 0;
  CellState state = CellState::missing;
  const char* fault = nullptr;
};

/// Blanks, tabs, no-break spaces and zero-width characters at both ends removed.
[[nodiscard]] std::string_view trim_odd_cell(std::string_view text);
[[nodiscard]] inline std::string_view trim_cell(std::string_view text) {
  const auto visible_ascii = [](char c) { return c > ' ' && c < 0x7F; };
  const bool is_plain = !text.empty() && visible_ascii(text.front()) && visible_ascii(text.back());
  return is_plain ? text : trim_odd_cell(text);
}
/// Empty, -, --, NaN, undefined, null, None, N/A, #N/A, #DIV/0! in any case: not known, never zero.
[[nodiscard]] bool is_missing_word(std::string_view trimmed);
/// False for nearly all that is none, without a call.
[[nodiscard]] constexpr bool may_be_missing_word(std::string_view trimmed) {
  return trimmed.size() <= 9;
}

/// Whole number: `1441`, `5,431`, `1.234.567`, `1 234`, `22.8K`, `2M`, `12.0`. Negative is invalid
/// (the value is kept). `decimal` is the decimal mark of the column, used only before a suffix.
[[nodiscard]] CellValue parse_count(std::string_view text, char decimal);
/// Decimal in units of 10^-9; `%` divides by 100; `0:12` and `1:02:03` are seconds when `clock`.
[[nodiscard]] CellValue parse_decimal(std::string_view text, char decimal, bool clock);
/// Money in units of 10^-6: currency signs and codes around the number are skipped.
[[nodiscard]] CellValue parse_money(std::string_view text, char decimal);
[[nodiscard]] CellValue parse_flag(std::string_view text);
/// Yes when the cell holds anything: "Cancelled at".
[[nodiscard]] CellValue parse_presence(std::string_view text);

/// What separates the entries of a list in one cell, with the brackets and quotes of lists that
/// were printed: hashtags hold no blanks, promo codes may.
[[nodiscard]] constexpr std::string_view list_marks(RecordKind kind) {
  return kind == RecordKind::order ? ",;|[]\"\t\n\r" : " ,;|[]\"'\t\n\r";
}
/// The same, by byte.
using ByteSet = std::array<bool, 256>;
[[nodiscard]] constexpr ByteSet list_mark_set(RecordKind kind) {
  ByteSet set{};
  for (const char mark : list_marks(kind)) set[static_cast<unsigned char>(mark)] = true;
  return set;
}
/// Text of a cell for a message. Rows of orders and visits may have slipped, so that a name or an
/// address stands where a number should: of them only figures and short words are shown.
[[nodiscard]] std::string_view shown_cell(RecordKind kind, std::string_view text);
/// Names a customer or visitor: hashed at reading.
[[nodiscard]] constexpr bool names_person(Field field) {
  return field == Field::customer_key || field == Field::client_key;
}

/// Not stated is none of it: so what is stated and cannot be read must not count as not stated.
[[nodiscard]] constexpr bool absent_is_zero(Field field) {
  return field == Field::discounts || field == Field::refunds;
}

/// Written by somebody who never agreed to be in a report.
[[nodiscard]] constexpr bool is_of_persons(RecordKind kind, Field field) {
  return kind == RecordKind::comment && field == Field::text;
}
/// Text with every account that it mentions, and every e-mail address, as "@…".
[[nodiscard]] std::string without_mentions(std::string_view text);

/// Caption with each %23 of a link as the # it stands for.
[[nodiscard]] std::string with_hashes(std::string_view text);

/// Days without a year are month * 100 + day; days since 1970 of posts and series are larger.
inline constexpr std::int64_t last_month_day = 1231;

/// How to read the times of a column.
struct TimeRule {
  DateOrder order = DateOrder::unknown;
  std::int32_t shift_s = 0;  ///< seconds to add to times without a stated offset to get UTC
  std::shared_ptr<const TimeZone>
      zone;                ///< zone of times without a stated offset; overrides shift_s
  bool year_less = false;  ///< day and month only; the value is (month * 100 + day), state day
  /// Spellings that only the header tells: YYYYMMDDHH, and days counted from `first_day`.
  enum class Form : std::uint8_t { usual, day_and_hour, day_number } form = Form::usual;
  std::optional<std::int32_t> first_day{};  ///< day number 0
};
/// Instant in seconds, or a day (state `day`): ISO, Unix seconds or milliseconds, `12/15/2025
/// 9:30:33 AM`, `February 28`, `30 de abril`, `9月13日` with rule.year_less.
[[nodiscard]] CellValue parse_time(std::string_view text, const TimeRule& rule);
/// Day of a date without year as month * 100 + day; nothing when the text is none.
[[nodiscard]] std::optional<int> parse_year_less_day(std::string_view text);

/// Post id: a number up to 64 bits; damaged ids (7.31E+18, trailing .0) are a `bad-id` fault; other
/// text gives state missing without fault, and callers intern it.
[[nodiscard]] CellValue parse_post_id(std::string_view text);
/// Id of a field: of an order "#1043", too, as -1043: shops print it so, and it stays told apart.
[[nodiscard]] CellValue parse_id(Field field, std::string_view text);
/// Id in a link: /@handle/video/ID, /photo/ID, /share/video/ID.
[[nodiscard]] std::optional<std::int64_t> post_id_of_url(std::string_view url);
/// Handle in a link, without @; empty for none, secUids and bare numbers are kept as they are.
[[nodiscard]] std::string_view handle_of_url(std::string_view url);
/// Upload time carried by a post id, Unix seconds; nothing when it is no plausible TikTok id (2014
/// to 2100).
[[nodiscard]] std::optional<std::int64_t> upload_time_of(std::int64_t post_id);

/// What the numbers of a column say about its decimal mark.
enum class MarkEvidence : std::uint8_t { none, point, comma, ambiguous };
[[nodiscard]] MarkEvidence decimal_mark_evidence(std::string_view text);
/// What a date says about the order of day and month.
enum class OrderEvidence : std::uint8_t { none, dmy, mdy, ambiguous };
[[nodiscard]] OrderEvidence date_order_evidence(std::string_view text);

}  // namespace tiktok_kpi
