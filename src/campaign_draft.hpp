#pragma once
// A campaign file written from what a folder of exports holds. Part of the pipeline: reads as
// report does, and says in comments what it found and what it had to guess.
#include <string>

namespace tiktok_kpi {

struct CampaignDraft {
  std::string text;          ///< JSON with // comments, ending in a line break
  std::size_t sources = 0;   ///< exports that it names
  std::size_t left_out = 0;  ///< files of the folder that are no readable export
};

/// Drafts a campaign of the exports below `folder`, for a file that will lie in `beside` (the
/// folder itself or one above it; empty: the working directory). The draft is read once as a
/// campaign file, so that `report` accepts it. Throws Error: no folder, or no export in it that a
/// report can use (not-supported, with what the files are).
[[nodiscard]] CampaignDraft draft_campaign(const std::string& folder, const std::string& beside);

}  // namespace tiktok_kpi
