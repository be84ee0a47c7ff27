#pragma once
// Engagement as others publish it: what counts as an interaction, over what, and how the posts
// become one rate. A vendor is one row of the table in lenses.cpp.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "metrics/post_metric.hpp"
#include "tiktok_kpi/core/definition.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// A rate of interactions over a column of posts.
struct Engagement {
  InteractionSet set = InteractionSet::likes_comments_shares;
  std::string_view denominator = "views";  ///< "views", "followers" or "reach"
  MetricKind kind = MetricKind::ratio;     ///< ratio (pooled), mean, median or ratio_of_medians
  friend bool operator==(const Engagement&, const Engagement&) = default;
};

struct Lens {
  std::string_view id;     ///< value of --as
  std::string_view label;  ///< name of the vendor
  Engagement engagement;
  std::size_t newest = 0;   ///< only that many newest posts; 0: all
  std::string_view source;  ///< publisher and title of the definition
};

/// In the order of help.
[[nodiscard]] std::span<const Lens> lenses();
/// By id; throws Error("unknown-name") that names the nearest.
[[nodiscard]] const Lens& find_lens(std::string_view id);

/// The rate as a metric over posts, whatever --set says.
[[nodiscard]] PostMetric metric_of(const Engagement& engagement);
/// What the report's own leading rate is: the metric of --headline where it is engagement, else
/// `er_views`.
[[nodiscard]] std::string_view leading_engagement(const Settings& settings);
/// The rate of a metric that is one over interactions.
[[nodiscard]] Engagement engagement_of(std::string_view metric, const Settings& settings);
/// "likes + comments + shares over views, pooled".
[[nodiscard]] std::string in_words(const Engagement& engagement);
/// What stands under "definitions"; the id is that of the column, `as_` and the vendor.
[[nodiscard]] Definition define(const Lens& lens);

}  // namespace tiktok_kpi
