// One pass over the query; most values need no work at all.
#include "model/landing.hpp"

#include <algorithm>
#include <array>

#include "core/url.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, landing_fields.size()> names{
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "ttclid"};

/// Position of the name among the fields, compared without ASCII case; fields.size() otherwise.
std::size_t find_name(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].size() != text.size()) continue;
    if (names[i] == text) return i;  // nearly always written so
    std::size_t at = 0;
    while (at < text.size() &&
           (text[at] >= 'A' && text[at] <= 'Z' ? text[at] - 'A' + 'a' : text[at]) == names[i][at])
      ++at;
    if (at == text.size()) return i;
  }
  return names.size();
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
  const bool escaped = needs_unescaping(query);
  const auto plain = [&](std::string_view raw) {
    if (!escaped || !needs_unescaping(raw)) return raw;
    const std::size_t begin = buffer.size();
    append_unescaped(buffer, raw);
    return std::string_view(buffer).substr(begin);
  };
  QueryReader reader(query);
  while (const auto pair = reader.next()) {
    const std::size_t field = find_name(plain(pair->first));
    if (field < names.size() && !result.values[field]) result.values[field] = plain(pair->second);
  }
  return result;
}

}  // namespace tiktok_kpi
