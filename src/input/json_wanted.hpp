#pragma once
// What the plan reads of a JSON record, as a tree of keys that is walked beside the record.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "input/plan.hpp"

namespace tiktok_kpi {

/// A column of one of the plan's record kinds.
struct JsonTarget {
  std::size_t part = 0;
  const ColumnPlan* column = nullptr;
};

/// Keys below an object that the plan reads.
struct JsonWanted {
  std::string key;
  bool each = false;  ///< the value is an array, the children are looked for in every element
  std::vector<JsonTarget> targets;  ///< fields that the value itself fills
  std::vector<JsonWanted> children;
  std::string choose_by;  ///< elements are told apart by this key of theirs
  std::vector<JsonWanted>
      choices;  ///< what is read of each: `key` is what stands under `choose_by`

  JsonWanted& child(std::string_view name) {
    for (JsonWanted& node : children)
      if (node.key == name) return node;
    children.emplace_back().key = name;
    return children.back();
  }
  JsonWanted& choice(std::string_view name) {
    for (JsonWanted& node : choices)
      if (node.key == name) return node;
    choices.emplace_back().key = name;
    return choices.back();
  }
};

/// Adds a path ("authorMeta.name", "hashtags[].name", "meta_data[key=x].value") to the tree.
void add_path(JsonWanted& root, std::string_view path, const JsonTarget& target);

}  // namespace tiktok_kpi
