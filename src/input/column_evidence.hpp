#pragma once
// What the first MiB of an input says about its columns as a whole: decimal mark, order of day and month,
// zone of times that state none.
#include "input/planner.hpp"

namespace tiktok_kpi {

/// Sets decimal, time rules and shifts of every column plan; says in plan.guesses what was decided and in
/// plan.warnings what stayed open. Overrides win.
void weigh_columns(ReadPlan& plan, const Head& head, const ReadOverrides& overrides);

}  // namespace tiktok_kpi
