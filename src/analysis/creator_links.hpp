#pragma once
// A tracking link and a promo code for each creator of a campaign.
#include <string>
#include <string_view>
#include <vector>

#include "model/campaign.hpp"

namespace tiktok_kpi {

struct CreatorLink {
  std::string creator;      ///< handle in normal form
  std::string utm_content;  ///< what tells the creator's visits from others
  std::vector<std::string> codes;
  std::string link;
  /// What the campaign file does not state: orders are credited by it only once it does.
  bool proposed_content = false, proposed_code = false;
};

/// Links in the order of the campaign's creators. What the file states is used: the first
/// utm_content, all codes; the rest is proposed, from the handle, and differs from everything
/// stated. Parameters of `url` that are no UTM stay. Throws Error("bad-campaign") when two
/// creators' contents differ by case only: shops and reports would take them for one.
[[nodiscard]] std::vector<CreatorLink> creator_links(const Campaign& campaign,
                                                     std::string_view url);

/// The campaign's first utm_campaign, else its name in lower case with hyphens.
[[nodiscard]] std::string utm_campaign_of(const Campaign& campaign);

}  // namespace tiktok_kpi
