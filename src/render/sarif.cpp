// Goals as SARIF 2.1.0: a rule for each metric, a result for each goal. Met goals are results of
// kind pass, unknown ones open, so that nothing that was asked for is missing.
#include <algorithm>

#include "render/checks.hpp"
#include "render/json_writer.hpp"
#include "render/output.hpp"
#include "render/renderers.hpp"
#include "version.hpp"

namespace tiktok_kpi {
namespace {

void write_message(JsonWriter& json, std::string_view key, const std::string& text) {
  json.key(key);
  json.begin_object();
  json.key("text");
  json.text(text);
  json.end_object();
}

void write_result(JsonWriter& json, const Check& check) {
  json.begin_object();
  json.key("ruleId");
  json.text(check.id);
  json.key("kind");
  json.text(check.passed() ? "pass" : check.verdict == Check::Verdict::unknown ? "open" : "fail");
  // The standard gives levels to failures only.
  json.key("level");
  json.text(check.verdict != Check::Verdict::fail ? "none" : name_of(check.level));
  write_message(json, "message", rule_of(check) + ": it " + finding_of(check));
  json.end_object();
}

void render_sarif(const Document& document, const RenderOptions&, ByteSink& sink) {
  Output output(sink);
  JsonWriter json(output.text());
  json.begin_object(JsonWriter::Layout::lines);
  json.key("$schema");
  json.text("https://json.schemastore.org/sarif-2.1.0.json");
  json.key("version");
  json.text("2.1.0");
  json.key("runs");
  json.begin_array(JsonWriter::Layout::lines);
  json.begin_object(JsonWriter::Layout::lines);
  json.key("tool");
  json.begin_object();
  json.key("driver");
  json.begin_object();
  json.key("name");
  json.text("tiktok-kpi");
  json.key("version");
  json.text(version);
  json.key("rules");
  json.begin_array();
  std::vector<std::string_view> ids;
  for (const Check& check : document.checks) {
    if (std::ranges::find(ids, check.id) != ids.end()) continue;
    ids.push_back(check.id);
    json.begin_object();
    json.key("id");
    json.text(check.id);
    const auto definition = std::ranges::find(document.definitions, check.id, &Definition::id);
    write_message(json, "shortDescription",
                  definition != document.definitions.end() && !definition->label.empty()
                      ? definition->label
                      : check.id);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  json.end_object();
  json.key("results");
  json.begin_array(JsonWriter::Layout::lines);
  for (const Check& check : document.checks) write_result(json, check);
  json.end_array();
  json.end_object();
  json.end_array();
  json.end_object();
  output.text() += '\n';
  output.finish();
}

}  // namespace

constinit const Renderer sarif_renderer{
    "sarif", "sarif", "SARIF 2.1.0 of the goals, for code scanning", render_sarif};

}  // namespace tiktok_kpi
