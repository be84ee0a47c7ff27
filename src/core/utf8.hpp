#pragma once
// One step through UTF-8 that survives any bytes; shared by the text rules of this folder.
#include <cstddef>
#include <string>
#include <string_view>

namespace tiktok_kpi {

inline constexpr char32_t replacement_character = 0xFFFD;

struct DecodedCharacter {
  char32_t code_point;  ///< U+FFFD when the bytes are no character
  std::size_t length;   ///< bytes taken, at least 1: of a bad sequence its maximal subpart
  bool valid;
};

/// The character that starts at byte `at` (at < text.size()).
[[nodiscard]] DecodedCharacter decode_character(std::string_view text, std::size_t at);
void append_character(std::string& out, char32_t code_point);
/// Cost: one pass, eight bytes a step.
[[nodiscard]] bool is_ascii(std::string_view text);

}  // namespace tiktok_kpi
