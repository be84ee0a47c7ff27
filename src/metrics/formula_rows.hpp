#pragma once
// Formulas over the cells of each row: means and medians of odd rates, and --where.
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "aggregate/request.hpp"
#include "core/civil_time.hpp"
#include "metrics/formula.hpp"

namespace tiktok_kpi {

struct RowContext {
  MissingMode missing = MissingMode::strict;
  /// Zone in which a time has its day; UTC when null. Must outlive the formula.
  const TimeZone* zone = nullptr;
  /// Entry of a raw name in the dictionary of a field, as the batches to come use it;
  /// Dictionary::none when it is not there. Needed only for formulas that compare names or tags.
  std::function<std::uint32_t(Field field, std::string_view raw)> entry_of;
};

/// The value of the node `value` in the rows where the node `guard` is defined. Comparisons give 1
/// or 0; a comparison with an unknown cell is undefined, `and` and `or` are decided by one side
/// where it suffices. Counts are exact. Throws Error("bad-formula") when types do not fit (text
/// with a number).
[[nodiscard]] std::shared_ptr<const RowFormula> compile_rows(const Formula& formula,
                                                             std::uint32_t value,
                                                             std::uint32_t guard,
                                                             RowContext context);

/// A --where expression over posts: parsed with the columns of posts (and `interactions` in the
/// settings' set). Rows where it is undefined or 0 are not selected.
[[nodiscard]] std::shared_ptr<const RowFormula> compile_filter(std::string_view text,
                                                               const Settings& settings,
                                                               RowContext context);

}  // namespace tiktok_kpi
