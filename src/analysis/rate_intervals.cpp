#include "analysis/rate_intervals.hpp"

#include <algorithm>

#include "core/threads.hpp"

namespace tiktok_kpi {
namespace {

std::optional<RateInterval> interval_of(const std::vector<NewestPost>& posts, double confidence) {
  std::vector<std::int64_t> interactions;
  std::vector<std::int64_t> views;
  for (const NewestPost& post : posts) {
    if (!post.rated) continue;
    interactions.push_back(post.interactions);
    views.push_back(post.views);
  }
  return bootstrap_rate(interactions, views, interval_resamples, interval_seed, confidence);
}

}  // namespace

std::vector<std::optional<RateInterval>> rate_intervals(std::span<const NewestPosts> rows,
                                                        double confidence, unsigned threads) {
  std::vector<std::optional<RateInterval>> intervals(rows.size());
  // A thread costs more than the draws of a small table.
  constexpr std::size_t few_posts = 200;
  std::size_t posts = 0;
  for (const NewestPosts& row : rows) posts += row.counted.size();
  const unsigned workers = posts < few_posts ? 1 : std::max(1U, threads);
  on_threads(workers, [&](unsigned worker) {
    for (std::size_t i = worker; i < rows.size(); i += workers)
      intervals[i] = interval_of(rows[i].counted, confidence);
  });
  return intervals;
}

std::vector<std::optional<RankRange>> rank_ranges(
    const std::vector<std::optional<RateInterval>>& intervals) {
  std::vector<Rational> lows;
  std::vector<Rational> highs;
  for (const auto& interval : intervals)
    if (interval) {
      lows.push_back(interval->low);
      highs.push_back(interval->high);
    }
  std::ranges::sort(lows);
  std::ranges::sort(highs);
  std::vector<std::optional<RankRange>> ranks;
  for (const auto& interval : intervals) {
    if (!interval || lows.size() < 2) {
      ranks.emplace_back();
      continue;
    }
    const auto above = lows.end() - std::ranges::upper_bound(lows, interval->high);
    const auto below = std::ranges::lower_bound(highs, interval->low) - highs.begin();
    ranks.push_back(RankRange{static_cast<std::size_t>(above) + 1,
                              lows.size() - static_cast<std::size_t>(below)});
  }
  return ranks;
}

}  // namespace tiktok_kpi
