// Resamples are sums of integers; the two ends alone become fractions.
#include "metrics/resampling.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace tiktok_kpi {
namespace {

class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}
  /// 0 … bound - 1: the high half of draw x bound.
  std::size_t below(std::size_t bound) {
    std::uint64_t z = (state_ += 0x9E37'79B9'7F4A'7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58'476D'1CE4'E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D0'49BB'1331'11EBULL;
    z ^= z >> 31U;
    return static_cast<std::size_t>((static_cast<UInt128>(z) * bound) >> 64U);
  }

 private:
  std::uint64_t state_;
};

/// Type 7 percentile of numerators over one denominator: as `percentile`, without a fraction for
/// each of thousands of values. Reorders the values.
template <class Integer>
std::optional<Rational> percentile_of(std::vector<Integer>& values, const Rational& p,
                                      Int128 denominator) {
  const auto position = multiply(p, Rational(static_cast<Int128>(values.size() - 1)));
  if (!position) return std::nullopt;
  const auto index = static_cast<std::size_t>(position->numerator() / position->denominator());
  const auto rest = subtract(*position, Rational(static_cast<Int128>(index)));
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(index);
  std::ranges::nth_element(values, at);
  const auto low = Rational::make(*at, denominator);
  if (!low || !rest || rest->is_zero()) return low;
  const auto high = Rational::make(*std::min_element(at + 1, values.end()), denominator);
  const auto step = high ? subtract(*high, *low) : std::nullopt;
  const auto part = step ? multiply(*step, *rest) : std::nullopt;
  return part ? add(*low, *part) : std::nullopt;
}

/// Half of what a confidence leaves out, 1/40 for .95: the decimal meant, not the double's last
/// digits, which no fraction of 128 bits could carry through an interpolation.
std::optional<Rational> tail_of(double confidence) {
  const auto inside = decimal_of(confidence);
  const auto outside = inside ? subtract(Rational(1), *inside) : std::nullopt;
  return outside ? divide(*outside, Rational(2)) : std::nullopt;
}

/// What all values are whole multiples of, upside down: sums of them are then sums of integers.
std::optional<Int128> common_denominator(const Sample& first, const Sample& second) {
  Int128 common = 1;
  for (const Sample* sample : {&first, &second})
    for (const Rational& value : *sample) {
      Int128 a = common;
      Int128 b = value.denominator();
      while (b != 0) a = std::exchange(b, a % b);
      const auto next = checked_multiply(common / a, value.denominator());
      if (!next) return std::nullopt;
      common = *next;
    }
  return common;
}
std::optional<std::vector<Int128>> scaled(const Sample& sample, Int128 denominator,
                                          std::size_t factor) {
  std::vector<Int128> values;
  for (const Rational& value : sample) {
    const auto whole = checked_multiply(value.numerator(), denominator / value.denominator());
    const auto weighted =
        whole ? checked_multiply(*whole, static_cast<Int128>(factor)) : std::nullopt;
    // Sums of them must fit, too.
    if (!weighted || !checked_multiply(*weighted, static_cast<Int128>(sample.size())))
      return std::nullopt;
    values.push_back(*weighted);
  }
  return values;
}

}  // namespace

std::optional<Bootstrap> bootstrap_mean_diff(const Sample& first, const Sample& second,
                                             std::int64_t resamples, std::uint64_t seed,
                                             double confidence) {
  if (first.empty() || second.empty() || resamples < 1) return std::nullopt;
  const auto denominator = common_denominator(first, second);
  if (!denominator) return std::nullopt;
  // sum(a) m - sum(b) n over n m: integers until the end.
  const auto a = scaled(first, *denominator, second.size());
  const auto b = scaled(second, *denominator, first.size());
  const auto pairs = static_cast<Int128>(first.size()) * static_cast<Int128>(second.size());
  const auto bottom = checked_multiply(*denominator, pairs);
  if (!a || !b || !bottom) return std::nullopt;
  SplitMix64 random(seed);
  std::vector<Int128> differences;
  for (std::int64_t i = 0; i < resamples; ++i) {
    Int128 difference = 0;
    for (std::size_t k = 0; k < a->size(); ++k) difference += (*a)[random.below(a->size())];
    for (std::size_t k = 0; k < b->size(); ++k) difference -= (*b)[random.below(b->size())];
    differences.push_back(difference);
  }
  const auto tail = tail_of(confidence);
  const auto estimate_a = mean(first);
  const auto estimate_b = mean(second);
  if (!tail || !estimate_a || !estimate_b) return std::nullopt;
  const auto estimate = subtract(*estimate_a, *estimate_b);
  const auto low = percentile_of(differences, *tail, *bottom);
  const auto high = percentile_of(differences, *subtract(Rational(1), *tail), *bottom);
  if (!estimate || !low || !high) return std::nullopt;
  return Bootstrap{*estimate, *low, *high};
}

std::optional<RateInterval> bootstrap_rate(std::span<const std::int64_t> tops,
                                           std::span<const std::int64_t> bottoms,
                                           std::int64_t resamples, std::uint64_t seed,
                                           double confidence) {
  const std::size_t posts = tops.size();
  const auto tail = tail_of(confidence);
  if (posts < least_resampled || posts != bottoms.size() || resamples < 1 || !tail)
    return std::nullopt;
  if (std::ranges::any_of(bottoms, [](std::int64_t bottom) { return bottom <= 0; }))
    return std::nullopt;
  constexpr std::int64_t decimals = 1'000'000'000'000;
  // A quotient of doubles is rounded the same everywhere; above this it has no 12 decimals left.
  constexpr double most = 9e6;
  std::vector<std::pair<double, double>> pairs;
  for (std::size_t i = 0; i < posts; ++i)
    pairs.emplace_back(static_cast<double>(tops[i]), static_cast<double>(bottoms[i]));
  SplitMix64 random(seed);
  std::vector<std::int64_t> rates;
  rates.reserve(static_cast<std::size_t>(resamples));
  for (std::int64_t i = 0; i < resamples; ++i) {
    double top = 0;
    double bottom = 0;
    for (std::size_t k = 0; k < posts; ++k) {
      const auto& [above, below] = pairs[random.below(posts)];
      top += above;  // whole numbers below 2^53: exact
      bottom += below;
    }
    const double rate = top / bottom;
    if (!(rate < most)) return std::nullopt;
    rates.push_back(std::llround(rate * static_cast<double>(decimals)));
  }
  const auto low = percentile_of(rates, *tail, decimals);
  const auto high = percentile_of(rates, *subtract(Rational(1), *tail), decimals);
  const auto rounded = [](const std::optional<Rational>& value) {
    return value ? Rational::parse(value->to_fixed(12)) : std::nullopt;
  };
  const auto lower = rounded(low);
  const auto upper = rounded(high);
  return lower && upper ? std::optional(RateInterval{*lower, *upper}) : std::nullopt;
}

}  // namespace tiktok_kpi
