// Tier presets: the seed article's own boundaries and two public lists.
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

std::vector<Tier> tier_preset(std::string_view name) {
  // "TikTok influencer marketing guide".
  if (name == "default")
    return {{"nano", 1'000}, {"micro", 10'000}, {"macro", 50'000}, {"mega", 500'000}};
  // Sprockettes quoting Influencer Marketing Hub, 2023.
  if (name == "five")
    return {{"nano", 1'000},
            {"micro", 10'000},
            {"mid", 50'000},
            {"macro", 500'000},
            {"mega", 1'000'000}};
  // ConsumerAffairs quoting Shopify, 2024.
  if (name == "hundredk")
    return {{"nano", 1'000},
            {"micro", 10'000},
            {"mid", 100'000},
            {"macro", 500'000},
            {"mega", 1'000'000}};
  return {};
}

}  // namespace tiktok_kpi
