// Metric by metric, row by row. A difference of rates is only called one when the posts say so.
#include "compare_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "compare_evidence.hpp"
#include "core/text.hpp"
#include "definition_differences.hpp"
#include "document/table_of.hpp"
#include "metrics/registry.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// Two figures and what lies between them.
struct Pair {
  Quantity a, b, difference, relative;
};

Pair pair_of(const Quantity& a, const Quantity& b, Unit unit, bool rounded) {
  Pair pair{a, b, Quantity::missing(MissingReason::unknown, unit),
            Quantity::missing(MissingReason::unknown, Unit::ratio)};
  if (a.unit() == Unit::money && b.unit() == Unit::money && a.currency() != b.currency()) {
    pair.difference = Quantity::missing(MissingReason::mixed_currencies, unit);
    pair.relative = Quantity::missing(MissingReason::mixed_currencies, Unit::ratio);
    return pair;
  }
  const auto from = number_of(a, rounded);
  const auto to = number_of(b, rounded);
  if (!from || !to) {
    const MissingReason reason = a.known() ? b.reason() : a.reason();
    pair.difference = Quantity::missing(reason, unit);
    pair.relative = Quantity::missing(reason, Unit::ratio);
    return pair;
  }
  const auto change = subtract(*to, *from);
  if (!change) {
    pair.difference = Quantity::real(to->to_double() - from->to_double(), unit);
    pair.relative =
        from->is_zero()
            ? Quantity::missing(MissingReason::zero_denominator, Unit::ratio)
            : Quantity::real((to->to_double() - from->to_double()) / std::abs(from->to_double()),
                             Unit::ratio);
    return pair;
  }
  pair.difference =
      unit == Unit::money ? Quantity::money(*change, a.currency()) : Quantity::exact(*change, unit);
  if (change->is_zero()) {
    pair.relative = Quantity::exact(Rational(0), Unit::ratio);
  } else if (from->is_zero()) {
    pair.relative = Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
  } else {
    const Rational size = from->is_negative() ? *subtract(Rational(0), *from) : *from;
    const auto share = divide(*change, size);
    pair.relative = share ? Quantity::exact(*share, Unit::ratio)
                          : Quantity::real(change->to_double() / size.to_double(), Unit::ratio);
  }
  return pair;
}

int sign_of(const Quantity& value) {
  if (const Rational* exact = value.exact_value())
    return exact->is_zero() ? 0 : exact->is_negative() ? -1 : 1;
  const double number = value.to_double();
  return number < 0 ? -1 : number > 0 ? 1 : 0;
}

int better_of(std::string_view id) {
  const Metric* row = find_metric(id);
  return row != nullptr ? row->better : 0;
}

std::string verdict_of(const Pair& pair, int better) {
  if (!pair.difference.known()) return "unknown";
  const int sign = sign_of(pair.difference);
  if (sign == 0) return "same";
  if (better == 0) return "changed";
  return sign == better ? "better" : "worse";
}

/// A number of a saved report has the unit that the other side knows.
Quantity in_unit(const Quantity& value, Unit unit, Currency currency) {
  if (!value.is_number() || value.unit() != Unit::none || unit == Unit::none) return value;
  if (unit == Unit::money && value.exact_value() != nullptr)
    return Quantity::money(*value.exact_value(), currency);
  return value.with_unit(unit);
}

Column with_sign(std::string id, std::string label, Unit unit) {
  return {.id = std::move(id), .label = std::move(label), .unit = unit, .trend = true};
}

Table table_of_metrics(const CompareSide& a, const CompareSide& b, std::vector<Column>& seen) {
  Table table;
  table.id = "compare.metrics";
  table.title = "Metrics";
  table.columns = {{"metric", "metric", Unit::text},
                   {"a", "A", Unit::none},
                   {"b", "B", Unit::none},
                   with_sign("difference", "difference", Unit::none),
                   with_sign("relative", "change", Unit::ratio),
                   {"verdict", "B is", Unit::text},
                   {"evidence", "evidence", Unit::text},
                   {.id = "better", .label = "better", .unit = Unit::text, .detail = true},
                   {.id = "low", .label = "from", .unit = Unit::ratio, .detail = true},
                   {.id = "high", .label = "to", .unit = Unit::ratio, .detail = true},
                   {.id = "p", .label = "p", .unit = Unit::factor, .detail = true}};
  for (const CompareSide* side : {&a, &b})
    for (const Figure& figure : side->document.totals)
      if (const auto known = std::ranges::find(seen, figure.column.id, &Column::id);
          known == seen.end())
        seen.push_back(figure.column);
      else if (known->unit == Unit::none)
        known->unit = figure.column.unit;  // saved reports do not state it
  for (const Column& column : seen) {
    const Quantity from =
        in_unit(total_of(a.document, column.id), column.unit, a.document.currency);
    const Quantity to = in_unit(total_of(b.document, column.id), column.unit, b.document.currency);
    if (!from.known() && !to.known()) continue;
    const Pair pair = pair_of(from, to, column.unit, a.saved || b.saved);
    const int better = better_of(column.id);
    const Evidence evidence = evidence_of(a, b, column.id);
    table.rows.push_back({Quantity::label(column.id), pair.a, pair.b, pair.difference,
                          pair.relative, Quantity::label(verdict_of(pair, better)),
                          Quantity::label(evidence.verdict),
                          Quantity::label(better > 0   ? "higher"
                                          : better < 0 ? "lower"
                                                       : ""),
                          evidence.low, evidence.high, evidence.p.with_unit(Unit::factor)});
  }
  table.total_rows = table.rows.size();
  table.note =
      "Evidence: rates of posts by the Mann-Whitney test and a bootstrap interval of the difference of their means, ctr and cvr by the interval of Newcombe; 95 % each, of at most 1,000 newest posts a side.";
  return table;
}

/// Rows of both tables, those of A first.
Table table_of_rows(const CompareSide& a, const CompareSide& b, std::string_view source,
                    std::string_view key, std::string_view title, const TableOptions& options) {
  Table table;
  table.id = fmt::format("compare.{}", source);
  table.title = title;
  constexpr std::array<std::string_view, 5> metrics{"total_views", "er_views", "conversions",
                                                    "net_revenue", "roi"};
  constexpr std::size_t shown = 2;
  table.columns = {{std::string(key), std::string(key), Unit::text}, {"in", "in", Unit::text}};
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const Unit unit = metric(metrics[i]).unit;
    const std::string id(metrics[i]);
    const std::string label = i == 0 ? "views" : i == 1 ? "eng. of views" : id;
    const bool detail = i >= shown;
    table.columns.push_back(
        {.id = id + "_a", .label = label + " A", .unit = unit, .detail = detail});
    table.columns.push_back(
        {.id = id + "_b", .label = label + " B", .unit = unit, .detail = detail});
    table.columns.push_back({.id = id + "_change",
                             .label = "change",
                             .unit = Unit::ratio,
                             .detail = detail,
                             .trend = true});
  }
  const Table* first = table_named(a.document, source);
  const Table* second = table_named(b.document, source);
  const auto row_named = [&](const Table* in,
                             const Quantity& name) -> const std::vector<Quantity>* {
    if (in == nullptr) return nullptr;
    const auto found =
        std::ranges::find_if(in->rows, [&](const auto& row) { return row.front() == name; });
    return found != in->rows.end() ? &*found : nullptr;
  };
  const auto cell = [](const Table* in, const std::vector<Quantity>* row, std::string_view id) {
    const auto at = in != nullptr && row != nullptr ? column_at(*in, id) : std::nullopt;
    return at ? (*row)[*at] : Quantity::missing(MissingReason::no_posts, metric(id).unit);
  };
  const auto add = [&](const std::vector<Quantity>* left, const std::vector<Quantity>* right) {
    std::vector<Quantity>& row = table.rows.emplace_back();
    row = {left != nullptr ? left->front() : right->front(),
           Quantity::label(left == nullptr    ? "only B"
                           : right == nullptr ? "only A"
                                              : "both")};
    for (const std::string_view id : metrics) {
      Pair pair = pair_of(cell(first, left, id), cell(second, right, id), metric(id).unit,
                          a.saved || b.saved);
      for (Quantity* value : {&pair.a, &pair.b, &pair.relative}) row.push_back(std::move(*value));
    }
  };
  if (first != nullptr)
    for (const auto& row : first->rows) add(&row, row_named(second, row.front()));
  if (second != nullptr)
    for (const auto& row : second->rows)
      if (row_named(first, row.front()) == nullptr) add(nullptr, &row);
  table.total_rows = table.rows.size();
  constexpr std::size_t most_shown = 20;
  table.people_rows = options.rows_for_people(most_shown);
  return table;
}

/// Two reports are comparable only when the definitions are the same.
void warn_of_definitions(const Document& a, const Document& b, Document& document,
                         Section& section) {
  Table table;
  table.id = "compare.definitions";
  table.title = "Defined otherwise";
  table.columns = {{"what", "what", Unit::text}, {"a", "A", Unit::text}, {"b", "B", Unit::text}};
  for (const DefinitionDifference& one : differences(a, b)) {
    table.rows.push_back(
        {Quantity::label(one.what()), Quantity::label(one.a), Quantity::label(one.b)});
    PrintedDiagnostic printed;
    printed.diagnostic = describe(one, "A", "B");
    document.diagnostics.push_back(std::move(printed));
  }
  if (table.rows.empty()) return;
  table.total_rows = table.rows.size();
  section.blocks.emplace_back(std::move(table));
}

Check check_of(const Gate& gate, const Pair& pair) {
  Check check;
  check.id = gate.metric;
  check.rule = gate.rule;
  check.value = gate.relative ? pair.relative : pair.difference;
  const auto change = number_of(check.value, false);
  if (!change) return check;
  const Rational loss = gate.better > 0 ? *subtract(Rational(0), *change) : *change;
  check.verdict = loss > gate.most ? Check::Verdict::fail : Check::Verdict::pass;
  return check;
}

Table table_of_gates(const std::vector<Check>& checks) {
  return table_of("checks", "Gates",
                  {{"metric", "metric", Unit::text},
                   {"verdict", "verdict", Unit::text},
                   {"rule", "at most", Unit::text},
                   with_sign("value", "change", Unit::none)},
                  checks, [](const Check& check) -> std::vector<Quantity> {
                    const bool unknown = check.verdict == Check::Verdict::unknown;
                    return {Quantity::label(check.id),
                            Quantity::label(check.passed() ? "kept"
                                            : unknown      ? "unknown"
                                                           : "worse"),
                            Quantity::label(check.rule), check.value};
                  });
}

}  // namespace

void build_comparison(const CompareSide& a, const CompareSide& b,
                      const std::array<std::string, 2>& labels, std::span<const Gate> gates,
                      const TableOptions& options, Document& document) {
  document.schema = "tiktok-kpi/compare/1";
  document.title = "A against B";
  document.subtitle = fmt::format("A: {}, B: {}", labels[0], labels[1]);
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string id = i == 0 ? "a" : "b";
    document.campaign.push_back({{id, id, Unit::text}, Quantity::label(labels[i])});
  }
  document.currency = b.document.currency.known() ? b.document.currency : a.document.currency;
  // Of two currencies neither goes without saying.
  if (a.document.currency.known() && a.document.currency != document.currency)
    document.currency = {};
  document.definitions = b.document.definitions;
  Section section;
  section.id = "compare";
  section.title = "Comparison";
  warn_of_definitions(a.document, b.document, document, section);
  std::vector<Column> seen;
  section.blocks.emplace_back(table_of_metrics(a, b, seen));
  if (a.without_cost || b.without_cost)
    section.blocks.emplace_back(Paragraph{fmt::format(
        "Cost, ROI and what else depends on cost are not compared: fees and costs carry no dates, and {} the campaign's own.",
        a.without_cost && b.without_cost ? "neither side's days are"
        : a.without_cost                 ? "the days of A are not"
                                         : "the days of B are not")});
  for (Table table : {table_of_rows(a, b, "creators", "creator", "Creators", options),
                      table_of_rows(a, b, "hashtags", "hashtag", "Hashtags", options)})
    if (!table.rows.empty()) section.blocks.emplace_back(std::move(table));
  for (const Gate& gate : gates)
    document.checks.push_back(
        check_of(gate, pair_of(total_of(a.document, gate.metric), total_of(b.document, gate.metric),
                               metric(gate.metric).unit, a.saved || b.saved)));
  if (!gates.empty()) section.blocks.emplace_back(table_of_gates(document.checks));
  document.sections.push_back(std::move(section));
  if (!gates.empty())
    document.footer =
        fmt::format("{} of {} failed", std::ranges::count(document.checks, false, &Check::passed),
                    counted(gates.size(), "gate"));
}

}  // namespace tiktok_kpi
