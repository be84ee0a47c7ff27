// The shapes of render/json, filled with the ids of the tables.
#include "cli/json_schemas.hpp"

#include <nlohmann/json.hpp>

#include "metrics/registry.hpp"
#include "model/fields.hpp"
#include "tiktok_kpi/core/diagnostic.hpp"

namespace tiktok_kpi {
namespace {

using Json = nlohmann::ordered_json;

Json type(std::string_view name) { return {{"type", name}}; }
Json type_or_null(std::string_view name) { return {{"type", {name, "null"}}}; }

Json object(Json properties, const std::vector<std::string_view>& required = {}) {
  Json out = type("object");
  out["properties"] = std::move(properties);
  if (!required.empty()) out["required"] = required;
  out["additionalProperties"] = true;
  return out;
}

Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

Json map_of(Json values) {
  return {{"type", "object"}, {"additionalProperties", std::move(values)}};
}

/// What a metric's value may be; null is undefined, its reason stands under "nulls".
Json value_of(const Metric& metric) {
  Json out = metric.unit == Unit::text
                 ? Json{{"type", {"string", "boolean", "array", "null"}}}
                 : type_or_null(metric.unit == Unit::date ? "string" : "number");
  out["description"] = std::string(metric.label) + " (" + std::string(name_of(metric.unit)) + ")";
  return out;
}

/// A row of a table: metrics under their ids, beside columns of its own.
Json row_of_metrics() { return {{"$ref", "#/definitions/metrics"}}; }

Json with_names(std::initializer_list<std::string_view> names, Json row) {
  Json own = Json::object();
  for (const std::string_view name : names) own[std::string(name)] = type_or_null("string");
  return list_of({{"allOf", {std::move(row), object(own)}}});
}

Json definition_of_metric() {
  Json properties;
  for (const std::string_view name : {"label", "unit"})
    properties[std::string(name)] = type("string");
  for (const std::string_view name : {"set", "denominator", "aggregation", "formula", "source"})
    properties[std::string(name)] = type_or_null("string");
  for (const std::string_view name : {"posts_used", "posts_left_out"})
    properties[std::string(name)] = {{"type", {"integer", "null"}}, {"minimum", 0}};
  return object(properties, {"label", "unit"});
}

Json input() {
  Json properties;
  properties["path"] = type_or_null("string");
  properties["sha256"] = {{"type", {"string", "null"}}, {"pattern", "^[0-9a-f]{64}$"}};
  properties["format"] = type_or_null("string");
  for (const std::string_view name : {"rows_read", "rows_used", "rows_repaired", "rows_left_out"})
    properties[std::string(name)] = {{"type", "integer"}, {"minimum", 0}};
  return object(properties, {"path", "sha256", "format", "rows_read", "rows_used", "rows_repaired",
                             "rows_left_out"});
}

Json diagnostic() {
  Json codes = Json::array();
  for (const DiagnosticCode& code : diagnostic_codes()) codes.push_back(code.id);
  Json properties;
  properties["code"] = type("string");
  properties["code"]["examples"] = codes;
  properties["severity"] = {{"enum", {"note", "repair", "warning", "error"}}};
  properties["message"] = type("string");
  for (const std::string_view name : {"hint", "path"})
    properties[std::string(name)] = type_or_null("string");
  for (const std::string_view name : {"line", "column", "length"})
    properties[std::string(name)] = {{"type", {"integer", "null"}}, {"minimum", 1}};
  properties["count"] = {{"type", "integer"}, {"minimum", 1}};
  return object(properties, {"code", "severity", "message"});
}

std::string_view json_type_of(FieldType type) {
  switch (type) {
    case FieldType::count: return "integer";
    case FieldType::decimal:
    case FieldType::money: return "number";
    case FieldType::flag: return "boolean";
    case FieldType::tags: return "array";
    default: return "string";
  }
}

}  // namespace

namespace {

Json report_schema() {
  Json out;
  out["$schema"] = "http://json-schema.org/draft-07/schema#";
  out["title"] = "tiktok-kpi report -f json";
  out["description"] =
      "Keys of totals and rows are metric ids. Ratios are fractions, money is in the report's currency, undefined is null. New keys may be added; none is removed.";
  Json metric_values;
  for (const Metric& metric : metrics()) metric_values[std::string(metric.id)] = value_of(metric);
  Json properties;
  properties["schema"] = {{"const", "tiktok-kpi/report/1"}};
  Json campaign;
  for (const std::string_view name :
       {"name", "brand", "objective", "period_from", "period_to", "timezone", "as_of", "missing"})
    campaign[std::string(name)] = type_or_null("string");
  properties["campaign"] = object(campaign, {"name"});
  properties["currency"] = {{"type", {"string", "null"}}, {"pattern", "^[A-Z]{3}$"}};
  properties["definitions"] = map_of(definition_of_metric());
  properties["totals"] = row_of_metrics();
  Json lens;
  for (const std::string_view name :
       {"ours", "by_posts", "by_set", "by_denominator", "by_aggregation", "by_window", "theirs",
        "posts_used", "posts_left_out"})
    lens[std::string(name)] = type_or_null("number");
  properties["headline"] = object({{"lens", with_names({"creator"}, object(lens))}});
  properties["headline"]["description"] = "only with --as";
  properties["creators"] = with_names({"creator", "tier"}, row_of_metrics());
  properties["lift"] = with_names({"creator", "lift_verdict"}, type("object"));
  properties["fit"] = with_names({"creator"}, type("object"));
  properties["fading"] = with_names({"creator", "day"}, row_of_metrics());
  properties["reuse"] = with_names({"reuse", "rights"}, type("object"));
  properties["outliers"] = with_names({"creator", "metric", "question"}, type("object"));
  properties["posts"] = list_of(type("object"));
  properties["hashtags"] = with_names({"hashtag"}, row_of_metrics());
  properties["tiers"] = list_of(type("object"));
  properties["timeline"] = with_names({"day"}, row_of_metrics());
  properties["growth"] = with_names({"account", "window"}, row_of_metrics());
  properties["posting"] = with_names({"creator"}, type("object"));
  properties["posting_trends"] = with_names({"creator", "views_trend"}, type("object"));
  properties["attribution"] = type("object");
  properties["sentiment"] = type("object");
  properties["money"] = object({{"creators", with_names({"creator"}, row_of_metrics())},
                                {"tiers", with_names({"tier"}, row_of_metrics())},
                                {"sold", with_names({"post_id", "creator"}, row_of_metrics())},
                                {"posts", with_names({"post_id", "creator"}, row_of_metrics())},
                                {"hashtags", with_names({"hashtag"}, row_of_metrics())},
                                {"platforms", with_names({"platform"}, row_of_metrics())}});
  properties["checks"] =
      with_names({"metric", "rule", "level", "verdict", "pace"}, row_of_metrics());
  properties["findings"] = with_names({"subject", "metric", "command", "finding"}, type("object"));
  properties["figures"] = map_of(type("object"));
  properties["total_rows"] = map_of({{"type", "integer"}, {"minimum", 0}});
  properties["texts"] = map_of(list_of(type("string")));
  properties["absent"] = map_of(type("string"));
  properties["inputs"] = list_of(input());
  properties["diagnostics"] = list_of(diagnostic());
  properties["status"] = {{"enum", {"pass", "warn", "fail"}}};
  properties["nulls"] = map_of(type("string"));
  properties["nulls"]["description"] = "JSON pointer of a null value and why it is undefined";
  properties["lower_bounds"] = list_of(type("string"));
  out.update(object(properties, {"schema", "campaign", "currency", "definitions", "totals",
                                 "inputs", "diagnostics", "status", "nulls"}));
  out["definitions"]["metrics"] = object(metric_values);
  return out;
}

}  // namespace

std::string report_json_schema() { return report_schema().dump(2) + "\n"; }

std::string portfolio_json_schema() {
  Json report = report_schema();
  Json out;
  out["$schema"] = report["$schema"];
  out["title"] = "tiktok-kpi report -f json of several campaign files";
  out["description"] =
      "A report for each campaign, whose JSON pointers begin at itself, and what they say together. New keys may be added; none is removed.";
  Json properties;
  for (const std::string_view name : {"campaign", "currency", "definitions", "totals", "findings",
                                      "total_rows", "diagnostics", "status", "nulls"})
    properties[std::string(name)] = report["properties"][std::string(name)];
  properties["schema"] = {{"const", "tiktok-kpi/portfolio/1"}};
  properties["campaigns"] = list_of({{"$ref", "#/definitions/report"}});
  properties["portfolio"] = with_names({"campaign", "from", "to"}, row_of_metrics());
  properties["partnerships"] =
      object({{"creators", with_names({"creator", "places", "first", "last"}, row_of_metrics())},
              {"campaigns", with_names({"creator", "campaign", "from"}, row_of_metrics())},
              {"kinds", with_names({"partnership"}, row_of_metrics())},
              {"repeat", with_names({"metric", "verdict"}, type("object"))}});
  out.update(object(
      properties, {"schema", "campaigns", "currency", "totals", "diagnostics", "status", "nulls"}));
  out["definitions"] = report["definitions"];
  for (const std::string_view key : {"$schema", "title", "description", "definitions"})
    report.erase(std::string(key));
  out["definitions"]["report"] = std::move(report);
  return out.dump(2) + "\n";
}

std::string compare_json_schema() {
  const auto rows = [](std::initializer_list<std::string_view> texts,
                       std::initializer_list<std::string_view> numbers) {
    Json own = Json::object();
    for (const std::string_view name : texts) own[std::string(name)] = type_or_null("string");
    for (const std::string_view name : numbers) own[std::string(name)] = type_or_null("number");
    return list_of(object(own));
  };
  Json out;
  out["$schema"] = "http://json-schema.org/draft-07/schema#";
  out["title"] = "tiktok-kpi compare -f json";
  out["description"] =
      "A and B metric by metric. Difference is B less A, relative over the size of A. New keys may be added; none is removed.";
  Json properties;
  properties["schema"] = {{"const", "tiktok-kpi/compare/1"}};
  properties["campaign"] = object({{"a", type("string")}, {"b", type("string")}}, {"a", "b"});
  properties["currency"] = {{"type", {"string", "null"}}, {"pattern", "^[A-Z]{3}$"}};
  properties["definitions"] = map_of(definition_of_metric());
  Json metric_rows =
      rows({"metric", "verdict", "evidence", "better"}, {"relative", "low", "high", "p"});
  for (const std::string_view name : {"a", "b", "difference"})
    metric_rows["items"]["properties"][std::string(name)] = Json::object();
  properties["compare"] =
      object({{"definitions", rows({"what", "a", "b"}, {})},
              {"metrics", metric_rows},
              {"creators",
               rows({"creator", "in"}, {"total_views_a", "total_views_b", "total_views_change"})},
              {"hashtags",
               rows({"hashtag", "in"}, {"total_views_a", "total_views_b", "total_views_change"})}},
             {"metrics"});
  properties["checks"] = rows({"metric", "rule", "verdict"}, {"value"});
  properties["inputs"] = list_of(input());
  properties["diagnostics"] = list_of(diagnostic());
  properties["status"] = {{"enum", {"pass", "warn", "fail"}}};
  properties["nulls"] = map_of(type("string"));
  out.update(object(properties, {"schema", "campaign", "compare", "status", "nulls"}));
  return out.dump(2) + "\n";
}

std::string fields_json_schema() {
  Json out;
  out["$schema"] = "http://json-schema.org/draft-07/schema#";
  out["title"] = "tiktok-kpi canonical records";
  out["description"] =
      "One record of canonical JSON or NDJSON. Absent and null are both: not known, never zero.";
  Json any = Json::array();
  for (std::size_t i = 0; i < record_kind_count; ++i) {
    const auto kind = static_cast<RecordKind>(i);
    Json properties;
    for (const FieldRow& row : fields()) {
      if ((row.kinds & kind_bit(kind)) == 0) continue;
      Json field = type_or_null(json_type_of(row.type));
      if (row.type == FieldType::count) field["minimum"] = 0;
      if (row.type == FieldType::tags) field["items"] = type("string");
      if (row.type == FieldType::day) field["format"] = "date";
      if (row.type == FieldType::id) field["type"] = {"string", "integer", "null"};
      field["description"] = row.summary;
      properties[std::string(row.name)] = std::move(field);
    }
    const std::string name(name_of(kind));
    out["definitions"][name] = object(properties);
    any.push_back({{"$ref", "#/definitions/" + name}});
  }
  out["anyOf"] = any;
  return out.dump(2) + "\n";
}

}  // namespace tiktok_kpi
