#pragma once
// Intervals from resampled posts, where no distribution is known: the same on every machine.
#include <cstdint>
#include <optional>
#include <span>

#include "metrics/samples.hpp"

namespace tiktok_kpi {

/// Percentile interval of the difference of means over resamples drawn with SplitMix64: the same on
/// every machine. All of the first sample is drawn before all of the second, each resample.
struct Bootstrap {
  Rational estimate, low, high;
};
[[nodiscard]] std::optional<Bootstrap> bootstrap_mean_diff(const Sample& first,
                                                           const Sample& second,
                                                           std::int64_t resamples,
                                                           std::uint64_t seed, double confidence);

/// Percentile interval of a pooled rate, sum of tops over sum of bottoms, over resamples of its
/// posts drawn as above; ends rounded to 12 decimals. Nothing below `least_resampled` posts, for
/// spans of different lengths, and for bottoms that are not above 0. About 1 ns a draw.
struct RateInterval {
  Rational low, high;
};
inline constexpr std::size_t least_resampled = 3;
[[nodiscard]] std::optional<RateInterval> bootstrap_rate(std::span<const std::int64_t> tops,
                                                         std::span<const std::int64_t> bottoms,
                                                         std::int64_t resamples, std::uint64_t seed,
                                                         double confidence);

}  // namespace tiktok_kpi
