#pragma once
// Flags that state the same as keys of "settings": one table, so that a value is checked and
// explained the same way on the command line and in the file.
#include <string>
#include <string_view>
#include <vector>

#include "model/campaign.hpp"

namespace tiktok_kpi {

/// A key of "settings" that takes one text or number.
struct SettingFlag {
  std::string name;  ///< without dashes: "credit-policy", "power.posts"
  std::string_view help;
  std::vector<std::string_view> choices;  ///< allowed values; empty: see help
  std::string_view also;                  ///< a shorter name, or empty
};

/// In the order of the table. Entries of maps end in ".NAME", as "set.NAME" for one metric's set.
[[nodiscard]] std::vector<SettingFlag> setting_flags();

/// Sets what a flag states, over what the campaign file says. `name` as in setting_flags, with the
/// key of a map's entry in place of NAME. Throws Error: "bad-option" for a value that is not
/// allowed, "unknown-name" for a name or a choice that does not exist.
void apply_setting(Campaign& campaign, std::string_view name, std::string_view value);

}  // namespace tiktok_kpi
