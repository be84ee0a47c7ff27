// Flags as keys of "settings".
#include "input/campaign_settings.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "input/campaign_keys.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

using namespace json_type;

const KeyTree& settings_tree() { return *campaign_key_tree().find("settings"); }

/// Flags have dashes where keys have underscores.
std::string flag_name(std::string_view key) {
  std::string name(key);
  std::ranges::replace(name, '_', '-');
  return name;
}

void collect(const KeyTree& tree, const std::string& prefix, std::vector<SettingFlag>& flags) {
  for (const KeyTree* key : tree.keys) {
    const std::string name = prefix + flag_name(key->name);
    if ((key->row->types & (text | integer | number)) != 0)
      flags.push_back({name, key->row->help, split_choices(key->row->choices), key->row->flag});
    collect(*key, name + ".", flags);
  }
  if (tree.any_key != nullptr)
    flags.push_back(
        {prefix + "NAME", tree.row->help, split_choices(tree.any_key->row->choices), {}});
}

[[noreturn]] void unknown(std::string_view name) {
  std::vector<SettingFlag> flags = setting_flags();
  std::vector<std::string_view> known;
  for (const SettingFlag& flag : flags) known.push_back(flag.name);
  const std::string_view near = nearest(name, known);
  throw Error("unknown-name", "there is no setting \"" + std::string(name) + "\"",
              near.empty() ? "" : "Did you mean \"" + std::string(near) + "\"?");
}

struct Found {
  const KeyTree* tree;
  std::string_view map_key;
};

Found find(std::string_view name) {
  Found found{&settings_tree(), {}};
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    const std::string_view part = rest.substr(0, dot);
    rest.remove_prefix(std::min(dot + 1, rest.size()));
    const auto key = std::ranges::find_if(found.tree->keys, [&](const KeyTree* candidate) {
      return flag_name(candidate->name) == flag_name(part);
    });
    if (key != found.tree->keys.end())
      found = {*key, {}};
    else if (found.tree->any_key != nullptr)
      found = {found.tree->any_key, part};
    else
      unknown(name);
  }
  if ((found.tree->row->types & (text | integer | number)) == 0) unknown(name);
  return found;
}

}  // namespace

std::vector<SettingFlag> setting_flags() {
  std::vector<SettingFlag> flags;
  collect(settings_tree(), "", flags);
  return flags;
}

void apply_setting(Campaign& campaign, std::string_view name, std::string_view value) {
  const Found found = find(name);
  const std::string flag = "--" + flag_name(name);
  const TextRuleRow& key_rule = row_of(found.tree->row->key_rule);
  if (!found.map_key.empty() && !key_rule.accepts(found.map_key))
    throw Error(
        "bad-option",
        flag + ": \"" + std::string(found.map_key) + "\" is not " + std::string(key_rule.noun),
        std::string(key_rule.hint));
  JsonValue json;
  json.text = value;
  const bool numeric = (found.tree->row->types & (integer | number)) != 0;
  const bool is_number = numeric && Rational::parse(value).has_value();
  json.kind = is_number ? JsonKind::number : JsonKind::string;
  CampaignBuilder builder;
  builder.input = Place::no_input;
  try {
    const std::string_view key = found.map_key.empty() ? found.tree->name : found.map_key;
    builder.campaign = std::move(campaign);
    read_value(builder, *found.tree, json, flag, key);
    campaign = std::move(builder.campaign);
  } catch (const Error& error) {
    campaign = std::move(builder.campaign);
    const Diagnostic& d = error.diagnostic();
    throw Error(d.code->id == "unknown-name" ? "unknown-name" : "bad-option", d.message, d.hint);
  }
}

}  // namespace tiktok_kpi
