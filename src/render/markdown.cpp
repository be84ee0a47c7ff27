// GitHub-flavoured Markdown. Everything that is data is escaped, so that a caption cannot become a
// link, a heading or a tag.
#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "render/output.hpp"
#include "render/people.hpp"
#include "render/renderers.hpp"
#include "render/walk.hpp"

namespace tiktok_kpi {
namespace {

/// Text as itself, in one line: control characters and line breaks visible, marks of the language
/// escaped.
std::string escaped(std::string_view text) {
  constexpr std::string_view anywhere = "\\`*_[]<>|~&$";
  constexpr std::string_view at_the_start =
      "-+=#:";  // elsewhere they are no marks, and common in numbers
  std::string out;
  for (const char c : visible(text)) {
    if (anywhere.find(c) != std::string_view::npos ||
        (out.empty() && at_the_start.find(c) != std::string_view::npos))
      out += '\\';
    out += c;
  }
  return out;
}

/// Numbers we computed need no escaping, and stay readable in the source.
std::string cell_text(const ColumnText& column, std::size_t row) {
  return column.numeric ? column.cells[row] : escaped(column.cells[row]);
}

void write_table(const Document& document, const Section& section, const Table& whole,
                 const RenderOptions& options, Output& output) {
  const Table table = rows_for_people(whole);
  std::string& out = output.text();
  const auto shown = shown_columns(table, options, Audience::people);
  const auto columns = text_of(document, table, shown, options);
  if (columns.empty()) return;
  if (const auto title = own_title(section, table); !title.empty())
    out += "\n### " + escaped(title) + "\n";
  out += "\n|";
  for (const ColumnText& column : columns) out += " " + escaped(column.header) + " |";
  out += "\n|";
  for (const ColumnText& column : columns) out += column.numeric ? " ---: |" : " --- |";
  out += '\n';
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    out += '|';
    for (const ColumnText& column : columns) out += " " + cell_text(column, row) + " |";
    out += '\n';
    output.row_done();
  }
  for (const std::string& note : notes_of(document, table, shown))
    out += "\n" + escaped(note) + "\n";
}

void write_figures(const Document& document, const Figures& figures, const RenderOptions& options,
                   std::string& out) {
  if (!figures.items.empty()) out += '\n';
  for (const Figure& figure : figures.items) {
    const FigureText text = text_of(document, figure, options);
    out += "- " + escaped(text.label) + ": **" +
           (figure.value.is_number() ? visible(text.value) : escaped(text.value)) + "**\n";
  }
}

void write_section(const Document& document, const Section& section, const RenderOptions& options,
                   Output& output) {
  std::string& out = output.text();
  if (!section.title.empty() && section.id != "headline")
    out += "\n## " + escaped(section.title) + "\n";
  for (const SectionPart& block : section.blocks) {
    if (is_for_machines(block)) continue;
    if (const Paragraph* paragraph = std::get_if<Paragraph>(&block))
      out += "\n" + escaped(paragraph->text) + "\n";
    if (const Figures* figures = std::get_if<Figures>(&block))
      write_figures(document, *figures, options, out);
    if (const Table* table = std::get_if<Table>(&block))
      write_table(document, section, *table, options, output);
    // A chart draws a table that stands beside it: nothing to add here.
  }
  if (!section.absent.empty()) out += "\n*" + escaped(section.absent) + "*\n";
}

void write_report(const Document& document, const RenderOptions& options, Output& output) {
  std::string& out = output.text();
  if (!document.title.empty()) out += "# " + escaped(document.title) + "\n";
  if (!document.subtitle.empty()) out += "\n" + escaped(document.subtitle) + "\n";
  for (const Section& section : document.sections)
    write_section(document, section, options, output);
  if (!document.definitions.empty()) {
    Section definitions;
    definitions.title = "Definitions";
    definitions.blocks.emplace_back(definitions_table(document));
    write_section(document, definitions, {}, output);  // whatever --fields the tables show
  }
  if (!document.footer.empty()) out += "\n---\n\n" + escaped(document.footer) + "\n";
}

void render_markdown(const Document& document, const RenderOptions& options, ByteSink& sink) {
  Output output(sink);
  bool first = true;
  for (const Document* report : reports_of(document)) {
    if (!std::exchange(first, false)) output.text() += '\n';
    write_report(*report, options, output);
  }
  output.finish();
}

}  // namespace

constinit const Renderer markdown_renderer{
    "md", "md|markdown", "Markdown tables, for wikis and pull requests", render_markdown};

}  // namespace tiktok_kpi
