#pragma once
// All journeys in a form whose size depends on the channels, not on the journeys: what the models
// need that compare journeys with each other.
#include <cstdint>
#include <span>
#include <vector>

#include "aggregate/touch_credit.hpp"

namespace tiktok_kpi {

class JourneySums {
 public:
  /// Beyond these numbers of channels the model is not worked out and nothing is kept for it: the
  /// table of transitions grows with the square, that of channel sets doubles with each channel.
  static constexpr std::size_t max_markov_channels = 1024;
  static constexpr std::size_t max_set_channels = 16;

  /// Channels are 0 to `channels` - 1.
  explicit JourneySums(std::size_t channels);

  /// Adds `count` journeys along the channels of `touches`, which are in the order of time; one
  /// without touches enters no model. About 2 ns a touch.
  void add(std::span<const Touch> touches, bool converted, std::uint64_t count = 1);
  /// Of the same channels. Adding and merging commute: order and threads change nothing.
  void merge(const JourneySums& other);

  [[nodiscard]] std::size_t channels() const { return channels_; }
  /// How often `to` followed `from` immediately. Row channels() is the start; column channels() is
  /// an order, column channels() + 1 the end without one. Empty beyond max_markov_channels.
  [[nodiscard]] std::uint64_t transitions(std::size_t from, std::size_t to) const {
    return transitions_[from * (channels_ + 2) + to];
  }
  [[nodiscard]] bool has_transitions() const { return !transitions_.empty(); }

  struct Visits {
    std::uint64_t journeys = 0;
    std::uint64_t conversions = 0;
  };
  /// By set of channels visited: bit i is channel i. Empty beyond max_set_channels.
  [[nodiscard]] std::span<const Visits> by_set() const { return by_set_; }

 private:
  std::size_t channels_;
  std::vector<std::uint64_t> transitions_;
  std::vector<Visits> by_set_;
};

}  // namespace tiktok_kpi
