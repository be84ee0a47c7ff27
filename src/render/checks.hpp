#pragma once
// What the formats for other programs' gates share: a check in words.
#include <string>

#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// "er_views >= 4%".
[[nodiscard]] std::string rule_of(const Check& check);
/// "is 3.95%", "is not known".
[[nodiscard]] std::string finding_of(const Check& check);

}  // namespace tiktok_kpi
