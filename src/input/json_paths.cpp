// The shape of a JSON text from its beginning: a scanner that needs no complete document.
#include <algorithm>
#include <set>

#include "input/blocks.hpp"
#include "input/plan_parts.hpp"
#include "input/planner.hpp"

namespace tiktok_kpi {

PathStep step_of(std::string_view step) {
  const std::size_t open = step.find('[');
  if (open == std::string_view::npos || !step.ends_with(']')) return {step, false, {}, {}};
  const std::string_view inside = step.substr(open + 1, step.size() - open - 2);
  const std::size_t equals = inside.find('=');
  if (equals == std::string_view::npos) return {step.substr(0, open), true, {}, {}};
  return {step.substr(0, open), true, inside.substr(0, equals), inside.substr(equals + 1)};
}

std::string without_choices(std::string_view path) {
  std::string plain;
  for (const std::string_view step : split(path, '.')) {
    const PathStep read = step_of(step);
    if (!plain.empty()) plain += '.';
    plain += read.key;
    if (read.each) plain += "[]";
  }
  return plain;
}

bool choices_occur(std::string_view path, std::string_view text) {
  return std::ranges::all_of(split(path, '.'), [&](std::string_view step) {
    const PathStep read = step_of(step);
    return read.chosen.empty() ||
           text.find('"' + std::string(read.chosen) + '"') != std::string_view::npos;
  });
}

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
