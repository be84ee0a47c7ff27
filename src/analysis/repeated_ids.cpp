// What several campaigns count: the same post or order, by its id.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/partnerships.hpp"
#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

struct Repeated {
  std::uint64_t ids = 0;    ///< in several campaigns
  std::uint64_t extra = 0;  ///< times that sums count them too often
};

/// Merges what is sorted already: O(all ids x log campaigns).
Repeated repeated(std::span<const CampaignFigures> campaigns,
                  std::vector<std::uint64_t> CampaignFigures::*ids) {
  Repeated found;
  std::vector<std::uint64_t> seen, again;
  for (const CampaignFigures& campaign : campaigns) {
    std::vector<std::uint64_t> both, all;
    std::ranges::set_intersection(seen, campaign.*ids, std::back_inserter(both));
    found.extra += both.size();
    std::ranges::set_union(again, both, std::back_inserter(all));
    again = std::move(all);
    all.clear();
    std::ranges::set_union(seen, campaign.*ids, std::back_inserter(all));
    seen = std::move(all);
  }
  found.ids = again.size();
  return found;
}

}  // namespace

std::string counted_repeatedly(std::span<const CampaignFigures> campaigns) {
  const Repeated posts = repeated(campaigns, &CampaignFigures::posts);
  const Repeated orders = repeated(campaigns, &CampaignFigures::orders);
  std::vector<std::string> parts;
  if (posts.ids > 0) parts.push_back(counted(posts.ids, "post"));
  if (orders.ids > 0) parts.push_back(counted(orders.ids, "order"));
  if (parts.empty()) return {};
  std::vector<std::string> extra;
  if (posts.ids > 0) extra.push_back(counted(posts.extra, "post"));
  if (orders.ids > 0) extra.push_back(counted(orders.extra, "order"));
  return fmt::format("{} {} in several campaigns: sums over the campaigns count {} too many",
                     fmt::join(parts, " and "), posts.ids + orders.ids == 1 ? "stands" : "stand",
                     fmt::join(extra, " and "));
}

}  // namespace tiktok_kpi
