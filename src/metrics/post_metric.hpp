#pragma once
// A formula over the columns of posts as a metric: what it asks of the rows and how it is worked
// out from the aggregates of a group. Registry entries and the user's own metrics are the same
// thing here.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "aggregate/aggregates.hpp"
#include "aggregate/request.hpp"
#include "metrics/formula.hpp"
#include "metrics/linear.hpp"
#include "tiktok_kpi/core/quantity.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

enum class MetricKind : std::uint8_t {
  sum,     ///< sum over posts; strict: every post must have it
  ratio,   ///< formula over sums of the posts where it is defined (pooled)
  mean,    ///< mean of a row number
  median,  ///< median of a row number
  ratio_of_medians,
  label,     ///< class from arguments: tier, band
  function,  ///< anything else from arguments: dates, lists, counts
};

struct Evaluated {
  Quantity value;
  std::uint64_t posts_used = 0;
  std::uint64_t posts_left_out = 0;
};

/// Names a formula over posts may use: the columns of posts that hold one value, `posts` (their
/// number), `interactions` (likes and comments, and shares and saves by the set that counts),
/// `click_base` (views or impressions, by the setting) and `gross_margin` (a setting).
[[nodiscard]] std::span<const std::string_view> post_names();

/// "lc", "lcs", "lcss".
[[nodiscard]] std::string_view name_of(InteractionSet set);
[[nodiscard]] std::span<const Field> fields_of(InteractionSet set);
/// With `interactions`, `click_base` and `gross_margin` replaced by what they stand for.
[[nodiscard]] Formula expand_names(const Formula& formula, InteractionSet set,
                                   const Settings& settings);

class BoundMetric;

class PostMetric {
 public:
  /// `set` counts as interactions when the settings name none. A fault is a bad-formula diagnostic
  /// placed in the text.
  [[nodiscard]] static std::optional<PostMetric> make(std::string_view text, MetricKind kind,
                                                      Unit unit, std::optional<InteractionSet> set,
                                                      Diagnostic& fault, Place origin = {});
  /// The same from a parsed formula.
  [[nodiscard]] static std::optional<PostMetric> make(Formula formula, MetricKind kind, Unit unit,
                                                      std::optional<InteractionSet> set,
                                                      Diagnostic& fault, Place origin = {});

  [[nodiscard]] MetricKind kind() const { return kind_; }
  [[nodiscard]] Unit unit() const { return unit_; }
  [[nodiscard]] const Formula& formula() const { return formula_; }
  [[nodiscard]] bool uses_interactions() const;
  [[nodiscard]] InteractionSet set(const Settings& settings) const;
  /// See expand_names.
  [[nodiscard]] Formula expanded(const Settings& settings) const;
  /// The formula's last denominator as text, empty when it has none.
  [[nodiscard]] std::string denominator(const Settings& settings) const;

  [[nodiscard]] Request needs(const Settings& settings) const;
  /// Ready for the groups of `shape`, which must hold what `needs` asked for and outlive the
  /// result.
  [[nodiscard]] BoundMetric bind(const Aggregates& shape, const Settings& settings) const;

 private:
  explicit PostMetric(Formula formula) : formula_(std::move(formula)) {}

  Formula formula_;
  MetricKind kind_ = MetricKind::ratio;
  Unit unit_ = Unit::none;
  std::optional<InteractionSet> set_;
};

/// A metric bound to one shape of aggregates: finds columns once, remembers patterns. About 0.2 us
/// a group. Not to be shared between threads.
class BoundMetric {
 public:
  [[nodiscard]] Evaluated evaluate(const Group& group) const;
  /// Every step of a pooled value; one step for means and medians.
  [[nodiscard]] Explained explain(const Group& group) const;

 private:
  friend class PostMetric;
  friend class PooledLeaves;

  /// How the posts of a pattern take part.
  enum class Part : std::uint8_t { used, lower_bound, missing, invalid, zero_denominator };
  struct Weighted {
    std::vector<std::pair<std::size_t, Int128>> sums;  ///< index in Aggregates::sums, weight
    Int128 per_post = 0, constant = 0, divisor = 1;
    Unit unit = Unit::none;
    Currency currency{};
  };

  explicit BoundMetric(Formula formula) : formula_(std::move(formula)) {}
  void find_weighted(std::uint32_t id);
  [[nodiscard]] std::optional<Weighted> weighted(const LinearForm& form) const;
  [[nodiscard]] Part part_of(Pattern pattern) const;
  [[nodiscard]] MissingReason reason(const Group& group,
                                     const std::array<std::uint64_t, 5>& posts) const;
  [[nodiscard]] Evaluated pooled(const Group& group, Explained* steps) const;
  [[nodiscard]] Quantity finished(const Quantity& value) const;
  void find_pattern_fields();

  Formula formula_;
  const Aggregates* shape_ = nullptr;
  MetricKind kind_ = MetricKind::ratio;
  Unit unit_ = Unit::none;
  MissingMode missing_ = MissingMode::strict;
  Currency currency_{};
  std::size_t index_ = 0, second_index_ = 0;       ///< in shape's means or medians
  std::vector<std::optional<Weighted>> weighted_;  ///< by node
  std::vector<std::size_t> pattern_fields_;  ///< fields of the formula, as positions in a pattern
  mutable std::vector<std::pair<Pattern, Part>> parts_;  ///< patterns met so far
};

}  // namespace tiktok_kpi
