// Two groups into one, or one less a part of it: what adds up is added, pattern by pattern; medians
// cannot be.
#include "aggregate/aggregates.hpp"

#include <algorithm>
#include <cassert>

#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

Int128 sum_of(Int128 a, Int128 b) {
  const auto sum = checked_add(a, b);
  if (!sum) throw Error("limit-exceeded", "a sum over posts does not fit 128 bits");
  return *sum;
}

PatternSums sum_of(const PatternSums& a, const PatternSums& b) {
  PatternSums result = a;
  assert(a.sums.size() == b.sums.size());
  result.posts += b.posts;
  for (std::size_t i = 0; i < result.sums.size(); ++i)
    result.sums[i] = sum_of(a.sums[i], b.sums[i]);
  return result;
}

}  // namespace

Group Aggregates::merge(const Group& a, const Group& b) {
  Group result;
  result.id = a.id;
  result.posts = a.posts + b.posts;
  result.patterns.reserve(a.patterns.size() + b.patterns.size());
  auto left = a.patterns.begin();
  auto right = b.patterns.begin();
  while (left != a.patterns.end() || right != b.patterns.end()) {
    if (right == b.patterns.end() || (left != a.patterns.end() && left->pattern < right->pattern)) {
      result.patterns.push_back(*left++);
    } else if (left == a.patterns.end() || right->pattern < left->pattern) {
      result.patterns.push_back(*right++);
    } else {
      result.patterns.push_back(sum_of(*left++, *right++));
    }
  }
  assert(a.means.size() == b.means.size());
  result.means = a.means;
  for (std::size_t i = 0; i < result.means.size(); ++i) {
    result.means[i].fixed = sum_of(a.means[i].fixed, b.means[i].fixed);
    result.means[i].rows += b.means[i].rows;
  }
  return result;
}

Group Aggregates::without(const Group& whole, const Aggregates& whole_shape, const Group& part,
                          const Aggregates& part_shape) {
  assert(whole_shape.fields == part_shape.fields);
  const auto positions = [](const auto& wanted, const auto& all) {
    std::vector<std::size_t> at;
    for (const auto& one : wanted)
      at.push_back(static_cast<std::size_t>(std::ranges::find(all, one) - all.begin()));
    return at;
  };
  const std::vector<std::size_t> sums = positions(part_shape.sums, whole_shape.sums);
  const std::vector<std::size_t> means = positions(part_shape.means, whole_shape.means);
  Group rest;
  rest.id = whole.id;
  rest.posts = whole.posts - part.posts;
  for (const PatternSums& all : whole.patterns) {
    const auto taken =
        std::ranges::lower_bound(part.patterns, all.pattern, {}, &PatternSums::pattern);
    const bool found = taken != part.patterns.end() && taken->pattern == all.pattern;
    PatternSums left{all.pattern, all.posts - (found ? taken->posts : 0), {}};
    if (left.posts == 0) continue;
    for (std::size_t i = 0; i < sums.size(); ++i)
      left.sums.push_back(all.sums[sums[i]] - (found ? taken->sums[i] : 0));
    rest.patterns.push_back(std::move(left));
  }
  for (std::size_t i = 0; i < means.size(); ++i) {
    const MeanSum& all = whole.means[means[i]];
    rest.means.push_back({all.fixed - part.means[i].fixed, all.rows - part.means[i].rows});
  }
  return rest;
}

}  // namespace tiktok_kpi
