// Text in terminal cells.
#include "render/layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

/// At least one cluster, however wide.
std::string_view head_of(std::string_view text, std::size_t width) {
  for (;; ++width)
    if (const std::string_view head = clip_to_width(text, width); !head.empty() || text.empty())
      return head;
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

}  // namespace

std::string clip(std::string_view text, std::size_t width, Marks marks) {
  if (display_width(text) <= width) return std::string(text);
  const std::string_view ellipsis = marks.ellipsis();
  const std::size_t mark_width = display_width(ellipsis);
  if (width <= mark_width) return std::string(clip_to_width(text, width));
  std::string_view head = clip_to_width(text, width - mark_width);
  while (head.ends_with(' ')) head.remove_suffix(1);
  return std::string(head) += ellipsis;
}

std::string clip_front(std::string_view text, std::size_t width, Marks marks) {
  if (display_width(text) <= width) return std::string(text);
  const std::string_view ellipsis = marks.ellipsis();
  const std::size_t room = width > display_width(ellipsis) ? width - display_width(ellipsis) : 0;
  while (display_width(text) > room) text.remove_prefix(head_of(text, 1).size());
  return std::string(ellipsis) += text;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  width = std::max<std::size_t>(width, 1);
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  const auto new_line = [&] {
    lines.emplace_back();
    used = 0;
  };
  while (!text.empty()) {
    const std::size_t start = text.find_first_not_of(' ');
    if (start == std::string_view::npos) break;
    text.remove_prefix(start);
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    std::size_t cells = display_width(word);
    if (used > 0 && used + 1 + cells > width) new_line();
    if (used > 0) lines.back() += ' ', ++used;
    for (; cells > width; cells = display_width(word)) {  // never fits: break anywhere
      const std::string_view head = head_of(word, width);
      lines.back() += head;
      word.remove_prefix(head.size());
      if (word.empty()) break;
      new_line();
    }
    lines.back() += word;
    used += cells;
  }
  return lines;
}

std::string pad(std::string_view text, std::size_t width, Align align) {
  const std::size_t cells = display_width(text);
  std::string padded(text);
  if (cells < width) padded.insert(align == Align::right ? 0 : padded.size(), width - cells, ' ');
  return padded;
}

std::string bar(double share, std::size_t width, Marks marks) {
  if (!(share > 0.0)) return {};
  share = std::min(share, 1.0);
  if (marks.ascii) {
    const auto cells = static_cast<std::size_t>(std::lround(share * static_cast<double>(width)));
    return std::string(std::max<std::size_t>(cells, 1), '#');
  }
  constexpr std::array<std::string_view, 8> part{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths = std::max<std::size_t>(
      1, static_cast<std::size_t>(std::lround(share * 8.0 * static_cast<double>(width))));
  std::string text;
  for (std::size_t i = 0; i < eighths / 8; ++i) text += "█";
  return text += part[eighths % 8];
}

std::string curve(std::span<const double> values, std::size_t width, Marks marks) {
  constexpr std::array<std::string_view, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::array<std::string_view, 8> letters{"_", ".", "-", "~", "=", "+", "*", "#"};
  const auto& steps = marks.ascii ? letters : blocks;
  double low = 0.0;
  double high = 0.0;
  for (const double value : values)
    if (!std::isnan(value)) low = std::min(low, value), high = std::max(high, value);
  const std::size_t cells = std::min(width, values.size());
  std::string text;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const auto bucket =
        values.subspan(cell * values.size() / cells,
                       (cell + 1) * values.size() / cells - cell * values.size() / cells);
    double top = std::nan("");
    for (const double value : bucket)
      if (!std::isnan(value) && !(top >= value)) top = value;
    if (std::isnan(top))
      text += ' ';
    else if (high <= low)
      text += steps[0];
    else
      text += steps[static_cast<std::size_t>(std::lround((top - low) / (high - low) * 7.0))];
  }
  return text;
}

std::string in_marks(std::string_view text, Marks marks) {
  if (!marks.ascii) return std::string(text);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> replacements{
      {{"·", "-"},
       {"–", "-"},
       {"—", "-"},
       {"…", "..."},
       {"“", "\""},
       {"”", "\""},
       {"‘", "'"},
       {"’", "'"},
       {"×", "x"},
       {"≥", ">="},
       {"≤", "<="},
       {"±", "+-"}}};
  std::string plain;
  while (!text.empty()) {
    const auto found = std::ranges::find_if(
        replacements, [&](const auto& row) { return text.starts_with(row.first); });
    if (found != replacements.end()) {
      plain += found->second;
      text.remove_prefix(found->first.size());
      continue;
    }
    do plain += text.front(), text.remove_prefix(1);
    while (!text.empty() && continues_character(text.front()));
  }
  return plain;
}

std::string ink(std::string_view text, Ink color, bool enabled) {
  constexpr std::array<std::string_view, 7> codes{"",         "\x1b[1m",  "\x1b[2m", "\x1b[31m",
                                                  "\x1b[32m", "\x1b[33m", "\x1b[36m"};
  if (!enabled || color == Ink::plain || text.empty()) return std::string(text);
  return std::string(codes[static_cast<std::size_t>(color)]).append(text).append("\x1b[0m");
}

}  // namespace tiktok_kpi
