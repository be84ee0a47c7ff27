// Mapping by compatibility normal form and case folding, which is what UTS 46 is made of, with its
// deviations by hand.
#include "core/internet_name.hpp"

#include "core/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <vector>

namespace tiktok_kpi {
namespace {

// RFC 3492, section 5.
constexpr std::uint32_t base = 36, t_min = 1, t_max = 26, skew = 38, damp = 700, first_bias = 72,
                        first_code = 128;

std::uint32_t adapted(std::uint32_t delta, std::uint32_t points, bool first) {
  delta = first ? delta / damp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > ((base - t_min) * t_max) / 2; k += base) delta /= base - t_min;
  return k + (base - t_min + 1) * delta / (delta + skew);
}

std::uint32_t threshold(std::uint32_t k, std::uint32_t bias) {
  return k <= bias ? t_min : std::min(k - bias, t_max);
}

char digit_of(std::uint32_t value) {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

std::optional<std::uint32_t> value_of(char digit) {
  if (digit >= 'a' && digit <= 'z') return static_cast<std::uint32_t>(digit - 'a');
  if (digit >= 'A' && digit <= 'Z') return static_cast<std::uint32_t>(digit - 'A');
  if (digit >= '0' && digit <= '9') return static_cast<std::uint32_t>(digit - '0' + 26);
  return std::nullopt;
}

utf8proc_category_t category_of(char32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

constexpr char32_t sharp_s = 0xDF, final_sigma = 0x3C2, non_joiner = 0x200C, joiner = 0x200D;

/// Letters that case folding would replace although they are letters of their own in names.
bool is_deviation(char32_t c) {
  return c == sharp_s || c == final_sigma || c == non_joiner || c == joiner;
}

bool is_allowed(char32_t c) {
  switch (category_of(c)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return false;
    case UTF8PROC_CATEGORY_CC: return c < 0x80;  // the host's own rules refuse those
    case UTF8PROC_CATEGORY_CF: return is_deviation(c);
    default: return c != 0xFFFC && c != 0xFFFD && !(c >= 0x2FF0 && c <= 0x2FFB);
  }
}

/// Invisible characters that are refused although the mapping would drop them.
bool is_hidden(char32_t c) {
  if (c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x17B4 || c == 0x17B5)
    return true;
  const bool dropped = c == 0xAD || c == 0x200B || c == 0x2060 || c == 0x2064 || c == 0xFEFF;
  return category_of(c) == UTF8PROC_CATEGORY_CF && !dropped && !is_deviation(c);
}

std::u32string decoded(std::string_view text) {
  std::u32string result;
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCharacter character = decode_character(text, at);
    result.push_back(character.code_point);
    at += character.length;
  }
  return result;
}

std::string encoded(std::u32string_view text) {
  std::string result;
  for (const char32_t c : text) append_character(result, c);
  return result;
}

std::optional<std::string> normalised(std::string_view text, int options) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                   static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (length < 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
}

/// Lower case, compatibility normal form, without what nobody sees; the deviations stay.
std::optional<std::u32string> mapped(std::string_view name) {
  const std::u32string characters = decoded(name);
  std::string result;
  std::u32string run;
  const auto flush = [&] {
    const auto part =
        normalised(encoded(run), UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                     UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    run.clear();
    if (part) result += *part;
    return part.has_value();
  };
  for (const char32_t c : characters) {
    if (is_hidden(c)) return std::nullopt;
    if (!is_deviation(c)) {
      run.push_back(c);
      continue;
    }
    if (!flush()) return std::nullopt;
    append_character(result, c);
  }
  if (!flush()) return std::nullopt;
  const auto composed = normalised(result, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  if (!composed) return std::nullopt;
  std::u32string whole = decoded(*composed);
  std::ranges::replace(whole, char32_t{0x3002}, U'.');  // the ideographic full stops
  return whole;
}

/// Joiners stand only behind a virama; a label does not begin with a mark.
bool is_label(std::u32string_view label) {
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (!is_allowed(label[i])) return false;
    if (label[i] != joiner && label[i] != non_joiner) continue;
    constexpr int virama = 9;
    if (i == 0 ||
        utf8proc_get_property(static_cast<utf8proc_int32_t>(label[i - 1]))->combining_class !=
            virama)
      return false;
  }
  if (label.empty()) return true;
  const auto first = category_of(label.front());
  return first < UTF8PROC_CATEGORY_MN || first > UTF8PROC_CATEGORY_ME;
}

constexpr std::u32string_view prefix = U"xn--";

// RFC 5893, section 2: which directions a label may hold, as bits of utf8proc's classes.
constexpr std::uint32_t directions(std::initializer_list<utf8proc_bidi_class_t> classes) {
  std::uint32_t bits = 0;
  for (const auto each : classes) bits |= std::uint32_t{1} << static_cast<unsigned>(each);
  return bits;
}
constexpr std::uint32_t left = directions({UTF8PROC_BIDI_CLASS_L});
constexpr std::uint32_t right = directions({UTF8PROC_BIDI_CLASS_R, UTF8PROC_BIDI_CLASS_AL});
constexpr std::uint32_t arabic_digit = directions({UTF8PROC_BIDI_CLASS_AN});
constexpr std::uint32_t plain_digit = directions({UTF8PROC_BIDI_CLASS_EN});
constexpr std::uint32_t mark = directions({UTF8PROC_BIDI_CLASS_NSM});
constexpr std::uint32_t neutral =
    mark | directions({UTF8PROC_BIDI_CLASS_ES, UTF8PROC_BIDI_CLASS_CS, UTF8PROC_BIDI_CLASS_ET,
                       UTF8PROC_BIDI_CLASS_ON, UTF8PROC_BIDI_CLASS_BN});

std::uint32_t direction_of(char32_t c) {
  return std::uint32_t{1} << utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->bidi_class;
}

std::uint32_t directions_in(std::u32string_view label) {
  std::uint32_t bits = 0;
  for (const char32_t c : label) bits |= direction_of(c);
  return bits;
}

/// Whether the label reads the same beside others of both directions.
bool keeps_direction(std::u32string_view label) {
  if (label.empty()) return true;
  const std::uint32_t first = direction_of(label.front());
  const std::uint32_t all = directions_in(label);
  while (direction_of(label.back()) == mark && label.size() > 1) label.remove_suffix(1);
  const std::uint32_t last = direction_of(label.back());
  if ((first & left) != 0)
    return (all & ~(left | plain_digit | neutral)) == 0 && (last & (left | plain_digit)) != 0;
  if ((first & right) == 0 || ((all & plain_digit) != 0 && (all & arabic_digit) != 0)) return false;
  return (all & ~(right | plain_digit | arabic_digit | neutral)) == 0 &&
         (last & (right | plain_digit | arabic_digit)) != 0;
}

/// An xn-- label must be what its own name would be written as.
bool is_honest(std::u32string_view label) {
  const std::string ascii = encoded(label.substr(prefix.size()));
  const auto name = from_punycode(ascii);
  if (!name || name->empty() || !is_label(*name)) return false;
  if (std::ranges::all_of(*name, [](char32_t c) { return c < 0x80; })) return false;
  return mapped(encoded(*name)) == *name && to_punycode(*name) == ascii;
}

}  // namespace

std::optional<std::string> to_punycode(std::u32string_view label) {
  std::string out;
  for (const char32_t c : label)
    if (c < first_code) out.push_back(static_cast<char>(c));
  auto handled = static_cast<std::uint32_t>(out.size());
  const std::uint32_t basic = handled;
  if (basic > 0) out.push_back('-');
  std::uint32_t n = first_code;
  std::uint32_t bias = first_bias;
  std::uint64_t delta = 0;
  while (handled < label.size()) {
    char32_t next = 0x110000;
    for (const char32_t c : label)
      if (c >= n) next = std::min(next, c);
    delta += std::uint64_t{next - n} * (handled + 1);
    n = next;
    for (const char32_t c : label) {
      if (c < n) ++delta;
      if (delta > UINT32_MAX) return std::nullopt;
      if (c != n) continue;
      auto q = static_cast<std::uint32_t>(delta);
      for (std::uint32_t k = base;; k += base) {
        const std::uint32_t t = threshold(k, bias);
        if (q < t) break;
        out.push_back(digit_of(t + (q - t) % (base - t)));
        q = (q - t) / (base - t);
      }
      out.push_back(digit_of(q));
      bias = adapted(static_cast<std::uint32_t>(delta), handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return out;
}

std::optional<std::u32string> from_punycode(std::string_view text) {
  std::u32string out;
  const std::size_t hyphen = text.rfind('-');
  if (hyphen != std::string_view::npos) {
    for (const char c : text.substr(0, hyphen)) {
      if (static_cast<unsigned char>(c) >= first_code) return std::nullopt;
      out.push_back(static_cast<char32_t>(c));
    }
    text.remove_prefix(hyphen + 1);
  }
  std::uint64_t n = first_code;
  std::uint64_t i = 0;
  std::uint32_t bias = first_bias;
  while (!text.empty()) {
    const std::uint64_t before = i;
    std::uint64_t weight = 1;
    for (std::uint32_t k = base;; k += base) {
      const auto digit = text.empty() ? std::nullopt : value_of(text.front());
      if (!digit) return std::nullopt;
      text.remove_prefix(1);
      i += *digit * weight;
      if (i > UINT32_MAX) return std::nullopt;
      const std::uint32_t t = threshold(k, bias);
      if (*digit < t) break;
      weight *= base - t;
      if (weight > UINT32_MAX) return std::nullopt;
    }
    const std::uint64_t points = out.size() + 1;
    bias = adapted(static_cast<std::uint32_t>(i - before), static_cast<std::uint32_t>(points),
                   before == 0);
    n += i / points;
    i %= points;
    if (n > 0x10FFFF || (n >= 0xD800 && n < 0xE000)) return std::nullopt;
    out.insert(static_cast<std::size_t>(i), 1, static_cast<char32_t>(n));
    ++i;
  }
  return out;
}

std::optional<std::string> name_to_ascii(std::string_view name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (is_ascii(lower) && lower.find("xn--") == std::string::npos) return lower;
  const auto whole = mapped(name);
  if (!whole) return std::nullopt;
  std::string result;
  std::vector<std::u32string> labels;
  std::u32string_view rest = *whole;
  for (;;) {
    const std::size_t dot = std::min(rest.find(U'.'), rest.size());
    const std::u32string_view label = rest.substr(0, dot);
    if (!is_label(label)) return std::nullopt;
    if (std::ranges::all_of(label, [](char32_t c) { return c < 0x80; })) {
      const bool coded = label.starts_with(prefix);
      if (coded && !is_honest(label)) return std::nullopt;
      labels.push_back(coded ? *from_punycode(encoded(label.substr(prefix.size())))
                             : std::u32string(label));
      result += encoded(label);
    } else {
      // An xn-- label is written in ASCII, or it hides something.
      const auto ascii = label.starts_with(prefix) ? std::nullopt : to_punycode(label);
      if (!ascii) return std::nullopt;
      result += "xn--" + *ascii;
      labels.emplace_back(label);
    }
    if (dot == rest.size()) break;
    result.push_back('.');
    rest.remove_prefix(dot + 1);
  }
  const bool mixed = std::ranges::any_of(labels, [](const std::u32string& label) {
    return (directions_in(label) & (right | arabic_digit)) != 0;
  });
  if (mixed && !std::ranges::all_of(labels, keeps_direction)) return std::nullopt;
  return result;
}

}  // namespace tiktok_kpi
