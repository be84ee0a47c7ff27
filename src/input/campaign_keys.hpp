#pragma once
// The one table of the campaign file's keys: the reader walks it and the printed JSON Schema is
// made of it.
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "input/campaign_values.hpp"
#include "input/json_positions.hpp"
#include "model/campaign.hpp"
#include "tiktok_kpi/core/diagnostic.hpp"

namespace tiktok_kpi {

/// JSON types a value may have, as bits.
using JsonTypes = std::uint8_t;
namespace json_type {
inline constexpr JsonTypes object = 1, array = 2, text = 4, integer = 8, number = 16, boolean = 32,
                           null = 64;
}

/// A campaign while its file is read. Setters fill the last element of the list they are in.
struct CampaignBuilder {
  Campaign campaign;
  std::uint32_t input = 0;
  std::vector<Diagnostic> warnings;
  std::vector<CostItem>* costs = nullptr;  ///< list being filled: the campaign's or a creator's
  std::vector<GoalSpec>* goals = nullptr;  ///< list being filled: goals or data rules
  std::string metric;                      ///< key of the goal or metric being read
  Place metric_place{};
  std::vector<Rational> numbers;  ///< of the list of numbers being read
  std::map<std::string, std::string, std::less<>>
      stated;  ///< what may stand in two places, and where it stood
};

/// A value in its object: what setters and checks see.
struct KeyNode {
  std::string_view key;  ///< empty for elements of a list
  Place key_place{};
  std::uint32_t key_length = 0;
  const JsonValue& value;
  Place place{};               ///< of the value
  const std::string& pointer;  ///< JSON pointer of the value
};

using KeySetter = void (*)(CampaignBuilder&, const KeyNode&);

struct KeyRow {
  /// Names joined by '.'; "[]" is each element of a list, "*" any key of a map. "" is the file
  /// itself.
  std::string_view path;
  JsonTypes types = json_type::object;
  bool required = false;
  TextRule rule =
      TextRule::any;  ///< of text; of the keys of a map when the path ends in '*' is `key_rule`
  std::string_view choices{};  ///< allowed texts, separated by '|'; empty: see rule
  std::string_view least{};    ///< of numbers; of the length of a list or object
  std::string_view most{};
  bool above_least = false;  ///< `least` itself is not allowed
  TextRule key_rule = TextRule::any;
  std::string_view like{};  ///< path whose inner rows hold here as well
  bool open = false;        ///< what is inside is read elsewhere
  std::string_view flag{};  ///< of a setting: a shorter name of its flag
  std::string_view help{};
  KeySetter set = nullptr;     ///< called before what is inside
  KeySetter finish = nullptr;  ///< called after it
};

/// The table, outer rows before inner ones.
[[nodiscard]] std::span<const KeyRow> campaign_keys();

/// The table as a tree. Nodes live as long as the program.
struct KeyTree {
  const KeyRow* row = nullptr;
  std::string_view name;  ///< last part of the path
  std::vector<const KeyTree*> keys;
  const KeyTree* any_key = nullptr;  ///< of a map
  const KeyTree* element = nullptr;  ///< of a list
  [[nodiscard]] const KeyTree* find(std::string_view key) const;
};
[[nodiscard]] const KeyTree& campaign_key_tree();

/// Checks a value against its row and everything inside it, and hands it to the setters. `name`
/// stands for the value in messages: a JSON pointer, a flag, or "" for the file itself. `key` is
/// the key of an entry of a map, else empty. Throws Error.
void read_value(CampaignBuilder& builder, const KeyTree& tree, const JsonValue& value,
                std::string_view name, std::string_view key = {});

[[nodiscard]] std::vector<std::string_view> split_choices(std::string_view choices);

}  // namespace tiktok_kpi
