#pragma once
// Batches of records to rows of text: the one place that says how a canonical value is spelled.
// Part of the pipeline: it knows batches and record writers, which do not know each other.
#include <span>
#include <string>
#include <vector>

#include "model/batch.hpp"
#include "model/dictionary.hpp"
#include "render/record_writer.hpp"

namespace tiktok_kpi {

/// How a canonical column is written: counts, decimals, money and flags bare, everything else as
/// text.
[[nodiscard]] RecordColumn record_column(Field field);

/// Spells the given columns of a batch. Counts 1234, decimals and money 12.5 without closing zeros,
/// flags true and false, instants 2024-05-01T09:58:12Z, days 2024-05-01, tags separated by blanks,
/// names in normal form. No allocation per cell; the views handed over live until the next slice.
class RecordSpeller {
 public:
  explicit RecordSpeller(std::vector<Field> fields);

  /// Hands every row of the batch to the writers, in order.
  void spell(const Batch& batch, const Dictionaries& dictionaries,
             std::span<RecordWriter* const> writers);

 private:
  static constexpr std::size_t slice_rows = 64;  ///< cells and their text stay in cache
  static constexpr std::size_t slot = 40;        ///< bytes for a number or time

  void spell_column(std::size_t at, const BatchColumn& column, std::size_t first, std::size_t rows,
                    const Dictionaries& dictionaries);
  void spell_tags(std::size_t at, const BatchColumn& column, std::size_t first, std::size_t rows,
                  const Dictionaries& dictionaries);

  std::vector<Field> fields_;
  std::vector<RecordCell> cells_;  ///< row after row
  std::vector<char> slots_;        ///< one for each cell
  std::string tags_;
};

}  // namespace tiktok_kpi
