#pragma once
// Whether posts with something do otherwise than posts without it, asked many times at once.
#include <span>
#include <vector>

#include "analysis/newest_posts.hpp"
#include "metrics/samples.hpp"
#include "tiktok_kpi/core/quantity.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// Fewer posts on either side are not tested: missing(too_few_posts).
inline constexpr std::size_t least_tested_posts = 5;
/// Of more posts the newest are tested.
inline constexpr std::size_t most_tested_posts = 200;

/// The p value of mann_whitney; missing(too_few_posts) when a sample has fewer than `least` values.
[[nodiscard]] Quantity rank_test_p(const Sample& first, const Sample& second, std::size_t least);

/// For each row the p value of mann_whitney: rates of its newest posts against those of the newest
/// of `all` that are not among them.
[[nodiscard]] std::vector<Quantity> tests_against_others(std::span<const NewestPosts> rows,
                                                         const NewestPosts& all);

/// bh_adjust over those that are known; the others keep their reason.
[[nodiscard]] std::vector<Quantity> adjusted_p_values(const std::vector<Quantity>& p,
                                                      const Settings& settings);

}  // namespace tiktok_kpi
