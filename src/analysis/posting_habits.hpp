#pragma once
// When posts of an account do best, and whether its views rise or fall.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/newest_posts.hpp"
#include "core/civil_time.hpp"
#include "metrics/families.hpp"
#include "tiktok_kpi/core/quantity.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// Fewer posts show no trend.
inline constexpr std::size_t least_trend_posts = 5;
/// Of more posts the newest make the trend: its cost grows with their square.
inline constexpr std::size_t most_trend_posts = 100;

enum class ViewsTrend : std::uint8_t {
  too_few,  ///< under least_trend_posts
  unclear,  ///< chance explains the difference
  rising,
  falling,
};
/// "rising", "no clear trend"…
[[nodiscard]] std::string_view words_for(ViewsTrend trend);

/// Of one account, from all its posts in the data, in the report or not.
struct PostingHabits {
  /// By mean engagement of views; posts known by day only are left out.
  BestSlot best;
  /// Mean rate of the posts with an hour, and their number.
  SlotMean timed;
  /// That chance makes the best of so many hours do so well: mann_whitney of its posts against
  /// those of other hours, bh_adjust over the hours with enough posts, and over the accounts.
  Quantity best_p;
  /// theil_sen of the views of a post over days since the first of these posts: by how many views
  /// a post is expected to differ from one of the day before. Views per day.
  Quantity slope;
  std::size_t trend_posts = 0;
  ViewsTrend trend = ViewsTrend::too_few;
  /// That chance makes the later half of these posts differ so much from the earlier: mann_whitney,
  /// bh_adjust over the accounts. The word rests on it.
  Quantity trend_p;
};

/// Of the list `account` of each row, in their order.
[[nodiscard]] std::vector<PostingHabits> analyze_posting(std::span<const NewestPosts> accounts,
                                                         const TimeZone& zone,
                                                         const Settings& settings);

}  // namespace tiktok_kpi
