// Checks as SARIF 2.1.0: a rule for each kind of check, a result for each. Met ones are results of
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

/// A path as a relative reference: what a URI may not hold is percent-encoded.
std::string uri_of(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view safe =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string uri;
  if (path.starts_with('/')) uri = "file://";
  for (const char c : path) {
    if (safe.find(c) != std::string_view::npos) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += '%';
    uri += digits[byte >> 4U];
    uri += digits[byte & 15U];
  }
  return uri;
}

void write_location(JsonWriter& json, const FilePosition& at, const std::string& text) {
  json.begin_object();
  json.key("physicalLocation");
  json.begin_object();
  json.key("artifactLocation");
  json.begin_object();
  json.key("uri");
  json.text(uri_of(at.path));
  json.end_object();
  json.key("region");
  json.begin_object();
  json.key("startLine");
  json.integer(at.line);
  json.key("startColumn");
  json.integer(at.column);
  json.end_object();
  json.end_object();
  if (!text.empty()) write_message(json, "message", text);
  json.end_object();
}

bool has_place(const CheckEvidence& evidence) { return evidence.at.line > 0; }

/// `campaign` tells apart the checks of several; empty: there is one.
void write_result(JsonWriter& json, const Check& check, std::string_view campaign) {
  const std::string prefix = campaign.empty() ? std::string() : std::string(campaign) + ": ";

  json.begin_object();
  json.key("ruleId");
  json.text(base_of(check));
  json.key("kind");
  // What is not known is no pass: where that breaks a run, viewers have to show it as a failure.
  const bool open = check.verdict == Check::Verdict::unknown && check.level < Severity::warning;
  const bool failed = !check.passed() && !open;
  json.text(failed ? "fail" : open ? "open" : "pass");
  // The standard gives levels to failures only.
  json.key("level");
  json.text(failed ? name_of(check.level) : "none");
  write_message(json, "message", prefix + sentence_of(check));
  if (check.at.line > 0) {
    json.key("locations");
    json.begin_array();
    write_location(json, check.at, {});
    json.end_array();
  }
  if (std::ranges::any_of(check.evidence, has_place)) {
    json.key("relatedLocations");
    json.begin_array();
    for (const CheckEvidence& evidence : check.evidence)
      if (has_place(evidence)) write_location(json, evidence.at, evidence.text);
    json.end_array();
  }
  json.key("partialFingerprints");
  json.begin_object();
  json.key("check/v1");
  json.text(prefix + rule_of(check));
  json.end_object();
  json.end_object();
}

/// Rules that are not among `ids` yet.
void write_rules(JsonWriter& json, const Document& document, std::vector<std::string_view>& ids) {
  for (const Check& check : document.checks) {
    const std::string_view id = base_of(check);
    if (std::ranges::find(ids, id) != ids.end()) continue;
    ids.push_back(id);
    json.begin_object();
    json.key("id");
    json.text(id);
    const auto definition = std::ranges::find(document.definitions, check.metric, &Definition::id);
    write_message(json, "shortDescription",
                  definition != document.definitions.end() && !definition->label.empty()
                      ? definition->label
                      : std::string(id));
    json.end_object();
  }
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
  for (const Document& campaign : document.campaigns) write_rules(json, campaign, ids);
  write_rules(json, document, ids);
  json.end_array();
  json.end_object();
  json.end_object();
  json.key("results");
  json.begin_array(JsonWriter::Layout::lines);
  for (const Document& campaign : document.campaigns)
    for (const Check& check : campaign.checks) write_result(json, check, campaign.title);
  for (const Check& check : document.checks) write_result(json, check, {});
  json.end_array();
  json.end_object();
  json.end_array();
  json.end_object();
  output.text() += '\n';
  output.finish();
}

}  // namespace

constinit const Renderer sarif_renderer{
    "sarif", "sarif", "SARIF 2.1.0 of the checks, for code scanning", render_sarif};

}  // namespace tiktok_kpi
