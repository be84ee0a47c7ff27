// The JSON of a report back to values, as far as a comparison needs them.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "compare.hpp"
#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "metrics/registry.hpp"
#include "metrics/statistics.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view report_schema = "tiktok-kpi/report/1";

Unit unit_of(const std::string& id) {
  const Metric* row = find_metric(id);
  return row != nullptr ? row->unit : Unit::none;
}

Quantity value_of(const Json& value, Unit unit, Currency currency) {
  if (value.is_string()) return Quantity::label(value.get<std::string>());
  if (!value.is_number()) return Quantity::missing(MissingReason::unknown, unit);
  const auto exact = value.is_number_integer() ? std::optional(Rational(value.get<std::int64_t>()))
                                               : decimal_of(value.get<double>());
  if (!exact) return Quantity::real(value.get<double>(), unit);
  return unit == Unit::money ? Quantity::money(*exact, currency) : Quantity::exact(*exact, unit);
}

/// What is no object where one should be says nothing.
template <class Use>
void for_members(const Json& object, const char* key, const Use& use) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_object()) return;
  for (const auto& [name, value] : found->items()) use(name, value);
}

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Table table_of(const Json& root, const char* key, Currency currency) {
  Table table;
  table.id = key;
  const auto rows = root.find(key);
  if (rows == root.end() || !rows->is_array() || rows->empty() || !rows->front().is_object())
    return table;
  for (const auto& [name, value] : rows->front().items())
    table.columns.push_back({name, name, unit_of(name)});
  for (const Json& row : *rows) {
    if (!row.is_object()) continue;
    std::vector<Quantity>& cells = table.rows.emplace_back();
    for (const Column& column : table.columns) {
      const auto cell = row.find(column.id);
      cells.push_back(value_of(cell != row.end() ? *cell : Json(), column.unit, currency));
    }
  }
  return table;
}

}  // namespace

bool is_saved_report(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string head(512, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  std::erase_if(head, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  return head.starts_with(R"({"schema":"tiktok-kpi/)");
}

Document read_saved_report(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  Json root;
  try {
    root = Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw Error("bad-report",
                fmt::format("{} is no whole JSON: reading stopped at byte {} of {}", path,
                            std::min(error.byte, text.size()), text.size()),
                "save it again: tiktok-kpi report … -o report.json");
  }
  if (const std::string schema = text_at(root, "schema"); schema != report_schema)
    throw Error(
        "bad-report", fmt::format("{} is no report but {}", path, visible(schema)),
        "compare takes campaign files, exports, and reports saved by `tiktok-kpi report -o report.json`");
  Document document;
  const auto currency = Currency::parse(text_at(root, "currency"));
  document.currency = currency.value_or(Currency{});
  for_members(root, "campaign", [&](const std::string& id, const Json& value) {
    document.campaign.push_back({{id, id, Unit::text}, value_of(value, Unit::text, {})});
    if (id == "name" && value.is_string()) document.title = value.get<std::string>();
  });
  for_members(root, "definitions", [&](const std::string& id, const Json& value) {
    if (!value.is_object()) return;
    Definition& definition = document.definitions.emplace_back();
    definition.id = id;
    definition.label = text_at(value, "label");
    definition.unit = unit_of(id);
    definition.set = text_at(value, "set");
    definition.denominator = text_at(value, "denominator");
    definition.aggregation = text_at(value, "aggregation");
    definition.formula = text_at(value, "formula");
    definition.source = text_at(value, "source");
  });
  for_members(root, "totals", [&](const std::string& id, const Json& value) {
    document.totals.push_back(
        {{id, id, unit_of(id)}, value_of(value, unit_of(id), document.currency)});
  });
  Section section;
  section.blocks.emplace_back(table_of(root, "creators", document.currency));
  section.blocks.emplace_back(table_of(root, "hashtags", document.currency));
  document.sections.push_back(std::move(section));
  return document;
}

}  // namespace tiktok_kpi
