#pragma once
// Files that stack sections: lines of key and value about the account, then the table of its posts,
// then other tables that are not read.
#include "input/planner.hpp"

namespace tiktok_kpi {

/// Finds the table that plan.format needs and plans its columns, from its header to the end of its
/// section; the lines above it become plan.profile, a table of one row. Throws Error
/// (unknown-format).
void plan_sections(ReadPlan& plan, const Head& head, const ReadOverrides& overrides);

/// Reports of several tables, each under lines that begin with # (stacked_tables.cpp): finds the
/// one that says most of where visits came from and plans it; the records of the others are counted
/// in plan.passed_over. Throws Error (unknown-format).
void plan_stacked(ReadPlan& plan, const Head& head, const ReadOverrides& overrides);

/// Columns of plan.header by the format's table; see plan_csv.
void plan_csv_columns(ReadPlan& plan, const Format& format, const Head& head,
                      const ReadOverrides& overrides);

}  // namespace tiktok_kpi
