#pragma once
// Paid posts of a creator against the usual ones: how much better, and whether chance explains it.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/newest_posts.hpp"
#include "metrics/resampling.hpp"
#include "metrics/samples.hpp"
#include "tiktok_kpi/core/quantity.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// Days before a sponsored post whose usual posts are its baseline, and how many of them: the
/// newest. Fewer are compared, but not tested.
inline constexpr std::int32_t baseline_days = 90;
inline constexpr std::size_t most_baseline_posts = 30;
inline constexpr std::size_t least_baseline_posts = 5;
/// Sponsored posts from which on they are tested: the spread of fewer is not known, and resampling
/// them would say that there is none.
inline constexpr std::size_t least_sponsored_posts = least_resampled;
/// Of a creator's sponsored posts the newest are tested.
inline constexpr std::size_t most_sponsored_posts = 100;
/// From this lift on (with an interval above 0) a lift is called large.
inline constexpr std::string_view large_lift = "0.2";

/// The sponsored posts that have a rate and a date, and the usual ones in the 90 days before any of
/// them, both newest first. They point into the list that they were chosen from.
struct LiftPosts {
  std::vector<const NewestPost*> sponsored, usual;
};
[[nodiscard]] LiftPosts lift_posts(const NewestPosts& posts);

/// Rates of engagement of views, rounded to 12 decimals as medians are everywhere.
struct LiftSamples {
  Sample sponsored;
  Sample usual;
};
/// Of the posts of lift_posts.
[[nodiscard]] LiftSamples lift_samples(const NewestPosts& posts);

/// What a comparison says.
enum class LiftVerdict : std::uint8_t {
  nothing,  ///< no sponsored or no usual posts
  too_few,  ///< sponsored or usual posts: not tested
  large,    ///< at least 20 % more, and the interval leaves out 0
  higher,   ///< the interval is above 0
  lower,    ///< the interval is below 0
  unclear,  ///< the interval includes 0
};
/// "too few posts", "large lift"…
[[nodiscard]] std::string_view words_for(LiftVerdict verdict);

/// One creator's comparison. What is not tested is missing(too_few_posts).
struct Lift {
  std::size_t sponsored = 0, usual = 0;  ///< posts compared
  Quantity sponsored_median, usual_median;
  Quantity lift_rel, lift_abs;  ///< of the medians
  Quantity shift;               ///< hodges_lehmann
  Quantity low, high;           ///< of the difference of the means: bootstrap_mean_diff
  Quantity p;                   ///< mann_whitney
  Quantity adjusted_p;          ///< bh_adjust over all creators tested
  Quantity welch_p;             ///< beside it: welch_t
  Quantity delta;               ///< cliffs_delta
  bool exact = false;           ///< p is counted, not approximated
  LiftVerdict verdict = LiftVerdict::nothing;
  /// The verdict names a difference, but with so many creators tested chance may be all of it.
  [[nodiscard]] bool may_be_chance(const Settings& settings) const;
};

/// One Lift per creator; p values are adjusted over those that were tested.
[[nodiscard]] std::vector<Lift> analyze_lift(const std::vector<LiftSamples>& creators,
                                             const Settings& settings);

}  // namespace tiktok_kpi
