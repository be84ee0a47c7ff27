// Dates and times as exports write them.
#include <array>
#include <string>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "input/cells.hpp"

namespace tiktok_kpi {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct MonthName {
  std::string_view word;  ///< case-folded
  int month;
};

// Names as they stand in dates (genitive where a language has one); TikTok Studio localises dates,
// not headers.
constexpr std::array month_names{
    MonthName{"january", 1},     MonthName{"february", 2},    MonthName{"march", 3},
    MonthName{"april", 4},       MonthName{"may", 5},         MonthName{"june", 6},
    MonthName{"july", 7},        MonthName{"august", 8},      MonthName{"september", 9},
    MonthName{"october", 10},    MonthName{"november", 11},   MonthName{"december", 12},
    MonthName{"jan", 1},         MonthName{"feb", 2},         MonthName{"mar", 3},
    MonthName{"apr", 4},         MonthName{"jun", 6},         MonthName{"jul", 7},
    MonthName{"aug", 8},         MonthName{"sep", 9},         MonthName{"sept", 9},
    MonthName{"oct", 10},        MonthName{"nov", 11},        MonthName{"dec", 12},
    MonthName{"janeiro", 1},     MonthName{"fevereiro", 2},   MonthName{"março", 3},
    MonthName{"abril", 4},       MonthName{"maio", 5},        MonthName{"junho", 6},
    MonthName{"julho", 7},       MonthName{"agosto", 8},      MonthName{"setembro", 9},
    MonthName{"outubro", 10},    MonthName{"novembro", 11},   MonthName{"dezembro", 12},
    MonthName{"enero", 1},       MonthName{"febrero", 2},     MonthName{"marzo", 3},
    MonthName{"mayo", 5},        MonthName{"junio", 6},       MonthName{"julio", 7},
    MonthName{"septiembre", 9},  MonthName{"setiembre", 9},   MonthName{"octubre", 10},
    MonthName{"noviembre", 11},  MonthName{"diciembre", 12},  MonthName{"janvier", 1},
    MonthName{"février", 2},     MonthName{"mars", 3},        MonthName{"avril", 4},
    MonthName{"mai", 5},         MonthName{"juin", 6},        MonthName{"juillet", 7},
    MonthName{"août", 8},        MonthName{"septembre", 9},   MonthName{"octobre", 10},
    MonthName{"novembre", 11},   MonthName{"décembre", 12},   MonthName{"januar", 1},
    MonthName{"februar", 2},     MonthName{"märz", 3},        MonthName{"juni", 6},
    MonthName{"juli", 7},        MonthName{"oktober", 10},    MonthName{"dezember", 12},
    MonthName{"gennaio", 1},     MonthName{"febbraio", 2},    MonthName{"aprile", 4},
    MonthName{"maggio", 5},      MonthName{"giugno", 6},      MonthName{"luglio", 7},
    MonthName{"settembre", 9},   MonthName{"ottobre", 10},    MonthName{"dicembre", 12},
    MonthName{"januari", 1},     MonthName{"februari", 2},    MonthName{"maart", 3},
    MonthName{"mei", 5},         MonthName{"augustus", 8},    MonthName{"maret", 3},
    MonthName{"agustus", 8},     MonthName{"desember", 12},   MonthName{"ocak", 1},
    MonthName{"şubat", 2},       MonthName{"mart", 3},        MonthName{"nisan", 4},
    MonthName{"mayıs", 5},       MonthName{"haziran", 6},     MonthName{"temmuz", 7},
    MonthName{"ağustos", 8},     MonthName{"eylül", 9},       MonthName{"ekim", 10},
    MonthName{"kasım", 11},      MonthName{"aralık", 12},     MonthName{"stycznia", 1},
    MonthName{"lutego", 2},      MonthName{"marca", 3},       MonthName{"kwietnia", 4},
    MonthName{"maja", 5},        MonthName{"czerwca", 6},     MonthName{"lipca", 7},
    MonthName{"sierpnia", 8},    MonthName{"września", 9},    MonthName{"października", 10},
    MonthName{"listopada", 11},  MonthName{"grudnia", 12},    MonthName{"ιανουαρίου", 1},
    MonthName{"φεβρουαρίου", 2}, MonthName{"μαρτίου", 3},     MonthName{"απριλίου", 4},
    MonthName{"μαΐου", 5},       MonthName{"ιουνίου", 6},     MonthName{"ιουλίου", 7},
    MonthName{"αυγούστου", 8},   MonthName{"σεπτεμβρίου", 9}, MonthName{"οκτωβρίου", 10},
    MonthName{"νοεμβρίου", 11},  MonthName{"δεκεμβρίου", 12}, MonthName{"января", 1},
    MonthName{"февраля", 2},     MonthName{"марта", 3},       MonthName{"апреля", 4},
    MonthName{"мая", 5},         MonthName{"июня", 6},        MonthName{"июля", 7},
    MonthName{"августа", 8},     MonthName{"сентября", 9},    MonthName{"октября", 10},
    MonthName{"ноября", 11},     MonthName{"декабря", 12},    MonthName{"một", 1},
    MonthName{"hai", 2},         MonthName{"ba", 3},          MonthName{"tư", 4},
    MonthName{"năm", 5},         MonthName{"sáu", 6},         MonthName{"bảy", 7},
    MonthName{"tám", 8},         MonthName{"chín", 9},        MonthName{"mười", 10},
    MonthName{"mười một", 11},   MonthName{"mười hai", 12},
};

int month_of(std::string_view word) {
  while (!word.empty() && (word.back() == '.' || word.back() == ',')) word.remove_suffix(1);
  // The final sigma folds to the inner one; the table is compared after the same folding.
  const std::string folded = case_fold(word);
  for (const MonthName& name : month_names)
    if (folded == name.word || folded == case_fold(name.word)) return name.month;
  return 0;
}

/// Reads up to `most` digits from the front of `text`; -1 when there are none.
int take_number(std::string_view& text, int most) {
  int value = 0;
  int digits = 0;
  while (digits < most && !text.empty() && is_digit(text.front())) {
    value = value * 10 + (text.front() - '0');
    text.remove_prefix(1);
    ++digits;
  }
  return digits == 0 ? -1 : value;
}

void skip_blanks(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == ',')) text.remove_prefix(1);
}

/// "9:30:33 AM", "14:05", "5:58:15 PM": seconds of the day, -1 when it is no time.
int take_clock(std::string_view& text) {
  const int hour = take_number(text, 2);
  if (hour < 0 || text.empty() || text.front() != ':') return -1;
  text.remove_prefix(1);
  const int minute = take_number(text, 2);
  int second = 0;
  if (minute < 0) return -1;
  if (!text.empty() && text.front() == ':') {
    text.remove_prefix(1);
    second = take_number(text, 2);
    if (second < 0) return -1;
  }
  int hour24 = hour;
  if (text.starts_with("\xE2\x80\xAF")) text.remove_prefix(3);  // narrow no-break space before AM
  skip_blanks(text);
  if (text.size() >= 2 && (text[1] == 'M' || text[1] == 'm')) {
    const bool afternoon = text[0] == 'P' || text[0] == 'p';
    if (!afternoon && text[0] != 'A' && text[0] != 'a') return -1;
    if (hour < 1 || hour > 12) return -1;
    hour24 = hour % 12 + (afternoon ? 12 : 0);
    text.remove_prefix(2);
  }
  if (hour24 > 23 || minute > 59 || second > 60) return -1;
  return hour24 * 3600 + minute * 60 + second;
}

struct SlashDate {
  int first = 0, second = 0, year = 0;
  std::string_view rest;  ///< what follows the date
};

/// 06/10/2026, 24-12-2025, 5.3.2024: two small numbers and a year of four digits.
std::optional<SlashDate> read_slash_date(std::string_view text) {
  SlashDate date;
  date.first = take_number(text, 2);
  if (date.first < 0 || text.empty() ||
      (text.front() != '/' && text.front() != '-' && text.front() != '.'))
    return std::nullopt;
  const char mark = text.front();
  text.remove_prefix(1);
  date.second = take_number(text, 2);
  if (date.second < 0 || text.empty() || text.front() != mark) return std::nullopt;
  text.remove_prefix(1);
  const std::string_view before = text;
  date.year = take_number(text, 4);
  if (before.size() - text.size() != 4) return std::nullopt;
  date.rest = text;
  return date;
}

constexpr CellValue bad_date{0, CellState::missing, "bad-date"};

CellValue local_instant(std::int32_t day, std::int32_t second, const TimeRule& rule) {
  const std::int64_t local = std::int64_t{day} * 86'400 + second;
  return {rule.zone ? rule.zone->instant_of(local) : local + rule.shift_s, CellState::value,
          nullptr};
}

CellValue day_only(std::int32_t day) {
  return {std::int64_t{day} * 86'400, CellState::day, nullptr};
}

CellValue parse_unix(std::string_view digits) {
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  if (digits.size() == 13) value /= 1'000;
  if (digits.size() == 16) value /= 1'000'000;
  return {value, CellState::value, nullptr};
}

/// 2024041623, or 0017 as the 18th day from the first; anything else is no such time.
CellValue parse_formed(std::string_view text, const TimeRule& rule) {
  const bool hours = rule.form == TimeRule::Form::day_and_hour;
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos ||
      text.size() > 10 || hours != (text.size() == 10) || (!hours && text.size() > 4))
    return bad_date;
  std::string_view rest = text;
  if (!hours) {
    const int number = take_number(rest, 4);
    return rule.first_day ? day_only(*rule.first_day + number) : bad_date;
  }
  const int year = take_number(rest, 4);
  const int month = take_number(rest, 2);
  const int day = take_number(rest, 2);
  const int hour = take_number(rest, 2);
  if (!is_valid(CivilDate{year, month, day}) || hour > 23) return bad_date;
  return local_instant(days_from_civil({year, month, day}), hour * 3600, rule);
}

}  // namespace

std::optional<int> parse_year_less_day(std::string_view text) {
  text = trim_cell(text);
  // 9月13日, 8월 28일
  {
    std::string_view rest = text;
    const int month = take_number(rest, 2);
    if (month >= 1 && month <= 12 && (rest.starts_with("月") || rest.starts_with("월"))) {
      rest.remove_prefix(3);
      skip_blanks(rest);
      const int day = take_number(rest, 2);
      if (day >= 1 && day <= 31 && (rest == "日" || rest == "일" || rest.empty()))
        return month * 100 + day;
    }
  }
  int day = -1;
  int month = 0;
  std::string_view rest = text;
  std::string words;
  while (!rest.empty()) {
    skip_blanks(rest);
    if (rest.empty()) break;
    const std::size_t end = std::min(rest.find_first_of(" ,"), rest.size());
    std::string_view word = rest.substr(0, end);
    rest.remove_prefix(end);
    if (is_digit(word.front())) {
      std::string_view digits = word;
      const int number = take_number(digits, 2);
      if (!digits.empty() && digits != "." && digits != "º" && digits != "er" && digits != "th")
        return std::nullopt;
      if (day < 0)
        day = number;
      else if (words == "tháng" && month == 0)
        month = number;  // 18 tháng 8
      else
        return std::nullopt;
      continue;
    }
    if (word == "de" || word == "di") continue;
    if (word == "tháng") {
      words = word;
      continue;
    }
    if (words.starts_with("tháng") && month == 10) {  // mười một, mười hai
      month = month_of("mười " + std::string(word));
    } else {
      if (month != 0) return std::nullopt;
      month = month_of(word);
    }
    if (month == 0) return std::nullopt;
  }
  if (day < 1 || day > 31 || month < 1 || month > 12) return std::nullopt;
  return month * 100 + day;
}

CellValue parse_time(std::string_view text, const TimeRule& rule) {
  text = trim_cell(text);
  if (is_missing_word(text)) return {};
  if (rule.form != TimeRule::Form::usual) return parse_formed(text, rule);
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == text.size() && (digits == 10 || digits == 13 || digits == 16))
    return parse_unix(text);
  if (digits == 10 && text.substr(10) == ".0") return parse_unix(text.substr(0, 10));
  if (const auto iso = parse_iso_time(text)) {
    if (!iso->has_time) return day_only(iso->day);
    if (iso->offset_s)
      return {std::int64_t{iso->day} * 86'400 + iso->second_of_day - *iso->offset_s,
              CellState::value, nullptr};
    return local_instant(iso->day, iso->second_of_day, rule);
  }
  if (auto date = read_slash_date(text)) {
    int day = date->first;
    int month = date->second;
    if (rule.order == DateOrder::mdy || (rule.order == DateOrder::unknown && month > 12))
      std::swap(day, month);
    else if (rule.order == DateOrder::unknown && day <= 12)
      return {0, CellState::missing, "ambiguous-date"};
    const CivilDate civil{date->year, month, day};
    if (!is_valid(civil)) return bad_date;
    skip_blanks(date->rest);
    if (date->rest.empty()) return day_only(days_from_civil(civil));
    if (date->rest.starts_with('T')) date->rest.remove_prefix(1);
    const int clock = take_clock(date->rest);
    if (clock < 0 || !trim_cell(date->rest).empty()) return bad_date;
    return local_instant(days_from_civil(civil), clock, rule);
  }
  if (const auto month_day = parse_year_less_day(text)) {
    if (rule.year_less) return {*month_day, CellState::day, nullptr};
    return {0, CellState::missing, "no-year"};
  }
  // "May 3, 2024", "3 May 2024": a year-less day with a year at the end.
  if (text.size() > 5) {
    const std::size_t at = text.find_last_of(' ');
    if (at != std::string_view::npos && text.size() - at - 1 == 4) {
      std::string_view year_text = text.substr(at + 1);
      const int year = take_number(year_text, 4);
      const auto month_day = parse_year_less_day(text.substr(0, at));
      if (year_text.empty() && year > 2000 && month_day) {
        const CivilDate civil{year, *month_day / 100, *month_day % 100};
        if (is_valid(civil)) return day_only(days_from_civil(civil));
      }
    }
  }
  return bad_date;
}

OrderEvidence date_order_evidence(std::string_view text) {
  const auto date = read_slash_date(trim_cell(text));
  if (!date) return OrderEvidence::none;
  if (date->first > 12) return OrderEvidence::dmy;
  if (date->second > 12) return OrderEvidence::mdy;
  return date->first == date->second ? OrderEvidence::none : OrderEvidence::ambiguous;
}

}  // namespace tiktok_kpi
