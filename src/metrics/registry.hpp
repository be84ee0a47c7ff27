#pragma once
// The one table of metrics and how a metric is worked out from aggregates or from named arguments.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aggregate/aggregates.hpp"
#include "aggregate/request.hpp"
#include "tiktok_kpi/core/definition.hpp"
#include "tiktok_kpi/core/quantity.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

enum class MetricKind : std::uint8_t {
  sum,               ///< sum over posts; strict: every post must have it
  ratio,             ///< formula over sums of the posts where it is defined (pooled)
  mean,              ///< mean of a row number
  median,            ///< median of a row number
  ratio_of_medians,
  label,             ///< class from arguments: tier, band
  function,          ///< anything else from arguments: dates, lists, counts
};

struct Arguments;

struct Metric {
  std::string_view id;
  std::string_view label;
  Unit unit;
  MetricKind kind;
  std::string_view formula;      ///< in the formula language for sum, ratio, mean, median; in words otherwise
  std::string_view inputs;       ///< names of arguments, separated by blanks; lists end in []
  int better;                    ///< +1 higher, -1 lower, 0 neither
  std::string_view description;  ///< what it says, one or two sentences
  std::string_view undefined;    ///< when it is null
  std::string_view source;       ///< where the definition comes from
  std::string_view since;        ///< version of the dictionary
  std::string_view example_inputs;    ///< JSON object in the form of a vector's "inputs"
  std::string_view example_expected;  ///< JSON value
  Quantity (*function)(const Arguments&, const Settings&) = nullptr;  ///< label and function kinds
};

/// All metrics, in the order of the dictionary.
[[nodiscard]] std::span<const Metric> metrics();
/// By id or alias; nullptr when unknown.
[[nodiscard]] const Metric* find_metric(std::string_view id);
/// By id or alias; throws Error("unknown-metric") that names the nearest.
[[nodiscard]] const Metric& metric(std::string_view id);

/// What a metric of kind sum … ratio_of_medians needs of the rows.
[[nodiscard]] Request needs(const Metric& metric, const Settings& settings);

struct Evaluated {
  Quantity value;
  std::uint64_t posts_used = 0;
  std::uint64_t posts_left_out = 0;
};
/// Of one group; the aggregates must hold what `needs` asked for.
[[nodiscard]] Evaluated evaluate(const Metric& metric, const Group& group, const Aggregates& shape, const Settings& settings);
/// What stands under "definitions".
[[nodiscard]] Definition define(const Metric& metric, const Settings& settings);

}  // namespace tiktok_kpi
