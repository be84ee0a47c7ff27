#pragma once
// Most metrics are a quotient of weighted sums. Parts of a formula that are weighted sums over
// posts are found once, so that a group costs a few integer operations.
#include <optional>
#include <utility>
#include <vector>

#include "aggregate/request.hpp"
#include "metrics/formula.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// Weighted sum of SumTerms (in their real units, not scaled), plus a number per post, plus a
/// constant.
struct LinearForm {
  std::vector<std::pair<SumTerm, Rational>> terms;
  Rational per_post;
  Rational constant;
};

/// Whether the field is a number that can be added up over posts.
[[nodiscard]] bool is_summable(Field field);

/// The node as a weighted sum, when it is one. Names are fields of posts, or `posts`, the number of
/// posts. Outside sum() numbers are constants; inside they count once per post.
[[nodiscard]] std::optional<LinearForm> linear_form(const Formula& formula, std::uint32_t id);

}  // namespace tiktok_kpi
