// Nothing is lost and nothing is counted twice, in any order of the orders.
#include "aggregate/credit_ledger.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

constexpr std::int32_t day = 86'400;
constexpr ChannelId direct = 4;
constexpr std::size_t channels = 5;
constexpr std::array models{AttributionModel::last_touch,  AttributionModel::last_non_direct,
                            AttributionModel::first_touch, AttributionModel::linear,
                            AttributionModel::time_decay,  AttributionModel::position_based,
                            AttributionModel::shapley,     AttributionModel::shapley_rate,
                            AttributionModel::markov};

CreditRules rules(CreditPolicy policy) {
  return {.policy = policy,
          .shares = CreditShares(
              Rational(7), {*Rational::make(2, 5), *Rational::make(1, 5), *Rational::make(2, 5)},
              direct)};
}

struct Order {
  std::int64_t value;
  std::vector<ChannelId> owners;
  std::vector<Touch> touches;
};

std::vector<Order> generated(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 random(seed);
  std::vector<Order> orders(count);
  for (Order& order : orders) {
    order.value = static_cast<std::int64_t>(random() % 90'000'000) - 5'000'000;
    order.owners.resize(random() % 5 == 0 ? 1 + random() % 3 : 0);
    for (ChannelId& owner : order.owners) owner = static_cast<ChannelId>(random() % 4);
    order.touches.resize(random() % 7);
    std::int32_t age = 50 * day;
    for (Touch& touch : order.touches) {
      age -= static_cast<std::int32_t>(random() % (12 * day));
      touch = {static_cast<ChannelId>(random() % channels), age};
    }
  }
  return orders;
}

void add(CreditLedger& ledger, const Order& order) {
  std::vector<ChannelId> owners = order.owners;
  ledger.add({order.value, owners, order.touches});
}

bool same(const CreditLedger& a, const CreditLedger& b) {
  const auto equal_sums = [&](AttributionModel model) {
    return std::ranges::equal(a.credits(model), b.credits(model));
  };
  for (std::size_t from = 0; from <= channels; ++from)
    for (std::size_t to = 0; to < channels + 2; ++to)
      if (a.journeys().transitions(from, to) != b.journeys().transitions(from, to)) return false;
  return std::ranges::all_of(models, equal_sums) && a.total() == b.total() &&
         a.unattributed() == b.unattributed() && a.links() == b.links();
}

}  // namespace

TEST_CASE("an order by code and link: the policy cuts it, the model shares the link's half") {
  CreditLedger ledger(channels, models, rules(CreditPolicy::split));
  add(ledger, {30'000'000, {0}, {{1, 2 * day}, {2, day}}});
  const auto linear = ledger.credits(AttributionModel::linear);
  CHECK(linear[0].orders == whole_order / 2);
  CHECK(linear[1].orders == whole_order / 4);
  CHECK(linear[2].orders == whole_order / 4);
  CHECK(linear[1].value == Int128{30'000'000} * (whole_order / 4));
  CHECK(ledger.credits(AttributionModel::last_touch)[2].orders == whole_order / 2);
  CHECK(ledger.links().orders == whole_order / 2);
  CHECK(ledger.total().orders == whole_order);
  CHECK(ledger.unattributed() == CreditSum{});
}

TEST_CASE("an order that nobody brought stays unattributed; repeated orders count as often") {
  CreditLedger ledger(channels, models, rules(CreditPolicy::code_first));
  ledger.add({30'000'000, {}, {}, 3});
  const std::vector<Touch> late{{1, 31 * day}};
  ledger.add({20'000'000, {}, late, 1});
  CHECK(ledger.unattributed().orders == Int128{4} * whole_order);
  CHECK(ledger.unattributed().value == Int128{50'000'000} * whole_order);
  CHECK(ledger.total() == ledger.unattributed());
}

TEST_CASE("credits and what nobody earned are the totals, under every policy and model") {
  const std::vector<Order> orders = generated(11, 3000);
  for (const auto policy :
       {CreditPolicy::code_first, CreditPolicy::link_first, CreditPolicy::code_if_involved,
        CreditPolicy::code_if_winner, CreditPolicy::split}) {
    CreditLedger ledger(channels, models, rules(policy));
    for (const Order& order : orders) add(ledger, order);
    CHECK_FALSE(ledger.overflowed());
    CHECK(ledger.total().orders == Int128{3000} * whole_order);
    for (const AttributionModel model : models) {
      CreditSum sum = ledger.unattributed();
      for (const CreditSum& credit : ledger.credits(model)) {
        sum.orders += credit.orders;
        sum.value += credit.value;
      }
      // The other models share the links' part when all journeys are known.
      if (!is_per_order(model)) {
        sum.orders += ledger.links().orders;
        sum.value += ledger.links().value;
      }
      CHECK(sum == ledger.total());
    }
  }
}

TEST_CASE("the order of the orders and who added them change nothing") {
  std::vector<Order> orders = generated(12, 2000);
  CreditLedger straight(channels, models, rules(CreditPolicy::split));
  for (const Order& order : orders) add(straight, order);
  std::shuffle(orders.begin(), orders.end(), std::mt19937_64(1));
  std::vector<CreditLedger> workers(3, CreditLedger(channels, models, rules(CreditPolicy::split)));
  for (std::size_t i = 0; i < orders.size(); ++i)
    add(workers[i % 3 == 0 ? 0 : i % 2 + 1], orders[i]);
  workers[2].merge(workers[0]);
  workers[2].merge(workers[1]);
  CHECK(same(straight, workers[2]));
}

TEST_CASE("amounts beyond what can be added are noticed") {
  CreditLedger ledger(channels, models, rules(CreditPolicy::code_first));
  const std::vector<Touch> touches{{1, day}};
  CHECK_FALSE(ledger.overflowed());
  ledger.add({Int128{INT64_MAX} * 1'000'000'000, {}, touches, 1'000'000'000});
  CHECK(ledger.overflowed());
}
