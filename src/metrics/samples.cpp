// Comparisons count pairs and ranks exactly; only t, normal tails and correlations are doubles.
#include "metrics/samples.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace tiktok_kpi {
namespace {

std::optional<Rational> sum_of(std::span<const Rational> values) {
  Rational total;
  for (const Rational& value : values) {
    const auto sum = add(total, value);
    if (!sum) return std::nullopt;
    total = *sum;
  }
  return total;
}

Rational magnitude(const Rational& value) {
  return value.is_negative() ? *subtract(Rational(0), value) : value;
}

std::optional<Sample> distances(const Sample& values, const Rational& from) {
  Sample result;
  for (const Rational& value : values) {
    const auto difference = subtract(value, from);
    if (!difference) return std::nullopt;
    result.push_back(magnitude(*difference));
  }
  return result;
}

/// Labellings of n + m distinct values by the U that they give.
std::vector<double> labellings_by_u(std::size_t n, std::size_t m) {
  // ways[i][u]: i of the first sample among the values so far.
  std::vector<std::vector<double>> ways(n + 1, std::vector<double>(n * m + 1));
  ways[0][0] = 1;
  for (std::size_t value = 0; value < n + m; ++value)
    for (std::size_t i = std::min(n, value + 1); i-- > 0;) {
      // The value joins the first sample and beats the value - i of the second below it.
      if (value - i > m) continue;
      const std::size_t beaten = value - i;
      for (std::size_t u = 0; u + beaten <= n * m; ++u) ways[i + 1][u + beaten] += ways[i][u];
    }
  return ways[n];
}

/// Sum of t^3 - t over groups of equal values.
double tie_term(const Sample& first, const Sample& second, bool& ties) {
  Sample all = first;
  all.insert(all.end(), second.begin(), second.end());
  std::ranges::sort(all);
  double term = 0;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin + 1;
    while (end < all.size() && all[end] == all[begin]) ++end;
    const auto equal = static_cast<double>(end - begin);
    term += equal * equal * equal - equal;
    ties = ties || end - begin > 1;
    begin = end;
  }
  return term;
}

double variance(const Sample& values, double centre) {
  double sum = 0;
  for (const Rational& value : values) {
    const double distance = value.to_double() - centre;
    sum += distance * distance;
  }
  return sum / static_cast<double>(values.size() - 1);
}

/// Continued fraction of the incomplete beta function, by the method of Lentz.
double beta_fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  const auto away_from_zero = [](double value) { return std::fabs(value) < tiny ? tiny : value; };
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double result = d;
  for (int m = 1; m <= 500; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    result *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    const double step = d * c;
    result *= step;
    if (std::fabs(step - 1) < 1e-16) break;
  }
  return result;
}

/// Regularised incomplete beta function.
double incomplete_beta(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                a * std::log(x) + b * std::log1p(-x));
  return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
                                   : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

/// Ranks from 1, ties at their average, times two to stay whole.
std::vector<double> doubled_ranks(const Sample& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t i = begin; i < end; ++i)
      ranks[order[i]] = static_cast<double>(begin + end + 1);
    begin = end;
  }
  return ranks;
}

}  // namespace

std::optional<Rational> mean(std::span<const Rational> values) {
  if (values.empty()) return std::nullopt;
  const auto sum = sum_of(values);
  return sum ? divide(*sum, Rational(static_cast<Int128>(values.size()))) : std::nullopt;
}

Rational pairs_won(const Sample& first, const Sample& second) {
  Sample sorted = second;
  std::ranges::sort(sorted);
  Int128 halves = 0;
  for (const Rational& value : first) {
    const auto [low, high] = std::ranges::equal_range(sorted, value);
    halves += 2 * (low - sorted.begin()) + (high - low);
  }
  return *Rational::make(halves, 2);
}

std::optional<MannWhitney> mann_whitney(const Sample& first, const Sample& second) {
  if (first.empty() || second.empty()) return std::nullopt;
  const std::size_t n = first.size();
  const std::size_t m = second.size();
  MannWhitney result;
  result.u = pairs_won(first, second);
  bool ties = false;
  const double tied = tie_term(first, second, ties);
  constexpr std::size_t most_counted = 20;
  const double middle = static_cast<double>(n) * static_cast<double>(m) / 2;
  const double distance = std::fabs(result.u.to_double() - middle);
  if (!ties && n + m <= most_counted) {
    // At most 184,756 labellings: every count is exact in a double.
    const std::vector<double> ways = labellings_by_u(n, m);
    double extreme = 0;
    double all = 0;
    for (std::size_t u = 0; u < ways.size(); ++u) {
      all += ways[u];
      if (std::fabs(static_cast<double>(u) - middle) >= distance) extreme += ways[u];
    }
    result.exact_p =
        Rational::make(static_cast<std::int64_t>(extreme), static_cast<std::int64_t>(all));
    result.p = extreme / all;
    return result;
  }
  const auto values = static_cast<double>(n + m);
  const double spread = static_cast<double>(n) * static_cast<double>(m) / 12 *
                        (values + 1 - tied / (values * (values - 1)));
  if (!(spread > 0)) return result;
  const double z = std::max(0.0, distance - 0.5) / std::sqrt(spread);
  result.p = std::erfc(z / std::sqrt(2.0));
  return result;
}

std::optional<Rational> hodges_lehmann(const Sample& first, const Sample& second) {
  Sample differences;
  differences.reserve(first.size() * second.size());
  for (const Rational& a : first)
    for (const Rational& b : second) {
      const auto difference = subtract(a, b);
      if (!difference) return std::nullopt;
      differences.push_back(*difference);
    }
  return median(std::move(differences));
}

std::optional<WelchTest> welch_test(const Sample& first, const Sample& second) {
  if (first.size() < 2 || second.size() < 2) return std::nullopt;
  const auto mean_a = mean(first);
  const auto mean_b = mean(second);
  if (!mean_a || !mean_b) return std::nullopt;
  const double a = variance(first, mean_a->to_double()) / static_cast<double>(first.size());
  const double b = variance(second, mean_b->to_double()) / static_cast<double>(second.size());
  const auto constant = [](const Sample& sample) {
    return std::ranges::all_of(sample, [&](const Rational& value) { return value == sample[0]; });
  };
  if (constant(first) && constant(second)) return std::nullopt;
  WelchTest test;
  test.t = (mean_a->to_double() - mean_b->to_double()) / std::sqrt(a + b);
  test.df = (a + b) * (a + b) /
            (a * a / static_cast<double>(first.size() - 1) +
             b * b / static_cast<double>(second.size() - 1));
  test.p = incomplete_beta(test.df / 2, 0.5, test.df / (test.df + test.t * test.t));
  return test;
}

std::optional<ShareDifference> newcombe_diff(std::int64_t k1, std::int64_t n1, std::int64_t k2,
                                             std::int64_t n2, double confidence) {
  const auto first = wilson_interval(k1, n1, confidence);
  const auto second = wilson_interval(k2, n2, confidence);
  if (!first || !second) return std::nullopt;
  const double p1 = static_cast<double>(k1) / static_cast<double>(n1);
  const double p2 = static_cast<double>(k2) / static_cast<double>(n2);
  const double d = p1 - p2;
  return ShareDifference{d, d - std::hypot(p1 - first->low, second->high - p2),
                         d + std::hypot(first->high - p1, p2 - second->low)};
}

std::optional<Rational> median_deviation(const Sample& values) {
  const auto middle = median(values);
  auto far = middle ? distances(values, *middle) : std::nullopt;
  return far ? median(*std::move(far)) : std::nullopt;
}

std::optional<RobustScale> robust_scale(const Sample& values) {
  const auto middle = median(values);
  const auto far = middle ? distances(values, *middle) : std::nullopt;
  const auto deviation = far ? median(*far) : std::nullopt;
  if (!deviation) return std::nullopt;
  const bool by_median = !deviation->is_zero();
  const auto spread = by_median ? deviation : mean(*far);
  if (!spread || spread->is_zero()) return std::nullopt;
  return RobustScale{*middle, *spread, by_median};
}

std::optional<Rational> modified_z(const RobustScale& scale, const Rational& x) {
  const auto distance = subtract(x, scale.middle);
  if (!distance) return std::nullopt;
  const auto weighted =
      scale.by_median ? multiply(*Rational::parse("0.6745"), *distance) : distance;
  const auto bottom =
      scale.by_median ? scale.spread : multiply(*Rational::parse("1.253314"), scale.spread);
  return weighted && bottom ? divide(*weighted, *bottom) : std::nullopt;
}

std::optional<Rational> modified_z(const Sample& values, const Rational& x) {
  const auto scale = robust_scale(values);
  return scale ? modified_z(*scale, x) : std::nullopt;
}

std::vector<std::size_t> outliers(const Sample& values) {
  std::vector<std::size_t> found;
  const auto scale = robust_scale(values);
  if (!scale) return found;
  // |z| is above the bound where x is farther from the middle than this: one division, not one a
  // value.
  const auto of_one = modified_z(*scale, *add(scale->middle, Rational(1)));
  const auto reach = of_one ? divide(*Rational::parse(outlier_bound), *of_one) : std::nullopt;
  const auto low = reach ? subtract(scale->middle, *reach) : std::nullopt;
  const auto high = reach ? add(scale->middle, *reach) : std::nullopt;
  if (!low || !high) return found;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] < *low || values[i] > *high) found.push_back(i);
  return found;
}

std::optional<Rational> theil_sen(const Sample& x, const Sample& y) {
  Sample slopes;
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = i + 1; j < x.size(); ++j) {
      if (x[i] == x[j]) continue;
      const auto rise = subtract(y[j], y[i]);
      const auto run = subtract(x[j], x[i]);
      const auto slope = rise && run ? divide(*rise, *run) : std::nullopt;
      if (!slope) return std::nullopt;
      slopes.push_back(*slope);
    }
  return median(std::move(slopes));
}

std::optional<double> spearman(const Sample& x, const Sample& y) {
  const std::vector<double> a = doubled_ranks(x);
  const std::vector<double> b = doubled_ranks(y);
  const double middle = static_cast<double>(a.size()) + 1;  // of doubled ranks
  double both = 0;
  double of_a = 0;
  double of_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += (a[i] - middle) * (b[i] - middle);
    of_a += (a[i] - middle) * (a[i] - middle);
    of_b += (b[i] - middle) * (b[i] - middle);
  }
  if (!(of_a > 0 && of_b > 0)) return std::nullopt;
  return both / std::sqrt(of_a * of_b);
}

std::optional<Sample> adjusted(const Sample& p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
  Sample result(p.size());
  Rational least(1);
  for (std::size_t rank = p.size(); rank > 0; --rank) {
    const std::size_t at = order[rank - 1];
    const auto scaled_up =
        multiply(p[at], *Rational::make(static_cast<Int128>(p.size()), static_cast<Int128>(rank)));
    if (!scaled_up) return std::nullopt;
    least = std::min(least, *scaled_up);
    result[at] = least;
  }
  return result;
}

}  // namespace tiktok_kpi
