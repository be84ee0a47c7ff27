#pragma once
// Which hashtags say that a post is advertising, by country.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// Countries that have a list, as choices of a key.
inline constexpr std::string_view disclosure_countries = "de|fr|gb|jp|us";

struct DisclosureList {
  std::string_view country;            ///< ISO 3166 code, lower case
  std::vector<std::string_view> tags;  ///< normal forms
  std::string_view source;             ///< publisher, title, year
};

/// Words that the country's supervisors accept as a label, in the order of disclosure_countries.
[[nodiscard]] std::span<const DisclosureList> disclosure_lists();

/// Tags that disclose, normal forms: those of `country` when it is stated, else of the settings:
/// their own list, their country's, or the usual ones.
[[nodiscard]] std::vector<std::string> disclosure_tags(const Settings& settings,
                                                       std::string_view country = {});

}  // namespace tiktok_kpi
