#pragma once
// The definition that travels with a number: made by the metrics, carried by the document.
#include <cstdint>
#include <optional>
#include <string>

#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

/// How a metric is defined; printed under "definitions".
/// Counts of posts are absent where the figure has no posts behind it.
struct Definition {
  std::string id;
  std::string label;
  Unit unit = Unit::none;
  std::string set;          ///< "lcs", or empty
  std::string denominator;  ///< "views", or empty
  std::string aggregation;  ///< "pooled", "mean", "median", "sum", …
  std::string formula;
  std::string source;
  std::optional<std::int64_t> posts_used, posts_left_out;
};

}  // namespace tiktok_kpi
