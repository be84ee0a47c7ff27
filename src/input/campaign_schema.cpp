// The table of the campaign file's keys as JSON Schema, for editors and other programs.
#include <nlohmann/json.hpp>

#include "input/campaign_keys.hpp"
#include "input/campaign_reader.hpp"
#include "model/fields.hpp"

namespace tiktok_kpi {
namespace {

using Json = nlohmann::ordered_json;
using namespace json_type;

Json types_of(const KeyRow& row) {
  constexpr std::pair<JsonTypes, const char*> names[] = {
      {object, "object"}, {array, "array"},     {text, "string"}, {integer, "integer"},
      {number, "number"}, {boolean, "boolean"}, {null, "null"}};
  Json list = Json::array();
  for (const auto& [type, name] : names)
    if ((row.types & type) != 0) list.push_back(name);
  return list.size() == 1 ? list[0] : list;
}

Json number_of(std::string_view literal) { return Json::parse(literal); }

std::string alternatives(std::string_view choices) {
  std::string pattern = "^(";
  for (const std::string_view choice : split_choices(choices)) {
    if (pattern.size() > 2) pattern += '|';
    pattern += choice;
  }
  return pattern + ")$";
}

void describe_text(const KeyRow& row, Json& out) {
  if (!row.choices.empty() && row.types == text)
    out["enum"] = split_choices(row.choices);
  else if (!row.choices.empty())
    out["pattern"] = alternatives(row.choices);
  else if (const std::string_view pattern = row_of(row.rule).pattern; !pattern.empty())
    out["pattern"] = pattern;
}

void describe_range(const KeyRow& row, Json& out) {
  if ((row.types & (integer | number)) != 0) {
    if (!row.least.empty())
      out[row.above_least ? "exclusiveMinimum" : "minimum"] = number_of(row.least);
    if (!row.most.empty()) out["maximum"] = number_of(row.most);
    return;
  }
  const bool list = (row.types & array) != 0;
  if (!row.least.empty()) out[list ? "minItems" : "minProperties"] = number_of(row.least);
  if (!row.most.empty()) out[list ? "maxItems" : "maxProperties"] = number_of(row.most);
}

Json names_of_fields() {
  Json names = Json::array();
  for (const FieldRow& row : fields()) names.push_back(row.name);
  return names;
}

Json schema_of(const KeyTree& tree);

void describe_object(const KeyTree& tree, Json& out) {
  if (tree.row->open) return;
  Json required = Json::array();
  for (const KeyTree* key : tree.keys) {
    out["properties"][std::string(key->name)] = schema_of(*key);
    if (key->row->required) required.push_back(key->name);
  }
  if (!required.empty()) out["required"] = required;
  if (tree.any_key == nullptr) {
    out["additionalProperties"] = false;
    return;
  }
  const TextRule rule = tree.any_key->row->key_rule;
  if (rule == TextRule::field)
    out["propertyNames"]["enum"] = names_of_fields();
  else if (rule != TextRule::any)
    out["propertyNames"]["pattern"] = row_of(rule).pattern;
  out["additionalProperties"] = schema_of(*tree.any_key);
}

Json schema_of(const KeyTree& tree) {
  const KeyRow& row = *tree.row;
  Json out;
  if (!row.help.empty()) out["description"] = row.help;
  out["type"] = types_of(row);
  if ((row.types & text) != 0) describe_text(row, out);
  describe_range(row, out);
  if ((row.types & array) != 0 && tree.element != nullptr) out["items"] = schema_of(*tree.element);
  if ((row.types & object) != 0) describe_object(tree, out);
  return out;
}

}  // namespace

std::string campaign_json_schema() {
  Json out;
  out["$schema"] = "http://json-schema.org/draft-07/schema#";
  out["title"] = "tiktok-kpi campaign file";
  out.update(schema_of(campaign_key_tree()));
  return out.dump(2) + "\n";
}

}  // namespace tiktok_kpi
