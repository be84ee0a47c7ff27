#pragma once
// The one table of metrics and how a metric is worked out from aggregates or from named arguments.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aggregate/aggregates.hpp"
#include "aggregate/request.hpp"
#include "metrics/post_metric.hpp"
#include "tiktok_kpi/core/definition.hpp"
#include "tiktok_kpi/core/quantity.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

struct Argument;
struct Arguments;

struct Metric {
  std::string_view id;
  std::string_view label;
  Unit unit = Unit::none;
  MetricKind kind = MetricKind::function;
  std::string_view
      formula;  ///< in the formula language for sum, ratio, mean, median; in words otherwise
  std::string_view inputs;            ///< names of arguments, separated by blanks; lists end in []
  int better = 0;                     ///< +1 higher, -1 lower, 0 neither
  std::string_view description;       ///< what it says, one or two sentences
  std::string_view undefined;         ///< when it is null
  std::string_view source;            ///< where the definition comes from
  std::string_view since;             ///< version of the dictionary
  std::string_view example_inputs;    ///< JSON object in the form of a vector's "inputs"
  std::string_view example_expected;  ///< JSON value
  std::optional<InteractionSet> set =
      {};  ///< what counts as interactions unless settings say otherwise
  /// Label and function kinds; of a metric over posts: from sums at hand that no post can state.
  Quantity (*function)(const Arguments&, const Settings&) = nullptr;
  Argument (*answer)(const Arguments&,
                     const Settings&) = nullptr;  ///< instead of `function`: several values by name
};

/// All metrics, in the order of the dictionary.
[[nodiscard]] std::span<const Metric> metrics();
/// By id or alias; nullptr when unknown.
[[nodiscard]] const Metric* find_metric(std::string_view id);
/// By id or alias; throws Error("unknown-metric") that names the nearest.
[[nodiscard]] const Metric& metric(std::string_view id);
/// Another name of a metric.
struct MetricAlias {
  std::string_view alias;
  std::string_view id;
};
[[nodiscard]] std::span<const MetricAlias> metric_aliases();
/// Kinds sum … ratio_of_medians: worked out from posts.
[[nodiscard]] constexpr bool is_over_posts(const Metric& metric) {
  return metric.kind < MetricKind::label;
}

/// The parsed formula of a metric over posts; parsed once per run. To evaluate many groups, bind it
/// once.
[[nodiscard]] const PostMetric& post_metric(const Metric& metric);
/// What a metric of kind sum … ratio_of_medians needs of the rows; nothing for the others.
[[nodiscard]] Request needs(const Metric& metric, const Settings& settings);
/// Of one group; the aggregates must hold what `needs` asked for.
[[nodiscard]] Evaluated evaluate(const Metric& metric, const Group& group, const Aggregates& shape,
                                 const Settings& settings);
/// Of sums that are at hand already, by name: a function of the registry, or the formula of a ratio
/// (`cvr` of attributed orders and clicks). No posts are made of them, so means and medians are no
/// question for it.
[[nodiscard]] Quantity evaluate_sums(const Metric& metric, const Arguments& sums,
                                     const Settings& settings);
/// What stands under "definitions".
[[nodiscard]] Definition define(const Metric& metric, const Settings& settings);

}  // namespace tiktok_kpi
