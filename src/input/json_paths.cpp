// The shape of a JSON text from its beginning: a scanner that needs no complete document.
#include <algorithm>
#include <set>

#include "input/blocks.hpp"
#include "input/planner.hpp"

namespace tiktok_kpi {

std::vector<std::string> json_paths(std::string_view text) {
  constexpr std::size_t most_paths = 50'000;
  constexpr std::size_t most_levels = 8;
  struct Level {
    bool object;
    std::size_t path_size;  ///< of the prefix up to this value
  };
  std::set<std::string, std::less<>> found;
  std::vector<std::string> paths;
  std::vector<Level> levels;
  std::string path;
  bool key_next = false;
  for (std::size_t at = 0; at < text.size() && paths.size() < most_paths;) {
    const char c = text[at];
    if (c == '"') {
      const std::size_t end = json_value_end(text, at);
      if (end == std::string_view::npos) break;
      if (key_next && !levels.empty() && levels.size() <= most_levels) {
        path.resize(levels.back().path_size);
        if (!path.empty()) path += '.';
        // A full stop inside a key would look like a step.
        for (const char letter : text.substr(at + 1, end - at - 2))
          path += letter == '.' ? '_' : letter;
        if (found.insert(path).second) paths.push_back(path);
        key_next = false;
      }
      at = end;
      continue;
    }
    if (c == '{' || c == '[') {
      if (c == '[') path += "[]";
      levels.push_back({c == '{', path.size()});
      key_next = c == '{';
    } else if (c == '}' || c == ']') {
      if (!levels.empty()) {
        path.resize(std::min(path.size(), levels.back().path_size));
        if (!levels.back().object && path.size() >= 2) path.resize(path.size() - 2);
        levels.pop_back();
      }
      key_next = false;
    } else if (c == ',') {
      if (!levels.empty()) {
        key_next = levels.back().object;
        path.resize(std::min(path.size(), levels.back().path_size));
      }
    }
    ++at;
  }
  return paths;
}

}  // namespace tiktok_kpi
