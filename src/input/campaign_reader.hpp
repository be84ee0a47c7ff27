#pragma once
// The campaign file: JSON to Campaign, the JSON Schema of the same table, and how to tell such a
// file from an export.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/campaign.hpp"
#include "tiktok_kpi/core/diagnostic.hpp"

namespace tiktok_kpi {

struct CampaignFile {
  Campaign campaign;
  std::vector<Diagnostic> warnings;
};

/// Reads a campaign file. `text` is the whole file, `input` its ordinal for places, `path` its name
/// (kept in the campaign; paths of sources are relative to its folder). Throws Error at the exact
/// bytes of the first thing that is wrong: no JSON, unknown key, wrong type or value, a range that
/// ends before it begins, a code or UTM content of two creators, a creator twice.
[[nodiscard]] CampaignFile read_campaign(std::string_view text, std::uint32_t input,
                                         std::string_view path);

/// JSON Schema (draft 7) of the campaign file, indented, ending in a line break.
[[nodiscard]] std::string campaign_json_schema();

/// Is this the beginning of a campaign file rather than of an export? True for one JSON object with
/// any of version, sources, creators, goals, track, attribution at its top level, or with a name
/// and no key that exports use. `head` may be cut anywhere; keys beyond the cut count as absent.
[[nodiscard]] bool looks_like_campaign(std::string_view head);

}  // namespace tiktok_kpi
