// One node a step; chosen elements have a node of their own below the list.
#include "input/json_wanted.hpp"

#include <algorithm>

#include "input/plan_parts.hpp"

namespace tiktok_kpi {

void add_path(JsonWanted& root, std::string_view path, const JsonTarget& target) {
  JsonWanted* node = &root;
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    std::string_view key = path.substr(0, dot);
    path.remove_prefix(std::min(dot + 1, path.size()));
    const PathStep step = step_of(key);
    node = &node->child(step.key);
    node->each = node->each || step.each;
    if (!step.choose_by.empty()) {
      node->choose_by = step.choose_by;
      node = &node->choice(step.chosen);
    }
  }
  node->targets.push_back(target);
}

}  // namespace tiktok_kpi
