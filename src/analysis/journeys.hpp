#pragma once
// Which visits came before an order: all visits sorted by visitor and time, found by a hash of the
// visitor.
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "aggregate/commerce.hpp"
#include "analysis/order_attribution.hpp"
#include "analysis/print_numbers.hpp"

namespace tiktok_kpi {

/// A visit on the way to an order. Without initial values: many of them are set by many threads.
struct Visit {
  std::uint64_t visitor;
  std::int64_t at;  ///< Unix seconds
  std::uint32_t link;
};

/// Keys that stand in one row are one visitor's. Few rows hold two, so that only their keys are
/// looked up.
class VisitorKeys {
 public:
  explicit VisitorKeys(const Commerce& commerce);

  /// The visitor of a key.
  [[nodiscard]] std::uint64_t visitor(std::uint64_t key) const {
    const std::uint32_t node = nodes_.find(key);
    return node == PrintNumbers::none ? key : keys_[parents_[node]];
  }
  /// Does any row hold the key beside another one?
  [[nodiscard]] bool knows(std::uint64_t key) const {
    return nodes_.find(key) != PrintNumbers::none;
  }
  /// The visitor who states the order; 0: none.
  [[nodiscard]] std::uint64_t visitor_of(const KeptOrder& order) const;

 private:
  std::uint32_t node_of(std::uint64_t key);
  std::uint32_t root(std::uint32_t node);

  PrintNumbers nodes_;
  std::vector<std::uint64_t> keys_;      ///< by node
  std::vector<std::uint32_t> parents_;   ///< by node; of a finished object the visitor's node
  PrintNumbers orders_;                  ///< orders that visits state
  std::vector<std::uint32_t> by_order_;  ///< node
};

/// Visits by visitor, in the order of time; those of one second as they came. Afterwards any number
/// of threads may ask. Memory: 25 bytes a visit and 2 for the index.
class Journeys {
 public:
  Journeys(const Commerce& commerce, unsigned threads);

  /// Visits of the order's customer, else of the visitor who states the order; marks them as led
  /// to an order. About two cache misses.
  std::span<const Visit> find(const KeptOrder& order, OrderMatch& match);
  /// No visit was read: no order finds any.
  [[nodiscard]] bool empty() const { return empty_; }
  /// Asks the memory for what `find` will read: the bucket some orders ahead, its visits later.
  void prefetch_bucket(const KeptOrder& order) const;
  void prefetch_visits(const KeptOrder& order) const;

  /// Calls use(visits) for every visitor who ordered nothing: sums of them do not show the order.
  template <class Use>
  void each_without_order(Use&& use) const {
    const std::span visits = all();
    for (std::size_t begin = 0; begin < visits.size();) {
      std::size_t end = begin + 1;
      while (end < visits.size() && visits[end].visitor == visits[begin].visitor) ++end;
      if (ordered_[begin] == 0) use(visits.subspan(begin, end - begin));
      begin = end;
    }
  }

 private:
  [[nodiscard]] std::span<const Visit> all() const { return {visits_.get(), parts_.back()}; }
  [[nodiscard]] std::size_t bucket_of(std::uint64_t visitor) const;
  void scatter(const Commerce& commerce, unsigned threads);
  void sort_part(std::size_t part, std::vector<Visit>& scratch);
  [[nodiscard]] std::span<const Visit> take(std::uint64_t visitor);

  VisitorKeys keys_;
  bool empty_ = true;
  unsigned bucket_bits_ = 0;
  unsigned part_bits_ = 0;              ///< the upper bits of a bucket say which part it is in
  std::unique_ptr<Visit[]> visits_;     ///< by bucket, visitor and time
  std::vector<std::size_t> parts_;      ///< begin of each part in visits_, and the end
  std::vector<std::uint32_t> buckets_;  ///< begin of each bucket in visits_, and the end
  std::vector<std::uint8_t> ordered_;   ///< beside the first visit of each visitor
};

}  // namespace tiktok_kpi
