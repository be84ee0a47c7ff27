#pragma once
// What is known of how creators publish: their days, their best hour, the trend of their views, and
// whether weeks with more posts bring more followers.
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/posting_habits.hpp"
#include "report/growth.hpp"
#include "report/rhythm.hpp"

namespace tiktok_kpi {

/// Fewer weeks than this say nothing of growth.
inline constexpr std::size_t least_growth_weeks = 5;

/// Weeks of an account, counted from its first known follower count, at whose ends its followers
/// are known. Weeks before its first and after its last post are left out: the posts of those may
/// not be in the data.
struct WeeklyGrowth {
  std::size_t weeks = 0;
  /// spearman of posts in a week and followers gained in it; missing(not_exported) without follower
  /// counts, missing(incomplete) under least_growth_weeks.
  Quantity correlation;
};
/// `days` of posts and `points` ascend.
[[nodiscard]] WeeklyGrowth weekly_growth(const std::vector<std::int32_t>& days,
                                         const std::vector<FollowerPoint>& points);

struct CreatorPosting {
  std::uint32_t creator = 0;  ///< entry in the store
  PostingDays days;
  std::optional<PostingHabits> habits;  ///< nothing beyond the first most_interval_rows
  WeeklyGrowth growth;
};

struct PostingReview {
  std::vector<CreatorPosting> creators;  ///< in the order asked
  /// Asserts that the creator was asked for.
  [[nodiscard]] const CreatorPosting& of(std::uint32_t creator) const;
};

/// What it needs of the rows.
[[nodiscard]] Request needs_of_posting_review(const ReportContext& context);

/// Of the given groups of creators; kept in the answers for sections that come later. Two passes
/// over the store.
const PostingReview& review_posting(Answers& answers, const std::vector<const Group*>& groups);
/// Those that were worked out before; else of the creators with most views.
const PostingReview& posting_review(Answers& answers);

}  // namespace tiktok_kpi
