// Journeys counted by transition and by set of channels.
#include "aggregate/journey_sums.hpp"

#include <cassert>

namespace tiktok_kpi {

JourneySums::JourneySums(std::size_t channels) : channels_(channels) {
  if (channels <= max_markov_channels) transitions_.resize((channels + 1) * (channels + 2));
  if (channels <= max_set_channels) by_set_.resize(std::size_t{1} << channels);
}

void JourneySums::add(std::span<const Touch> touches, bool converted, std::uint64_t count) {
  if (touches.empty()) return;
  if (!transitions_.empty()) {
    const std::size_t width = channels_ + 2;
    std::size_t from = channels_;
    for (const Touch& touch : touches) {
      assert(touch.channel < channels_);
      transitions_[from * width + touch.channel] += count;
      from = touch.channel;
    }
    transitions_[from * width + channels_ + (converted ? 0 : 1)] += count;
  }
  if (!by_set_.empty()) {
    std::size_t set = 0;
    for (const Touch& touch : touches) set |= std::size_t{1} << touch.channel;
    by_set_[set].journeys += count;
    if (converted) by_set_[set].conversions += count;
  }
}

void JourneySums::merge(const JourneySums& other) {
  assert(channels_ == other.channels_);
  for (std::size_t i = 0; i < transitions_.size(); ++i) transitions_[i] += other.transitions_[i];
  for (std::size_t i = 0; i < by_set_.size(); ++i) {
    by_set_[i].journeys += other.by_set_[i].journeys;
    by_set_[i].conversions += other.by_set_[i].conversions;
  }
}

}  // namespace tiktok_kpi
