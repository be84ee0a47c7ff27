#pragma once
// How sure the rate of each row is, and which ranks that allows to state.
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/newest_posts.hpp"
#include "metrics/resampling.hpp"

namespace tiktok_kpi {

/// Resamples of a row's posts behind an interval, and the seed they are drawn from.
inline constexpr std::int64_t interval_resamples = 2'000;
inline constexpr std::uint64_t interval_seed = 1;

/// Interval of the pooled rate of each row, from its posts that have one; nothing for fewer than
/// three. Costs 2,000 draws a post, rows shared among threads.
[[nodiscard]] std::vector<std::optional<RateInterval>> rate_intervals(
    std::span<const NewestPosts> rows, double confidence, unsigned threads);

/// The ranks a row may have, 1 is the largest rate: behind every row whose interval lies above,
/// before every row whose interval lies below. Rows whose intervals overlap are not told apart.
struct RankRange {
  std::size_t best = 0;
  std::size_t worst = 0;
};
/// Among the rows with an interval; nothing for the others, and for a row that is alone. O(n log
/// n).
[[nodiscard]] std::vector<std::optional<RankRange>> rank_ranges(
    const std::vector<std::optional<RateInterval>>& intervals);

}  // namespace tiktok_kpi
