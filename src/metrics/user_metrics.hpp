#pragma once
// Metrics that a campaign file defines in the formula language, beside those of the registry.
#include <span>
#include <string>
#include <vector>

#include "metrics/post_metric.hpp"
#include "model/campaign.hpp"
#include "tiktok_kpi/core/definition.hpp"
#include "tiktok_kpi/core/diagnostic.hpp"

namespace tiktok_kpi {

struct UserMetric {
  std::string id;
  PostMetric metric;
  Definition definition;
};

/// The metrics of a campaign, in the order written. A formula may name columns of posts, `posts`,
/// `interactions`, sums and pooled ratios of the registry and other metrics of the campaign, in any
/// order. A metric that cannot be read, names itself by way of others, or takes a name that is in
/// use is left out and named in `faults`.
[[nodiscard]] std::vector<UserMetric> parse_user_metrics(std::span<const MetricSpec> specs,
                                                         const Settings& settings,
                                                         std::vector<Diagnostic>& faults);

}  // namespace tiktok_kpi
