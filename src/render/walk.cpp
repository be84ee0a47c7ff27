// One walk over a document for all machine formats.
#include "render/walk.hpp"

#include <algorithm>

#include "render/format_value.hpp"

namespace tiktok_kpi {

std::vector<const Document*> reports_of(const Document& document) {
  if (document.campaigns.empty()) return {&document};
  std::vector<const Document*> reports;
  for (const Document& campaign : document.campaigns)
    if (!campaign.sections.empty()) reports.push_back(&campaign);
  if (!document.sections.empty()) reports.push_back(&document);
  return reports;
}

std::vector<const Table*> tables_of(const Document& document) {
  std::vector<const Table*> tables;
  for (const Section& section : document.sections)
    for (const SectionPart& block : section.blocks)
      if (const Table* table = std::get_if<Table>(&block)) tables.push_back(table);
  return tables;
}

const Table* sole_table(const Document& document, const RenderOptions& options) {
  if (!options.table_only) return nullptr;
  const auto tables = tables_of(document);
  return tables.size() == 1 ? tables.front() : nullptr;
}

std::vector<std::size_t> shown_columns(const Table& table, const RenderOptions& options,
                                       Audience audience) {
  std::vector<std::size_t> shown;
  for (const std::string& field : options.fields) {
    const auto found = std::ranges::find(table.columns, field, &Column::id);
    if (found != table.columns.end())
      shown.push_back(static_cast<std::size_t>(found - table.columns.begin()));
  }
  if (!shown.empty()) return shown;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (audience == Audience::machines || !table.columns[i].detail) shown.push_back(i);
  return shown;
}

std::size_t total_rows_of(const Table& table) {
  return std::max(table.total_rows, table.rows.size());
}

std::vector<const Figure*> own_figures(const Document& document, const Section& section) {
  std::vector<const Figure*> own;
  for (const SectionPart& block : section.blocks) {
    const Figures* figures = std::get_if<Figures>(&block);
    if (figures == nullptr) continue;
    for (const Figure& figure : figures->items) {
      const auto same_id = [&](const Figure& total) { return total.column.id == figure.column.id; };
      if (std::ranges::none_of(document.totals, same_id)) own.push_back(&figure);
    }
  }
  return own;
}

Quantity value_of(const Column& column, const Quantity& value) {
  if (!value.known() && value.unit() == Unit::none) return value.with_unit(column.unit);
  return in_unit_of(column, value);
}

std::vector<Figure> figures_of(const InputSummary& input) {
  const auto figure = [](std::string id, Quantity value) {
    Figure made;
    made.column.id = std::move(id);
    made.value = std::move(value);
    return made;
  };
  const auto count = [&](std::string id, std::uint64_t value) {
    return figure(std::move(id), Quantity::count(static_cast<Int128>(value)));
  };
  const auto text = [&](std::string id, const std::string& value) {
    return figure(std::move(id), value.empty()
                                     ? Quantity::missing(MissingReason::unknown, Unit::text)
                                     : Quantity::label(value));
  };
  return {text("sha256", input.sha256),
          text("format", input.format),
          text("why", input.why),
          count("bytes", input.bytes),
          count("rows_read", input.rows_read),
          count("rows_used", input.rows_used),
          count("rows_repaired", input.rows_repaired),
          count("rows_left_out", input.rows_left_out)};
}

Table definitions_table(const Document& document) {
  const auto column = [](std::string id, std::string label, Unit unit, bool detail) {
    Column made;
    made.id = std::move(id);
    made.label = std::move(label);
    made.unit = unit;
    made.detail = detail;
    return made;
  };
  const auto count = [](const std::optional<std::int64_t>& value) {
    return value ? Quantity::count(*value) : Quantity::missing(MissingReason::unknown, Unit::count);
  };
  Table table;
  table.id = "definitions";
  table.title = "Definitions";
  table.columns = {column("metric", "metric", Unit::text, false),
                   column("label", "label", Unit::text, true),
                   column("unit", "unit", Unit::text, true),
                   column("set", "set", Unit::text, false),
                   column("denominator", "over", Unit::text, false),
                   column("aggregation", "how", Unit::text, false),
                   column("posts_used", "posts", Unit::count, false),
                   column("posts_left_out", "left out", Unit::count, false),
                   column("source", "source", Unit::text, true),
                   column("formula", "formula", Unit::text, false)};
  const auto text = [](std::string_view value) { return Quantity::label(std::string(value)); };
  for (const Definition& definition : document.definitions)
    table.rows.push_back({text(definition.id), text(definition.label),
                          text(name_of(definition.unit)), text(definition.set),
                          text(definition.denominator), text(definition.aggregation),
                          count(definition.posts_used), count(definition.posts_left_out),
                          text(definition.source), text(definition.formula)});
  return table;
}

void walk_long_form(const Document& document, const RenderOptions& options,
                    const std::function<void(const Entry&)>& visit) {
  for (const Document& campaign : document.campaigns)
    walk_long_form(campaign, options, [&](Entry entry) {
      entry.campaign = campaign.title;
      visit(entry);
    });
  const Quantity no_row = Quantity::label({});
  const auto visit_figure = [&](std::string_view section, const Quantity& row,
                                const Figure& figure) {
    visit({{}, section, row, figure.column.id, value_of(figure.column, figure.value)});
  };
  const auto visit_table = [&](const Table& table, const std::vector<std::size_t>& columns) {
    for (const auto& row : table.rows)
      for (const std::size_t i : columns)
        visit({{},
               table.id,
               value_of(table.columns.front(), row.front()),
               table.columns[i].id,
               value_of(table.columns[i], row[i])});
  };
  for (const Figure& figure : document.campaign) visit_figure("campaign", no_row, figure);
  for (const Figure& figure : document.totals) visit_figure("totals", no_row, figure);
  const Table definitions = definitions_table(document);
  visit_table(definitions, shown_columns(definitions, {}, Audience::machines));
  for (const Section& section : document.sections) {
    for (const Figure* figure : own_figures(document, section))
      visit_figure(section.id, no_row, *figure);
    for (const SectionPart& block : section.blocks)
      if (const Table* table = std::get_if<Table>(&block))
        visit_table(*table, shown_columns(*table, options, Audience::machines));
  }
  for (const InputSummary& input : document.inputs)
    for (const Figure& figure : figures_of(input))
      visit_figure("inputs", Quantity::label(input.path), figure);
  visit({{}, "status", no_row, "status", Quantity::label(document.status)});
}

std::string unit_word(const Quantity& value) {
  if (value.unit() == Unit::money && value.currency().known())
    return std::string(value.currency().code());
  return std::string(name_of(value.unit()));
}

std::string_view reason_word(const Quantity& value) {
  if (!value.known()) return name_of(value.reason());
  return value.lower_bound() ? "lower_bound" : "";
}

}  // namespace tiktok_kpi
