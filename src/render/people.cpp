// Words of tables and figures for people.
#include "render/people.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "render/format_value.hpp"
#include "render/walk.hpp"

namespace tiktok_kpi {
namespace {

bool is_calendar(Unit unit) { return unit == Unit::date || unit == Unit::time; }

/// By its cells; by the unit of the column when no cell is known.
bool is_numeric(const Column& column, const Table& table, std::size_t index) {
  bool known = false;
  for (const auto& row : table.rows) {
    if (!row[index].known()) continue;
    known = true;
    if (!row[index].is_number() || is_calendar(in_unit_of(column, row[index]).unit())) return false;
  }
  return known || (column.unit != Unit::text && !is_calendar(column.unit));
}

/// Decimals every cell of the column gets, so that the points stand in one line.
int digits_of(const Column& column, const Table& table, std::size_t index) {
  if (column.digits >= 0) return column.digits;
  int digits = 0;
  for (const auto& row : table.rows)
    if (row[index].is_number())
      digits = std::max(digits, default_digits(in_unit_of(column, row[index])));
  return digits;
}

bool has_bar(const Document& document, const Table& table, const Column& column) {
  for (const Section& section : document.sections)
    for (const SectionPart& block : section.blocks)
      if (const Chart* chart = std::get_if<Chart>(&block); chart != nullptr)
        if (chart->kind == Chart::Kind::bars && chart->table == table.id && chart->y == column.id)
          return true;
  return column.bar;
}

bool headline_names_currency(const Document& document) {
  for (const Section& section : document.sections)
    for (const SectionPart& block : section.blocks)
      if (const Figures* figures = std::get_if<Figures>(&block))
        for (const Figure& figure : figures->items)
          if (figure.value.unit() == Unit::money && figure.value.currency() == document.currency)
            return true;
  return false;
}

std::string thousands(std::size_t count) {
  return for_people(Quantity::count(static_cast<Int128>(count)));
}

/// 1.07 of two like figures as 0.07.
Quantity less_one(const Quantity& value) {
  if (const Rational* exact = value.exact_value())
    if (const auto rest = subtract(*exact, Rational(1)))
      return Quantity::exact(*rest, value.unit());
  return value.is_number() ? Quantity::real(value.to_double() - 1.0, value.unit()) : value;
}

/// The column with the upper end of a range, unless it is shown for itself.
std::optional<std::size_t> upper_end(const Table& table, const std::vector<std::size_t>& shown,
                                     const Column& column) {
  if (column.to.empty()) return std::nullopt;
  const auto found = std::ranges::find(table.columns, column.to, &Column::id);
  const auto at = static_cast<std::size_t>(found - table.columns.begin());
  const bool apart = found == table.columns.end() || std::ranges::find(shown, at) != shown.end();
  return apart ? std::nullopt : std::optional(at);
}

/// "4.1-6.0%"; "2" where both ends read alike; "-0.4% to 3.1%" below zero. Missing when the lower
/// end is.
std::string range_for_people(const std::string& low, const std::string& high) {
  if (low == high) return low;
  if (low.starts_with('-') || low.starts_with('+')) return low + " to " + high;
  const bool percent = low.ends_with('%') && high.ends_with('%');
  return (percent ? low.substr(0, low.size() - 1) : low) + "-" + high;
}

}  // namespace

bool is_for_machines(const SectionPart& block) {
  const Table* table = std::get_if<Table>(&block);
  return table != nullptr && table->people_rows == 0;
}

Table rows_for_people(const Table& table) {
  Table cut = table;
  if (cut.people_first > 0)
    cut.rows.erase(cut.rows.begin(), cut.rows.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                            cut.people_first, cut.rows.size())));
  if (cut.rows.size() > cut.people_rows) cut.rows.resize(cut.people_rows);
  if (cut.rest_elsewhere) cut.total_rows = cut.rows.size();
  return cut;
}

std::vector<ColumnText> text_of(const Document& document, const Table& table,
                                const std::vector<std::size_t>& columns,
                                const RenderOptions& options) {
  std::vector<ColumnText> texts;
  for (const std::size_t index : columns) {
    const Column& column = table.columns[index];
    ColumnText text{.column = &column, .header = column.label.empty() ? column.id : column.label};
    text.bar = has_bar(document, table, column);
    text.numeric = is_numeric(column, table, index);
    // A column without a unit holds figures of several kinds: each has decimals of its own.
    const PeopleFormat common{
        .digits = column.unit == Unit::none ? column.digits : digits_of(column, table, index),
        .trend = column.trend,
        .implied = document.currency,
        .ascii = options.ascii};
    const auto upper = upper_end(table, columns, column);
    for (const auto& row : table.rows) {
      const Quantity in_unit = in_unit_of(column, row[index]);
      const Quantity value = column.from_one ? less_one(in_unit) : in_unit;
      PeopleFormat format = common;
      // Large counts stand beside small ones with a fraction, as they would alone.
      if (column.digits < 0 && value.unit() == Unit::count && value.is_number() &&
          std::abs(value.to_double()) >= whole_from)
        format.digits = 0;
      std::string cell = for_people(value, format);
      if (upper && value.known())
        cell = range_for_people(cell,
                                for_people(in_unit_of(table.columns[*upper], row[*upper]), format));
      text.cells.push_back(std::move(cell));
      text.numbers.push_back(value.is_number() ? value.to_double() : std::nan(""));
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

FigureText text_of(const Document& document, const Figure& figure, const RenderOptions& options) {
  const Column& column = figure.column;
  const Quantity value = in_unit_of(column, figure.value);
  const PeopleFormat format{.digits = column.digits, .trend = column.trend, .ascii = options.ascii};
  FigureText text{.label = column.label.empty() ? column.id : column.label,
                  .value = for_people(value, format)};
  text.known = value.known();
  text.negative = value.is_number() && value.to_double() < 0;
  const auto definition = std::ranges::find(document.definitions, column.id, &Definition::id);
  if (definition != document.definitions.end() && !definition->set.empty() &&
      !definition->denominator.empty())
    text.value += " of " + definition->denominator;
  return text;
}

std::vector<std::string> notes_of(const Document& document, const Table& table,
                                  const std::vector<std::size_t>& columns) {
  std::vector<std::string> notes;
  if (const std::size_t hidden = total_rows_of(table) - table.rows.size(); hidden > 0)
    notes.push_back("… " + thousands(hidden) +
                    (hidden == 1 ? " more row: --limit" : " more rows: --limit"));
  const auto is_money = [&](std::size_t i) {
    return std::ranges::any_of(table.rows, [&](const auto& row) {
      return row[i].known() && in_unit_of(table.columns[i], row[i]).unit() == Unit::money;
    });
  };
  if (document.currency.known() && !headline_names_currency(document) &&
      std::ranges::any_of(columns, is_money))
    notes.push_back("Amounts in " + std::string(document.currency.code()) + ".");
  if (!table.note.empty()) notes.push_back(table.note);
  return notes;
}

std::string_view own_title(const Section& section, const Table& table) {
  return table.title == section.title ? std::string_view{} : std::string_view(table.title);
}

}  // namespace tiktok_kpi
