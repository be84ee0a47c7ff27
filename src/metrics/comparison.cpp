// Sponsored against usual posts, one value against its sample, trends: the statistics by name.
#include "metrics/families.hpp"
#include "metrics/quotient.hpp"
#include "metrics/resampling.hpp"
#include "metrics/samples.hpp"

namespace tiktok_kpi {
namespace {

/// The two samples; `whole` is false when a value of them is not known.
struct Pair {
  Sample first, second;
  bool whole;
};
Pair pair_of(const Arguments& arguments, std::string_view first, std::string_view second) {
  Pair pair{arguments.numbers(first), arguments.numbers(second), true};
  pair.whole = pair.first.size() == arguments.items(first).size() &&
               pair.second.size() == arguments.items(second).size();
  return pair;
}

MissingReason reason_of(const Pair& pair) {
  if (!pair.whole) return MissingReason::incomplete;
  return pair.first.empty() || pair.second.empty() ? MissingReason::too_few_posts
                                                   : MissingReason::zero_denominator;
}

Quantity exact_or(const std::optional<Rational>& value, MissingReason reason, Unit unit) {
  return value ? Quantity::exact(*value, unit) : Quantity::missing(reason, unit);
}

}  // namespace

Quantity evaluate_lift_abs(const Arguments& arguments, const Settings&) {
  return in_unit(minus(number_of(arguments, "sponsored"), number_of(arguments, "baseline")),
                 Unit::ratio);
}

Quantity evaluate_lift_rel(const Arguments& arguments, const Settings&) {
  const Scalar quotient = over(number_of(arguments, "sponsored"), number_of(arguments, "baseline"));
  return in_unit(minus(quotient, Scalar::of(Rational(1))), Unit::ratio);
}

Argument evaluate_mann_whitney(const Arguments& arguments, const Settings&) {
  const Pair pair = pair_of(arguments, "a", "b");
  const auto test = pair.whole ? mann_whitney(pair.first, pair.second) : std::nullopt;
  if (!test) return Quantity::missing(reason_of(pair), Unit::ratio);
  return Argument::object({{"u", Quantity::exact(test->u, Unit::count)},
                           {"p", test->exact_p ? Quantity::exact(*test->exact_p, Unit::ratio)
                                               : Quantity::real(test->p, Unit::ratio)},
                           {"method", Quantity::label(test->exact_p ? "exact" : "normal")}});
}

Quantity evaluate_cliffs_delta(const Arguments& arguments, const Settings&) {
  const Pair pair = pair_of(arguments, "a", "b");
  if (!pair.whole || pair.first.empty() || pair.second.empty())
    return Quantity::missing(reason_of(pair), Unit::ratio);
  const auto pairs =
      static_cast<Int128>(pair.first.size()) * static_cast<Int128>(pair.second.size());
  const Scalar doubled =
      times(Scalar::of(Rational(2)), Scalar::of(pairs_won(pair.first, pair.second)));
  return in_unit(minus(over(doubled, Scalar::of(Rational(pairs))), Scalar::of(Rational(1))),
                 Unit::ratio);
}

Quantity evaluate_hodges_lehmann(const Arguments& arguments, const Settings&) {
  const Pair pair = pair_of(arguments, "a", "b");
  return exact_or(pair.whole ? hodges_lehmann(pair.first, pair.second) : std::nullopt,
                  reason_of(pair), Unit::ratio);
}

Argument evaluate_welch_t(const Arguments& arguments, const Settings&) {
  const Pair pair = pair_of(arguments, "a", "b");
  const auto test = pair.whole ? welch_test(pair.first, pair.second) : std::nullopt;
  if (!test)
    return Quantity::missing(pair.whole ? MissingReason::too_few_posts : MissingReason::incomplete,
                             Unit::ratio);
  return Argument::object({{"t", Quantity::real(test->t, Unit::factor)},
                           {"df", Quantity::real(test->df, Unit::factor)},
                           {"p", Quantity::real(test->p, Unit::ratio)}});
}

Argument evaluate_bootstrap_mean_diff(const Arguments& arguments, const Settings& settings) {
  const Pair pair = pair_of(arguments, "a", "b");
  const auto resamples = arguments.has("resamples") ? arguments.count("resamples") : 2000;
  const auto seed = arguments.has("seed") ? arguments.count("seed") : 1;
  constexpr std::int64_t most_resamples = 1'000'000;
  if (!resamples || !seed || *resamples > most_resamples)
    return Quantity::missing(MissingReason::unknown, Unit::ratio);
  const auto interval =
      pair.whole ? bootstrap_mean_diff(pair.first, pair.second, *resamples,
                                       static_cast<std::uint64_t>(*seed), settings.confidence)
                 : std::nullopt;
  if (!interval) return Quantity::missing(reason_of(pair), Unit::ratio);
  return Argument::object({{"estimate", Quantity::exact(interval->estimate, Unit::ratio)},
                           {"low", Quantity::exact(interval->low, Unit::ratio)},
                           {"high", Quantity::exact(interval->high, Unit::ratio)}});
}

Argument evaluate_newcombe_diff(const Arguments& arguments, const Settings& settings) {
  const auto k1 = arguments.count("k1");
  const auto n1 = arguments.count("n1");
  const auto k2 = arguments.count("k2");
  const auto n2 = arguments.count("n2");
  if (!k1 || !n1 || !k2 || !n2) return Quantity::missing(MissingReason::unknown, Unit::ratio);
  const auto found = newcombe_diff(*k1, *n1, *k2, *n2, settings.confidence);
  if (!found) return Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
  return Argument::object({{"diff", Quantity::real(found->difference, Unit::ratio)},
                           {"low", Quantity::real(found->low, Unit::ratio)},
                           {"high", Quantity::real(found->high, Unit::ratio)}});
}

Quantity evaluate_mad(const Arguments& arguments, const Settings&) {
  const Sample values = arguments.numbers("values");
  if (values.size() < arguments.items("values").size())
    return Quantity::missing(MissingReason::incomplete, Unit::factor);
  return exact_or(median_deviation(values), MissingReason::too_few_posts, Unit::factor);
}

Quantity evaluate_modified_z(const Arguments& arguments, const Settings&) {
  const Sample values = arguments.numbers("values");
  const auto x = arguments.number("x");
  if (!x || values.size() < arguments.items("values").size())
    return Quantity::missing(MissingReason::incomplete, Unit::factor);
  return exact_or(modified_z(values, *x),
                  values.empty() ? MissingReason::too_few_posts : MissingReason::zero_denominator,
                  Unit::factor);
}

Argument evaluate_outlier_indices(const Arguments& arguments, const Settings&) {
  const Sample values = arguments.numbers("values");
  if (values.size() < arguments.items("values").size())
    return Quantity::missing(MissingReason::incomplete, Unit::count);
  Argument found = Argument::list();
  for (const std::size_t position : outliers(values))
    found.items.emplace_back(Quantity::count(static_cast<Int128>(position)));
  return found;
}

Quantity evaluate_theil_sen(const Arguments& arguments, const Settings&) {
  const Pair pair = pair_of(arguments, "x", "y");
  if (!pair.whole || pair.first.size() != pair.second.size())
    return Quantity::missing(MissingReason::incomplete, Unit::factor);
  return exact_or(theil_sen(pair.first, pair.second), MissingReason::too_few_posts, Unit::factor);
}

Quantity evaluate_spearman(const Arguments& arguments, const Settings&) {
  const Pair pair = pair_of(arguments, "x", "y");
  if (!pair.whole || pair.first.size() != pair.second.size())
    return Quantity::missing(MissingReason::incomplete, Unit::ratio);
  const auto correlation = spearman(pair.first, pair.second);
  return correlation ? Quantity::real(*correlation, Unit::ratio)
                     : Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
}

Argument evaluate_bh_adjust(const Arguments& arguments, const Settings&) {
  const Sample p = arguments.numbers("p");
  const auto result =
      p.size() == arguments.items("p").size() ? adjusted(p) : std::optional<Sample>();
  if (!result) return Quantity::missing(MissingReason::incomplete, Unit::ratio);
  Argument list = Argument::list();
  for (const Rational& value : *result)
    list.items.emplace_back(Quantity::exact(value, Unit::ratio));
  return list;
}

}  // namespace tiktok_kpi
