#pragma once
// --explain METRIC[@ROW]: one figure with its formula, what was put in, and the posts behind it.
#include "report/sections/sections.hpp"

namespace tiktok_kpi {

/// Stands in place of the report's sections; reads TableOptions::explain. Throws Error:
/// unknown-metric, or unknown-name for a row that does not exist.
extern const ReportSection explanation_section;

}  // namespace tiktok_kpi
