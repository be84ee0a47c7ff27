#pragma once
// What the cells of a column say about it as a whole: decimal mark, order of day and month, zone of
// times that state none. The first MiB makes the guess; workers go on counting while they read.
#include <cstdint>
#include <vector>

#include "input/planner.hpp"

namespace tiktok_kpi {

/// Counts of cells that can be read one way only, or both ways.
struct ColumnTally {
  std::uint64_t dmy = 0, mdy = 0, either_order = 0;
  std::uint64_t point = 0, comma = 0, either_mark = 0;
  void add(const ColumnTally& other) {
    dmy += other.dmy, mdy += other.mdy, either_order += other.either_order;
    point += other.point, comma += other.comma, either_mark += other.either_mark;
  }
};
/// By ColumnPlan::column.
using ColumnTallies = std::vector<ColumnTally>;
void add_tallies(ColumnTallies& to, const ColumnTallies& from);

/// Counts one cell of a column of times or decimals. Cheap for cells that show nothing.
void tally_order(ColumnTally& tally, std::string_view text);
void tally_mark(ColumnTally& tally, std::string_view text);

/// Sets decimal, time rules and shifts of every column plan; says in plan.guesses what was decided
/// and in plan.warnings what stayed open. Overrides win. `seen` are the tallies of a whole reading,
/// when there was one; else the head is weighed.
void weigh_columns(ReadPlan& plan, const Head& head, const ReadOverrides& overrides,
                   const ColumnTallies* seen);

/// Would the tallies of a whole reading have led to other decimal marks or date orders than the
/// plan has?
[[nodiscard]] bool contradicts(const ReadPlan& plan, const ColumnTallies& seen,
                               const ReadOverrides& overrides);

/// Said when they would have, and the input cannot be read again.
[[nodiscard]] Diagnostic contradiction_warning(std::string_view path);

}  // namespace tiktok_kpi
