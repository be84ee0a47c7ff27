#pragma once
// The exports of a folder, read once to draft a campaign of them.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dataset.hpp"
#include "draft_finds.hpp"

namespace tiktok_kpi {

/// One export that the draft names.
struct DraftInput {
  ReadPlan plan;
  std::uint32_t ordinal = 0;  ///< in `log`
  std::string path;           ///< relative to the campaign file
};

struct DraftExports {
  std::vector<DraftInput> inputs;     ///< never empty
  std::vector<std::string> left_out;  ///< files that no report is made of, and why; safe to print
  ReadLog log;
  Finds finds;

  /// Account of an input that names none, and why; empty where it is not needed, or where nothing
  /// tells it.
  [[nodiscard]] std::pair<std::string, std::string> account_for(const DraftInput& input) const;
  /// Did reading it say so?
  [[nodiscard]] bool warns(const DraftInput& input, std::string_view code) const;
};

/// Of all files below `folder`, for a campaign file that will lie in `beside`. Throws Error: no
/// folder, or no export in it that a report can use (not-supported).
[[nodiscard]] DraftExports read_draft_exports(const std::string& folder, const std::string& beside);

}  // namespace tiktok_kpi
