// The rules of text values. Where the function is narrower than the pattern (30 February, an
// unknown zone) JSON Schema has no words for it.
#include "input/campaign_values.hpp"

#include <algorithm>
#include <array>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "model/fields.hpp"
#include "tiktok_kpi/core/money.hpp"

namespace tiktok_kpi {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool filled(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") != std::string_view::npos;
}

bool is_day(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && parse_day(text).has_value();
}

bool is_moment(std::string_view text) {
  if (text.size() < 16 || !is_day(text.substr(0, 10)) || (text[10] != 'T' && text[10] != ' '))
    return false;
  const auto time = parse_iso_time(text);
  return time && time->has_time && text.find_first_of(" \t\r\n", 11) == std::string_view::npos;
}

/// Digits, then perhaps a point and decimals, at the front of the text; 0 when there are none.
std::size_t amount_length(std::string_view text, std::size_t whole_digits, std::size_t decimals) {
  const auto run = [&](std::size_t from) {
    std::size_t end = from;
    while (end < text.size() && is_digit(text[end])) ++end;
    return end - from;
  };
  const std::size_t whole = run(0);
  if (whole == 0 || whole > whole_digits) return 0;
  if (whole == text.size() || text[whole] != '.') return whole;
  const std::size_t fraction = run(whole + 1);
  return fraction == 0 || fraction > decimals ? 0 : whole + 1 + fraction;
}

/// Length of a currency code at the front, 0 when there is none.
std::size_t currency_length(std::string_view text) {
  return Currency::parse(text.substr(0, 3)) ? 3 : 0;
}

bool is_money(std::string_view text) {
  const std::size_t front = currency_length(text);
  text.remove_prefix(front);
  if (front > 0 && text.starts_with(' ')) text.remove_prefix(1);
  const std::size_t amount = amount_length(text, 12, 6);
  if (amount == 0) return false;
  text.remove_prefix(amount);
  if (front > 0 || text.empty()) return text.empty();
  if (text.starts_with(' ')) text.remove_prefix(1);
  return text.size() == 3 && currency_length(text) == 3;
}

bool is_percent(std::string_view text) {
  if (!text.ends_with('%')) return false;
  text.remove_suffix(1);
  if (text.ends_with(' ')) text.remove_suffix(1);
  if (text.empty() || amount_length(text, 3, 6) != text.size()) return false;
  return *Rational::parse(text) <= Rational(100);
}

bool is_decimal(std::string_view text) {
  return !text.empty() && amount_length(text, 12, 12) == text.size();
}

bool is_zone(std::string_view text) { return TimeZone::find(text).has_value(); }

bool is_handle(std::string_view text) { return !normal_handle(text).empty(); }

bool is_tag(std::string_view text) {
  if (text.starts_with('#'))
    text.remove_prefix(1);
  else if (text.starts_with("\xEF\xBC\x83"))
    text.remove_prefix(3);  // full-width sign
  return !text.empty() && tag_length(text) == text.size();
}

bool is_condition(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  for (const std::string_view sign : {">=", "<=", "==", "!=", ">", "<", "="})
    if (text.starts_with(sign)) return filled(text.substr(sign.size()));
  return false;
}

bool is_identifier(std::string_view text) {
  return !text.empty() && text.size() <= 64 && !is_digit(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

// clang-format off
constexpr std::array rows{
    TextRuleRow{TextRule::any, "text", "", "", [](std::string_view) { return true; }},
    TextRuleRow{TextRule::filled, "text", "Write something, or leave the key out.", "[^ \\t\\r\\n\\v\\f]", filled},
    TextRuleRow{TextRule::day, "a day", "Write the day as 2024-05-31.", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", is_day},
    TextRuleRow{TextRule::money, "an amount of money", "Write it as \"1200 EUR\": digits, a decimal point, the currency's three letters.",
                "^([A-Za-z]{3} ?[0-9]{1,12}(\\.[0-9]{1,6})?|[0-9]{1,12}(\\.[0-9]{1,6})?( ?[A-Za-z]{3})?)$", is_money},
    TextRuleRow{TextRule::percent, "a percentage from 0% to 100%", "Write it as \"10%\".",
                "^(100(\\.0{1,6})?|0?[0-9]{1,2}(\\.[0-9]{1,6})?) ?%$", is_percent},
    TextRuleRow{TextRule::decimal, "a number", "Write it as \"0.92\", with a decimal point.", "^[0-9]{1,12}(\\.[0-9]{1,12})?$", is_decimal},
    TextRuleRow{TextRule::currency, "a currency", "Write its three letters, as EUR.", "^[A-Za-z]{3}$", [](std::string_view text) { return Currency::parse(text).has_value(); }},
    TextRuleRow{TextRule::zone, "a time zone", "Write the IANA name, as Europe/Berlin or UTC.", "^[A-Za-z0-9_+/-]+$", is_zone},
    TextRuleRow{TextRule::handle, "the handle of an account", "Write it as \"ana\" or \"@ana\".", "[^@\\s]", is_handle},
    TextRuleRow{TextRule::tag, "one hashtag", "A hashtag has letters, digits and underscores only.", "^#?[^\\s#.,;:!?/-]+$", is_tag},
    TextRuleRow{TextRule::condition, "a condition", "Begin with a comparison: \">= 4%\".", "^ *(>=|<=|==|!=|>|<|=)[ \\t]*[^ \\t\\r\\n\\v\\f]", is_condition},
    TextRuleRow{TextRule::identifier, "the name of a metric", "A name has letters, digits and underscores and begins with no digit.", "^[A-Za-z_][A-Za-z0-9_]{0,63}$", is_identifier},
    TextRuleRow{TextRule::field, "a column", "`tiktok-kpi schema fields` lists the columns.", "", [](std::string_view text) { return find_field(text) != nullptr; }},
    TextRuleRow{TextRule::delimiter, "a character between cells", "Write one of \",\" \";\" \":\" \"|\" \"\\t\" \" \".", "^[,;:|\\t ]$",
                [](std::string_view text) { return text.size() == 1 && std::string_view(",;:|\t ").find(text[0]) != std::string_view::npos; }},
    TextRuleRow{TextRule::moment, "a day and time", "Write it as 2024-05-31T09:30, with Z or +02:00 where it is not the campaign's zone.",
                "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ][0-9]{1,2}:[0-9]{2}[^ \\t\\r\\n]*$", is_moment},
};
// clang-format on

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (static_cast<std::size_t>(rows[i].rule) != i) return false;
  return true;
}
static_assert(rows.size() == text_rule_count && in_enum_order());

}  // namespace

const TextRuleRow& row_of(TextRule rule) { return rows[static_cast<std::size_t>(rule)]; }

}  // namespace tiktok_kpi
