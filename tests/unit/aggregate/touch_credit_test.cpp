// Shares of one order, against values worked out by hand.
#include "aggregate/touch_credit.hpp"

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

constexpr std::int32_t day = 86'400;
constexpr ChannelId direct = 9;
const std::array<Rational, 3> usual_weights{*Rational::make(2, 5), *Rational::make(1, 5),
                                            *Rational::make(2, 5)};

CreditShares rules(const Rational& half_life = Rational(7)) {
  return CreditShares(half_life, usual_weights, direct);
}

std::vector<std::int64_t> shares(AttributionModel model, const std::vector<Touch>& touches,
                                 std::int64_t whole = whole_order) {
  std::vector<std::int64_t> result(touches.size());
  rules().divide(model, whole, touches, result);
  return result;
}

using Shares = std::vector<std::int64_t>;
constexpr std::int64_t w = whole_order;

}  // namespace

TEST_CASE("each model gives an order to the touches it names") {
  const std::vector<Touch> touches{{1, 3 * day}, {2, 2 * day}, {1, day}, {direct, 0}};
  CHECK(shares(AttributionModel::last_touch, touches) == Shares{0, 0, 0, w});
  CHECK(shares(AttributionModel::last_non_direct, touches) == Shares{0, 0, w, 0});
  CHECK(shares(AttributionModel::first_touch, touches) == Shares{w, 0, 0, 0});
  CHECK(shares(AttributionModel::linear, touches) == Shares{w / 4, w / 4, w / 4, w / 4});
  CHECK(shares(AttributionModel::position_based, touches) ==
        Shares{w / 5 * 2, w / 10, w / 10, w / 5 * 2});
  // Three channels: a third each, at the newest touch of each.
  CHECK(shares(AttributionModel::shapley, touches) == Shares{0, w / 3, w / 3, w / 3});
}

TEST_CASE("a visit that nobody brought keeps the order when there is no other") {
  const std::vector<Touch> touches{{direct, 2 * day}, {direct, day}};
  CHECK(shares(AttributionModel::last_non_direct, touches) == Shares{0, w});
}

TEST_CASE("one touch takes all, two share what the middle would have had") {
  CHECK(shares(AttributionModel::position_based, {{1, 0}}) == Shares{w});
  CHECK(shares(AttributionModel::position_based, {{1, day}, {2, 0}}) == Shares{w / 2, w / 2});
}

TEST_CASE("half the age, twice the weight") {
  // 0, 7 and 14 days at a half-life of 7: 4 : 2 : 1
  const Shares got = shares(AttributionModel::time_decay, {{1, 14 * day}, {2, 7 * day}, {3, 0}});
  CHECK(got == Shares{w / 7, w / 7 * 2, w / 7 * 4});
  // Only the differences count.
  CHECK(got == shares(AttributionModel::time_decay, {{1, 17 * day}, {2, 10 * day}, {3, 3 * day}}));
}

TEST_CASE("ages between the half-lives agree with the power function") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 5000; ++round) {
    std::vector<Touch> touches(1 + random() % 6);
    std::int32_t age = 0;
    for (std::size_t i = touches.size(); i-- > 0;) {
      age += static_cast<std::int32_t>(random() % (9 * day));
      touches[i] = {static_cast<ChannelId>(i), age};
    }
    const Rational half_life = *Rational::make(static_cast<Int128>(1 + random() % 500), 10);
    std::vector<std::int64_t> got(touches.size());
    rules(half_life).divide(AttributionModel::time_decay, w, touches, got);
    long double sum = 0;
    for (const Touch& touch : touches)
      sum += std::exp2l(-touch.age_s / (static_cast<long double>(half_life.to_double()) * day));
    for (std::size_t i = 0; i < touches.size(); ++i) {
      const long double wanted =
          std::exp2l(-touches[i].age_s / (static_cast<long double>(half_life.to_double()) * day)) /
          sum;
      REQUIRE(std::fabs(static_cast<double>(static_cast<long double>(got[i]) / w - wanted)) <
              4e-16);
    }
  }
}

TEST_CASE("shares add up to what is shared, to the last part") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 5000; ++round) {
    std::vector<Touch> touches(1 + random() % 60);
    std::int32_t age = 100 * day;
    for (Touch& touch : touches) {
      age -= static_cast<std::int32_t>(random() % day);
      touch = {static_cast<ChannelId>(random() % 12), age};
    }
    for (std::size_t model = 0; model < attribution_model_count; ++model) {
      if (!is_per_order(static_cast<AttributionModel>(model))) continue;
      for (const std::int64_t whole : {w, w / 2, w / 2 / 3}) {
        const Shares got = shares(static_cast<AttributionModel>(model), touches, whole);
        REQUIRE(std::accumulate(got.begin(), got.end(), std::int64_t{0}) == whole);
        REQUIRE(*std::min_element(got.begin(), got.end()) >= 0);
      }
    }
  }
}

TEST_CASE("a touch counts on the last second of the window and at the order itself") {
  const std::int64_t window = std::int64_t{30} * day;
  const std::vector<Touch> touches{{1, 30 * day + 1}, {2, 30 * day}, {3, 0}, {4, -1}};
  const auto eligible = eligible_touches(touches, window);
  REQUIRE(eligible.size() == 2);
  CHECK(eligible[0] == Touch{2, 30 * day});
  CHECK(eligible[1] == Touch{3, 0});
  CHECK(eligible_touches(std::span(touches).last(1), window).empty());
  CHECK(eligible_touches({}, window).empty());
}

TEST_CASE("models are known by their names") {
  CHECK(find_attribution_model("time_decay") == AttributionModel::time_decay);
  CHECK(name_of(AttributionModel::markov) == "markov");
  CHECK_FALSE(find_attribution_model("best"));
}
