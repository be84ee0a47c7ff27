#pragma once
// The functions behind registry entries of the kinds label and function, by family. Each takes the
// arguments that its entry names; a missing or unusable argument makes the result missing with the
// reason.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/arguments.hpp"
#include "tiktok_kpi/core/quantity.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// Name of the largest tier whose lower bound is not above `followers`; "below_nano" (after the
/// lowest tier) under it.
[[nodiscard]] std::string tier_of(std::int64_t followers, const Settings& settings);

/// Counts of one post; nothing where unknown.
struct PostCounts {
  std::optional<std::int64_t> likes, comments, shares, saves, views, followers;
};
/// What looks odd about a post, sorted by name.
[[nodiscard]] std::vector<std::string> quality_flags(const PostCounts& post);

/// Views over the usual ones; missing(no_posts) without usual ones.
[[nodiscard]] Quantity breakout_ratio(const Quantity& views, const std::optional<Rational>& usual);
/// From this on a breakout is called viral.
inline constexpr int viral_breakout = 5;

// Over the days of posts, ascending. The rate counts days of the window only; both ends are inside.
[[nodiscard]] Quantity posting_rate(std::span<const std::int32_t> days,
                                    std::optional<std::int32_t> start,
                                    std::optional<std::int32_t> end);
[[nodiscard]] Quantity longest_gap_days(std::span<const std::int32_t> days);
[[nodiscard]] Quantity gap_cv(std::span<const std::int32_t> days);

/// Mean rate of some posts.
struct SlotMean {
  std::int64_t posts = 0;
  Rational rate;
};
inline constexpr std::size_t slot_count = 7 * 24;
/// Hour of the week, Monday 0 h first, of local seconds since 1970.
[[nodiscard]] std::size_t slot_of(std::int64_t local_seconds);
/// The hour of the week to publish at.
struct BestSlot {
  Quantity name;           ///< `best_slot`, "Tue 17"; missing where no hour has enough posts
  Quantity rate;           ///< its shrunk mean, missing with the name
  std::int64_t posts = 0;  ///< published then
  std::size_t slot = 0;    ///< as of slot_of
};
/// Of the hours of a week, Monday 0 h first, the one with the largest shrunk mean among those with
/// enough posts. `slots` has slot_count entries, `all` is over all posts.
[[nodiscard]] BestSlot best_slot(std::span<const SlotMean> slots, const SlotMean& all,
                                 const Settings& settings);

/// Exact sums of rates by hour of the week.
class SlotRates {
 public:
  void add(std::size_t slot, const Rational& rate);
  /// The name is missing(overflow) when a sum fits no fraction of 128 bits.
  [[nodiscard]] BestSlot best(const Settings& settings) const;
  [[nodiscard]] SlotMean all() const { return mean_of(all_); }
  /// Hours of the week with so many posts.
  [[nodiscard]] std::size_t hours_with(std::int64_t posts) const;

 private:
  struct Sum {
    std::int64_t posts = 0;
    Rational rates;
  };
  [[nodiscard]] static SlotMean mean_of(const Sum& sum);

  std::array<Sum, slot_count> slots_;
  Sum all_;
  bool overflow_ = false;
};

// engagement.cpp
Quantity evaluate_tier(const Arguments&, const Settings&);
Quantity evaluate_power_influencer(const Arguments&, const Settings&);
Quantity evaluate_benchmark_index(const Arguments&, const Settings&);
Quantity evaluate_breakout_ratio(const Arguments&, const Settings&);
Quantity evaluate_frequency(const Arguments&, const Settings&);
Quantity evaluate_potential_reach(const Arguments&, const Settings&);
Quantity evaluate_ugc_multiplier(const Arguments&, const Settings&);
Quantity evaluate_quality_flags(const Arguments&, const Settings&);

// activity.cpp
Quantity evaluate_posting_rate(const Arguments&, const Settings&);
Quantity evaluate_posting_rate_band(const Arguments&, const Settings&);
Quantity evaluate_longest_gap_days(const Arguments&, const Settings&);
Quantity evaluate_gap_cv(const Arguments&, const Settings&);
Quantity evaluate_follower_growth_abs(const Arguments&, const Settings&);
Quantity evaluate_follower_growth_rate(const Arguments&, const Settings&);
Quantity evaluate_follower_growth_daily(const Arguments&, const Settings&);
Quantity evaluate_follower_growth_excess(const Arguments&, const Settings&);
Quantity evaluate_cost_per_follower(const Arguments&, const Settings&);

/// Parts of a total cost, by the names of their arguments.
inline constexpr std::array<std::string_view, 9> cost_parts{
    "fee",         "gifted_cost", "commission", "paid_boost", "usage_rights",
    "exclusivity", "production",  "agency",     "other"};

// money.cpp
Quantity evaluate_aov(const Arguments&, const Settings&);
Quantity evaluate_net_revenue(const Arguments&, const Settings&);
Quantity evaluate_store_orders(const Arguments&, const Settings&);
Quantity evaluate_commission(const Arguments&, const Settings&);
Quantity evaluate_gifted_cost(const Arguments&, const Settings&);
Quantity evaluate_cost_total(const Arguments&, const Settings&);
Quantity evaluate_cost_per_post(const Arguments&, const Settings&);
Quantity evaluate_rate_position(const Arguments&, const Settings&);
Quantity evaluate_cpe(const Arguments&, const Settings&);
Quantity evaluate_ncac(const Arguments&, const Settings&);
Quantity evaluate_mer(const Arguments&, const Settings&);
Quantity evaluate_roi(const Arguments&, const Settings&);
Quantity evaluate_breakeven_roas(const Arguments&, const Settings&);
Quantity evaluate_emv_cpm(const Arguments&, const Settings&);
Quantity evaluate_emv_weighted(const Arguments&, const Settings&);
Quantity evaluate_roi_emv(const Arguments&, const Settings&);
Quantity evaluate_top_share(const Arguments&, const Settings&);
Quantity evaluate_match_key_coverage(const Arguments&, const Settings&);
Quantity evaluate_emq(const Arguments&, const Settings&);

// credit.cpp
Argument evaluate_order_credit(const Arguments&, const Settings&);
Quantity evaluate_code_leak_rate(const Arguments&, const Settings&);

// exchange.cpp
Quantity evaluate_fx_convert(const Arguments&, const Settings&);
Quantity evaluate_sum_money(const Arguments&, const Settings&);

// hashtags.cpp
Quantity evaluate_hashtags(const Arguments&, const Settings&);
Quantity evaluate_hashtag_er(const Arguments&, const Settings&);
Quantity evaluate_hashtag_lift(const Arguments&, const Settings&);
Quantity evaluate_hashtag_money(const Arguments&, const Settings&);
Quantity evaluate_hashtag_roi(const Arguments&, const Settings&);

// comparison.cpp
Quantity evaluate_lift_abs(const Arguments&, const Settings&);
Quantity evaluate_lift_rel(const Arguments&, const Settings&);
Argument evaluate_mann_whitney(const Arguments&, const Settings&);
Quantity evaluate_cliffs_delta(const Arguments&, const Settings&);
Quantity evaluate_hodges_lehmann(const Arguments&, const Settings&);
Argument evaluate_welch_t(const Arguments&, const Settings&);
Argument evaluate_bootstrap_mean_diff(const Arguments&, const Settings&);
Argument evaluate_newcombe_diff(const Arguments&, const Settings&);
Quantity evaluate_mad(const Arguments&, const Settings&);
Quantity evaluate_modified_z(const Arguments&, const Settings&);
Argument evaluate_outlier_indices(const Arguments&, const Settings&);
Quantity evaluate_theil_sen(const Arguments&, const Settings&);
Quantity evaluate_spearman(const Arguments&, const Settings&);
Argument evaluate_bh_adjust(const Arguments&, const Settings&);

// fading.cpp
Quantity evaluate_velocity(const Arguments&, const Settings&);
Quantity evaluate_time_to_fraction(const Arguments&, const Settings&);
Quantity evaluate_fade_day(const Arguments&, const Settings&);
Quantity evaluate_share_after_days(const Arguments&, const Settings&);
Quantity evaluate_engagement_retention(const Arguments&, const Settings&);

// delivery.cpp
Quantity evaluate_deliverable_completion(const Arguments&, const Settings&);
Quantity evaluate_on_time_rate(const Arguments&, const Settings&);
Quantity evaluate_exclusivity_violations(const Arguments&, const Settings&);
Quantity evaluate_usage_rights_days_left(const Arguments&, const Settings&);
Quantity evaluate_has_disclosure(const Arguments&, const Settings&);
Quantity evaluate_disclosure_rate(const Arguments&, const Settings&);
Quantity evaluate_rights_cleared_rate(const Arguments&, const Settings&);
Quantity evaluate_response_rate(const Arguments&, const Settings&);
Quantity evaluate_approval_hours(const Arguments&, const Settings&);
Quantity evaluate_goal_attainment(const Arguments&, const Settings&);
Quantity evaluate_pacing(const Arguments&, const Settings&);
Quantity evaluate_projected_total(const Arguments&, const Settings&);
Quantity evaluate_repeat_rate(const Arguments&, const Settings&);
Quantity evaluate_net_sentiment(const Arguments&, const Settings&);
Quantity evaluate_positive_share(const Arguments&, const Settings&);
Quantity evaluate_audience_match(const Arguments&, const Settings&);
Quantity evaluate_fit_score(const Arguments&, const Settings&);

// timing.cpp
Quantity evaluate_best_slot(const Arguments&, const Settings&);
Quantity evaluate_shrunk_mean(const Arguments&, const Settings&);
Quantity evaluate_percentile(const Arguments&, const Settings&);
Quantity evaluate_format_percent(const Arguments&, const Settings&);
Argument evaluate_wilson_interval(const Arguments&, const Settings&);

}  // namespace tiktok_kpi
