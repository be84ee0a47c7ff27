#pragma once
// Where the fee of a post lies in the range published for accounts of that size, and whose range
// that is.
#include <string>

#include "metrics/benchmarks.hpp"
#include "report/answers.hpp"

namespace tiktok_kpi {

struct FeeRange {
  const Benchmark* range = nullptr;  ///< nullptr: nothing is published for that size
  Quantity fee;  ///< of one post, in the currency of the range; missing with the reason
  Quantity low, high;
  Quantity position;  ///< rate_position

  /// "75-350 USD, SponsorRate 2026"; missing without a range.
  [[nodiscard]] Quantity in_words() const;
};

/// `settings` name the currency of the row; `posts` is the number of posts that the fee is for.
[[nodiscard]] FeeRange fee_range(const Answers& answers, const MoneyRow& row, const Quantity& posts,
                                 const Quantity& followers, const Settings& settings);

}  // namespace tiktok_kpi
