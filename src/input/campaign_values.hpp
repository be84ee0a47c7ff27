#pragma once
// What the text of a campaign file's value may look like: each rule as a function for the reader
// and as a pattern for the printed JSON Schema, side by side.
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tiktok_kpi {

enum class TextRule : std::uint8_t {
  any,         ///< even empty
  filled,      ///< at least one character that is no blank
  day,         ///< 2024-05-01
  money,       ///< "1200 EUR", "EUR 35.91", "18"; not negative, up to 12 digits and 6 decimals
  percent,     ///< "10%", at most 100%
  decimal,     ///< "0.92"; not negative, up to 12 digits and 12 decimals
  currency,    ///< three letters
  zone,        ///< IANA name of a time zone
  handle,      ///< account, with or without @
  tag,         ///< one hashtag, with or without #
  condition,   ///< a comparison and what to compare with: ">= 4%"
  identifier,  ///< name in the formula language: er_views
  field,       ///< canonical column name
  delimiter,   ///< one of , ; : | tab blank
  moment,      ///< 2024-05-01T09:30, perhaps with Z or an offset
};
inline constexpr std::size_t text_rule_count = 15;

struct TextRuleRow {
  TextRule rule;
  std::string_view noun;  ///< what it should have been: "an amount of money"
  std::string_view hint;  ///< how to write it
  std::string_view
      pattern;  ///< ECMA 262 regular expression, anchored where needed; empty: anything
  bool (*accepts)(std::string_view);  ///< never wider than the pattern
};

[[nodiscard]] const TextRuleRow& row_of(TextRule rule);

}  // namespace tiktok_kpi
