// The report on a terminal. A table that is too wide gives way in this order: headers wrap, words
// are clipped, bars shrink and go, then whole columns from the right, which a note counts.
//
//     creator  tier   posts    views            eng.
//     @ana     micro      5  412,300 ████████  9.50%
//     @千代    micro      5  203,000 ████      8.00%
#include <algorithm>
#include <cmath>

#include "core/text.hpp"
#include "render/format_value.hpp"
#include "render/layout.hpp"
#include "render/output.hpp"
#include "render/people.hpp"
#include "render/renderers.hpp"
#include "render/walk.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t gap = 2;            // between columns
constexpr std::size_t widest_words = 40;  // longer captions are clipped even where there is room
constexpr std::size_t narrowest_words = 16;
constexpr std::size_t narrowest_name =
    20;  // of a row, in the first column: post ids have 19 digits
constexpr std::size_t narrowest_sentence = 28;
constexpr std::size_t full_bar = 8;

/// Text of the data, safe on a terminal. A leading "::" would be a command in the log of a CI job.
std::string safe(std::string_view text) {
  std::string shown = visible(text);
  if (shown.starts_with("::")) shown.replace(0, 1, "∶");
  return shown;
}

/// A column with its text made safe and the widths it was given.
struct Laid {
  ColumnText text;
  bool sentence = false;      ///< words in the table's last place: wrapped, never clipped
  std::size_t cells = 0;      ///< widest cell
  std::size_t width = 0;      ///< of the text
  std::size_t bar_width = 0;  ///< 0: none
  double top = 0.0;           ///< value of a full bar
  std::vector<std::string> header{};

  [[nodiscard]] std::size_t total() const { return width + (bar_width > 0 ? bar_width + 1 : 0); }
};

/// One way to lay out a table, from roomy to tight.
struct Attempt {
  bool wrap_headers;
  std::size_t bar_width;
};
constexpr Attempt attempts[] = {
    {false, full_bar}, {true, full_bar}, {true, full_bar / 2}, {true, 0}};

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    longest = std::max(longest, display_width(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return longest;
}

std::size_t total_width(const std::vector<Laid>& columns, std::size_t count) {
  std::size_t width = indent;
  for (std::size_t i = 0; i < count; ++i) width += columns[i].total() + (i > 0 ? gap : 0);
  return width;
}

class TerminalRenderer {
 public:
  TerminalRenderer(const Document& document, const RenderOptions& options, ByteSink& sink)
      : document_(document),
        options_(options),
        marks_{options.ascii},
        output_(sink),
        width_(static_cast<std::size_t>(std::max(options.width, 20))) {}

  void render();

 private:
  void write_section(const Section& section);
  void write_block(const Section& section, const Table& table);
  void write_block(const Section& section, const Figures& figures);
  void write_block(const Section& section, const Chart& chart);
  void write_block(const Section& section, const Paragraph& paragraph);

  [[nodiscard]] bool has_bar(const Table& table, const Column& column) const;
  [[nodiscard]] std::vector<Laid> lay_out(const Table& table,
                                          const std::vector<std::size_t>& shown) const;
  [[nodiscard]] bool fit(std::vector<Laid>& columns, std::size_t count,
                         const Attempt& attempt) const;
  void write_headers(const std::vector<Laid>& columns);
  void write_row(const std::vector<Laid>& columns, std::size_t row);
  [[nodiscard]] std::string colored(const Laid& column, std::size_t row,
                                    const std::string& text) const;

  void write_line(std::string line);
  void write_wrapped(std::string_view text, Ink color = Ink::plain);
  [[nodiscard]] std::string own(std::string_view text) const {
    return in_marks(safe(text), marks_);
  }

  const Document& document_;
  const RenderOptions& options_;
  Marks marks_;
  Output output_;
  std::size_t width_;
  bool spacious_ = false;  ///< a heading was printed: parts are set apart by blank lines
};

void TerminalRenderer::write_line(std::string line) {
  while (line.ends_with(' ')) line.pop_back();
  (output_.text() += line) += '\n';
  output_.row_done();
}

void TerminalRenderer::write_wrapped(std::string_view text, Ink color) {
  for (const std::string& line : wrap(text, width_ - indent))
    write_line(std::string(indent, ' ') + ink(line, color, options_.color));
}

/// The column asks for it, or a bar chart draws the column.
bool TerminalRenderer::has_bar(const Table& table, const Column& column) const {
  for (const Section& section : document_.sections)
    for (const Block& block : section.blocks)
      if (const Chart* chart = std::get_if<Chart>(&block); chart != nullptr)
        if (chart->kind == Chart::Kind::bars && chart->table == table.id && chart->y == column.id)
          return true;
  return column.bar;
}

/// Widths before anything has to give way.
std::vector<Laid> TerminalRenderer::lay_out(const Table& table,
                                            const std::vector<std::size_t>& shown) const {
  std::vector<Laid> columns;
  for (ColumnText& text : text_of(document_, table, shown, options_)) {
    Laid laid{.text = std::move(text)};
    laid.text.header = own(laid.text.header);
    for (std::string& cell : laid.text.cells) {
      if (!laid.text.numeric) cell = safe(cell);
      laid.cells = std::max(laid.cells, display_width(cell));
    }
    if (has_bar(table, *laid.text.column))
      for (const double number : laid.text.numbers)
        if (number > laid.top) laid.top = number;
    columns.push_back(std::move(laid));
  }
  if (!columns.empty())
    columns.back().sentence = !columns.back().text.numeric && columns.size() > 1;
  return columns;
}

/// Gives the first `count` columns their widths; false when the line would be too long.
bool TerminalRenderer::fit(std::vector<Laid>& columns, std::size_t count,
                           const Attempt& attempt) const {
  for (Laid& column : columns) {
    const std::size_t header =
        attempt.wrap_headers ? longest_word(column.text.header) : display_width(column.text.header);
    const std::size_t cells = column.text.numeric || column.sentence
                                  ? column.cells
                                  : std::min(column.cells, widest_words);
    column.width = std::max(cells, header);
    column.bar_width = column.top > 0.0 ? attempt.bar_width : 0;
  }
  for (std::size_t over; (over = total_width(columns, count)) > width_;) {
    Laid* widest = nullptr;
    for (std::size_t i = 0; i < count; ++i) {
      Laid& column = columns[i];
      const std::size_t least = i == 0            ? narrowest_name
                                : column.sentence ? narrowest_sentence
                                                  : narrowest_words;
      if (column.text.numeric || column.width <= least) continue;
      // A sentence gives way first: wrapping loses nothing.
      if (widest == nullptr || (column.sentence && !widest->sentence) ||
          (column.sentence == widest->sentence && column.width > widest->width))
        widest = &column;
    }
    if (widest == nullptr) return false;
    --widest->width;
  }
  for (Laid& column : columns)
    column.header = wrap(column.text.header, std::max<std::size_t>(column.width, 1));
  return true;
}

void TerminalRenderer::write_headers(const std::vector<Laid>& columns) {
  std::size_t height = 1;
  for (const Laid& column : columns) height = std::max(height, column.header.size());
  for (std::size_t level = 0; level < height; ++level) {
    std::string line(indent, ' ');
    for (const Laid& column : columns) {
      const std::size_t skipped = height - column.header.size();  // headers stand on the first row
      const std::string_view text =
          level < skipped ? std::string_view{} : std::string_view(column.header[level - skipped]);
      line += pad(text, column.width, column.text.numeric ? Align::right : Align::left);
      line.append(column.total() - column.width + gap, ' ');
    }
    while (line.ends_with(' ')) line.pop_back();
    write_line(std::string(indent, ' ') +
               ink(std::string_view(line).substr(std::min(indent, line.size())), Ink::dim,
                   options_.color));
  }
}

std::string TerminalRenderer::colored(const Laid& column, std::size_t row,
                                      const std::string& text) const {
  const double number = column.text.numbers[row];
  Ink color = Ink::plain;
  if (text == "n/a")
    color = Ink::dim;
  else if (number < 0)
    color = Ink::red;
  else if (column.text.column->trend && number > 0)
    color = Ink::green;
  return ink(text, color, options_.color);
}

void TerminalRenderer::write_row(const std::vector<Laid>& columns, std::size_t row) {
  std::vector<std::vector<std::string>> lines;
  std::size_t height = 1;
  for (const Laid& column : columns) {
    const std::string& cell = column.text.cells[row];
    if (column.sentence)
      lines.push_back(wrap(cell, column.width));
    else
      lines.push_back({clip(cell, column.width, marks_)});
    height = std::max(height, lines.back().size());
  }
  for (std::size_t level = 0; level < height; ++level) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Laid& column = columns[i];
      const std::string text = level < lines[i].size() ? lines[i][level] : std::string{};
      const std::string blanks(column.width - std::min(display_width(text), column.width), ' ');
      const std::string shown = colored(column, row, text);
      line += column.text.numeric ? blanks + shown : shown + blanks;
      if (column.bar_width > 0) {
        const std::string drawn =
            level == 0 ? bar(column.text.numbers[row] / column.top, column.bar_width, marks_)
                       : std::string{};
        line += ' ' + ink(drawn, Ink::cyan, options_.color);
        line.append(column.bar_width - display_width(drawn), ' ');
      }
      line.append(gap, ' ');
    }
    write_line(std::move(line));
  }
}

void TerminalRenderer::write_block(const Section& section, const Table& table) {
  if (const auto title = own_title(section, table); !title.empty())
    write_wrapped(own(title), Ink::bold);
  const auto shown = shown_columns(table, options_, Audience::people);
  std::vector<Laid> columns = lay_out(table, shown);
  std::size_t count = columns.size();
  const auto fits = [&](const Attempt& attempt) { return fit(columns, count, attempt); };
  while (count > 1 && std::ranges::none_of(attempts, fits)) --count;
  if (count == 1 && std::ranges::none_of(attempts, fits)) {
    columns.front().width = width_ - indent;
    columns.front().header = wrap(columns.front().text.header, width_ - indent);
  }
  columns.resize(std::min(count, columns.size()));
  if (columns.empty()) return;
  write_headers(columns);
  for (std::size_t row = 0; row < table.rows.size(); ++row) write_row(columns, row);
  if (const std::size_t hidden = shown.size() - count; hidden > 0)
    write_wrapped(
        own("… " + std::to_string(hidden) + (hidden == 1 ? " more column" : " more columns") +
            ": --fields or a wider terminal"),
        Ink::dim);
  for (const std::string& note : notes_of(document_, table, shown))
    write_wrapped(own(note), Ink::dim);
}

void TerminalRenderer::write_block(const Section& /*section*/, const Figures& figures) {
  std::string line(indent, ' ');
  std::size_t used = indent;
  for (const Figure& figure : figures.items) {
    const FigureText text = text_of(document_, figure, options_);
    const std::string label = own(text.label);
    const std::string value = own(text.value);
    const std::size_t cells = display_width(label) + 1 + display_width(value);
    if (used > indent && used + 3 + cells > width_) {
      write_line(std::move(line));
      line.assign(indent, ' ');
      used = indent;
    }
    if (indent + cells > width_) {
      write_wrapped(label + ' ' + value, Ink::bold);
      continue;
    }
    if (used > indent) line += "   ", used += 3;
    line += label + ' ' +
            ink(value,
                !text.known     ? Ink::dim
                : text.negative ? Ink::red
                                : Ink::bold,
                options_.color);
    used += cells;
  }
  if (used > indent) write_line(std::move(line));
}

void TerminalRenderer::write_block(const Section& /*section*/, const Paragraph& paragraph) {
  write_wrapped(own(paragraph.text));
}

/// A curve of one column over the rows of its table: "views  ▁▂▅█▃  2024-05-01 to 2024-05-31". Bars
/// are drawn behind the values of the table itself.
void TerminalRenderer::write_block(const Section& /*section*/, const Chart& chart) {
  if (chart.kind != Chart::Kind::line) return;
  const auto tables = tables_of(document_);
  const auto found = std::ranges::find(tables, chart.table, &Table::id);
  if (found == tables.end() || (*found)->rows.size() < 2) return;
  const Table& table = **found;
  const auto x = std::ranges::find(table.columns, chart.x, &Column::id);
  const auto y = std::ranges::find(table.columns, chart.y, &Column::id);
  if (x == table.columns.end() || y == table.columns.end()) return;
  const auto texts = text_of(document_, table,
                             {static_cast<std::size_t>(x - table.columns.begin()),
                              static_cast<std::size_t>(y - table.columns.begin())},
                             options_);
  const std::string label = own(texts[1].header) + "  ";
  const std::string range =
      "  " + safe(texts[0].cells.front()) + " to " + safe(texts[0].cells.back());
  const std::size_t around = indent + display_width(label) + display_width(range);
  if (around + 8 > width_) return;
  write_line(std::string(indent, ' ') + label +
             ink(curve(texts[1].numbers, width_ - around, marks_), Ink::cyan, options_.color) +
             range);
}

void TerminalRenderer::write_section(const Section& section) {
  // The headline and the table right behind it are one screen, without headings.
  const bool leads = &section == &document_.sections.front() && section.id == "headline";
  const bool follows_headline =
      document_.sections.size() > 1 && &section == &document_.sections[1] &&
      document_.sections.front().id == "headline" && !section.blocks.empty() &&
      std::holds_alternative<Table>(section.blocks.front());
  if (!leads && !follows_headline && !section.title.empty()) {
    output_.text() += '\n';
    for (const std::string& line : wrap(own(section.title), width_))
      write_line(ink(line, Ink::bold, options_.color));
    spacious_ = true;
  }
  for (const Block& block : section.blocks) {
    if (&block != &section.blocks.front() && std::holds_alternative<Table>(block))
      output_.text() += '\n';
    std::visit([&](const auto& value) { write_block(section, value); }, block);
  }
  if (!section.absent.empty()) write_wrapped(own(section.absent), Ink::dim);
}

void TerminalRenderer::render() {
  std::string head = own(document_.title);
  const std::size_t title_bytes = head.size();
  if (!document_.subtitle.empty())
    head += (head.empty() ? "" : std::string(marks_.separator())) + own(document_.subtitle);
  if (display_width(head) <= width_) {
    if (!head.empty())
      write_line(ink(head.substr(0, title_bytes), Ink::bold, options_.color) +
                 head.substr(title_bytes));
  } else {
    for (const std::string& line : wrap(own(document_.title), width_))
      write_line(ink(line, Ink::bold, options_.color));
    write_wrapped(own(document_.subtitle));
  }
  for (const Section& section : document_.sections) write_section(section);
  if (!document_.footer.empty()) {
    if (spacious_) output_.text() += '\n';
    write_wrapped(own(document_.footer));
  }
  output_.finish();
}

void render_table(const Document& document, const RenderOptions& options, ByteSink& sink) {
  TerminalRenderer(document, options, sink).render();
}

}  // namespace

constinit const Renderer table_renderer{
    "table", "txt", "for the terminal: aligned columns, bars, colour", render_table};

}  // namespace tiktok_kpi
