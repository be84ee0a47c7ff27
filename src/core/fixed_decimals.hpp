#pragma once
// Rounded decimals of figures, for whoever shows them: half away from zero, decided on the exact
// fraction or on the double's shortest decimal.
#include <string>

#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

/// Exactly `digits` decimals of a number, never minus zero.
[[nodiscard]] std::string to_fixed(const Quantity& number, int digits);
/// A decimal text with at least two decimals, multiplied by 100.
[[nodiscard]] std::string times_hundred(std::string text);
/// Exactly `digits` decimals, no blank before the sign, ASCII minus, never "-0.00%": "5.13%",
/// "-25%"; "n/a".
[[nodiscard]] std::string format_percent(const Quantity& ratio, int digits);

}  // namespace tiktok_kpi
