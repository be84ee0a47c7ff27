#pragma once
// What the formats for other programs' gates share: a check in words.
#include <string>
#include <string_view>

#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// "contract.posts" of "contract.posts@ana".
[[nodiscard]] std::string_view base_of(const Check& check);
/// "er_views >= 4%", "contract.posts@ana: 5 posts by 2024-05-25".
[[nodiscard]] std::string rule_of(const Check& check);
/// "is 3.95%", "is not known", "4 of 5 posts: ask @ana for 1 post more".
[[nodiscard]] std::string finding_of(const Check& check);
/// Both: "er_views >= 4%: it is 3.95%".
[[nodiscard]] std::string sentence_of(const Check& check);

}  // namespace tiktok_kpi
