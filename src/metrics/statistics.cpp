// Exact where the result is a fraction, double where it is a root.
#include "metrics/statistics.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace tiktok_kpi {

std::optional<Rational> decimal_of(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return Rational::parse(
      std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

std::optional<Rational> median(std::vector<Rational> values) {
  return percentile(std::move(values), *Rational::make(1, 2));
}

std::optional<Rational> percentile(std::vector<Rational> values, const Rational& p) {
  if (values.empty() || p.is_negative() || p > Rational(1)) return std::nullopt;
  std::ranges::sort(values);
  const auto position = multiply(p, Rational(static_cast<Int128>(values.size() - 1)));
  if (!position) return std::nullopt;
  const auto index = static_cast<std::size_t>(position->numerator() / position->denominator());
  const auto rest = subtract(*position, Rational(static_cast<Int128>(index)));
  if (!rest || rest->is_zero()) return values[index];
  const auto step = subtract(values[index + 1], values[index]);
  const auto part = step ? multiply(*step, *rest) : std::nullopt;
  return part ? add(values[index], *part) : std::nullopt;
}

double normal_quantile(double confidence) {
  // The usual three, exact to the last digit of a double.
  if (confidence == 0.95) return 1.959963984540054;
  if (confidence == 0.9) return 1.644853626951473;
  if (confidence == 0.99) return 2.575829303548901;
  double low = 0;
  double high = 40;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    (std::erfc(middle / std::sqrt(2.0)) > 1 - confidence ? low : high) = middle;
  }
  return (low + high) / 2;
}

std::optional<Interval> wilson_interval(std::int64_t k, std::int64_t n, double confidence) {
  if (n <= 0 || k < 0 || k > n || !(confidence > 0 && confidence < 1)) return std::nullopt;
  const auto trials = static_cast<double>(n);
  const double share = static_cast<double>(k) / trials;
  const double z = normal_quantile(confidence);
  const double square = z * z;
  const double centre = (share + square / (2 * trials)) / (1 + square / trials);
  const double half = z / (1 + square / trials) *
                      std::sqrt(share * (1 - share) / trials + square / (4 * trials * trials));
  return Interval{k == 0 ? 0.0 : centre - half, k == n ? 1.0 : centre + half};
}

std::optional<Rational> shrunk_mean(std::int64_t n, const Rational& mean, const Rational& prior,
                                    std::int64_t k) {
  if (n <= 0) return prior;
  const auto own = multiply(Rational(n), mean);
  const auto pull = multiply(Rational(k), prior);
  const auto sum = own && pull ? add(*own, *pull) : std::nullopt;
  return sum ? divide(*sum, Rational(Int128{n} + k)) : std::nullopt;
}

}  // namespace tiktok_kpi
