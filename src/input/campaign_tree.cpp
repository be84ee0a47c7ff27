// The table of keys as a tree, so that a walk looks up names only among the keys of one object.
#include <algorithm>
#include <cassert>
#include <deque>

#include "input/campaign_keys.hpp"

namespace tiktok_kpi {
namespace {

struct Tree {
  std::deque<KeyTree> nodes;  // keeps addresses
  std::map<std::string_view, KeyTree*> by_path;

  Tree() {
    for (const KeyRow& row : campaign_keys()) add(row);
    for (const KeyRow& row : campaign_keys()) {
      if (row.like.empty()) continue;
      const KeyTree& model = *by_path.at(row.like);
      KeyTree& node = *by_path.at(row.path);
      node.keys = model.keys;
      node.any_key = model.any_key;
      node.element = model.element;
    }
  }

  void add(const KeyRow& row) {
    KeyTree& node = nodes.emplace_back();
    node.row = &row;
    by_path.emplace(row.path, &node);
    if (row.path.empty()) return;
    if (row.path.ends_with("[]")) {
      by_path.at(row.path.substr(0, row.path.size() - 2))->element = &node;
      return;
    }
    const std::size_t dot = row.path.rfind('.');
    KeyTree& parent =
        *by_path.at(dot == std::string_view::npos ? std::string_view{} : row.path.substr(0, dot));
    node.name = dot == std::string_view::npos ? row.path : row.path.substr(dot + 1);
    if (node.name == "*")
      parent.any_key = &node;
    else
      parent.keys.push_back(&node);
  }
};

}  // namespace

const KeyTree* KeyTree::find(std::string_view key) const {
  const auto found = std::ranges::find(keys, key, &KeyTree::name);
  return found != keys.end() ? *found : any_key;
}

const KeyTree& campaign_key_tree() {
  static const Tree tree;
  return tree.nodes.front();
}

std::vector<std::string_view> split_choices(std::string_view choices) {
  std::vector<std::string_view> list;
  while (!choices.empty()) {
    const std::size_t end = std::min(choices.find('|'), choices.size());
    list.push_back(choices.substr(0, end));
    choices.remove_prefix(std::min(end + 1, choices.size()));
  }
  return list;
}

}  // namespace tiktok_kpi
