// Lists follow what supervisors call clear enough. A list may be stricter than habit: Germany's
// media authorities hold #ad alone to be insufficient, so it is not in theirs.
#include "model/disclosure.hpp"

#include <algorithm>

namespace tiktok_kpi {

std::span<const DisclosureList> disclosure_lists() {
  static const std::vector<DisclosureList> lists{
      {"de",
       {"anzeige", "werbung"},
       "die medienanstalten, Leitfaden Werbekennzeichnung bei Online-Medien (2022)"},
      {"fr",
       {"publicité", "publicite", "collaborationcommerciale"},
       "Loi n° 2023-451 du 9 juin 2023 sur l'influence commerciale, article 5"},
      {"gb",
       {"ad", "advert", "advertising", "advertisement"},
       "CAP and CMA, Influencers' guide to making clear that ads are ads (2023)"},
      {"jp",
       {"広告", "宣伝", "プロモーション", "pr"},
       "消費者庁, 「一般消費者が事業者の表示であることを判別することが困難である表示」の運用基準 (2023)"},
      {"us",
       {"ad", "advertisement", "sponsored"},
       "Federal Trade Commission, Disclosures 101 for Social Media Influencers (2019)"}};
  return lists;
}

std::vector<std::string> disclosure_tags(const Settings& settings, std::string_view country) {
  if (country.empty() && !settings.disclosure_tags.empty()) return settings.disclosure_tags;
  if (country.empty()) country = settings.disclosure_country;
  const auto lists = disclosure_lists();
  const auto found = std::ranges::find(lists, country, &DisclosureList::country);
  if (found == lists.end()) return {"ad", "advertisement", "sponsored", "paidpartnership"};
  return {found->tags.begin(), found->tags.end()};
}

}  // namespace tiktok_kpi
