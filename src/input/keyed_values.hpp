#pragma once
// Cells that hold pairs: "utm_source: tiktok", a line each, or "utm_source=tiktok, vip".
#include <string_view>

namespace tiktok_kpi {

/// The value of `key`, whose case does not matter, without blanks around it; empty when the cell
/// has none. Pairs end with a line or a comma; what is no pair is passed over.
[[nodiscard]] std::string_view keyed_value(std::string_view cell, std::string_view key);

}  // namespace tiktok_kpi
