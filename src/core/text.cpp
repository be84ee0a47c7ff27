// Normal forms: when two spellings of a handle, a hashtag or a header are the same thing, and what
// a caption's hashtags and mentions are.
#include "core/text.hpp"

#include "core/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>

namespace tiktok_kpi {
namespace {

constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), to_lower);
  return lower;
}

bool is_zero_width(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

bool is_blank(char32_t c) {
  if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85) return true;
  if (c < 0x80) return false;
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

/// Start of the character that ends before byte `end` (end > 0).
std::size_t start_of_last(std::string_view text, std::size_t end) {
  std::size_t at = end - 1;
  for (int i = 0; i < 3 && at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; ++i)
    --at;
  return at;
}

/// Removes from both ends what nobody sees, and from the front whatever `sign` accepts.
template <class Sign>
std::string_view trim(std::string_view text, Sign sign) {
  while (!text.empty()) {
    const DecodedCharacter first = decode_character(text, 0);
    if (!is_blank(first.code_point) && !is_zero_width(first.code_point) && !sign(first.code_point))
      break;
    text.remove_prefix(first.length);
  }
  while (!text.empty()) {
    const std::size_t at = start_of_last(text, text.size());
    const char32_t last = decode_character(text, at).code_point;
    if (!is_blank(last) && !is_zero_width(last)) break;
    text.remove_suffix(text.size() - at);
  }
  return text;
}

constexpr auto ascii_tag_bytes = [] {
  std::array<bool, 256> table{};
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
  table['_'] = true;
  return table;
}();

bool is_mark(utf8proc_category_t category) {
  return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

/// Letters, digits and marks. Letter numbers are among them for the sake of U+3007, the zero of
/// 二〇二四.
bool is_word(utf8proc_category_t category) {
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         is_mark(category) || category == UTF8PROC_CATEGORY_ND || category == UTF8PROC_CATEGORY_NL;
}

/// Bytes of the word at `at`: letters, digits, marks, underscore, and for handles the full stop. A
/// word does not begin with a mark: that mark belongs to the sign before it, as in the keycap emoji
/// of #.
std::size_t word_length(std::string_view text, bool full_stop) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      if (!ascii_tag_bytes[byte] && !(full_stop && byte == '.')) break;
      ++at;
      continue;
    }
    const DecodedCharacter character = decode_character(text, at);
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(character.code_point));
    if (!character.valid || !is_word(category) || (at == 0 && is_mark(category))) break;
    at += character.length;
  }
  return at;
}

/// True when an @ at this place stands inside an e-mail address.
bool follows_address(std::string_view caption, std::size_t at) {
  if (at == 0) return false;
  const auto before = static_cast<unsigned char>(caption[at - 1]);
  return ascii_tag_bytes[before] || before == '.' || before == '-' || before == '+' ||
         before == '%';
}

void add_once(std::vector<std::string>& list, std::string name) {
  if (!name.empty() && std::ranges::find(list, name) == list.end()) list.push_back(std::move(name));
}

}  // namespace

std::string case_fold(std::string_view text) {
  if (is_ascii(text)) return lower_ascii(text);
  constexpr auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
  utf8proc_uint8_t* bytes = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &bytes, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(bytes, &std::free);
  if (length >= 0) return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)};
  std::string repaired(text);
  if (repair_utf8(repaired) == 0) throw std::bad_alloc();  // the bytes were good: memory was short
  return case_fold(repaired);
}

std::string normal_handle(std::string_view text) {
  return case_fold(trim(text, [](char32_t c) { return c == '@' || c == 0xFF20; }));
}

std::string normal_tag(std::string_view text) {
  const std::string_view bare = trim(text, [](char32_t c) { return c == '#' || c == 0xFF03; });
  return case_fold(bare.substr(0, tag_length(bare)));
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return std::to_string(count).append(" ").append(noun).append(count == 1 ? "" : "s");
}

std::string normal_code(std::string_view text) {
  return case_fold(trim(text, [](char32_t) { return false; }));
}

std::string normal_header(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  bool blank = false;
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCharacter character = decode_character(text, at);
    at += character.length;
    char32_t c = character.code_point;
    if (is_zero_width(c)) continue;
    if (is_blank(c)) {
      blank = true;
      continue;
    }
    constexpr std::u32string_view wide_brackets = U"（）［］｛｝";
    if (wide_brackets.find(c) != std::u32string_view::npos)
      c -= 0xFEE0;  // distance to their ASCII twins
    if (blank && !plain.empty()) plain += ' ';
    blank = false;
    append_character(plain, c);
  }
  return case_fold(plain);
}

std::size_t tag_length(std::string_view text) { return word_length(text, false); }

std::vector<std::string> hashtags_of(std::string_view caption) {
  std::vector<std::string> tags;
  scan_hashtags(caption, [&](std::string_view tag) { add_once(tags, case_fold(tag)); });
  return tags;
}

std::vector<std::string> mentions_of(std::string_view caption) {
  std::vector<std::string> mentions;
  std::size_t last_end =
      std::string_view::npos;  // "@ana@bo" are two mentions, "ana@bo.com" is none
  for (std::size_t at = caption.find('@'); at != std::string_view::npos;
       at = caption.find('@', at)) {
    const bool address = follows_address(caption, at) && at != last_end;
    const std::string_view rest = caption.substr(++at);
    std::size_t length = word_length(rest, true);
    while (length > 0 && rest[length - 1] == '.') --length;  // the full stop of the sentence
    if (address || length == 0) continue;
    add_once(mentions, case_fold(rest.substr(0, length)));
    last_end = at + length;
    at = last_end;
  }
  return mentions;
}

}  // namespace tiktok_kpi
