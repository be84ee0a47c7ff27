// Removal effects and Shapley values from counted journeys.
//
// Removal effect without n linear systems: a journey that converts by way of c first reaches c and
// then converts from there, so RE(c) = P(start reaches c) x P(c converts) / P(start converts). Both
// stand in the chain that is left when all other channels are eliminated. Eliminating one half of
// the channels, then the other, and going on with each in turn gives these chains for all channels
// in the time of about one inversion.
#include "analysis/journey_models.hpp"

#include <bit>
#include <cassert>

namespace tiktok_kpi {
namespace {

/// Steps among some channels, from the start and to both ends; only the proportions within a row
/// matter. Rows are the channels, then the start; columns the channels, then order and end.
class Chain {
 public:
  explicit Chain(std::size_t channels)
      : channels_(channels), steps_((channels + 1) * (channels + 2)) {}

  [[nodiscard]] double& at(std::size_t row, std::size_t column) {
    return steps_[row * (channels_ + 2) + column];
  }
  [[nodiscard]] std::size_t channels() const { return channels_; }
  [[nodiscard]] std::size_t start() const { return channels_; }
  [[nodiscard]] std::size_t order() const { return channels_; }
  [[nodiscard]] std::size_t end() const { return channels_ + 1; }

  /// The chain of the channels `first` to `last` - 1 alone, the others passed through.
  [[nodiscard]] Chain without_others(std::size_t first, std::size_t last) const {
    Chain work = *this;
    for (std::size_t channel = 0; channel < channels_; ++channel)
      if (channel < first || channel >= last) work.pass_through(channel);
    Chain result(last - first);
    for (std::size_t row = 0; row <= result.channels_; ++row) {
      const std::size_t from = row < result.channels_ ? first + row : channels_;
      for (std::size_t column = 0; column < result.channels_; ++column)
        result.at(row, column) = work.at(from, first + column);
      result.at(row, result.order()) = work.at(from, order());
      result.at(row, result.end()) = work.at(from, end());
    }
    return result;
  }

 private:
  /// Whoever goes to `channel` goes on to where it leads. What leaves it is added up, not taken
  /// from one, so nothing cancels.
  void pass_through(std::size_t channel) {
    const std::size_t width = channels_ + 2;
    double leaving = 0;
    for (std::size_t to = 0; to < width; ++to) leaving += to != channel ? at(channel, to) : 0;
    if (leaving == 0) return;  // nobody comes here
    const double* onward = &steps_[channel * width];
    for (std::size_t from = 0; from <= channels_; ++from) {
      double* row = &steps_[from * width];
      if (from == channel || row[channel] == 0) continue;
      const double share = row[channel] / leaving;
      for (std::size_t to = 0; to < width; ++to) row[to] += share * onward[to];
      row[channel] = 0;
    }
    for (std::size_t to = 0; to < width; ++to) at(channel, to) = 0;
  }

  std::size_t channels_;
  std::vector<double> steps_;
};

/// Removal effects of the channels from `first` on, which `chain` consists of.
void add_effects(Chain chain, std::size_t first, JourneyWeights& result) {
  if (chain.channels() > 1) {
    const std::size_t half = chain.channels() / 2;
    add_effects(chain.without_others(0, half), first, result);
    add_effects(chain.without_others(half, chain.channels()), first + half, result);
    return;
  }
  const double started = chain.at(1, 0) + chain.at(1, chain.order()) + chain.at(1, chain.end());
  const double left = chain.at(0, chain.order()) + chain.at(0, chain.end());
  if (started == 0) return;
  const double by_way =
      left == 0 ? 0 : chain.at(1, 0) / started * (chain.at(0, chain.order()) / left);
  const double probability = chain.at(1, chain.order()) / started + by_way;
  if (first == 0) result.base_probability = probability;
  if (probability > 0) result.weights[first] = by_way / probability;
}

/// counts[S] becomes the sum over all sets inside S.
template <class Member>
std::vector<std::uint64_t> inside(const std::vector<JourneySums::Visits>& by_set, Member member) {
  std::vector<std::uint64_t> counts(by_set.size());
  for (std::size_t set = 0; set < by_set.size(); ++set) counts[set] = by_set[set].*member;
  for (std::size_t bit = 1; bit < counts.size(); bit <<= 1)
    for (std::size_t set = 0; set < counts.size(); ++set)
      if ((set & bit) != 0) counts[set] += counts[set ^ bit];
  return counts;
}

}  // namespace

std::optional<JourneyWeights> markov_weights(const JourneySums& journeys) {
  if (!journeys.has_transitions()) return std::nullopt;
  const std::vector<ChannelId> visited = journeys.visited();
  JourneyWeights own{std::vector<double>(visited.size(), 0.0), 0};
  JourneyWeights result{std::vector<double>(journeys.channels(), 0.0), 0};
  if (visited.empty()) return result;
  Chain chain(visited.size());
  const std::size_t start = journeys.channels();  // and where the columns of both ends begin
  for (std::size_t from = 0; from <= visited.size(); ++from)
    for (std::size_t to = 0; to < visited.size() + 2; ++to)
      chain.at(from, to) = static_cast<double>(
          journeys.transitions(from < visited.size() ? visited[from] : start,
                               to < visited.size() ? visited[to] : start + (to - visited.size())));
  add_effects(std::move(chain), 0, own);
  for (std::size_t i = 0; i < visited.size(); ++i) result.weights[visited[i]] = own.weights[i];
  result.base_probability = own.base_probability;
  return result;
}

std::optional<JourneyWeights> shapley_rate_weights(const JourneySums& journeys) {
  const std::vector<JourneySums::Visits> by_set = journeys.by_set();
  if (by_set.empty()) return std::nullopt;
  const std::vector<ChannelId> visited = journeys.visited();
  const std::size_t channels = visited.size();
  const auto conversions = inside(by_set, &JourneySums::Visits::conversions);
  const auto all = inside(by_set, &JourneySums::Visits::journeys);
  // Rates in fixed point: sums of their differences do not depend on the numbers of the channels.
  constexpr int bits = 60;
  std::vector<std::int64_t> rate(all.size(), 0);
  for (std::size_t set = 0; set < all.size(); ++set)
    if (all[set] != 0)
      rate[set] = static_cast<std::int64_t>((UInt128{conversions[set]} << bits) / all[set]);

  JourneyWeights result{std::vector<double>(journeys.channels(), 0.0), 0};
  std::vector<Int128> gained(channels);
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const std::size_t bit = std::size_t{1} << channel;
    std::fill(gained.begin(), gained.end(), Int128{0});
    for (std::size_t set = 0; set < rate.size(); ++set)
      if ((set & bit) == 0)
        gained[static_cast<std::size_t>(std::popcount(set))] += rate[set | bit] - rate[set];
    // |S|! (n - |S| - 1)! / n! = 1 / (n (n-1 over |S|))
    double choices = 1;
    for (std::size_t size = 0; size < channels; ++size) {
      const auto sum =
          static_cast<double>(gained[size]) / static_cast<double>(std::int64_t{1} << bits);
      result.weights[visited[channel]] += sum / (static_cast<double>(channels) * choices);
      choices = choices * static_cast<double>(channels - 1 - size) / static_cast<double>(size + 1);
    }
  }
  return result;
}

}  // namespace tiktok_kpi
