#pragma once
// Adds posts up by group and presence pattern. Commutative: the order of batches and the number of
// threads cannot change a sum.
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "aggregate/aggregates.hpp"
#include "aggregate/row_numbers.hpp"
#include "core/civil_time.hpp"
#include "model/batch.hpp"

namespace tiktok_kpi {

class Store;
struct PostBatch;

/// What several groupings need of one batch, worked out once: patterns, summed cells, row rates.
class BatchNumbers {
 public:
  /// `request` is the union of what the groupings ask.
  explicit BatchNumbers(Request request);
  void compute(const Batch& batch);

  [[nodiscard]] const Request& request() const { return request_; }
  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }
  [[nodiscard]] const std::vector<Pattern>& patterns() const { return patterns_; }
  /// Cells of a sum, 0 where unknown; products do not fit 64 bits and stand in `products`.
  [[nodiscard]] const std::vector<std::int64_t>& cells(std::size_t term) const {
    return cells_[term];
  }
  [[nodiscard]] const std::vector<Int128>& products(std::size_t term) const {
    return products_[term];
  }
  /// Values of a mean in fixed point (MeanSum::fraction_bits), where `defined`.
  [[nodiscard]] const std::vector<Int128>& mean(std::size_t index) const { return fixed_[index]; }
  [[nodiscard]] const std::vector<std::uint8_t>& defined(std::size_t index) const {
    return rows_[index].defined;
  }

 private:
  Request request_;
  std::vector<Field> fields_;
  std::vector<Pattern> patterns_;
  std::vector<std::vector<std::int64_t>> cells_;
  std::vector<std::vector<Int128>> products_;
  std::vector<RowNumbers> rows_;
  std::vector<std::vector<Int128>> fixed_;
};

/// One worker's sums of one grouping. Per group and pattern one record of 64-bit words:
/// pattern, posts, next, sums…, then (first pattern of a group only used) means as 128-bit sum and
/// rows.
class Accumulator {
 public:
  /// `request` holds what this grouping asks, a part of what `numbers` computes.
  Accumulator(const Request& request, Grouping grouping, const TimeZone& zone,
              const BatchNumbers& numbers);

  /// Adds the rows whose `selected` is not 0; `numbers` has computed this batch.
  void add(const Batch& batch, const BatchNumbers& numbers,
           const std::vector<std::uint8_t>& selected);
  /// Adds each row of the batch that `numbers` has computed to the group of its number, whatever
  /// the grouping; a row with a negative one to none. The cost grows with the largest number.
  void add_to(const BatchNumbers& numbers, std::span<const std::int64_t> groups);
  /// Adds what another worker has, and empties it.
  void merge(Accumulator& other);
  [[nodiscard]] Aggregates finish();

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;
  static constexpr std::size_t header_words = 3;
  static constexpr std::size_t mean_words = 3;
  struct Pair {
    std::uint32_t slot;
    std::uint32_t row;
  };

  /// Where the numbers of the batch at hand stand, by term and mean of this grouping.
  struct Columns {
    const Pattern* patterns = nullptr;
    std::vector<const std::int64_t*> cells;  ///< null for a product
    std::vector<const Int128*> products;
    std::vector<const Int128*> means;
    std::vector<const std::uint8_t*> defined;
  };

  void look_at(const BatchNumbers& numbers);
  std::uint32_t slot_of(std::int64_t id);
  std::uint64_t* record(std::uint32_t entry) {
    return words_.data() + std::size_t{entry} * stride_;
  }
  std::uint32_t entry_of(std::uint32_t slot, Pattern pattern);
  /// Behind the first record of the slot: found, or made.
  std::uint32_t next_entry_of(std::uint32_t slot, Pattern pattern);
  void add_word(std::uint32_t entry, std::size_t word, std::int64_t value);
  void add_wide(std::uint32_t entry, std::size_t word, Int128 value);
  void add_mean(std::uint64_t* mean, Int128 fixed, std::uint64_t rows);
  void add_row(std::uint32_t slot, std::size_t row);
  void add_pairs();
  [[nodiscard]] Int128 sum(std::uint32_t entry, std::size_t word);

  Aggregates shape_;
  const TimeZone* zone_;
  std::vector<std::size_t> terms_;  ///< where each sum stands in the batch numbers
  std::vector<std::size_t> rates_;  ///< where each mean stands in the batch numbers
  std::size_t stride_ = 0;
  std::int64_t first_id_ = 0;         ///< id of slot 0 (days start late)
  std::vector<std::uint32_t> head_;   ///< first entry of each slot
  std::vector<std::uint64_t> words_;  ///< records
  std::uint32_t entries_ = 0;
  std::map<std::uint64_t, Int128> wide_;  ///< what left the 64 bits of a sum, by entry and word
  std::vector<Pair> pairs_;
  Columns columns_;
};

/// Which posts are counted, and the fields that this looks at; the default is those in the
/// campaign.
struct PostSelector {
  FieldSet fields;
  std::function<void(const PostBatch& posts, std::vector<std::uint8_t>& selected)> choose;
};
void select_campaign(const PostBatch& posts, std::vector<std::uint8_t>& selected);

/// One Aggregates per request, in one pass over the store; each request names one grouping. `zone`
/// gives posts their day.
[[nodiscard]] std::vector<Aggregates> accumulate(const Store& store,
                                                 std::span<const Request> requests,
                                                 const PostSelector& select, const TimeZone& zone,
                                                 unsigned threads);

/// Day of a post's time in a zone; posts known by day only keep that day.
[[nodiscard]] std::int32_t day_of(std::int64_t time, CellState state, const TimeZone& zone);

}  // namespace tiktok_kpi
