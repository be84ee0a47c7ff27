#include "analysis/rank_tests.hpp"

#include <cmath>

#include "metrics/families.hpp"

namespace tiktok_kpi {
namespace {

void add(Sample& sample, const NewestPost& post) {
  if (sample.size() == most_tested_posts) return;
  if (const auto rate = rate_of(post)) sample.push_back(*rate);
}

/// A p of the normal distribution, which has no exact form, to 15 decimals.
Rational rounded(double p) {
  constexpr std::int64_t decimals = 1'000'000'000'000'000;
  return *Rational::make(std::llround(p * static_cast<double>(decimals)), decimals);
}

}  // namespace

Quantity rank_test_p(const Sample& first, const Sample& second, std::size_t least) {
  if (first.size() < least || second.size() < least)
    return Quantity::missing(MissingReason::too_few_posts, Unit::none);
  const auto test = mann_whitney(first, second);
  if (!test) return Quantity::missing(MissingReason::too_few_posts, Unit::none);
  return test->exact_p ? Quantity::exact(*test->exact_p, Unit::none)
                       : Quantity::real(test->p, Unit::none);
}

std::vector<Quantity> tests_against_others(std::span<const NewestPosts> rows,
                                           const NewestPosts& all) {
  std::vector<Quantity> p;
  for (const NewestPosts& row : rows) {
    Sample own;
    for (const NewestPost& post : row.counted) add(own, post);
    Sample others;
    // Both lists stand newest first: one walk finds who is in both.
    auto mine = row.counted.begin();
    for (const NewestPost& post : all.counted) {
      while (mine != row.counted.end() &&
             (mine->time > post.time || (mine->time == post.time && mine->ref > post.ref)))
        ++mine;
      if (mine == row.counted.end() || mine->ref != post.ref) add(others, post);
    }
    p.push_back(rank_test_p(own, others, least_tested_posts));
  }
  return p;
}

std::vector<Quantity> adjusted_p_values(const std::vector<Quantity>& p, const Settings& settings) {
  Argument list = Argument::list();
  for (const Quantity& value : p) {
    if (!value.is_number()) continue;
    const Rational exact =
        value.exact_value() != nullptr ? *value.exact_value() : rounded(value.to_double());
    list.items.emplace_back(Quantity::exact(exact, Unit::none));
  }
  Arguments arguments;
  arguments.set("p", std::move(list));
  const Argument adjusted = evaluate_bh_adjust(arguments, settings);
  std::vector<Quantity> result;
  std::size_t next = 0;
  for (const Quantity& value : p) {
    const bool tested = value.is_number() && next < adjusted.items.size();
    result.push_back(tested ? adjusted.items[next].figure.with_unit(value.unit())
                            : Quantity::missing(value.reason(), value.unit()));
    if (tested) ++next;
  }
  return result;
}

}  // namespace tiktok_kpi
