#pragma once
// The models that compare all journeys with each other: how much each channel matters.
#include <optional>
#include <vector>

#include "aggregate/journey_sums.hpp"

namespace tiktok_kpi {

/// Weights of the channels, not yet scaled to the orders.
struct JourneyWeights {
  /// By channel; they may be negative (shapley_rate) and add up to more than 0, or are all 0 when
  /// nothing was ordered.
  std::vector<double> weights;
  /// markov: probability that a journey leads to an order.
  double base_probability = 0;
};

/// Markov chain of order 1: weight of a channel is its removal effect, the share of the orders that
/// is lost when every step into the channel leads to the end instead. Solved by eliminating one
/// channel after the other without a subtraction, so that every digit of a double is good; steps
/// from a channel to itself change nothing. Nothing when more than JourneySums::max_markov_channels
/// are visited.
/// O(n^3): 20 channels 0.1 ms, 1,000 about half a second.
[[nodiscard]] std::optional<JourneyWeights> markov_weights(const JourneySums& journeys);

/// Shapley value of v(S) = orders per journey among those whose channels are all in S (0 when there
/// are none). Channels that are alike get the same number, to the last digit. Nothing when
/// more than JourneySums::max_set_channels are visited. O(n 2^n): 16 channels about 3 ms.
[[nodiscard]] std::optional<JourneyWeights> shapley_rate_weights(const JourneySums& journeys);

}  // namespace tiktok_kpi
