// Metrics of a group. Pooled ones take the posts whose presence pattern gives every part of the
// formula a value, and put the sums over just these posts into the formula.
#include <algorithm>
#include <array>
#include <cassert>

#include "aggregate/row_numbers.hpp"
#include "metrics/post_metric.hpp"
#include "metrics/scalar.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// What a pattern says about a part of the formula, before any number is looked at.
struct State {
  enum class Known : std::uint8_t { yes, missing, zero_denominator, invalid };  // worse ones later
  enum class Sign : std::uint8_t { zero, positive, any };
  Known known = Known::yes;
  bool partial = false;
  Sign sign = Sign::any;
};

State joined(const State& a, const State& b) {
  return {std::max(a.known, b.known), a.partial || b.partial, State::Sign::any};
}

class PatternReader {
 public:
  PatternReader(const Formula& formula, const std::vector<Field>& fields, Pattern pattern,
                MissingMode missing)
      : formula_(formula), fields_(fields), pattern_(pattern), missing_(missing) {}

  State state(std::uint32_t id) const {
    using Sign = State::Sign;
    const FormulaNode& it = formula_.node(id);
    switch (it.kind) {
      case NodeKind::number:
        return {State::Known::yes, false,
                it.number.is_zero()       ? Sign::zero
                : it.number.is_negative() ? Sign::any
                                          : Sign::positive};
      case NodeKind::name: return name(it);
      case NodeKind::sum: return state(it.parts[0]);
      case NodeKind::add: return addition(it);
      case NodeKind::multiply: {
        State total = state(it.parts[0]);
        for (std::size_t i = 1; i < it.parts.size(); ++i) {
          const State part = state(it.parts[i]);
          const Sign sign = total.sign == Sign::zero || part.sign == Sign::zero ? Sign::zero
                            : total.sign == Sign::positive && part.sign == Sign::positive
                                ? Sign::positive
                                : Sign::any;
          total = joined(total, part);
          total.sign = sign;
        }
        return total;
      }
      case NodeKind::divide: {
        const State top = state(it.parts[0]);
        State bottom = state(it.parts[1]);
        if (bottom.partial) bottom.known = std::max(bottom.known, State::Known::missing);
        State result = joined(top, bottom);
        result.partial = top.partial;
        if (bottom.sign == Sign::zero)
          result.known = std::max(result.known, State::Known::zero_denominator);
        result.sign = bottom.sign == Sign::positive ? top.sign : Sign::any;
        return result;
      }
      default: {
        State total;
        for (const std::uint32_t part : it.parts) total = joined(total, state(part));
        // A difference, comparison or choice of incomplete parts bounds nothing.
        if (total.partial && it.kind != NodeKind::round)
          total.known = std::max(total.known, State::Known::missing);
        return total;
      }
    }
  }

 private:
  State name(const FormulaNode& it) const {
    if (it.text == "posts") return {State::Known::yes, false, State::Sign::positive};
    const Field field = find_field(it.text)->field;
    const auto at = static_cast<std::size_t>(std::ranges::find(fields_, field) - fields_.begin());
    switch (presence(pattern_, at)) {
      case Presence::missing:
        return missing_ == MissingMode::zero
                   ? State{State::Known::yes, false, State::Sign::zero}
                   : State{State::Known::missing, false, State::Sign::any};
      case Presence::invalid: return {State::Known::invalid, false, State::Sign::any};
      case Presence::zero: return {State::Known::yes, false, State::Sign::zero};
      case Presence::positive:
        // Money may be negative; only counts and decimals are known to be positive.
        return {State::Known::yes, false,
                row_of(field).type == FieldType::money ? State::Sign::any : State::Sign::positive};
    }
    return {};
  }

  State addition(const FormulaNode& it) const {
    State total = state(it.parts[0]);
    for (std::size_t i = 1; i < it.parts.size(); ++i) {
      const State part = state(it.parts[i]);
      const State::Sign sign = total.sign == State::Sign::zero  ? part.sign
                               : part.sign == State::Sign::zero ? total.sign
                               : total.sign == part.sign        ? total.sign
                                                                : State::Sign::any;
      const bool one_missing =
          (total.known == State::Known::missing) != (part.known == State::Known::missing);
      const bool no_fault =
          total.known <= State::Known::missing && part.known <= State::Known::missing;
      total = joined(total, part);
      total.sign = sign;
      if (missing_ == MissingMode::partial && one_missing && no_fault)
        total = {State::Known::yes, true, State::Sign::any};
    }
    return total;
  }

  const Formula& formula_;
  const std::vector<Field>& fields_;
  Pattern pattern_;
  MissingMode missing_;
};

}  // namespace

/// Sums over the used posts of one group.
class PooledLeaves final : public Leaves {
 public:
  PooledLeaves(const BoundMetric& metric, const Group& group, std::uint64_t posts)
      : metric_(metric), group_(group), posts_(posts) {}

  [[nodiscard]] Scalar name(const FormulaNode& node) const override {
    LinearForm form;
    if (node.text == "posts")
      form.per_post = Rational(1);
    else
      form.terms.emplace_back(SumTerm{find_field(node.text)->field, {}}, Rational(1));
    return value(*metric_.weighted(form));
  }
  [[nodiscard]] std::optional<Scalar> sum(std::uint32_t id) const override {
    return value(*metric_.weighted(*linear_form(metric_.formula_, id)));
  }
  [[nodiscard]] std::optional<Scalar> part(std::uint32_t id) const override {
    const auto& weighted = metric_.weighted_[id];
    return weighted ? std::optional(value(*weighted)) : std::nullopt;
  }

 private:
  [[nodiscard]] Scalar value(const BoundMetric::Weighted& weighted) const {
    std::optional<Int128> total = checked_multiply(weighted.per_post, static_cast<Int128>(posts_));
    if (total) total = checked_add(*total, weighted.constant);
    for (const PatternSums& pattern : group_.patterns) {
      const auto part = metric_.part_of(pattern.pattern);
      if (part != BoundMetric::Part::used && part != BoundMetric::Part::lower_bound) continue;
      for (const auto& [index, weight] : weighted.sums) {
        const auto product = checked_multiply(pattern.sums[index], weight);
        total = total && product ? checked_add(*total, *product) : std::nullopt;
      }
    }
    const auto exact = total ? Rational::make(*total, weighted.divisor) : std::nullopt;
    if (!exact) return Scalar::missing(MissingReason::overflow);
    Scalar result = Scalar::of(*exact, weighted.unit);
    result.currency = weighted.currency;
    return result;
  }

  const BoundMetric& metric_;
  const Group& group_;
  std::uint64_t posts_;
};

std::optional<BoundMetric::Weighted> BoundMetric::weighted(const LinearForm& form) const {
  Weighted result;
  std::vector<std::pair<std::size_t, Rational>> sums;
  std::optional<Unit> unit;
  Int128 divisor = 1;
  const auto include = [&](const Rational& weight) {
    const auto shared =
        Rational::make(weight.denominator(), divisor);  // reduced: its numerator is what is missing
    const auto next = shared ? checked_multiply(divisor, shared->numerator()) : std::nullopt;
    if (next) divisor = *next;
    return next.has_value();
  };
  for (const auto& [term, weight] : form.terms) {
    const auto found = std::ranges::find(shape_->sums, term);
    if (found == shape_->sums.end())
      throw Error("internal", "the aggregates do not hold " + std::string(name_of(term.field)));
    const Int128 scale =
        Int128{storage_scale(term.field)} * (term.times ? storage_scale(*term.times) : 1);
    const auto scaled = divide(weight, Rational(scale));
    if (!scaled || !include(*scaled)) return std::nullopt;
    sums.emplace_back(static_cast<std::size_t>(found - shape_->sums.begin()), *scaled);
    const Unit own = term.times ? Unit::none : row_of(term.field).unit;
    unit = unit && *unit != own ? Unit::none : own;
    if (row_of(term.field).type == FieldType::money) result.currency = currency_;
  }
  if (!include(form.per_post) || !include(form.constant)) return std::nullopt;
  const auto whole = [&](const Rational& weight) {
    return checked_multiply(weight.numerator(), divisor / weight.denominator());
  };
  for (const auto& [index, weight] : sums) {
    const auto factor = whole(weight);
    if (!factor) return std::nullopt;
    result.sums.emplace_back(index, *factor);
  }
  const auto per_post = whole(form.per_post);
  const auto constant = whole(form.constant);
  if (!per_post || !constant) return std::nullopt;
  result.per_post = *per_post;
  result.constant = *constant;
  result.divisor = divisor;
  result.unit = unit.value_or(form.per_post.is_zero() ? Unit::none : Unit::count);
  return result;
}

void BoundMetric::find_weighted(std::uint32_t id) {
  const FormulaNode& it = formula_.node(id);
  if (const auto form = linear_form(formula_, id)) {
    weighted_[id] = weighted(*form);
    if (weighted_[id]) return;
  }
  for (const std::uint32_t part : it.parts) find_weighted(part);
}

void BoundMetric::find_pattern_fields() {
  for (const std::string_view name : formula_.names()) {
    if (name == "posts") continue;
    const auto found = std::ranges::find(shape_->fields, find_field(name)->field);
    if (found == shape_->fields.end())
      throw Error("internal", "the aggregates do not hold " + std::string(name));
    pattern_fields_.push_back(static_cast<std::size_t>(found - shape_->fields.begin()));
  }
}

BoundMetric::Part BoundMetric::part_of(Pattern pattern) const {
  const auto known = std::ranges::find(parts_, pattern, &std::pair<Pattern, Part>::first);
  if (known != parts_.end()) return known->second;
  const State state =
      PatternReader(formula_, shape_->fields, pattern, missing_).state(formula_.root_id());
  Part part = state.partial ? Part::lower_bound : Part::used;
  if (state.known == State::Known::missing) part = Part::missing;
  if (state.known == State::Known::invalid) part = Part::invalid;
  if (state.known == State::Known::zero_denominator) part = Part::zero_denominator;
  parts_.emplace_back(pattern, part);
  return part;
}

MissingReason BoundMetric::reason(const Group& group,
                                  const std::array<std::uint64_t, 5>& posts) const {
  if (group.posts == 0) return MissingReason::no_posts;
  if (kind_ != MetricKind::sum && posts[static_cast<std::size_t>(Part::zero_denominator)] > 0)
    return MissingReason::zero_denominator;
  if (posts[static_cast<std::size_t>(Part::invalid)] > 0) return MissingReason::negative_count;
  const auto nowhere = [&](std::size_t field) {
    return std::ranges::all_of(group.patterns, [&](const PatternSums& each) {
      return presence(each.pattern, field) == Presence::missing;
    });
  };
  return std::ranges::any_of(pattern_fields_, nowhere) ? MissingReason::not_exported
                                                       : MissingReason::incomplete;
}

Evaluated BoundMetric::pooled(const Group& group, Explained* steps) const {
  std::array<std::uint64_t, 5> posts{};
  for (const PatternSums& each : group.patterns)
    posts[static_cast<std::size_t>(part_of(each.pattern))] += each.posts;
  if (pattern_fields_.empty()) posts = {group.posts, 0, 0, 0, 0};
  Evaluated result;
  result.posts_used = posts[0] + posts[1];
  result.posts_left_out = group.posts - result.posts_used;
  const bool is_sum = kind_ == MetricKind::sum;
  const bool bound_only = posts[1] > 0 || (is_sum && result.posts_left_out > 0);
  // A sum wants every post, or what there is under `partial`; a negative count spoils it either
  // way.
  const bool spoilt = is_sum && (missing_ == MissingMode::partial
                                     ? posts[static_cast<std::size_t>(Part::invalid)] > 0
                                     : result.posts_left_out > 0);
  if (spoilt || (result.posts_used == 0 && (!is_sum || group.posts > 0))) {
    result.value = Quantity::missing(reason(group, posts), unit_);
    if (steps != nullptr) *steps = {formula_.to_text(), result.value, {}};
    return result;
  }
  const PooledLeaves leaves(*this, group, result.posts_used);
  // Missing cells added nothing to the sums, so what is left is plain arithmetic.
  result.value = finished(
      evaluate_node(formula_, formula_.root_id(), leaves, MissingMode::strict, steps).quantity());
  if (bound_only) result.value = result.value.as_lower_bound();
  if (steps != nullptr) steps->value = result.value;
  return result;
}

Quantity BoundMetric::finished(const Quantity& value) const {
  if (!value.is_number()) return value.known() ? value : Quantity::missing(value.reason(), unit_);
  if (unit_ == Unit::money && value.exact_value() != nullptr)
    return Quantity::money(*value.exact_value(), currency_);
  return value.with_unit(unit_);
}

Evaluated BoundMetric::evaluate(const Group& group) const {
  Evaluated result{Quantity::missing(MissingReason::unknown, unit_)};
  switch (kind_) {
    case MetricKind::mean: {
      const MeanSum& mean = group.means[index_];
      result.posts_used = mean.rows;
      if (mean.rows == 0) {
        result.value = Quantity::missing(MissingReason::no_posts, unit_);
      } else {
        const auto exact =
            Rational::make(mean.fixed, static_cast<Int128>(mean.rows) << MeanSum::fraction_bits);
        const auto rounded = exact ? Rational::parse(exact->to_fixed(12)) : std::nullopt;
        result.value = rounded ? finished(Quantity::exact(*rounded, unit_))
                               : Quantity::missing(MissingReason::overflow, unit_);
      }
      break;
    }
    case MetricKind::median:
      if (group.medians.empty()) break;  // not worked out for this group
      result.posts_used = group.median_rows[index_];
      result.value = finished(group.medians[index_]);
      break;
    case MetricKind::ratio_of_medians: {
      if (group.medians.empty()) break;
      result.posts_used = group.median_rows[index_];
      result.value = finished(calculate(NodeKind::divide, Scalar::of(group.medians[index_]),
                                        Scalar::of(group.medians[second_index_]))
                                  .quantity());
      break;
    }
    default: return pooled(group, nullptr);
  }
  result.posts_left_out = group.posts - result.posts_used;
  if (missing_ == MissingMode::partial &&
      std::ranges::any_of(group.patterns, [&](const PatternSums& each) {
        return part_of(each.pattern) == Part::lower_bound;
      }))
    result.value = result.value.as_lower_bound();
  return result;
}

Explained BoundMetric::explain(const Group& group) const {
  Explained steps;
  if (kind_ == MetricKind::sum || kind_ == MetricKind::ratio) {
    static_cast<void>(pooled(group, &steps));
    return steps;
  }
  const std::string_view word = kind_ == MetricKind::mean     ? "mean of "
                                : kind_ == MetricKind::median ? "median of "
                                                              : "medians of ";
  steps.text = std::string(word) + formula_.to_text();
  steps.value = evaluate(group).value;
  return steps;
}

}  // namespace tiktok_kpi
