#pragma once
// Conditions of the campaign file, as goals and rules on the data state them.
#include <optional>
#include <string_view>

#include "metrics/formula.hpp"
#include "model/campaign.hpp"
#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// Without the unit of its number. Throws Error(bad-formula) at its place in the campaign file.
[[nodiscard]] Formula condition_of(const GoalSpec& goal);

/// The number that a comparison asks for, and whether lower is better.
struct Target {
  Rational number;
  bool lower = false;
};
/// Nothing when it is no comparison with one number.
[[nodiscard]] std::optional<Target> target_of(const Formula& condition);

/// Compared unrounded. What is not known is no pass, nor is a lower bound of which an upper limit
/// is asked.
[[nodiscard]] Check::Verdict verdict_of(const Formula& condition, const Quantity& value);

/// "error", "warning" or "note"; error when nothing is said.
[[nodiscard]] Severity level_of(std::string_view word);

}  // namespace tiktok_kpi
