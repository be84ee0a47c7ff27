// Codes by normal form.
#include "aggregate/code_book.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool share_a_day(const DayRange& a, const DayRange& b) {
  constexpr Day begin = std::numeric_limits<Day>::min();
  constexpr Day end = std::numeric_limits<Day>::max();
  return std::max(a.from.value_or(begin), b.from.value_or(begin)) <=
         std::min(a.to.value_or(end), b.to.value_or(end));
}

}  // namespace

bool CodeBook::add(std::string_view code, ChannelId owner, const DayRange& valid) {
  std::string normal = normal_code(code);
  if (normal.empty()) return true;
  std::vector<Owned>& owners = owners_[std::move(normal)];
  for (const Owned& other : owners)
    if (other.owner != owner && share_a_day(other.valid, valid)) return false;
  owners.push_back({owner, valid});
  return true;
}

std::span<const CodeBook::Owned> CodeBook::owners(std::string_view code) const {
  code = trimmed(code);
  std::array<char, 64> buffer;
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  auto found = owners_.end();
  if (code.size() <= buffer.size() && std::ranges::all_of(code, is_ascii)) {
    std::ranges::transform(code, buffer.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    found = owners_.find(std::string_view(buffer.data(), code.size()));
  } else {
    found = owners_.find(case_fold(code));
  }
  return found == owners_.end() ? std::span<const Owned>() : found->second;
}

std::optional<ChannelId> CodeBook::on_day(std::span<const Owned> owners, Day day) {
  for (const Owned& owned : owners)
    if (owned.valid.contains(day)) return owned.owner;
  return std::nullopt;
}

}  // namespace tiktok_kpi
