#pragma once
// How well creators fit, by the ratings and audiences that the campaign file states.
#include <optional>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// One row per listed creator with a rating or an audience, the best fit first; nothing when none
/// has any. Says how much of the weights and of the ratings each score rests on.
[[nodiscard]] std::optional<Table> fit_table(Answers& answers);

}  // namespace tiktok_kpi
