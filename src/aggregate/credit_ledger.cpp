// Orders added up as integers, so that neither their order nor the number of threads can matter.
#include "aggregate/credit_ledger.hpp"

#include <algorithm>
#include <cassert>

namespace tiktok_kpi {

CreditLedger::CreditLedger(std::size_t channels, std::span<const AttributionModel> models,
                           CreditRules rules)
    : channels_(channels),
      models_(models.begin(), models.end()),
      rules_(rules),
      credits_(models.size() * channels),
      compares_journeys_(
          !std::ranges::all_of(models, [](AttributionModel model) { return is_per_order(model); })),
      journeys_(compares_journeys_ ? channels : 0),
      shares_(64) {}

void CreditLedger::credit(CreditSum& sum, std::int64_t parts, const CreditedOrder& order) {
  Int128 orders = 0;
  Int128 value = 0;
  if (__builtin_mul_overflow(Int128{parts}, static_cast<Int128>(order.count), &orders) ||
      __builtin_add_overflow(sum.orders, orders, &sum.orders) ||
      __builtin_mul_overflow(Int128{parts}, order.value_micros, &value) ||
      __builtin_add_overflow(sum.value, value, &sum.value))
    overflowed_ = true;
}

void CreditLedger::add(const CreditedOrder& order) {
  const std::span<const Touch> touches = eligible_touches(order.touches, rules_.lookback_s);
  const OrderDivision division =
      divide_order(rules_.policy, rules_.multi_code, order.owners, touches, rules_.shares.direct());
  credit(total_, whole_order, order);
  if (compares_journeys_) journeys_.add(touches, true, order.count);
  if (division.codes + division.links == 0) return credit(unattributed_, whole_order, order);
  if (division.links > 0) credit(links_, division.links, order);
  if (shares_.size() < touches.size()) shares_.resize(touches.size() * 2);
  const std::span<std::int64_t> shares = std::span(shares_).first(touches.size());
  for (std::size_t model = 0; model < models_.size(); ++model) {
    const std::span<CreditSum> credits = of(model);
    for (std::size_t i = 0; i < division.owners.size() && division.codes > 0; ++i)
      credit(credits[division.owners[i]], share_of_owner(division.codes, i, division.owners.size()),
             order);
    if (division.links == 0 || !is_per_order(models_[model])) continue;
    rules_.shares.divide(models_[model], division.links, touches, shares);
    for (std::size_t i = 0; i < touches.size(); ++i)
      if (shares[i] != 0) credit(credits[touches[i].channel], shares[i], order);
  }
}

void CreditLedger::add_without_order(std::span<const Touch> touches, std::uint64_t count) {
  if (compares_journeys_) journeys_.add(touches, false, count);
}

void CreditLedger::add_to(CreditSum& sum, const CreditSum& other) {
  if (__builtin_add_overflow(sum.orders, other.orders, &sum.orders) ||
      __builtin_add_overflow(sum.value, other.value, &sum.value))
    overflowed_ = true;
}

void CreditLedger::merge(const CreditLedger& other) {
  assert(channels_ == other.channels_ && models_ == other.models_);
  for (std::size_t i = 0; i < credits_.size(); ++i) add_to(credits_[i], other.credits_[i]);
  add_to(total_, other.total_);
  add_to(unattributed_, other.unattributed_);
  add_to(links_, other.links_);
  journeys_.merge(other.journeys_);
  overflowed_ = overflowed_ || other.overflowed_;
}

std::span<const CreditSum> CreditLedger::credits(AttributionModel model) const {
  const auto found = std::ranges::find(models_, model);
  assert(found != models_.end());
  const auto at = static_cast<std::size_t>(found - models_.begin());
  return std::span(credits_).subspan(at * channels_, channels_);
}

}  // namespace tiktok_kpi
