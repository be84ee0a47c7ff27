#pragma once
// What sums cannot tell of the creators that are printed: how sure their rates are, whether paid
// posts did better than usual ones, what is odd.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/lift.hpp"
#include "analysis/newest_posts.hpp"
#include "analysis/post_outliers.hpp"
#include "analysis/rate_intervals.hpp"
#include "report/answers.hpp"

namespace tiktok_kpi {

struct CreatorComparison {
  std::uint32_t creator = 0;  ///< entry in the store
  std::optional<RateInterval> interval;
  std::optional<RankRange> rank;
  Lift lift;
  std::vector<PostOutlier> outliers;
  std::optional<FollowerSpike> spike;
};

struct CreatorComparisons {
  std::vector<CreatorComparison> creators;  ///< most views first
  std::string interval_note;                ///< how to read intervals and ranks
  /// Lift is asked of all posts only: with --where the paid ones would be chosen, the usual not.
  bool lift_asked = true;

  /// Nullptr for a creator beyond the first most_interval_rows.
  [[nodiscard]] const CreatorComparison* of(std::uint32_t creator) const;
};

/// Creators compared when no table says which.
inline constexpr std::size_t usual_creators = 20;
/// The `most` groups of creators with most views, those first; unknown sums last, then in order of
/// entries.
[[nodiscard]] std::vector<const Group*> most_viewed(const Answers& answers,
                                                    std::vector<const Group*> groups,
                                                    std::size_t most);
/// The `most` creators of the report with most views.
[[nodiscard]] std::vector<const Group*> most_viewed(const Answers& answers, std::size_t most);

/// Posts of groups of creators one by one, in the order of the groups; `request` says what of them.
/// One pass over the store.
[[nodiscard]] std::vector<NewestPosts> newest_posts_of(const Answers& answers,
                                                       const std::vector<const Group*>& groups,
                                                       NewestRequest request);

/// What is asked of the posts of each creator.
[[nodiscard]] NewestRequest comparison_request(const ReportContext& context);

/// What it needs of the rows.
[[nodiscard]] Request needs_of_comparisons(const ReportContext& context);

/// Of the given groups of creators; kept in the answers for sections that come later. One pass over
/// the store.
const CreatorComparisons& compare_creators(Answers& answers,
                                           const std::vector<const Group*>& groups);
/// Those that were worked out before; else of the creators with most views.
const CreatorComparisons& creator_comparisons(Answers& answers);

}  // namespace tiktok_kpi
