#pragma once
// The same post in several rows or files: found by id, merged field by field, the newest known
// value wins.
#include <cstdint>
#include <vector>

#include "aggregate/store.hpp"

namespace tiktok_kpi {

/// Works on a store whose chunks are in order. Cost for n posts without repeats: two passes over
/// the ids with one random bit each, n / 8 bytes of memory at most.
class RepeatMerger {
 public:
  explicit RepeatMerger(Store& store) : store_(store) {}
  void merge();

 private:
  struct Row {
    std::int64_t id = 0;
    bool text = false;
    PostRef ref;
  };
  [[nodiscard]] std::vector<Row> candidates() const;
  void merge_group(const std::vector<Row>& rows);

  Store& store_;
};

}  // namespace tiktok_kpi
