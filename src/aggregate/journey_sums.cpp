// Journeys counted by transition and by set of channels. Visited channels get slots as they come;
// who looks at the sums sees them in the order of the channels, so that it does not matter which
// journey came first.
#include "aggregate/journey_sums.hpp"

#include <algorithm>
#include <cassert>

namespace tiktok_kpi {

JourneySums::JourneySums(std::size_t channels)
    : slots_(channels, no_slot), transitions_(width()), by_set_(1) {}

std::size_t JourneySums::new_slot(ChannelId channel) {
  const std::size_t slot = visited_.size();
  slots_[channel] = static_cast<std::uint32_t>(slot);
  visited_.push_back(channel);
  if (!has_transitions()) {
    transitions_ = {};
  } else if (slot == capacity_) {
    const std::size_t old_width = width();
    const std::vector<std::uint64_t> old = std::move(transitions_);
    capacity_ = std::max<std::size_t>(14, 2 * capacity_);
    transitions_.assign((capacity_ + 1) * width(), 0);
    for (std::size_t row = 0; row <= slot; ++row)
      std::copy_n(old.begin() + static_cast<std::ptrdiff_t>(row * old_width), old_width,
                  transitions_.begin() + static_cast<std::ptrdiff_t>(row * width()));
  }
  if (visited_.size() > max_set_channels)
    by_set_ = {};
  else
    by_set_.resize(std::size_t{1} << visited_.size());
  return slot;
}

void JourneySums::add(std::span<const Touch> touches, bool converted, std::uint64_t count) {
  if (touches.empty()) return;
  std::size_t set = 0;
  std::size_t from = 0;
  for (const Touch& touch : touches) {
    assert(touch.channel < channels());
    const std::size_t slot = slot_of(touch.channel);
    if (!transitions_.empty()) transitions_[from * width() + slot + 2] += count;
    from = slot + 1;
    set |= slot < max_set_channels ? std::size_t{1} << slot : 0;
  }
  if (!transitions_.empty()) transitions_[from * width() + (converted ? 0 : 1)] += count;
  if (by_set_.empty()) return;
  by_set_[set].journeys += count;
  if (converted) by_set_[set].conversions += count;
}

void JourneySums::add_moved(const std::vector<Visits>& sets, std::span<const std::size_t> bits,
                            std::vector<Visits>& to) {
  for (std::size_t set = 0; set < sets.size(); ++set) {
    if (sets[set].journeys == 0) continue;
    std::size_t moved = 0;
    for (std::size_t i = 0; i < bits.size(); ++i)
      if ((set >> i & 1U) != 0) moved |= std::size_t{1} << bits[i];
    to[moved].journeys += sets[set].journeys;
    to[moved].conversions += sets[set].conversions;
  }
}

void JourneySums::merge(const JourneySums& other) {
  assert(channels() == other.channels());
  std::vector<std::size_t> slots;
  for (const ChannelId channel : other.visited_) slots.push_back(slot_of(channel));
  if (!transitions_.empty()) {
    const auto row_of = [&](std::size_t row) { return row == 0 ? 0 : slots[row - 1] + 1; };
    const auto column_of = [&](std::size_t column) {
      return column < 2 ? column : slots[column - 2] + 2;
    };
    for (std::size_t row = 0; row <= slots.size(); ++row)
      for (std::size_t column = 0; column < slots.size() + 2; ++column)
        transitions_[row_of(row) * width() + column_of(column)] +=
            other.transitions_[row * other.width() + column];
  }
  if (!by_set_.empty()) add_moved(other.by_set_, slots, by_set_);
}

std::vector<ChannelId> JourneySums::visited() const {
  std::vector<ChannelId> channels = visited_;
  std::ranges::sort(channels);
  return channels;
}

std::uint64_t JourneySums::transitions(std::size_t from, std::size_t to) const {
  const std::size_t row = from == channels() ? 0 : std::size_t{slots_[from]} + 1;
  if (from < channels() && slots_[from] == no_slot) return 0;
  if (to < channels() && slots_[to] == no_slot) return 0;
  const std::size_t column = to < channels() ? std::size_t{slots_[to]} + 2 : to - channels();
  return transitions_[row * width() + column];
}

std::vector<JourneySums::Visits> JourneySums::by_set() const {
  if (by_set_.empty()) return {};
  const std::vector<ChannelId> ascending = visited();
  std::vector<std::size_t> places;
  for (const ChannelId channel : visited_)
    places.push_back(
        static_cast<std::size_t>(std::ranges::lower_bound(ascending, channel) - ascending.begin()));
  std::vector<Visits> sets(by_set_.size());
  add_moved(by_set_, places, sets);
  return sets;
}

}  // namespace tiktok_kpi
