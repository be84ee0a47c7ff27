#pragma once
// Units in conditions: "<= 1500 EUR", "<= 12 h", "<= 20%".
#include <string_view>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// A condition without the word that follows its number, and that word.
struct WordedCondition {
  std::string_view condition;
  std::string_view unit;  ///< letters; empty: none
};
[[nodiscard]] WordedCondition split_unit(std::string_view text);

/// Refuses a comparison with a number in another unit than the figure's, and a limit on a share
/// that no share can reach. Throws Error(bad-unit) at its place, Error(bad-formula).
/// `unit` is that of the figure; none: anything goes. Money is in `currency`, where that is known.
void check_unit(const GoalSpec& goal, Unit unit, Currency currency);

}  // namespace tiktok_kpi
