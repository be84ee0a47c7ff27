// Two groups into one: what adds up is added, pattern by pattern; medians cannot be.
#include "aggregate/aggregates.hpp"

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
  for (std::size_t i = 0; i < result.sums.size(); ++i) result.sums[i] = sum_of(a.sums[i], b.sums[i]);
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

}  // namespace tiktok_kpi
