#pragma once
// Two reports against each other: what `compare` does below its options. Part of the pipeline.
#include <string>
#include <vector>

#include "tiktok_kpi/pipeline.hpp"

namespace tiktok_kpi {

struct CompareRequest {
  /// Everything but the inputs and the period, which are those of each side.
  Invocation invocation;
  std::vector<std::string> inputs;   ///< two, or one with two periods
  std::vector<std::string> periods;  ///< "2024-04-01..2024-04-30", the first is A's
  bool previous = false;             ///< A is the time just before the period of B, as long
  std::vector<std::string> fail_on;  ///< "er_views:-5%", "roi:-0.1"
};

/// One side: a report that was just made, or one that was saved.
struct CompareSide {
  Document document;
  bool saved = false;  ///< without posts, and rounded as it was printed
  /// What the campaign cost is of its own days: of other days figures with cost are missing.
  bool without_cost = false;
};

/// Does the file hold the JSON of a report? Only its beginning is looked at.
[[nodiscard]] bool is_saved_report(const std::string& path);
/// Totals, definitions, creators and hashtags of a saved report. Throws Error(bad-json) with the
/// byte where reading stopped, and Error(bad-report) for another schema.
[[nodiscard]] Document read_saved_report(const std::string& path);

/// Metric by metric, creator by creator and tag by tag. The checks of the document are the gates of
/// `fail_on`. Throws Error (usage, bad-option, unknown-metric, and what reports throw).
[[nodiscard]] Outcome run_compare(const CompareRequest& request);

}  // namespace tiktok_kpi
