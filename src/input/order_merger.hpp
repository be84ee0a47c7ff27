#pragma once
// Exports with one row per article: the rows of an order, which follow each other, become one
// record. Shared by both readers; it sees the rows in their order, whatever the batches.
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "input/order_records.hpp"

namespace tiktok_kpi {

class OrderMerger {
 public:
  using Deliver = std::function<void(const Batch&)>;

  OrderMerger(const ReadPlan& plan, Dictionaries& dictionaries, FaultLog& faults, Deliver deliver)
      : plan_(plan), dictionaries_(dictionaries), faults_(faults), deliver_(std::move(deliver)) {}

  /// Rows of orders, in the order of the input.
  void add(const Batch& rows);
  /// Delivers what is still open.
  void finish();
  /// Rows whose order was left out.
  [[nodiscard]] std::uint64_t rows_left_out() const { return rows_left_out_; }

 private:
  /// An amount that stands in every row: the order's, repeated, or the row's own.
  struct Repeated {
    std::int64_t first = 0, sum = 0;
    bool known = false, equal = true;
  };

  [[nodiscard]] bool continues(const Batch& rows, std::size_t row) const;
  void open(const Batch& rows, std::size_t row);
  void append(const Batch& rows, std::size_t row);
  void follow(const Batch& rows, std::size_t row);
  void close();
  void flush();

  const ReadPlan& plan_;
  Dictionaries& dictionaries_;
  FaultLog& faults_;
  Deliver deliver_;
  Batch orders_;
  std::vector<std::uint64_t> rows_;  ///< of each order
  std::vector<Repeated> repeated_;   ///< of the last order, by `repeated_fields`
  std::deque<std::string> texts_;
  std::uint64_t rows_left_out_ = 0;
};

}  // namespace tiktok_kpi
