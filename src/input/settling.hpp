#pragma once
// What the rules for orders and for visits share: a batch, the rows that are kept, messages.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "input/order_records.hpp"
#include "input/plan.hpp"
#include "input/plan_parts.hpp"

namespace tiktok_kpi {

inline void forget(BatchColumn* column, std::size_t row) {
  if (column != nullptr) column->states[row] = CellState::missing;
}

[[nodiscard]] inline std::optional<std::int64_t> amount(const BatchColumn* column,
                                                        std::size_t row) {
  return known(column, row) ? std::optional(column->numbers[row]) : std::nullopt;
}

inline void put(BatchColumn* column, std::size_t row, const std::optional<std::int64_t>& value) {
  if (column == nullptr) return;
  column->states[row] = value ? CellState::value : CellState::missing;
  column->numbers[row] = value.value_or(0);
}

/// Is a word one of those between the bars?
[[nodiscard]] inline bool is_among(std::string_view words, std::string_view word) {
  return std::ranges::any_of(split(words, '|'),
                             [&](std::string_view one) { return !one.empty() && one == word; });
}

class Settling {
 public:
  Settling(Batch& batch, const SettleContext& context)
      : batch_(batch), plan_(context.plan), context_(context), keep_(batch.size, 1) {}

  /// Currencies by their codes; of what is none the row is told.
  void settle_currencies();
  /// By row: 0 for those that are no record.
  [[nodiscard]] const std::vector<std::uint8_t>& kept() const { return keep_; }
  /// Rows that a fault or a rule left out.
  [[nodiscard]] std::vector<std::size_t>& left_out() { return left_out_; }

 protected:
  BatchColumn* column(Field field) { return batch_.column(field); }
  [[nodiscard]] std::string_view text_at(const BatchColumn& names, std::size_t row) const {
    return context_.dictionaries.texts.key(static_cast<std::uint32_t>(names.numbers[row]));
  }
  std::int64_t entry_of(std::string_view text) {
    return context_.dictionaries.texts.intern(text, batch_.origin);
  }

  void leave_out(std::size_t row, std::string_view code, std::string message, std::string hint) {
    keep_[row] = 0;
    left_out_.push_back(row);
    tell(row, code, std::move(message), std::move(hint));
  }
  void tell(std::size_t row, std::string_view code, std::string message, std::string hint) {
    context_.faults.add(Diagnostic::make(code, std::move(message), std::move(hint),
                                         {batch_.origin.input, batch_.offsets[row]}));
  }

  Batch& batch_;
  const ReadPlan& plan_;
  const SettleContext& context_;
  std::vector<std::uint8_t> keep_;
  std::vector<std::size_t> left_out_;
};

/// Visits: rows of web analytics that are none are left out, and words that mean nothing dropped.
class TouchSettling : public Settling {
 public:
  using Settling::Settling;
  void run();

 private:
  void settle_events();
  void split_source_medium();
  void drop_labels(Field field);
  void drop_page_labels();
};

}  // namespace tiktok_kpi
