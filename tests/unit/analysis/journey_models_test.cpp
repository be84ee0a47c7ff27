// Removal effects and Shapley values, against hand-worked journeys and plain slow methods.
#include "analysis/journey_models.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

std::vector<Touch> path(std::initializer_list<ChannelId> channels) {
  std::vector<Touch> touches;
  for (const ChannelId channel : channels) touches.push_back({channel, 0});
  return touches;
}

/// P(order) by Gauss elimination with pivots, steps into `removed` leading to the end.
double order_probability(const JourneySums& journeys, std::size_t removed) {
  const std::size_t n = journeys.channels() + 1;  // the start is the last state
  std::vector<std::vector<double>> system(n, std::vector<double>(n + 1, 0.0));
  for (std::size_t from = 0; from < n; ++from) {
    double leaving = 0;
    for (std::size_t to = 0; to <= n; ++to)
      leaving += static_cast<double>(journeys.transitions(from, to));
    system[from][from] = 1;
    if (leaving == 0) continue;
    for (std::size_t to = 0; to + 1 < n; ++to)
      if (to != removed)
        system[from][to] -= static_cast<double>(journeys.transitions(from, to)) / leaving;
    system[from][n] = static_cast<double>(journeys.transitions(from, n - 1)) / leaving;
  }
  for (std::size_t k = 0; k < n; ++k) {
    const auto pivot = std::max_element(
        system.begin() + static_cast<std::ptrdiff_t>(k), system.end(),
        [&](const auto& a, const auto& b) { return std::fabs(a[k]) < std::fabs(b[k]); });
    std::swap(system[k], *pivot);
    for (std::size_t row = 0; row < n; ++row) {
      if (row == k) continue;
      const double share = system[row][k] / system[k][k];
      for (std::size_t to = k; to <= n; ++to) system[row][to] -= share * system[k][to];
    }
  }
  return system[n - 1][n] / system[n - 1][n - 1];
}

JourneySums generated(std::uint64_t seed, std::size_t channels) {
  std::mt19937_64 random(seed);
  JourneySums journeys(channels);
  for (int i = 0; i < 400; ++i) {
    std::vector<Touch> touches(1 + random() % 5);
    for (Touch& touch : touches) touch = {static_cast<ChannelId>(random() % channels), 0};
    journeys.add(touches, random() % 3 == 0, 1 + random() % 4);
  }
  return journeys;
}

}  // namespace

TEST_CASE("removal effects of three journeys, by hand") {
  // 0 > 1 > order, 0 > end, 1 > order
  JourneySums journeys(2);
  journeys.add(path({0, 1}), true);
  journeys.add(path({0}), false);
  journeys.add(path({1}), true);
  const auto got = markov_weights(journeys);
  REQUIRE(got);
  // From the start 2/3 to 0 and 1/3 to 1; 0 goes on to 1 half of the time; 1 always orders.
  CHECK(got->base_probability == Approx(2.0 / 3));
  CHECK(got->weights[0] == Approx(0.5));  // without 0 a third is left
  CHECK(got->weights[1] == Approx(1.0));
}

TEST_CASE("steps from a channel to itself change no removal effect") {
  JourneySums once(2), often(2);
  once.add(path({0, 1}), true);
  once.add(path({0}), false);
  often.add(path({0, 0, 0, 1, 1}), true);
  often.add(path({0, 0}), false);
  CHECK(markov_weights(once)->weights == markov_weights(often)->weights);
}

TEST_CASE("nothing ordered, no journeys, no channels: no weights") {
  JourneySums journeys(2);
  journeys.add(path({0, 1}), false);
  CHECK(markov_weights(journeys)->weights == std::vector<double>{0, 0});
  CHECK(markov_weights(journeys)->base_probability == 0);
  CHECK(shapley_rate_weights(journeys)->weights == std::vector<double>{0, 0});
  CHECK(markov_weights(JourneySums(3))->weights == std::vector<double>{0, 0, 0});
  CHECK(markov_weights(JourneySums(0))->weights.empty());
  CHECK(shapley_rate_weights(JourneySums(0))->weights.empty());
}

TEST_CASE("removal effects agree with removing each channel and solving again") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const std::size_t channels = 1 + seed % 13;
    const JourneySums journeys = generated(seed, channels);
    const auto got = markov_weights(journeys);
    const double base = order_probability(journeys, channels);
    REQUIRE(got->base_probability == Approx(base).epsilon(1e-12));
    for (std::size_t channel = 0; channel < channels; ++channel)
      REQUIRE(got->weights[channel] ==
              Approx(1 - order_probability(journeys, channel) / base).margin(1e-12));
  }
}

TEST_CASE("Shapley values agree with the mean over all orders of joining") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const std::size_t channels = 2 + seed % 4;
    const JourneySums journeys = generated(seed, channels);
    const auto value = [&](std::size_t inside) {
      double orders = 0, all = 0;
      for (std::size_t set = 0; set < journeys.by_set().size(); ++set)
        if ((set & ~inside) == 0) {
          orders += static_cast<double>(journeys.by_set()[set].conversions);
          all += static_cast<double>(journeys.by_set()[set].journeys);
        }
      return all == 0 ? 0.0 : orders / all;
    };
    std::vector<std::size_t> joining(channels);
    std::iota(joining.begin(), joining.end(), std::size_t{0});
    std::vector<double> wanted(channels, 0.0);
    double rounds = 0;
    do {
      std::size_t present = 0;
      for (const std::size_t channel : joining) {
        const std::size_t with = present | (std::size_t{1} << channel);
        wanted[channel] += value(with) - value(present);
        present = with;
      }
      ++rounds;
    } while (std::ranges::next_permutation(joining).found);
    const auto got = shapley_rate_weights(journeys);
    for (std::size_t channel = 0; channel < channels; ++channel)
      REQUIRE(got->weights[channel] == Approx(wanted[channel] / rounds).margin(1e-12));
  }
}

TEST_CASE("channels that are alike get the same number, to the last digit") {
  JourneySums journeys(7);
  for (ChannelId a = 0; a < 7; ++a)
    for (ChannelId b = 0; b < 7; ++b)
      if (a != b) journeys.add(path({a, b}), true, 3), journeys.add(path({a, b}), false, 11);
  const auto got = shapley_rate_weights(journeys);
  for (const double weight : got->weights) CHECK(weight == got->weights.front());
}

TEST_CASE("too many visited channels are left to the models that look at one journey") {
  const auto visiting = [](std::size_t channels) {
    JourneySums journeys(channels);
    for (ChannelId channel = 0; channel < channels; ++channel) journeys.add(path({channel}), true);
    return journeys;
  };
  CHECK(shapley_rate_weights(visiting(JourneySums::max_set_channels)));
  CHECK_FALSE(shapley_rate_weights(visiting(JourneySums::max_set_channels + 1)));
  CHECK(markov_weights(visiting(JourneySums::max_set_channels + 1)));
  CHECK_FALSE(markov_weights(visiting(JourneySums::max_markov_channels + 1)));
}

TEST_CASE("channels that no journey visits change nothing") {
  const auto journeys = [](std::size_t channels, ChannelId a, ChannelId b) {
    JourneySums sums(channels);
    sums.add(path({a, b}), true);
    sums.add(path({a}), false);
    sums.add(path({b}), true);
    return sums;
  };
  const JourneySums few = journeys(2, 0, 1);
  const JourneySums listed = journeys(3'000, 17, 2'000);
  CHECK(listed.visited() == std::vector<ChannelId>{17, 2'000});
  for (const auto weights_of : {shapley_rate_weights, markov_weights}) {
    const auto own = weights_of(few);
    const auto got = weights_of(listed);
    REQUIRE(got);
    CHECK(got->weights.size() == 3'000);
    CHECK(got->weights[17] == own->weights[0]);
    CHECK(got->weights[2'000] == own->weights[1]);
    CHECK(got->weights[0] == 0);
    CHECK(got->base_probability == own->base_probability);
  }
}

TEST_CASE("which journey came first, and who counted it, changes nothing to the last digit") {
  std::mt19937_64 random(7);
  std::vector<std::vector<Touch>> paths(300);
  for (std::vector<Touch>& one : paths) {
    one.resize(1 + random() % 4);
    for (Touch& touch : one) touch = {static_cast<ChannelId>(3 * (random() % 12)), 0};
  }
  const auto counted = [&](std::size_t parts) {
    std::vector<JourneySums> sums(parts, JourneySums(40));
    for (std::size_t i = 0; i < paths.size(); ++i)
      sums[i % parts].add(paths[i], paths[i].front().channel % 2 == 0);
    for (std::size_t i = 1; i < parts; ++i) sums[0].merge(sums[i]);
    return sums.front();
  };
  const JourneySums whole = counted(1);
  std::ranges::reverse(paths);
  for (const std::size_t parts : {1U, 2U, 7U}) {
    const JourneySums other = counted(parts);
    CHECK(markov_weights(other)->weights == markov_weights(whole)->weights);
    CHECK(shapley_rate_weights(other)->weights == shapley_rate_weights(whole)->weights);
  }
}
