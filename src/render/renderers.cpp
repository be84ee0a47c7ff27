// Look-up in the table of output formats.
#include "render/renderers.hpp"

#include <algorithm>

namespace tiktok_kpi {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

const Renderer* find_renderer(std::string_view id) {
  const auto found = std::ranges::find(renderers, id, &Renderer::id);
  return found != renderers.end() ? *found : nullptr;
}

bool has_extension(std::string_view path, std::string_view extensions) {
  path.remove_prefix(std::min(path.find_last_of('/') + 1, path.size()));
  const std::size_t dot = path.find_last_of('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view extension = path.substr(dot + 1);
  for (std::string_view rest = extensions; !rest.empty();) {
    const std::size_t end = std::min(rest.find('|'), rest.size());
    if (equal_ignoring_case(rest.substr(0, end), extension)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

const Renderer* renderer_for_extension(std::string_view path) {
  const auto found = std::ranges::find_if(
      renderers, [&](const Renderer* row) { return has_extension(path, row->extensions); });
  return found != renderers.end() ? *found : nullptr;
}

}  // namespace tiktok_kpi
