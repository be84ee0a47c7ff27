// Hosts as browsers read them.
#include "core/url_host.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/internet_name.hpp"
#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_forbidden(char c) {
  constexpr std::string_view forbidden = "\t\n\r #/:<>?@[\\]^|";
  return c == '\0' || forbidden.find(c) != std::string_view::npos;
}

bool is_forbidden_in_name(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return is_forbidden(c) || byte < 0x20 || byte == 0x7F || c == '%';
}

/// 0x…, 0… and decimal; the empty part is 0 after 0x. Beyond 64 bits the value only has to be too
/// large.
std::optional<std::uint64_t> ipv4_number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  unsigned radix = 10;
  if (text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    radix = 16;
    text.remove_prefix(2);
  } else if (text.size() >= 2 && text[0] == '0') {
    radix = 8;
    text.remove_prefix(1);
  }
  std::uint64_t value = 0;
  for (const char c : text) {
    const auto digit = hex_digit(c);
    if (!digit || *digit >= radix) return std::nullopt;
    value = std::min<std::uint64_t>(value * radix + *digit, std::uint64_t{1} << 40);
  }
  return value;
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    parts.push_back(text.substr(0, dot));
    if (dot == text.size()) return parts;
    text.remove_prefix(dot + 1);
  }
}

bool ends_in_a_number(std::string_view host) {
  const std::vector<std::string_view> parts = parts_of(host);
  std::size_t last = parts.size() - 1;
  if (parts[last].empty()) {
    if (last == 0) return false;
    --last;
  }
  return (!parts[last].empty() && std::ranges::all_of(parts[last], is_digit)) ||
         ipv4_number(parts[last]).has_value();
}

std::optional<std::string> parse_ipv4(std::string_view host) {
  std::vector<std::string_view> parts = parts_of(host);
  if (parts.back().empty() && parts.size() > 1) parts.pop_back();
  if (parts.size() > 4) return std::nullopt;
  std::uint64_t address = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = ipv4_number(parts[i]);
    const bool last = i + 1 == parts.size();
    const std::uint64_t limit = last ? std::uint64_t{1} << (8 * (5 - parts.size())) : 256;
    if (!number || *number >= limit) return std::nullopt;
    address += last ? *number : *number << (8 * (3 - i));
  }
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8)
    text += std::to_string((address >> shift) & 0xFF) + (shift > 0 ? "." : "");
  return text;
}

using Pieces = std::array<std::uint16_t, 8>;

/// The IPv4 address at the end of an IPv6 one, into two pieces.
bool read_embedded_ipv4(std::string_view text, std::span<std::uint16_t> pieces) {
  int numbers = 0;
  for (std::size_t at = 0; at < text.size(); ++numbers) {
    if (numbers > 0 && (text[at] != '.' || numbers > 3)) return false;
    at += numbers > 0 ? 1 : 0;
    if (at >= text.size() || !is_digit(text[at])) return false;
    unsigned value = 0;
    bool zero = false;
    for (std::size_t digits = 0; at < text.size() && is_digit(text[at]); ++at, ++digits) {
      if (zero) return false;
      zero = digits == 0 && text[at] == '0';
      value = value * 10 + static_cast<unsigned>(text[at] - '0');
      if (value > 255) return false;
    }
    std::uint16_t& piece = pieces[static_cast<std::size_t>(numbers / 2)];
    piece = static_cast<std::uint16_t>(piece * 256 + value);
  }
  return numbers == 4;
}

std::optional<Pieces> parse_ipv6(std::string_view text) {
  Pieces pieces{};
  std::size_t count = 0;
  std::optional<std::size_t> gap;
  std::size_t at = 0;
  if (text.starts_with(':')) {
    if (!text.starts_with("::")) return std::nullopt;
    at = 2;
    gap = 0;
  }
  while (at < text.size()) {
    if (count == pieces.size()) return std::nullopt;
    if (text[at] == ':') {
      if (gap) return std::nullopt;
      ++at;
      gap = count;
      continue;
    }
    const std::size_t begin = at;
    unsigned value = 0;
    for (; at < text.size() && at - begin < 4; ++at) {
      const auto digit = hex_digit(text[at]);
      if (!digit) break;
      value = value * 16 + *digit;
    }
    if (at < text.size() && text[at] == '.') {
      if (at == begin || count > 6) return std::nullopt;
      if (!read_embedded_ipv4(text.substr(begin), std::span(pieces).subspan(count, 2)))
        return std::nullopt;
      count += 2;
      at = text.size();
      break;
    }
    if (at < text.size()) {
      if (text[at] != ':' || at == begin) return std::nullopt;
      if (++at == text.size()) return std::nullopt;
    }
    pieces[count++] = static_cast<std::uint16_t>(value);
  }
  if (gap && count == pieces.size()) return std::nullopt;  // it stands for one zero at least
  if (gap) {
    const auto first = pieces.begin() + static_cast<std::ptrdiff_t>(*gap);
    const auto end = pieces.begin() + static_cast<std::ptrdiff_t>(count);
    std::copy_backward(first, end, pieces.end());
    std::fill(first, pieces.end() - (end - first), std::uint16_t{0});
  } else if (count != pieces.size()) {
    return std::nullopt;
  }
  return pieces;
}

/// The longest run of two or more zeros is written "::", the first of equal ones.
std::string print_ipv6(const Pieces& pieces) {
  std::size_t longest = 0;
  std::size_t length = 1;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    std::size_t end = i;
    while (end < pieces.size() && pieces[end] == 0) ++end;
    if (end - i > length) longest = i, length = end - i;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "[";
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (length > 1 && i == longest) {
      text += i == 0 ? "::" : ":";
      i += length - 1;
      continue;
    }
    bool started = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
      const unsigned digit = (pieces[i] >> shift) & 0xFU;
      started = started || digit != 0 || shift == 0;
      if (started) text.push_back(digits[digit]);
    }
    if (i + 1 < pieces.size()) text.push_back(':');
  }
  return text + "]";
}

std::optional<std::string> parse_opaque(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_forbidden(c)) return std::nullopt;
    if (byte < 0x20 || byte > 0x7E)
      append_escaped(result, byte);
    else
      result.push_back(c);
  }
  return result;
}

}  // namespace

std::optional<unsigned char> escaped_byte(std::string_view text) {
  if (text.size() < 3 || text[0] != '%') return std::nullopt;
  const auto high = hex_digit(text[1]);
  const auto low = hex_digit(text[2]);
  if (!high || !low) return std::nullopt;
  return static_cast<unsigned char>(*high * 16 + *low);
}

void append_escaped(std::string& out, unsigned char byte) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  out.push_back('%');
  out.push_back(digits[byte >> 4U]);
  out.push_back(digits[byte & 0xFU]);
}

std::optional<std::string> parse_host(std::string_view text, bool opaque) {
  if (text.starts_with('[')) {
    if (!text.ends_with(']')) return std::nullopt;
    const auto address = parse_ipv6(text.substr(1, text.size() - 2));
    return address ? std::optional(print_ipv6(*address)) : std::nullopt;
  }
  if (opaque) return parse_opaque(text);
  std::string name;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = escaped_byte(text.substr(at));
    name.push_back(byte ? static_cast<char>(*byte) : text[at]);
    at += byte ? 2 : 0;
  }
  repair_utf8(name);
  auto ascii = name_to_ascii(name);
  if (!ascii || ascii->empty() || std::ranges::any_of(*ascii, is_forbidden_in_name))
    return std::nullopt;
  return ends_in_a_number(*ascii) ? parse_ipv4(*ascii) : ascii;
}

}  // namespace tiktok_kpi
