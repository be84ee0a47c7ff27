#pragma once
// JSON Schemas (draft 7) of what the program writes, made from its tables. Reports only grow:
// unknown keys are always allowed.
#include <string>

namespace tiktok_kpi {

/// Of `report -f json`: keys of totals and rows are metric ids.
[[nodiscard]] std::string report_json_schema();
/// Of `report -f json` over several campaign files.
[[nodiscard]] std::string portfolio_json_schema();
/// Of `compare -f json`.
[[nodiscard]] std::string compare_json_schema();
/// Of one record in canonical JSON or NDJSON, a definition for each kind.
[[nodiscard]] std::string fields_json_schema();

}  // namespace tiktok_kpi
