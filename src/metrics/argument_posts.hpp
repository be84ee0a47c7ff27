#pragma once
// Metrics over posts, worked out from named arguments: the arguments become posts, the posts
// aggregates, and from there on everything is as in a report.
#include <vector>

#include "aggregate/aggregates.hpp"
#include "aggregate/request.hpp"
#include "metrics/arguments.hpp"
#include "metrics/registry.hpp"
#include "model/batch.hpp"

namespace tiktok_kpi {

/// The posts of `posts[]`, or the one post that the arguments themselves describe, in batches with
/// the asked fields. Absent and null cells are missing, negative counts invalid. Only fields that
/// hold a number or a flag.
[[nodiscard]] std::vector<Batch> batches_of(const Arguments& arguments, const FieldSet& fields);
/// Their sums, means and medians as one group.
[[nodiscard]] Aggregates aggregate_posts(const Arguments& arguments, const Request& request);

/// Settings with the options that the arguments carry: set, missing, denominator,
/// confidence.
[[nodiscard]] Settings with_options(Settings settings, const Arguments& arguments);
/// Any metric of the registry.
[[nodiscard]] Argument evaluate(const Metric& metric, const Arguments& arguments,
                                const Settings& settings);

}  // namespace tiktok_kpi
