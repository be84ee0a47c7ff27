// CWE-1236, "Improper Neutralization of Formula Elements in a CSV File". LibreOffice evaluates a
// quoted
// "=1+1" as well, so quoting is no defence.
#include "core/formula_guard.hpp"

#include <algorithm>
#include <array>

namespace tiktok_kpi {
namespace {

// clang-format off
// Blanks and characters without width that programs drop before they look at a cell.
constexpr std::array<std::string_view, 29> skipped{
    " ", "\n", "\v", "\f", "\xC2\x85", "\xC2\xA0", "\xC2\xAD", "\xE1\x9A\x80", "\xE1\xA0\x8E",
    "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85",
    "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\x8B",
    "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xAF", "\xE2\x81\xA0",
    "\xE3\x80\x80", "\xEF\xBB\xBF"};
constexpr std::array<std::string_view, 11> dangerous{
    "=", "+", "-", "@", "\t", "\r", std::string_view("\0", 1),
    "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};  // full-width = + - @
// clang-format on

}  // namespace

bool needs_formula_guard(std::string_view text) {
  // Nearly every cell begins with a letter or a digit.
  const auto begins_as_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  if (!text.empty() && begins_as_word(text.front())) return false;
  text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
  while (!text.empty()) {
    const auto begins = [&](std::string_view start) { return text.starts_with(start); };
    if (std::ranges::any_of(dangerous, begins)) return true;
    const auto blank = std::ranges::find_if(skipped, begins);
    if (blank == skipped.end()) return false;
    text.remove_prefix(blank->size());
  }
  return false;
}

std::string guard_formula(std::string_view text) {
  std::string guarded(text);
  if (needs_formula_guard(text)) guarded.insert(0, 1, '\'');
  return guarded;
}

std::string_view unguard_formula(std::string_view text) {
  if (text.starts_with('\'') && needs_formula_guard(text)) text.remove_prefix(1);
  return text;
}

}  // namespace tiktok_kpi
