#include "analysis/simple_orders.hpp"

#include <utility>

namespace tiktok_kpi {

SimpleOrders::SimpleOrders() : sums_(1024) {}

void SimpleOrders::add(const Kind& kind, std::int64_t value) {
  const std::size_t place = place_of(kind);
  __builtin_prefetch(&sums_[place & (sums_.size() - 1)], 1);
  if (waiting_count_ < waiting_.size()) {
    waiting_[waiting_count_++] = {kind, value, place};
    return;
  }
  settle(std::exchange(waiting_[oldest_], {kind, value, place}));
  oldest_ = (oldest_ + 1) % waiting_.size();
}

void SimpleOrders::add_sum(const Sum& added, std::size_t place) {
  const std::size_t mask = sums_.size() - 1;
  std::size_t at = place & mask;
  while (sums_[at].orders != 0 && sums_[at].kind != added.kind) at = (at + 1) & mask;
  Sum& sum = sums_[at];
  const bool fresh = sum.orders == 0;
  sum.kind = added.kind;
  sum.orders += added.orders;
  sum.value += added.value;
  if (fresh && 4 * ++used_ > 3 * sums_.size()) grow();
}

void SimpleOrders::settle_all() {
  for (std::size_t i = 0; i < waiting_count_; ++i) settle(waiting_[i]);
  waiting_count_ = 0;
}

std::vector<SimpleOrders::Sum> SimpleOrders::sums() {
  settle_all();
  std::vector<Sum> sums;
  sums.reserve(used_);
  for (const Sum& sum : sums_)
    if (sum.orders != 0) sums.push_back(sum);
  return sums;
}

void SimpleOrders::merge(SimpleOrders& other) {
  other.settle_all();
  for (const Sum& sum : other.sums_)
    if (sum.orders != 0) add_sum(sum, place_of(sum.kind));
  other = SimpleOrders();
}

void SimpleOrders::grow() {
  std::vector<Sum> old(2 * sums_.size());
  old.swap(sums_);
  for (const Sum& sum : old) {
    if (sum.orders == 0) continue;
    std::size_t at = place_of(sum.kind) & (sums_.size() - 1);
    while (sums_[at].orders != 0) at = (at + 1) & (sums_.size() - 1);
    sums_[at] = sum;
  }
}

}  // namespace tiktok_kpi
