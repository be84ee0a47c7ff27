#pragma once
// Posts of a creator that are far from the others, and days on which followers jumped: where to ask
// how it came about. Questions, no proof.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "aggregate/store.hpp"
#include "analysis/newest_posts.hpp"

namespace tiktok_kpi {

/// What posts are compared by, metrics of the registry: er_views, comments_per_1k_likes and
/// view_follower_ratio.
enum class OutlierMeasure : std::uint8_t { engagement, comments, reach };
inline constexpr std::array outlier_measures{OutlierMeasure::engagement, OutlierMeasure::comments,
                                             OutlierMeasure::reach};
[[nodiscard]] std::string_view metric_of(OutlierMeasure measure);

/// Fewer posts, or days, have no usual from which one could be far.
inline constexpr std::size_t least_outlier_posts = 5;
/// The newest posts are what an account is like now.
inline constexpr std::size_t most_outlier_posts = 100;
inline constexpr std::size_t least_outlier_days = 14;

/// The post farthest from the usual of one measure.
struct PostOutlier {
  OutlierMeasure measure;
  std::size_t posts = 0;    ///< with the measure
  std::size_t unusual = 0;  ///< of them beyond the bound (outlier_indices)
  NewestPost post;          ///< the farthest one; of equal ones the newest
  Rational value, usual;    ///< its measure, and the median
  Rational z;               ///< modified_z
};
/// One entry a measure that has any; the newest posts, in the report and usual
/// ones, each once.
[[nodiscard]] std::vector<PostOutlier> post_outliers(const NewestPosts& posts);

/// The day on which an account gained far more followers than on its other days.
struct FollowerSpike {
  std::size_t days = 0;    ///< with a gain
  std::size_t spikes = 0;  ///< of them beyond the bound
  Day day = 0;
  std::int64_t gain = 0;
  Rational usual, z;
};
/// Of one account's days, ascending. Only gains from one day to the next, of 1 % of the followers
/// or more; nothing without 14 gains or without a spike.
[[nodiscard]] std::optional<FollowerSpike> follower_spike(std::span<const DailyFacts> days);

}  // namespace tiktok_kpi
