#pragma once
// JSON text as a tree in which every value and key knows its bytes, so that a message can point at
// them. For files that people write (campaigns, formula tests); exports are read by the faster JSON
// reader. Comments (// and /* */) are allowed. Numbers stay as written, so that decimals are exact.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tiktok_kpi/core/place.hpp"

namespace tiktok_kpi {

enum class JsonKind : std::uint8_t { null, boolean, number, string, array, object };

/// The kind in words: "text", "a number", "a list", "an object"…
[[nodiscard]] std::string_view words_for(JsonKind kind);

struct JsonMember;

struct JsonValue {
  JsonKind kind = JsonKind::null;
  bool flag = false;                ///< of a boolean
  std::string text;                 ///< decoded string, or the literal of a number
  std::vector<JsonValue> items;     ///< of an array
  std::vector<JsonMember> members;  ///< of an object, in the order of the file
  std::uint64_t offset = 0;         ///< of the first byte (the quotation mark of a string)
  std::uint64_t length = 0;         ///< in bytes; containers to their closing bracket

  /// Value of a key of this object, or nullptr. Linear.
  [[nodiscard]] const JsonValue* find(std::string_view key) const;
};

struct JsonMember {
  std::string key;
  std::uint64_t key_offset = 0;  ///< of the key's quotation mark
  std::uint64_t key_length = 0;  ///< quotation marks included
  JsonValue value;
};

inline constexpr int json_depth_limit = 128;

/// Parses the whole text; a byte order mark at the start is skipped (offsets count it).
/// Throws Error at the exact byte: `syntax_code` ("bad-json", or "bad-campaign" where the text is
/// configuration) for anything that is no JSON, NUL bytes and invalid UTF-8 included;
/// "duplicate-key" at the second of two equal keys; "limit-exceeded" beyond 128 levels.
[[nodiscard]] JsonValue parse_json(std::string_view text, std::uint32_t input,
                                   std::string_view syntax_code = "bad-json");

/// The value as JSON without blanks or comments; numbers as they were written.
[[nodiscard]] std::string to_json(const JsonValue& value);
/// The bytes of one value of `text` at their places: all else, comments inside it too, is blank, so
/// that a reader of plain JSON finds every place of the file.
[[nodiscard]] std::string isolated(std::string_view text, const JsonValue& value);
/// The text as a JSON string, quotation marks included.
[[nodiscard]] std::string quoted_json(std::string_view text);

}  // namespace tiktok_kpi
