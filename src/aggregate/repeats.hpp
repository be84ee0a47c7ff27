#pragma once
// The same post in several rows or files: found by id, merged field by field, the newest known
// value wins.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "aggregate/store.hpp"

namespace tiktok_kpi {

/// Works on a store whose chunks are in order. Cost for n posts without repeats: two passes over
/// the ids with one random bit each, n / 8 bytes of memory at most; for r rows with repeats a sort
/// and one pass over their chunks, 9 bytes a number, and more a text, while it works.
class RepeatMerger {
 public:
  explicit RepeatMerger(Store& store);
  void merge();

 private:
  struct Row {
    std::int64_t id = 0;
    bool text = false;
    PostRef ref;
    std::uint32_t at = 0;  ///< in the gathered cells
  };
  /// The cells of one field of all rows with repeats.
  struct Gathered {
    Field field{};
    BatchColumn cells;
  };
  [[nodiscard]] std::vector<Row> candidates() const;
  void gather(std::vector<Row>& rows);
  void merge_group(std::span<const Row> rows);
  void keep_snapshots(std::span<const Row> rows, PostRef post);
  [[nodiscard]] std::optional<std::int64_t> number(Field field, const Row& row) const;

  Store& store_;
  std::vector<Gathered> columns_;
  std::vector<PostSnapshot> snapshots_;  ///< of one post, while it is merged
};

}  // namespace tiktok_kpi
