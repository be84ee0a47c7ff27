// Numbers as exports write them: thousands marks, suffixes, percent signs, currency signs.
#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "input/cells.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

constexpr CellValue fault(const char* code) { return {0, CellState::missing, code}; }

/// digits x 10^-scale.
struct Digits {
  Int128 digits = 0;
  int scale = 0;
  bool negative = false;
};

/// Reads digits with thousands marks: groups of three after the first (or Indian groups of two),
/// the decimal mark at most once. Nothing when the text is no number.
std::optional<Digits> read_digits(std::string_view text, char decimal) {
  Digits result;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    result.negative = text.front() == '-';
    text.remove_prefix(1);
  } else if (text.starts_with("\xE2\x88\x92")) {  // U+2212 minus sign
    result.negative = true;
    text.remove_prefix(3);
  }
  const char thousands = decimal == '.' ? ',' : '.';
  bool point = false;
  int since_mark = -1;  // digits since the last thousands mark, -1: none yet
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (is_digit(c)) {
      if (++count > 36) return std::nullopt;
      result.digits = result.digits * 10 + (c - '0');
      if (point) ++result.scale;
      if (since_mark >= 0 && !point) ++since_mark;
      continue;
    }
    std::size_t mark = 0;
    if (c == decimal && !point) {
      if (since_mark >= 0 && since_mark != 3) return std::nullopt;
      point = true;
      continue;
    }
    if (c == thousands || c == ' ' || c == '\'')
      mark = 1;
    else if (text.substr(at, 2) == "\xC2\xA0")
      mark = 2;  // no-break space
    else if (text.substr(at, 3) == "\xE2\x80\xAF" || text.substr(at, 3) == "\xE2\x80\x89")
      mark = 3;  // narrow spaces
    if (mark == 0 || point || count == 0) return std::nullopt;
    if (since_mark >= 0 && since_mark != 3 && since_mark != 2) return std::nullopt;
    since_mark = 0;
    at += mark - 1;
  }
  if (count == 0 || (since_mark >= 0 && since_mark != 3)) return std::nullopt;
  return result;
}

/// Value in units of 10^-scale_to; nothing on overflow, or when digits would be lost and `exact` is
/// set.
std::optional<std::int64_t> scaled(const Digits& number, int scale_to, bool exact) {
  Int128 value = number.digits;
  for (int i = number.scale; i < scale_to; ++i) {
    const auto next = checked_multiply(value, 10);
    if (!next) return std::nullopt;
    value = *next;
  }
  for (int i = number.scale; i > scale_to; --i) {
    if (exact && value % 10 != 0) return std::nullopt;
    value = i == scale_to + 1 && !exact ? (value + 5) / 10 : value / 10;
  }
  if (value > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(number.negative ? -value : value);
}

std::string_view drop_currency(std::string_view text) {
  bool negative = false;
  if (!text.empty() && text.front() == '-') {
    negative = true;
    text.remove_prefix(1);
  }
  std::size_t begin = 0;
  while (begin < text.size() && !is_digit(text[begin]) && text[begin] != '-') ++begin;
  std::size_t end = text.size();
  while (end > begin && !is_digit(text[end - 1])) --end;
  if (negative && begin == 0) return {text.data() - 1, end + 1};
  return text.substr(begin, end - begin);
}

}  // namespace

std::string_view trim_odd_cell(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  for (bool again = true; again && !text.empty();) {
    again = false;
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    if (text.starts_with("\xC2\xA0")) text.remove_prefix(2), again = true;
    if (text.ends_with("\xC2\xA0")) text.remove_suffix(2), again = true;
    for (const std::string_view invisible :
         {"\xE2\x80\x8B", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xEF\xBB\xBF"}) {
      if (text.starts_with(invisible)) text.remove_prefix(3), again = true;
      if (text.ends_with(invisible)) text.remove_suffix(3), again = true;
    }
  }
  return text;
}

std::string_view shown_cell(RecordKind kind, std::string_view text) {
  if (kind != RecordKind::order && kind != RecordKind::line && kind != RecordKind::touch &&
      kind != RecordKind::comment)
    return text;
  constexpr std::ptrdiff_t most_letters = 5;
  const auto is_letter = [](char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || c == '@' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  const bool words = std::ranges::count_if(text, is_letter) > most_letters;
  const bool number_of_person = std::ranges::count_if(text, is_digit) > 19;
  return words || number_of_person ? std::string_view("(not shown)") : text;
}

namespace {

/// Bytes of the account or host behind an @: words, joined by full stops.
std::size_t account_length(std::string_view text) {
  std::size_t length = tag_length(text);
  while (length > 0 && length < text.size() && (text[length] == '.' || text[length] == '-')) {
    const std::size_t more = tag_length(text.substr(length + 1));
    if (more == 0) break;
    length += 1 + more;
  }
  return length;
}

}  // namespace

std::string without_mentions(std::string_view text) {
  constexpr std::string_view mask = "@…";
  constexpr std::string_view marks_of_address = "._%+-";
  std::string copy;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t length = text[at] == '@' ? account_length(text.substr(at + 1)) : 0;
    if (length == 0) {
      copy += text[at];
      continue;
    }
    // Of an address the part before the @ goes, too.
    const auto of_address = [&](char c) {
      return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') ||
             marks_of_address.find(c) != std::string_view::npos;
    };
    while (!copy.empty() && of_address(copy.back())) copy.pop_back();
    copy += mask;
    at += length;
  }
  return copy;
}

std::string with_hashes(std::string_view text) {
  std::string copy;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escaped = text.substr(at, 3) == "%23";
    copy += escaped ? '#' : text[at];
    if (escaped) at += 2;
  }
  return copy;
}

bool is_missing_word(std::string_view trimmed) {
  if (trimmed.empty()) return true;
  if (!may_be_missing_word(trimmed) || is_digit(trimmed.front())) return false;
  constexpr std::string_view beginnings = "-\xE2nNuU#<";  // most cells end here
  if (beginnings.find(trimmed.front()) == std::string_view::npos) return false;
  constexpr std::array<std::string_view, 14> words{
      "-",    "--",  "\xE2\x80\x94", "\xE2\x80\x93", "nan",     "undefined", "null",
      "none", "n/a", "na",           "#n/a",         "#div/0!", "#value!",   "<na>"};
  return std::ranges::any_of(
      words, [&](std::string_view word) { return equals_ignoring_case(trimmed, word); });
}

CellValue parse_count(std::string_view text, char decimal) {
  text = trim_cell(text);
  if (is_missing_word(text)) return {};
  int power = 0;
  std::string_view body = text;
  switch (lower(text.back())) {
    case 'k': power = 3; break;
    case 'm': power = 6; break;
    case 'b': power = 9; break;
    default: break;
  }
  if (power > 0) {
    body = trim_cell(text.substr(0, text.size() - 1));
    // 2.5K and 2,5K both mean two and a half thousand: with a suffix one mark followed by one or
    // two digits is a decimal mark whatever the column says.
    const std::size_t mark = body.find_last_of(".,");
    if (mark != std::string_view::npos && body.size() - mark - 1 != 3) decimal = body[mark];
  } else {
    // A count has no decimals, so either mark groups thousands, unless only zeros follow it
    // ("12.0").
    const std::size_t mark = body.find_last_of(".,");
    if (mark != std::string_view::npos) {
      const std::string_view tail = body.substr(mark + 1);
      const bool zeros = !tail.empty() && tail.size() != 3 &&
                         tail.find_first_not_of('0') == std::string_view::npos;
      decimal = zeros ? body[mark] : body[mark] == '.' ? ',' : '.';
    }
  }
  auto digits = read_digits(body, decimal);
  if (!digits) return fault("bad-count");
  for (; power > 0; --power) {
    if (digits->scale > 0)
      --digits->scale;
    else
      digits->digits *= 10;
  }
  const auto value = scaled(*digits, 0, true);
  if (!value) return fault("bad-count");
  return {*value, *value < 0 ? CellState::invalid : CellState::value, nullptr};
}

CellValue parse_decimal(std::string_view text, char decimal, bool clock) {
  text = trim_cell(text);
  if (is_missing_word(text)) return {};
  if (clock && text.find(':') != std::string_view::npos) {
    std::int64_t seconds = 0;
    std::int64_t part = 0;
    int digits = 0;
    for (const char c : text) {
      if (is_digit(c) && digits < 6) {
        part = part * 10 + (c - '0');
        ++digits;
      } else if (c == ':' && digits > 0) {
        seconds = (seconds + part) * 60;
        part = 0;
        digits = 0;
      } else {
        return fault("bad-number");
      }
    }
    if (digits == 0) return fault("bad-number");
    return {(seconds + part) * 1'000'000'000, CellState::value, nullptr};
  }
  bool percent = false;
  if (text.back() == '%') {
    percent = true;
    text = trim_cell(text.substr(0, text.size() - 1));
  } else if (clock && text.back() == 's') {
    text = trim_cell(text.substr(0, text.size() - 1));
  }
  std::optional<std::int64_t> value;
  if (auto digits = read_digits(text, decimal)) {
    if (percent) digits->scale += 2;
    value = scaled(*digits, 9, false);
  } else if (const auto written = Rational::parse(text)) {  // 1e-05
    const auto nanos = multiply(*written, Rational(percent ? 10'000'000 : 1'000'000'000));
    if (nanos) {
      const Int128 rounded = nanos->numerator() / nanos->denominator();
      if (rounded <= INT64_MAX && rounded >= INT64_MIN) value = static_cast<std::int64_t>(rounded);
    }
  }
  if (!value) return fault("bad-number");
  return {*value, *value < 0 ? CellState::invalid : CellState::value, nullptr};
}

CellValue parse_money(std::string_view text, char decimal) {
  text = trim_cell(text);
  if (is_missing_word(text)) return {};
  const auto digits = read_digits(trim_cell(drop_currency(text)), decimal);
  const auto value = digits ? scaled(*digits, 6, false) : std::nullopt;
  if (!value) return fault("bad-number");
  return {*value, CellState::value, nullptr};
}

CellValue parse_flag(std::string_view text) {
  text = trim_cell(text);
  if (is_missing_word(text)) return {};
  for (const std::string_view yes : {"true", "1", "yes", "y", "t"})
    if (equals_ignoring_case(text, yes)) return {1, CellState::value, nullptr};
  for (const std::string_view no : {"false", "0", "no", "n", "f"})
    if (equals_ignoring_case(text, no)) return {0, CellState::value, nullptr};
  return fault("bad-flag");
}

CellValue parse_presence(std::string_view text) {
  if (is_missing_word(trim_cell(text))) return {};
  return {1, CellState::value, nullptr};
}

CellValue parse_id(Field field, std::string_view text) {
  if (field != Field::order_id || text.size() < 2 || text.size() > 18 || text[0] != '#' ||
      text[1] == '0')
    return parse_post_id(text);
  std::int64_t number = 0;
  for (const char c : text.substr(1)) {
    if (c < '0' || c > '9') return parse_post_id(text);
    number = number * 10 + (c - '0');
  }
  return {-number, CellState::value, nullptr};
}

CellValue parse_post_id(std::string_view text) {
  text = trim_cell(text);
  if (is_missing_word(text)) return {};
  std::int64_t value = 0;
  std::size_t at = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    if (__builtin_mul_overflow(value, std::int64_t{10}, &value) ||
        __builtin_add_overflow(value, std::int64_t{text[at] - '0'}, &value))
      return {};
  }
  if (at == text.size()) {
    // "007" and "7" are different ids: only the canonical spelling is a number.
    return text.size() > 1 && text.front() == '0' ? CellValue{}
                                                  : CellValue{value, CellState::value, nullptr};
  }
  const std::string_view rest = text.substr(at);
  if (at > 0 && rest.find_first_not_of("0123456789.,eE+") == std::string_view::npos &&
      (rest.find_first_of("eE") != std::string_view::npos || rest == ".0"))
    return fault("bad-id");
  return {};
}

std::optional<std::int64_t> post_id_of_url(std::string_view url) {
  for (const std::string_view marker : {"/video/", "/photo/"}) {
    const std::size_t at = url.find(marker);
    if (at == std::string_view::npos) continue;
    std::string_view digits = url.substr(at + marker.size());
    digits = digits.substr(0, digits.find_first_not_of("0123456789"));
    const CellValue id = parse_post_id(digits);
    if (id.state == CellState::value) return id.number;
  }
  return std::nullopt;
}

std::string_view handle_of_url(std::string_view url) {
  const std::size_t at = url.find("/@");
  if (at == std::string_view::npos) return {};
  const std::string_view rest = url.substr(at + 2);
  return rest.substr(0, rest.find_first_of("/?#"));
}

std::optional<std::int64_t> upload_time_of(std::int64_t post_id) {
  const std::int64_t seconds = post_id >> 32;
  // 2014-09-01, before the first post, to 2100-01-01.
  if (seconds < 1'409'529'600 || seconds > 4'102'444'800) return std::nullopt;
  return seconds;
}

MarkEvidence decimal_mark_evidence(std::string_view text) {
  text = trim_cell(text);
  const std::size_t point = text.find_last_of('.');
  const std::size_t comma = text.find_last_of(',');
  if (point == std::string_view::npos && comma == std::string_view::npos) return MarkEvidence::none;
  if (point != std::string_view::npos && comma != std::string_view::npos)
    return point > comma ? MarkEvidence::point : MarkEvidence::comma;
  const char mark = point != std::string_view::npos ? '.' : ',';
  const std::size_t last = text.find_last_of(mark);
  const auto as = [&](bool is_decimal) {
    return (mark == '.') == is_decimal ? MarkEvidence::point : MarkEvidence::comma;
  };
  if (text.find(mark) != last) return as(false);  // 1.234.567: the mark groups thousands
  std::size_t after = last + 1;
  while (after < text.size() && is_digit(text[after])) ++after;
  std::size_t before = last;
  while (before > 0 && is_digit(text[before - 1])) --before;
  const std::size_t tail = after - last - 1;
  const std::size_t front = last - before;
  if (tail != 3 || front == 0 || front > 3 || (text[before] == '0')) return as(true);
  return MarkEvidence::ambiguous;
}

}  // namespace tiktok_kpi
