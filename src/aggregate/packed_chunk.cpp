// Frame of reference per column and chunk. Lists and text store their lengths as a number column
// and the entries or bytes behind it.
#include "aggregate/packed_chunk.hpp"

#include <algorithm>
#include <cstring>

namespace tiktok_kpi {
namespace {

std::uint8_t width_of(std::uint64_t largest) {
  if (largest == 0) return 0;
  if (largest <= 0xFF) return 1;
  if (largest <= 0xFFFF) return 2;
  return largest <= 0xFFFF'FFFF ? 4 : 8;
}

template <class Narrow, class Values>
void put_all(std::uint8_t* to, const Values& values, std::int64_t base) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto difference = static_cast<Narrow>(static_cast<std::uint64_t>(values[i]) -
                                                static_cast<std::uint64_t>(base));
    std::memcpy(to + i * sizeof difference, &difference, sizeof difference);
  }
}

template <class Narrow, class Read>
void read_all(const std::uint8_t* from, std::size_t count, std::int64_t base, Read&& read) {
  for (std::size_t i = 0; i < count; ++i) {
    Narrow difference = 0;
    std::memcpy(&difference, from + i * sizeof difference, sizeof difference);
    read(i, static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + difference));
  }
}

}  // namespace

void PackedChunk::pack_states(const std::vector<CellState>& states, Column& column) {
  const auto all = [&](CellState state) {
    return std::ranges::all_of(states, [state](CellState s) { return s == state; });
  };
  if (all(CellState::value))
    column.states = States::all_value;
  else if (all(CellState::missing))
    column.states = States::all_missing;
  else if (all(CellState::day))
    column.states = States::all_day;
  else {
    column.states = States::packed;
    column.states_at = static_cast<std::uint32_t>(data_.size());
    data_.resize(data_.size() + (states.size() + 3) / 4);
    for (std::size_t i = 0; i < states.size(); ++i)
      data_[column.states_at + i / 4] = static_cast<std::uint8_t>(
          data_[column.states_at + i / 4] | (static_cast<unsigned>(states[i]) << (2 * (i % 4))));
  }
}

template <class Values>
void PackedChunk::pack_numbers(const Values& values, Column& column) {
  if (values.empty()) return;
  const auto [low, high] = std::ranges::minmax_element(values);
  column.base = static_cast<std::int64_t>(*low);
  column.width = width_of(static_cast<std::uint64_t>(*high) - static_cast<std::uint64_t>(*low));
  column.at = static_cast<std::uint32_t>(data_.size());
  data_.resize(data_.size() + values.size() * column.width);
  std::uint8_t* to = data_.data() + column.at;
  switch (column.width) {
    case 1: put_all<std::uint8_t>(to, values, column.base); break;
    case 2: put_all<std::uint16_t>(to, values, column.base); break;
    case 4: put_all<std::uint32_t>(to, values, column.base); break;
    case 8: put_all<std::uint64_t>(to, values, column.base); break;
    default: break;
  }
}

template <class Read>
void PackedChunk::read_numbers(const Column& column, std::size_t count, Read&& read) const {
  const std::uint8_t* from = data_.data() + column.at;
  switch (column.width) {
    case 1: read_all<std::uint8_t>(from, count, column.base, read); break;
    case 2: read_all<std::uint16_t>(from, count, column.base, read); break;
    case 4: read_all<std::uint32_t>(from, count, column.base, read); break;
    case 8: read_all<std::uint64_t>(from, count, column.base, read); break;
    default:
      for (std::size_t i = 0; i < count; ++i) read(i, column.base);
      break;
  }
}

PackedChunk::PackedChunk(const Batch& batch, const FieldSet& kept, std::uint32_t worker)
    : origin_(batch.origin), size_(static_cast<std::uint32_t>(batch.size)), worker_(worker) {
  data_.reserve(batch.size * 48);
  for (const Field field : batch.asked) {
    if (!kept.contains(field)) continue;
    const BatchColumn& from = *batch.column(field);
    Column column;
    column.field = field;
    pack_states(from.states, column);
    const FieldType type = row_of(field).type;
    if (column.states != States::all_missing) {
      if (type == FieldType::text) {
        std::vector<std::uint32_t> sizes(batch.size);
        for (std::size_t i = 0; i < batch.size; ++i)
          sizes[i] = static_cast<std::uint32_t>(from.texts[i].size());
        pack_numbers(sizes, column);
        for (const std::string_view text : from.texts)
          data_.insert(data_.end(), text.begin(), text.end());
      } else if (type == FieldType::tags) {
        std::vector<std::uint32_t> sizes(batch.size);
        for (std::size_t i = 0; i < batch.size; ++i)
          sizes[i] = from.list_ends[i] - (i == 0 ? 0 : from.list_ends[i - 1]);
        pack_numbers(sizes, column);
        Column entries;
        pack_numbers(from.list, entries);
        columns_.push_back(column);
        column = entries;
        column.field = field;
      } else {
        pack_numbers(from.numbers, column);
      }
    }
    columns_.push_back(column);
  }
  pack_numbers(batch.offsets, offsets_);
  data_.shrink_to_fit();
}

bool PackedChunk::unpack(Field field, BatchColumn& to) const {
  const auto found = std::ranges::find(columns_, field, &Column::field);
  if (found == columns_.end()) return false;
  const Column& column = *found;
  to.states.resize(size_);
  switch (column.states) {
    case States::all_value: std::ranges::fill(to.states, CellState::value); break;
    case States::all_missing: std::ranges::fill(to.states, CellState::missing); break;
    case States::all_day: std::ranges::fill(to.states, CellState::day); break;
    case States::packed:
      for (std::size_t i = 0; i < size_; ++i)
        to.states[i] =
            static_cast<CellState>((data_[column.states_at + i / 4] >> (2 * (i % 4))) & 3U);
      break;
  }
  const FieldType type = row_of(field).type;
  if (type == FieldType::text) {
    to.texts.assign(size_, {});
    if (column.states == States::all_missing) return true;
    std::size_t at = column.at + std::size_t{size_} * column.width;
    read_numbers(column, size_, [&](std::size_t i, std::int64_t length) {
      to.texts[i] = {reinterpret_cast<const char*>(data_.data()) + at,
                     static_cast<std::size_t>(length)};
      at += static_cast<std::size_t>(length);
    });
  } else if (type == FieldType::tags) {
    to.list_ends.assign(size_, 0);
    to.list.clear();
    if (column.states == States::all_missing) return true;
    std::uint32_t end = 0;
    read_numbers(column, size_, [&](std::size_t i, std::int64_t count) {
      to.list_ends[i] = end += static_cast<std::uint32_t>(count);
    });
    to.list.resize(end);
    read_numbers(*(found + 1), end, [&](std::size_t i, std::int64_t entry) {
      to.list[i] = static_cast<std::uint32_t>(entry);
    });
  } else {
    to.numbers.resize(size_);
    if (column.states == States::all_missing)
      std::ranges::fill(to.numbers, 0);
    else
      read_numbers(column, size_,
                   [&](std::size_t i, std::int64_t number) { to.numbers[i] = number; });
  }
  return true;
}

void PackedChunk::unpack_offsets(std::vector<std::uint64_t>& to) const {
  to.resize(size_);
  read_numbers(offsets_, size_, [&](std::size_t i, std::int64_t offset) {
    to[i] = static_cast<std::uint64_t>(offset);
  });
}

}  // namespace tiktok_kpi
