// One pass over the query; most values need no work at all.
#include "model/landing.hpp"

#include <algorithm>

#include "core/url.hpp"

namespace tiktok_kpi {
namespace {

bool same_name(std::string_view text, std::string_view name) {
  return std::ranges::equal(text, name, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

}  // namespace

std::optional<std::string_view> LandingFields::value(Field field) const {
  const auto* found = std::ranges::find(landing_fields, field);
  if (found == landing_fields.end()) return std::nullopt;
  return values[static_cast<std::size_t>(found - landing_fields.begin())];
}

LandingFields read_landing_url(std::string_view url, std::string& buffer) {
  LandingFields result;
  const std::string_view query = query_of(url);
  if (query.empty()) return result;
  buffer.clear();
  // Never more than this, so that views into it stay where they are.
  buffer.reserve(3 * query.size());
  const auto plain = [&](std::string_view raw) {
    if (!needs_unescaping(raw)) return raw;
    const std::size_t begin = buffer.size();
    append_unescaped(buffer, raw);
    return std::string_view(buffer).substr(begin);
  };
  QueryReader reader(query);
  while (const auto pair = reader.next()) {
    const std::string_view name = plain(pair->first);
    for (std::size_t i = 0; i < landing_fields.size(); ++i) {
      if (result.values[i] || !same_name(name, row_of(landing_fields[i]).name)) continue;
      result.values[i] = plain(pair->second);
      break;
    }
  }
  return result;
}

}  // namespace tiktok_kpi
