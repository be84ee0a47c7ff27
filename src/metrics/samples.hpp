#pragma once
// Two samples against each other, and one value against its sample. Exact fractions where the
// result is one; a result that no fraction of 128 bits holds is nothing.
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "metrics/statistics.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

using Sample = std::vector<Rational>;

[[nodiscard]] std::optional<Rational> mean(std::span<const Rational> values);

/// Number of pairs in which the first sample's value is larger, ties one half. O((n + m) log m).
[[nodiscard]] Rational pairs_won(const Sample& first, const Sample& second);

/// Mann and Whitney 1947. The share of labellings with |U - n m / 2| at least as large: counted
/// exactly without ties and up to 20 values, else by the normal distribution with the variance
/// corrected for ties and continuity 1/2. All values equal: 1.
struct MannWhitney {
  Rational u;
  std::optional<Rational> exact_p;  ///< where counted
  double p = 1;
};
/// Nothing when a sample is empty.
[[nodiscard]] std::optional<MannWhitney> mann_whitney(const Sample& first, const Sample& second);

/// Median of all differences first - second (Hodges and Lehmann 1963). O(n m log n m).
[[nodiscard]] std::optional<Rational> hodges_lehmann(const Sample& first, const Sample& second);

/// Welch 1947, two-sided. Nothing for samples below two values, or both without spread.
struct WelchTest {
  double t = 0, df = 0, p = 1;
};
[[nodiscard]] std::optional<WelchTest> welch_test(const Sample& first, const Sample& second);

/// Difference of two shares with the interval of Newcombe 1998 (method 10).
struct ShareDifference {
  double difference = 0, low = 0, high = 0;
};
[[nodiscard]] std::optional<ShareDifference> newcombe_diff(std::int64_t k1, std::int64_t n1,
                                                           std::int64_t k2, std::int64_t n2,
                                                           double confidence);

/// Median distance from the median.
[[nodiscard]] std::optional<Rational> median_deviation(const Sample& values);
/// What a value is measured by: the median, and the MAD or, where that is 0, the mean distance.
struct RobustScale {
  Rational middle, spread;
  bool by_median = true;
};
/// Nothing for no values, and for values without any spread.
[[nodiscard]] std::optional<RobustScale> robust_scale(const Sample& values);
/// Iglewicz and Hoaglin 1993: .6745 (x - median) / MAD, by the mean distance where the MAD is 0.
[[nodiscard]] std::optional<Rational> modified_z(const RobustScale& scale, const Rational& x);
/// The same against a sample; nothing when that has no spread.
[[nodiscard]] std::optional<Rational> modified_z(const Sample& values, const Rational& x);
/// From this distance on a value is asked about.
inline constexpr std::string_view outlier_bound = "3.5";
/// Positions of the values whose modified z is beyond the bound.
[[nodiscard]] std::vector<std::size_t> outliers(const Sample& values);

/// Median of the slopes of all pairs with different x (Theil 1950, Sen 1968).
[[nodiscard]] std::optional<Rational> theil_sen(const Sample& x, const Sample& y);
/// Correlation of ranks, ties at their average. Nothing for a constant side.
[[nodiscard]] std::optional<double> spearman(const Sample& x, const Sample& y);

/// Benjamini and Hochberg 1995, in the order given.
[[nodiscard]] std::optional<Sample> adjusted(const Sample& p);

}  // namespace tiktok_kpi
