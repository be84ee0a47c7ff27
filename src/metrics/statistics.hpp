#pragma once
// Plain statistics that several metrics and analyses share.
#include <cstdint>
#include <optional>
#include <vector>

#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// Shortest decimal that reads back as the double; nothing for NaN, infinity and what does not fit.
[[nodiscard]] std::optional<Rational> decimal_of(double value);

/// Mean of the middle two for an even number; nothing for none.
[[nodiscard]] std::optional<Rational> median(std::vector<Rational> values);

/// Type 7 of Hyndman and Fan: linear between order statistics at p (n - 1), p in 0..1; nothing for
/// none.
[[nodiscard]] std::optional<Rational> percentile(std::vector<Rational> values, const Rational& p);

/// z with that share of a normal distribution within -z..z; confidence in (0, 1). 1.959963984540054
/// for .95.
[[nodiscard]] double normal_quantile(double confidence);

struct Interval {
  double low = 0;
  double high = 0;
};

/// Interval of a share of k successes in n trials (Wilson 1927); ends exactly 0 for k = 0 and 1 for
/// k = n. Nothing for k > n, n = 0, or a confidence outside (0, 1).
[[nodiscard]] std::optional<Interval> wilson_interval(std::int64_t k, std::int64_t n,
                                                      double confidence);

/// (n mean + k prior) / (n + k): few observations are pulled towards the mean of all. n 0 gives the
/// prior.
[[nodiscard]] std::optional<Rational> shrunk_mean(std::int64_t n, const Rational& mean,
                                                  const Rational& prior, std::int64_t k);

}  // namespace tiktok_kpi
