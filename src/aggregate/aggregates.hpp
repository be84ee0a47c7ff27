#pragma once
// Sums, counts and distributions by group: all that metrics see of the rows.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aggregate/request.hpp"
#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

/// What a count of a post is, for one field; two bits of a Pattern. A known zero of a field that
/// nothing is divided by (Request::divisors) counts as positive.
enum class Presence : std::uint8_t { missing = 0, invalid = 1, zero = 2, positive = 3 };

/// State of every summed field of a post: field i of Aggregates::fields in bits 2i and 2i+1.
using Pattern = std::uint64_t;
[[nodiscard]] constexpr Presence presence(Pattern pattern, std::size_t field) {
  return static_cast<Presence>((pattern >> (2 * field)) & 3U);
}
[[nodiscard]] constexpr Pattern with_presence(Pattern pattern, std::size_t field, Presence state) {
  return (pattern & ~(Pattern{3} << (2 * field))) | (static_cast<Pattern>(state) << (2 * field));
}

/// Posts of a group that share a presence pattern.
struct PatternSums {
  Pattern pattern = 0;
  std::uint64_t posts = 0;
  /// One per term of Aggregates::sums: counts as they are, decimals in 10^-9, money in 10^-6,
  /// products the product of both scales. Missing and invalid cells add nothing.
  std::vector<Int128> sums;
};

/// Mean of a row number: the sum in fixed point and the rows that had one.
struct MeanSum {
  static constexpr int fraction_bits = 60;
  Int128 fixed =
      0;  ///< sum of values x 2^60, each truncated toward zero: the order of rows cannot matter
  std::uint64_t rows = 0;
};

struct Group {
  std::uint32_t id = 0;  ///< entry in the united dictionary (creator, tag) or the day; 0 for total
  std::uint64_t posts = 0;
  std::vector<PatternSums> patterns;  ///< sorted by pattern
  std::vector<MeanSum> means;         ///< one per Aggregates::means
  std::vector<Quantity>
      medians;  ///< one per Aggregates::medians when asked for this group, else empty;
                ///< counts exact, rates rounded to 12 decimals, missing(no_posts) if none defined
  std::vector<std::uint64_t> median_rows;  ///< rows behind each median
};

/// Result of one grouping.
struct Aggregates {
  Grouping grouping = Grouping::total;
  std::vector<Field> fields;  ///< fields of the patterns
  std::vector<SumTerm> sums;
  std::vector<RowRate> means;
  std::vector<RowRate> medians;
  std::vector<Group> groups;  ///< sorted by id

  /// Sums of two groups of the same shape; medians do not add up and are dropped.
  [[nodiscard]] static Group merge(const Group& a, const Group& b);
  /// What is left of a group of `whole_shape` without a part of it, in the shape of the part;
  /// medians are dropped. Both shapes come from one accumulation, and the whole holds every sum and
  /// mean of the part.
  [[nodiscard]] static Group without(const Group& whole, const Aggregates& whole_shape,
                                     const Group& part, const Aggregates& part_shape);
};

}  // namespace tiktok_kpi
