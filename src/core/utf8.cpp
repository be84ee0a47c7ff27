// UTF-8: checking, repairing and stepping. What is bad becomes U+FFFD, one for each maximal
// subpart, so that two programs that follow the standard see the same text (Unicode 15,
// section 3.9, table 3-8).
#include "core/utf8.hpp"

#include "core/text.hpp"

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace tiktok_kpi {
namespace {

struct Lead {
  std::size_t length = 0;  ///< bytes of the sequence; 0: no lead byte
  unsigned bits = 0;
  unsigned low = 0x80;   ///< range of the second byte, which excludes overlong forms, surrogates
  unsigned high = 0xBF;  ///< and everything above U+10FFFF
};

Lead lead_of(unsigned byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2, byte & 0x1F};
  if (byte == 0xE0) return {3, 0, 0xA0};
  if (byte == 0xED) return {3, 0xD, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {3, byte & 0xF};
  if (byte == 0xF0) return {4, 0, 0x90};
  if (byte >= 0xF1 && byte <= 0xF3) return {4, byte & 7};
  if (byte == 0xF4) return {4, 4, 0x80, 0x8F};
  return {};
}

}  // namespace

DecodedCharacter decode_character(std::string_view text, std::size_t at) {
  const auto byte_at = [&](std::size_t i) { return unsigned{static_cast<unsigned char>(text[i])}; };
  const unsigned first = byte_at(at);
  if (first < 0x80) return {first, 1, true};
  const Lead lead = lead_of(first);
  char32_t code_point = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    const unsigned low = i == 1 ? lead.low : 0x80;
    const unsigned high = i == 1 ? lead.high : 0xBF;
    if (at + i >= text.size() || byte_at(at + i) < low || byte_at(at + i) > high) {
      return {replacement_character, i, false};
    }
    code_point = code_point << 6 | (byte_at(at + i) & 0x3F);
  }
  if (lead.length == 0) return {replacement_character, 1, false};
  return {code_point, lead.length, true};
}

void append_character(std::string& out, char32_t code_point) {
  const auto put = [&](char32_t byte) {
    out += static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3F));
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

bool is_ascii(std::string_view text) {
  using Words [[gnu::vector_size(16)]] = std::uint64_t;  // what every machine has a register for
  const char* at = text.data();
  std::size_t left = text.size();
  Words even{};
  Words odd{};
  for (Words first, second; left >= 32; at += 32, left -= 32) {
    std::memcpy(&first, at, sizeof first);
    std::memcpy(&second, at + 16, sizeof second);
    even |= first;
    odd |= second;
  }
  even |= odd;
  std::uint64_t seen = even[0] | even[1];
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    seen |= word;
  }
  for (; left > 0; ++at, --left) seen |= static_cast<unsigned char>(*at) & 0x80U;
  return (seen & 0x8080'8080'8080'8080U) == 0;
}

bool is_valid_utf8(std::string_view text) {
  return text.empty() || simdjson::validate_utf8(text.data(), text.size());
}

std::size_t repair_utf8(std::string& text) {
  if (is_valid_utf8(text)) return 0;
  std::string repaired;
  repaired.reserve(text.size() + 16);
  std::size_t repairs = 0;
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCharacter character = decode_character(text, at);
    if (character.valid) {
      repaired.append(text, at, character.length);
    } else {
      append_character(repaired, replacement_character);
      ++repairs;
    }
    at += character.length;
  }
  text = std::move(repaired);
  return repairs;
}

}  // namespace tiktok_kpi
