#pragma once
// Names in a sentence, when there may be many.
#include <string>
#include <vector>

namespace tiktok_kpi {

/// "@ana, @bo and 7 more": the first five.
[[nodiscard]] std::string first_names(const std::vector<std::string>& names);

}  // namespace tiktok_kpi
