#pragma once
// Adds posts up by group and presence pattern. Commutative: the order of batches and the number of threads
// cannot change a sum.
#include <cstdint>
#include <functional>
#include <vector>

#include "aggregate/aggregates.hpp"
#include "aggregate/row_numbers.hpp"
#include "core/civil_time.hpp"
#include "model/batch.hpp"

namespace tiktok_kpi {

class Store;
struct PostBatch;

/// One worker's sums of one grouping.
class Accumulator {
 public:
  Accumulator(const Request& request, Grouping grouping, const TimeZone& zone);

  /// Adds the rows whose `selected` is not 0.
  void add(const Batch& batch, const std::vector<std::uint8_t>& selected);
  /// Adds what another worker has.
  void merge(const Accumulator& other);
  [[nodiscard]] Aggregates finish() const;

 private:
  struct Entry {
    Pattern pattern = 0;
    std::uint64_t posts = 0;
    std::uint32_t next = none;  ///< next pattern of the same group
  };
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  void find_patterns(const Batch& batch);
  std::uint32_t entry_of(std::uint32_t group, Pattern pattern);
  void add_row(std::uint32_t group, std::size_t row);
  std::uint32_t group_slot(std::int64_t id);

  Aggregates shape_;
  const TimeZone* zone_;
  std::int64_t first_id_ = 0;              ///< id of slot 0 (days start late)
  std::vector<std::uint32_t> head_;        ///< first entry of each group slot
  std::vector<Entry> entries_;
  std::vector<Int128> sums_;               ///< entries x terms
  std::vector<MeanSum> means_;             ///< group slots x means
  // Per batch:
  std::vector<Pattern> patterns_;
  std::vector<std::vector<Int128>> products_;
  std::vector<const std::int64_t*> terms_;
  std::vector<std::vector<std::int64_t>> masked_;
  std::vector<RowNumbers> rates_;
};

/// Which posts are counted; the default is those in the campaign.
using PostSelector = std::function<void(const PostBatch& posts, std::vector<std::uint8_t>& selected)>;
void select_campaign(const PostBatch& posts, std::vector<std::uint8_t>& selected);

/// One Aggregates per asked grouping, in one pass over the store. `zone` gives posts their day.
[[nodiscard]] std::vector<Aggregates> accumulate(const Store& store, const Request& request, const PostSelector& select, const TimeZone& zone,
                                                 unsigned threads);

/// Day of a post's time in a zone; posts known by day only keep that day.
[[nodiscard]] std::int32_t day_of(std::int64_t time, CellState state, const TimeZone& zone);

}  // namespace tiktok_kpi
