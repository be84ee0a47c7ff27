// The report on a terminal; table_layout.hpp fits its tables to the width.
//
//     creator  tier   posts    views            eng.
//     @ana     micro      5  412,300 ████████  9.50%
//     @千代    micro      5  203,000 ████      8.00%
#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "render/layout.hpp"
#include "render/output.hpp"
#include "render/people.hpp"
#include "render/renderers.hpp"
#include "render/table_layout.hpp"
#include "render/walk.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t indent = 2;

/// Text of the data, safe on a terminal. A leading "::" would be a command in the log of a CI job.
std::string safe(std::string_view text) {
  std::string shown = visible(text);
  if (shown.starts_with("::")) shown.replace(0, 1, "∶");
  return shown;
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
  void write_section(const Section& section, bool heading);
  void write_sections();
  void write_definitions();
  void write_block(const Section& section, const Table& table);
  void write_block(const Section& section, const Figures& figures);
  void write_block(const Section& section, const Chart& chart);
  void write_block(const Section& section, const Paragraph& paragraph);

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

void TerminalRenderer::write_block(const Section& section, const Table& whole) {
  const Table table = rows_for_people(whole);
  if (const auto title = own_title(section, table); !title.empty())
    write_wrapped(own(title), Ink::bold);
  const auto shown = shown_columns(table, options_, Audience::people);
  std::vector<ColumnText> texts = text_of(document_, table, shown, options_);
  for (ColumnText& text : texts) {
    text.header = own(text.header);
    if (!text.numeric)
      for (std::string& cell : text.cells) cell = safe(cell);
  }
  const TableLayout layout(std::move(texts), width_ - indent, marks_, options_.color);
  const auto write_lines = [&](const std::vector<std::string>& lines) {
    for (const std::string& line : lines) write_line(std::string(indent, ' ') + line);
  };
  write_lines(layout.header_lines());
  for (std::size_t row = 0; row < table.rows.size(); ++row) write_lines(layout.row_lines(row));
  if (const std::size_t hidden = layout.hidden(); hidden > 0)
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

void TerminalRenderer::write_section(const Section& section, bool heading) {
  if (heading && !section.title.empty()) {
    output_.text() += '\n';
    for (const std::string& line : wrap(own(section.title), width_))
      write_line(ink(line, Ink::bold, options_.color));
    spacious_ = true;
  }
  for (const SectionPart& block : section.blocks) {
    if (is_for_machines(block)) continue;
    if (&block != &section.blocks.front() && std::holds_alternative<Table>(block))
      output_.text() += '\n';
    std::visit([&](const auto& value) { write_block(section, value); }, block);
  }
  if (!section.absent.empty()) write_wrapped(own(section.absent), Ink::dim);
}

void TerminalRenderer::write_sections() {
  // The headline and the creators right behind it are one screen, without headings.
  const auto& sections = document_.sections;
  const bool headline = !sections.empty() && sections.front().id == "headline";
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const bool leads = headline && i == 0;
    const bool follows = headline && i == 1 && sections[i].id == "creators";
    write_section(sections[i], !leads && !follows);
  }
}

void TerminalRenderer::write_definitions() {
  Section section;
  section.title = "Definitions";
  section.blocks.emplace_back(definitions_table(document_));
  write_section(section, true);
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
    if (!document_.subtitle.empty()) write_wrapped(own(document_.subtitle));
  }
  write_sections();
  if (options_.verbose && !document_.definitions.empty()) write_definitions();
  if (!document_.footer.empty()) {
    if (spacious_) output_.text() += '\n';
    write_wrapped(own(document_.footer));
  }
  output_.finish();
}

void render_table(const Document& document, const RenderOptions& options, ByteSink& sink) {
  bool first = true;
  for (const Document* report : reports_of(document)) {
    if (!std::exchange(first, false)) sink.write("\n");
    TerminalRenderer(*report, options, sink).render();
  }
}

}  // namespace

constinit const Renderer table_renderer{
    "table", "txt", "for the terminal: aligned columns, bars, colour", render_table};

}  // namespace tiktok_kpi
