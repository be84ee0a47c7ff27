#pragma once
// What concerns several keys of a campaign file at once.
#include "input/campaign_keys.hpp"

namespace tiktok_kpi {

/// Gives amounts without currency the report's, then throws Error at the second of: two entries of
/// one creator, two owners of a code on the same day, two owners of a UTM content. Warns of what
/// has no effect.
void finish_campaign(CampaignBuilder& builder, const JsonValue& file);

}  // namespace tiktok_kpi
