#pragma once
// The plain way to read JSON: one document to a tree that knows where every value stands. Oracle of
// the fast reader, and the reader of samples.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "input/planner.hpp"

namespace tiktok_kpi {

struct NodeMember;

struct JsonNode {
  enum class Type : std::uint8_t { null, boolean, number, string, array, object };
  Type type = Type::null;
  std::string text;                 ///< string unescaped; number and boolean as written
  std::size_t at = 0;               ///< where the value begins in the text
  std::vector<JsonNode> items;      ///< of an array
  std::vector<NodeMember> members;  ///< of an object, in order, repeats included
};

struct NodeMember {
  std::string key;
  JsonNode value;
};

/// The document at the start of the text (after blanks), which must end with it (but for blanks);
/// nothing when it is no valid JSON or deeper than `max_json_depth`.
[[nodiscard]] std::optional<JsonNode> parse_json_tree(std::string_view text);

/// Values at a path ("authorMeta.name", "hashtags[].name", "ItemModule.*") below a node.
void find_values(const JsonNode& node, std::string_view path, std::vector<const JsonNode*>& found);

/// Documents of a text from `plan.body` on: where each begins and ends.
[[nodiscard]] std::vector<std::string_view> json_documents(std::string_view text,
                                                           const ReadPlan& plan);

/// Records of the head: one text per column plan, by ColumnPlan::column.
[[nodiscard]] std::vector<std::vector<std::string>> sample_json(const ReadPlan& plan,
                                                                const Head& head, std::size_t most);

}  // namespace tiktok_kpi
