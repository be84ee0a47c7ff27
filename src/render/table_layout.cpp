// Fitting, then drawing.
#include "render/table_layout.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t gap = 2;          // between columns
constexpr std::size_t most_words = 40;  // longer captions are clipped even where there is room
constexpr std::size_t least_words = 16;
constexpr std::size_t least_name = 20;  // of a row, in the first column: post ids have 19 digits
constexpr std::size_t least_sentence = 28;
constexpr std::size_t full_bar = 8;

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    longest = std::max(longest, display_width(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return longest;
}

}  // namespace

TableLayout::TableLayout(std::vector<ColumnText> texts, std::size_t width, Marks marks, bool color)
    : width_(width), marks_(marks), color_(color) {
  for (ColumnText& text : texts) {
    Laid laid{.text = std::move(text)};
    for (const std::string& cell : laid.text.cells)
      laid.cells = std::max(laid.cells, display_width(cell));
    if (laid.text.bar)
      for (const double number : laid.text.numbers)
        if (number > laid.top) laid.top = number;
    columns_.push_back(std::move(laid));
  }
  if (columns_.empty()) return;
  columns_.back().sentence = !columns_.back().text.numeric && columns_.size() > 1;

  constexpr Attempt attempts[] = {
      {false, full_bar}, {true, full_bar}, {true, full_bar / 2}, {true, 0}};
  std::size_t count = columns_.size();
  const auto fits = [&](const Attempt& attempt) { return fit(count, attempt); };
  while (count > 0 && std::ranges::none_of(attempts, fits)) --count;
  if (count == 0) {  // not even the first column: its cells are clipped, whatever they are
    count = 1;
    columns_.front().width = width_;
    columns_.front().header = wrap(columns_.front().text.header, width_);
  }
  hidden_ = columns_.size() - count;
  columns_.resize(count);
}

std::size_t TableLayout::total_width(std::size_t count) const {
  std::size_t width = 0;
  for (std::size_t i = 0; i < count; ++i) width += columns_[i].total() + (i > 0 ? gap : 0);
  return width;
}

/// The column of words that gives way next; a sentence goes first, since wrapping loses nothing.
TableLayout::Laid* TableLayout::widest_words(std::size_t count) {
  Laid* widest = nullptr;
  for (std::size_t i = 0; i < count; ++i) {
    Laid& column = columns_[i];
    const std::size_t least = i == 0 ? least_name : column.sentence ? least_sentence : least_words;
    if (column.text.numeric || column.width <= least) continue;
    if (widest == nullptr || (column.sentence && !widest->sentence) ||
        (column.sentence == widest->sentence && column.width > widest->width))
      widest = &column;
  }
  return widest;
}

/// Gives the first `count` columns their widths; false when the line would be too long.
bool TableLayout::fit(std::size_t count, const Attempt& attempt) {
  for (Laid& column : columns_) {
    const std::size_t header =
        attempt.wrap_headers ? longest_word(column.text.header) : display_width(column.text.header);
    const bool whole = column.text.numeric || column.sentence;
    column.width = std::max(whole ? column.cells : std::min(column.cells, most_words), header);
    column.bar_width = column.top > 0.0 ? attempt.bar_width : 0;
  }
  while (total_width(count) > width_) {
    Laid* widest = widest_words(count);
    if (widest == nullptr) return false;
    --widest->width;
  }
  for (Laid& column : columns_) column.header = wrap(column.text.header, column.width);
  return true;
}

std::vector<std::string> TableLayout::header_lines() const {
  std::size_t height = 0;
  for (const Laid& column : columns_) height = std::max(height, column.header.size());
  std::vector<std::string> lines;
  for (std::size_t level = 0; level < height; ++level) {
    std::string line;
    for (const Laid& column : columns_) {
      const std::size_t above = height - column.header.size();
      const std::string_view text =
          level < above ? std::string_view{} : column.header[level - above];
      line += pad(text, column.width, column.text.numeric ? Align::right : Align::left);
      line.append(column.total() - column.width + gap, ' ');
    }
    while (line.ends_with(' ')) line.pop_back();
    lines.push_back(ink(line, Ink::dim, color_));
  }
  return lines;
}

std::string TableLayout::colored(const Laid& column, std::size_t row,
                                 const std::string& text) const {
  const double number = column.text.numbers[row];
  Ink color = Ink::plain;
  if (text == "n/a")
    color = Ink::dim;
  else if (number < 0)
    color = Ink::red;
  else if (column.text.column->trend && number > 0)
    color = Ink::green;
  return ink(text, color, color_);
}

std::vector<std::string> TableLayout::wrapped(const Laid& column, const std::string& cell) const {
  std::vector<std::string> lines = wrap(cell, column.width);
  const std::size_t most = column.text.column->lines;
  if (most == 0 || lines.size() <= most) return lines;
  lines.resize(most);
  lines.back() = clip(lines.back() + std::string(marks_.ellipsis()), column.width, marks_);
  return lines;
}

std::vector<std::string> TableLayout::row_lines(std::size_t row) const {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 0;
  for (const Laid& column : columns_) {
    const std::string& cell = column.text.cells[row];
    if (column.sentence)
      cells.push_back(wrapped(column, cell));
    else
      cells.push_back(
          {(column.text.column->clip_front ? clip_front : clip)(cell, column.width, marks_)});
    height = std::max(height, cells.back().size());
  }
  std::vector<std::string> lines(height);
  for (std::size_t level = 0; level < height; ++level) {
    std::string& line = lines[level];
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Laid& column = columns_[i];
      const std::string text = level < cells[i].size() ? cells[i][level] : std::string{};
      const std::string blanks(column.width - std::min(display_width(text), column.width), ' ');
      const std::string shown = colored(column, row, text);
      line += column.text.numeric ? blanks + shown : shown + blanks;
      if (column.bar_width > 0) {
        const double share = level == 0 ? column.text.numbers[row] / column.top : 0.0;
        const std::string drawn = bar(share, column.bar_width, marks_);
        line += ' ' + ink(drawn, Ink::cyan, color_);
        line.append(column.bar_width - display_width(drawn), ' ');
      }
      line.append(gap, ' ');
    }
  }
  return lines;
}

}  // namespace tiktok_kpi
