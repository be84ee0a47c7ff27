#include "input/keyed_values.hpp"

#include <algorithm>

#include "input/cells.hpp"

namespace tiktok_kpi {

std::string_view keyed_value(std::string_view cell, std::string_view key) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find_first_of("\n,"), cell.size());
    const std::string_view pair = trim_cell(cell.substr(0, end));
    cell.remove_prefix(std::min(end + 1, cell.size()));
    if (pair.size() <= key.size() ||
        !std::ranges::equal(pair.substr(0, key.size()), key, {}, lower, lower))
      continue;
    const std::string_view rest = trim_cell(pair.substr(key.size()));
    if (rest.starts_with(':') || rest.starts_with('=')) return trim_cell(rest.substr(1));
  }
  return {};
}

}  // namespace tiktok_kpi
