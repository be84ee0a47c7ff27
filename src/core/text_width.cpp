// Text on a terminal: how many cells it takes, where it may be cut, and how to show it without letting it
// command the terminal. The unit is the grapheme cluster: width per code point gives a family of emoji
// eight cells, and a heart with its emoji sign one.
#include "core/text.hpp"
#include "core/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdio>

namespace tiktok_kpi {
namespace {

struct Cluster {
  std::size_t end = 0;    ///< byte after it
  std::size_t width = 0;  ///< cells
};

/// What of a cluster decides its width.
class ClusterWidth {
 public:
  void add(char32_t c) {
    const auto code = static_cast<utf8proc_int32_t>(c);
    const auto bound = utf8proc_get_property(code)->boundclass;
    width_ = std::max(width_, static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code))));
    regional_ += bound == UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR ? 1 : 0;
    pictographic_ |= bound == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
    emoji_sign_ |= c == 0xFE0F;
    keycap_ |= c == 0x20E3;
  }
  [[nodiscard]] std::size_t cells() const {
    const bool emoji = emoji_sign_ && (pictographic_ || keycap_);
    return regional_ == 2 || emoji ? 2 : width_;
  }

 private:
  std::size_t width_ = 0;  // the widest: marks add nothing, the parts of a Hangul syllable share its cells
  int regional_ = 0;
  bool pictographic_ = false;
  bool emoji_sign_ = false;
  bool keycap_ = false;
};

/// The cluster that starts at byte `at` (at < text.size()).
Cluster cluster_at(std::string_view text, std::size_t at) {
  DecodedCharacter character = decode_character(text, at);
  ClusterWidth width;
  utf8proc_int32_t state = 0;
  for (;;) {
    width.add(character.code_point);
    at += character.length;
    if (at >= text.size()) break;
    const auto before = static_cast<utf8proc_int32_t>(character.code_point);
    character = decode_character(text, at);
    if (utf8proc_grapheme_break_stateful(before, static_cast<utf8proc_int32_t>(character.code_point), &state)) break;
  }
  return {at, width.cells()};
}

bool is_printable_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// Characters that change what stands around them or start a line, though they show nothing themselves.
bool is_hidden_command(char32_t c) {
  return (c >= 0x80 && c <= 0x9F) ||                                            // C1
         c == 0x2028 || c == 0x2029 ||                                          // line, paragraph separator
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x206F) ||        // bidi, deprecated formats
         (c >= 0xFFF9 && c <= 0xFFFB);                                          // interlinear annotation
}

}  // namespace

std::size_t display_width(std::string_view text) {
  if (is_printable_ascii(text)) return text.size();
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Cluster cluster = cluster_at(text, at);
    width += cluster.width;
    at = cluster.end;
  }
  return width;
}

std::string_view clip_to_width(std::string_view text, std::size_t width) {
  if (is_printable_ascii(text)) return text.substr(0, width);
  std::size_t at = 0;
  while (at < text.size()) {
    const Cluster cluster = cluster_at(text, at);
    if (cluster.width > width) break;
    width -= cluster.width;
    at = cluster.end;
  }
  return text.substr(0, at);
}

std::size_t count_characters(std::string_view text) {
  if (is_printable_ascii(text)) return text.size();
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) at = cluster_at(text, at).end;
  return count;
}

std::string visible(std::string_view text) {
  if (is_printable_ascii(text)) return std::string(text);
  std::string shown;
  shown.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCharacter character = decode_character(text, at);
    at += character.length;
    const char32_t c = character.code_point;
    if (c < 0x20) {
      append_character(shown, 0x2400 + c);
    } else if (c == 0x7F) {
      append_character(shown, 0x2421);
    } else if (is_hidden_command(c)) {
      char mark[16];
      std::snprintf(mark, sizeof mark, "{U+%04X}", static_cast<unsigned>(c));
      shown += mark;
    } else {
      append_character(shown, c);
    }
  }
  return shown;
}

}  // namespace tiktok_kpi
