#pragma once
// Published figures to compare with, each with who published it, where and when. Engagement figures
// differ by definition far more than by year, so the definition stands beside every one.
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// One published figure or band; cells as text, empty where nothing was published.
struct Benchmark {
  std::string_view id;
  std::string_view metric;
  std::string_view set;  ///< interactions that count, in words
  std::string_view denominator;
  std::string_view statistic;
  std::string_view followers_low;   ///< inclusive
  std::string_view followers_high;  ///< exclusive
  std::string_view cut_low;         ///< "low" is below this
  std::string_view low,
      high;  ///< the average band, or twice the one figure; high is empty for a floor
  std::string_view cut_high;  ///< "high" is above this
  std::string_view unit;
  std::string_view year;
  std::string_view publisher;
  std::string_view title;
  std::string_view confidence;
  std::string_view note;

  /// Middle of the band; nothing for a floor.
  [[nodiscard]] std::optional<Rational> middle() const;
};

/// All of them, in the order of data/reference/benchmarks.csv.
[[nodiscard]] std::span<const Benchmark> benchmarks();

/// Band of engagement by views for an account of that size (Modash, TikTok Engagement Rate
/// Calculator, data of November 2025); its middle is what `benchmark_index` and the power label
/// compare with. nullptr below 1,000.
[[nodiscard]] const Benchmark* er_views_benchmark(std::int64_t followers);

/// Published fee of one post in US dollars for an account of that size (SponsorRate, TikTok
/// Influencer Rates in 2026; from a million followers on Shopify via ConsumerAffairs, 2024). Such
/// lists are thin evidence: they copy each other. nullptr below 1,000.
[[nodiscard]] const Benchmark* fee_benchmark(std::int64_t followers);

}  // namespace tiktok_kpi
