#pragma once
// What a comparison says, from two documents; and the gates that a pipeline asks of it.
#include <array>
#include <span>
#include <string>
#include <vector>

#include "compare.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// B may be worse than A by no more than this.
struct Gate {
  std::string metric;  ///< id of the registry
  std::string rule;    ///< as written: "-5%"
  Rational most;       ///< never negative
  bool relative = false;
  int better = 0;  ///< the direction that is no loss: +1 up, -1 down
};

/// "er_views:-5%,roi:-0.1" to gates. Throws Error(bad-option), Error(unknown-metric) with the
/// nearest.
[[nodiscard]] std::vector<Gate> parse_gates(std::span<const std::string> texts);

/// `options`: how many rows people see. Fills everything but inputs, status and the diagnostics of
/// reading.
void build_comparison(const CompareSide& a, const CompareSide& b,
                      const std::array<std::string, 2>& labels, std::span<const Gate> gates,
                      const TableOptions& options, Document& document);

}  // namespace tiktok_kpi
