#pragma once
// One post of a batch as values for people and machines.
#include <cstddef>
#include <cstdint>
#include <optional>

#include "report/answers.hpp"
#include "report/breakouts.hpp"

namespace tiktok_kpi {

/// Cells of the post in row `row`; a missing cell says whether any export has the column. A cell is
/// asked for only when the batch holds its column.
class PostCells {
 public:
  PostCells(const Answers& answers, const Batch& batch, std::size_t row)
      : answers_(answers), batch_(batch), row_(row) {}

  /// Counts, decimals, seconds; a negative count is missing with that reason.
  [[nodiscard]] Quantity number(Field field) const;
  /// The number as it is, negative ones too.
  [[nodiscard]] std::optional<std::int64_t> raw(Field field) const;
  [[nodiscard]] Quantity id() const;
  [[nodiscard]] Quantity creator() const;
  [[nodiscard]] DatedPost dated() const;
  [[nodiscard]] Quantity day() const;
  /// Instant; the day where the export knows no more.
  [[nodiscard]] Quantity time() const;
  [[nodiscard]] Quantity text(Field field) const;
  [[nodiscard]] Quantity flag(Field field) const;
  [[nodiscard]] Quantity tags() const;
  [[nodiscard]] Quantity flags() const;

 private:
  [[nodiscard]] Quantity nothing(Field field, Unit unit) const;

  const Answers& answers_;
  const Batch& batch_;
  std::size_t row_;
};

}  // namespace tiktok_kpi
