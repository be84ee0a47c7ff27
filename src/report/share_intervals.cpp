#include "report/share_intervals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <iterator>
#include <optional>

#include "metrics/statistics.hpp"
#include "report/interval_columns.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array known_shares{
    ShareRate{"like_rate", "likes of views", Field::likes, Field::views},
    ShareRate{"completion_rate", "completion", Field::completed_views, Field::views},
    ShareRate{"ctr", "CTR", Field::clicks, Field::views},
    ShareRate{"cvr", "conversion", Field::conversions, Field::clicks},
};

/// A sum of a field over the posts of a pattern.
class SumOf {
 public:
  SumOf(const Aggregates& shape, Field field)
      : field_(position(shape.fields, field)), sum_(position(shape.sums, SumTerm{field, {}})) {}
  [[nodiscard]] std::optional<Int128> in(const PatternSums& posts) const {
    return field_ && sum_ && presence(posts.pattern, *field_) >= Presence::zero
               ? std::optional(posts.sums[*sum_])
               : std::nullopt;
  }

 private:
  template <class Value>
  static std::optional<std::size_t> position(const std::vector<Value>& values, const Value& value) {
    const auto found = std::ranges::find(values, value);
    return found != values.end() ? std::optional(static_cast<std::size_t>(found - values.begin()))
                                 : std::nullopt;
  }
  std::optional<std::size_t> field_, sum_;
};

std::vector<Quantity> none(MissingReason reason) {
  return {2, Quantity::missing(reason, Unit::ratio)};
}

std::vector<Quantity> pooled(const ShareRate& share, const Group& group, const Aggregates& shape,
                             const Settings& settings) {
  const SumOf parts(shape, share.part);
  const SumOf wholes(shape, share.whole);
  Int128 part_sum = 0;
  Int128 whole_sum = 0;
  bool any = false;
  for (const PatternSums& posts : group.patterns) {
    const auto part = parts.in(posts);
    const auto whole = wholes.in(posts);
    if (!part || !whole) continue;
    part_sum += *part;
    whole_sum += *whole;
    any = true;
  }
  return any ? share_cells(Quantity::count(part_sum), Quantity::count(whole_sum), settings)
             : none(MissingReason::no_posts);
}

}  // namespace

std::vector<Column> share_columns(std::string_view id, const ReportContext& context, bool detail) {
  const auto* share = std::ranges::find(known_shares, id, &ShareRate::metric);
  assert(share != known_shares.end());
  const std::string low(id);
  return {{.id = low + "_low",
           .label = fmt::format("{}, {}", share->label, percent_of(context.settings.confidence)),
           .unit = Unit::ratio,
           .detail = detail,
           .to = low + "_high"},
          {.id = low + "_high",
           .label = "upper end",
           .unit = Unit::ratio,
           .detail = detail || !context.every_column}};
}

std::vector<Quantity> share_cells(const Quantity& part, const Quantity& whole,
                                  const Settings& settings) {
  for (const Quantity* count : {&part, &whole})
    if (!count->known()) return none(count->reason());
  const auto counted = [](const Quantity& value) -> std::optional<std::int64_t> {
    const Rational* exact = value.exact_value();
    if (exact == nullptr || !exact->is_integer() || exact->numerator() > INT64_MAX)
      return std::nullopt;
    return static_cast<std::int64_t>(exact->numerator());
  };
  const auto k = counted(part);
  const auto n = counted(whole);
  if (!k || !n) return none(MissingReason::unknown);
  if (*n == 0) return none(MissingReason::zero_denominator);
  const auto interval = wilson_interval(*k, *n, settings.confidence);
  if (!interval) return none(MissingReason::unknown);
  return {Quantity::real(interval->low, Unit::ratio), Quantity::real(interval->high, Unit::ratio)};
}

ShareIntervals::ShareIntervals(const ReportContext& context,
                               std::span<const std::string_view> metrics)
    : context_(context) {
  for (const std::string_view id : metrics) {
    const auto* known = std::ranges::find(known_shares, id, &ShareRate::metric);
    if (known == known_shares.end()) continue;
    shares_.push_back(*known);
    if (id == "ctr" && context.settings.ctr_denominator == ClickBase::impressions)
      shares_.back().whole = Field::impressions;
  }
}

std::vector<Column> ShareIntervals::columns(bool detail) const {
  std::vector<Column> columns;
  for (const ShareRate& share : shares_)
    std::ranges::move(share_columns(share.metric, context_, detail), std::back_inserter(columns));
  return columns;
}

std::vector<Quantity> ShareIntervals::cells(const Group& group, const Aggregates& shape) const {
  std::vector<Quantity> cells;
  for (const ShareRate& share : shares_)
    std::ranges::move(pooled(share, group, shape, context_.settings), std::back_inserter(cells));
  return cells;
}

}  // namespace tiktok_kpi
