// "Did you mean": how far two names are apart, and which known name is near enough to be suggested.
#include "core/text.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tiktok_kpi {
namespace {

std::u32string code_points(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCharacter character = decode_character(text, at);
    points += character.code_point;
    at += character.length;
  }
  return points;
}

/// Edits by dynamic programming over three rows of the table: a swap looks two rows back.
std::size_t edits(std::u32string_view a, std::u32string_view b) {
  std::array<std::vector<std::size_t>, 3> rows;
  for (auto& row : rows) row.resize(b.size() + 1);
  auto& [before, previous, current] = rows;
  for (std::size_t j = 0; j <= b.size(); ++j) current[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(previous);
    previous.swap(current);
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
  }
  return current[b.size()];
}

/// A third of the longer name may be wrong, three characters at most: more is another name.
std::size_t allowed_edits(std::size_t length) { return std::min<std::size_t>(3, length / 3); }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) { return edits(code_points(a), code_points(b)); }

std::string_view nearest(std::string_view name, std::span<const std::string_view> known) {
  constexpr std::size_t longest_name = 256;  // longer ones are no names, and the table grows by the square
  if (name.size() > longest_name) return {};
  const std::u32string wanted = code_points(case_fold(name));
  std::string_view best;
  std::size_t best_distance = allowed_edits(longest_name) + 1;
  for (const std::string_view candidate : known) {
    if (candidate.size() > longest_name) continue;
    const std::u32string folded = code_points(case_fold(candidate));
    const auto [shorter, longer] = std::minmax(wanted.size(), folded.size());
    if (longer - shorter > allowed_edits(longer)) continue;
    const std::size_t distance = edits(wanted, folded);
    if (distance > allowed_edits(longer) || distance >= best_distance) continue;
    best = candidate;
    best_distance = distance;
  }
  return best;
}

}  // namespace tiktok_kpi
