#pragma once
// The kept columns of up to 4,096 posts in as few bytes as their values need: each number column is
// stored as differences from its smallest value in 1, 2, 4 or 8 bytes, states only where not every
// cell is known.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "model/batch.hpp"

namespace tiktok_kpi {

class PackedChunk {
 public:
  /// Packs the given columns of a batch. Text is copied.
  PackedChunk(const Batch& batch, const FieldSet& kept, std::uint32_t worker);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const Origin& origin() const { return origin_; }
  [[nodiscard]] std::uint32_t worker() const { return worker_; }
  [[nodiscard]] std::size_t bytes() const { return data_.size(); }

  /// Unpacks one column; numbers come out as they went in. False when the column was not kept.
  bool unpack(Field field, BatchColumn& to) const;
  /// Byte offset of each record in its input.
  void unpack_offsets(std::vector<std::uint64_t>& to) const;

 private:
  enum class States : std::uint8_t { all_missing, all_value, all_day, packed };
  struct Column {
    Field field{};
    States states = States::all_value;
    std::uint8_t width = 0;       ///< bytes of a difference; 0: every value equals base
    std::uint32_t at = 0;         ///< of the values in data_
    std::uint32_t states_at = 0;  ///< of two bits a row, when states are packed
    std::int64_t base = 0;
  };

  void pack_states(const std::vector<CellState>& states, Column& column);
  template <class Values>
  void pack_numbers(const Values& values, Column& column);
  template <class Read>
  void read_numbers(const Column& column, std::size_t count, Read&& read) const;

  Origin origin_;
  std::uint32_t size_ = 0;
  std::uint32_t worker_ = 0;
  std::vector<Column> columns_;
  Column offsets_;
  std::vector<std::uint8_t> data_;
};

}  // namespace tiktok_kpi
