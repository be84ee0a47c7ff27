#pragma once
// All journeys in a form whose size depends on the channels they visit, not on the journeys: what
// the models need that compare journeys with each other.
#include <cstdint>
#include <span>
#include <vector>

#include "aggregate/touch_credit.hpp"

namespace tiktok_kpi {

class JourneySums {
 public:
  /// Of journeys that visit more channels than that the model is not worked out and nothing is kept
  /// for it: the table of transitions grows with the square, that of channel sets doubles with each
  /// channel.
  static constexpr std::size_t max_markov_channels = 1024;
  static constexpr std::size_t max_set_channels = 16;

  /// Channels are 0 to `channels` - 1; how many there are costs nothing, only visited ones count.
  explicit JourneySums(std::size_t channels);

  /// Adds `count` journeys along the channels of `touches`, which are in the order of time; one
  /// without touches enters no model. About 2 ns a touch.
  void add(std::span<const Touch> touches, bool converted, std::uint64_t count = 1);
  /// Of the same channels. Adding and merging commute: order and threads change nothing.
  void merge(const JourneySums& other);

  [[nodiscard]] std::size_t channels() const { return slots_.size(); }
  /// Channels that a journey visits, ascending.
  [[nodiscard]] std::vector<ChannelId> visited() const;
  [[nodiscard]] std::size_t visited_count() const { return visited_.size(); }
  /// How often `to` followed `from` immediately. Row channels() is the start; column channels() is
  /// an order, column channels() + 1 the end without one. Not beyond max_markov_channels.
  [[nodiscard]] std::uint64_t transitions(std::size_t from, std::size_t to) const;
  [[nodiscard]] bool has_transitions() const { return visited_.size() <= max_markov_channels; }

  struct Visits {
    std::uint64_t journeys = 0;
    std::uint64_t conversions = 0;
  };
  /// By set of channels visited: bit i is the channel at i of visited(). Empty beyond
  /// max_set_channels.
  [[nodiscard]] std::vector<Visits> by_set() const;

 private:
  static constexpr std::uint32_t no_slot = ~std::uint32_t{0};

  [[nodiscard]] std::size_t slot_of(ChannelId channel) {
    const std::uint32_t slot = slots_[channel];
    return slot != no_slot ? slot : new_slot(channel);
  }
  std::size_t new_slot(ChannelId channel);
  [[nodiscard]] std::size_t width() const { return capacity_ + 2; }
  /// Sets with their bits moved: bit i becomes `bits`[i].
  static void add_moved(const std::vector<Visits>& sets, std::span<const std::size_t> bits,
                        std::vector<Visits>& to);

  std::vector<std::uint32_t> slots_;  ///< by channel: its place in what follows
  std::vector<ChannelId> visited_;    ///< by slot
  std::size_t capacity_ = 0;          ///< slots that transitions_ has room for
  /// Row 0 is the start, row i + 1 a slot; column 0 is an order, 1 the end, i + 2 a slot.
  std::vector<std::uint64_t> transitions_;
  std::vector<Visits> by_set_;  ///< bits are slots
};

}  // namespace tiktok_kpi
