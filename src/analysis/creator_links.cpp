// Names that collide with nothing, then links.
#include "analysis/creator_links.hpp"

#include <map>
#include <set>

#include "aggregate/code_book.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Letters and digits that can be typed on every keyboard, in capitals.
std::string typed(std::string_view text) {
  std::string code;
  for (const char c : text)
    if (is_plain(c)) code.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  return code;
}

/// `name`, or `name` with the first number from 2 on that makes it new; compared without case.
std::string make_unique(const std::string& name, std::set<std::string>& taken) {
  std::string unique = name;
  for (int number = 2; !taken.insert(normal_code(unique)).second; ++number)
    unique = name + std::to_string(number);
  return unique;
}

/// Contents of all creators, folded; throws where two are told apart by case only.
std::set<std::string> stated_contents(const Campaign& campaign) {
  std::map<std::string, std::pair<std::string, const CampaignCreator*>> owners;
  std::set<std::string> taken;
  for (const CampaignCreator& creator : campaign.creators)
    for (const std::string& content : creator.utm_content) {
      const std::string folded = normal_code(content);
      const auto [at, fresh] = owners.try_emplace(folded, content, &creator);
      if (!fresh && at->second.second != &creator)
        throw Error(Diagnostic::make(
            "bad-campaign",
            "the UTM contents \"" + at->second.first + "\" of @" + at->second.second->handle +
                " and \"" + content + "\" of @" + creator.handle + " differ by case only",
            "Give each creator a UTM content of their own.", creator.place));
      taken.insert(folded);
    }
  return taken;
}

std::set<std::string> stated_codes(const Campaign& campaign) {
  std::set<std::string> taken;
  for (const CampaignCreator& creator : campaign.creators)
    for (const CodeSpec& code : creator.codes) taken.insert(normal_code(code.code));
  return taken;
}

std::string proposed_code(const CreatorLink& link, std::size_t position) {
  for (const std::string& source : {typed(link.creator), typed(link.utm_content)})
    if (source.size() > 1) return source;
  return "CREATOR" + std::to_string(position + 1);
}

}  // namespace

std::string utm_campaign_of(const Campaign& campaign) {
  if (!campaign.track_utm_campaign.empty()) return campaign.track_utm_campaign.front();
  std::string name;
  for (const char c : case_fold(campaign.name)) {
    if (is_plain(c) || static_cast<unsigned char>(c) >= 0x80)
      name.push_back(c);
    else if (!name.empty() && name.back() != '-')
      name.push_back('-');
  }
  if (name.ends_with('-')) name.pop_back();
  return name;
}

std::vector<CreatorLink> creator_links(const Campaign& campaign, std::string_view url) {
  std::set<std::string> contents = stated_contents(campaign);
  std::set<std::string> codes = stated_codes(campaign);
  std::vector<CreatorLink> links;
  for (const CampaignCreator& creator : campaign.creators) {
    CreatorLink& link = links.emplace_back();
    link.creator = creator.handle;
    link.proposed_content = creator.utm_content.empty();
    link.utm_content =
        link.proposed_content ? make_unique(creator.handle, contents) : creator.utm_content.front();
    for (const CodeSpec& code : creator.codes) link.codes.push_back(code.code);
    link.proposed_code = link.codes.empty();
    if (link.proposed_code)
      link.codes.push_back(make_unique(proposed_code(link, links.size() - 1), codes));
    link.link = with_parameters(url, {{"utm_source", campaign.links.utm_source},
                                      {"utm_medium", campaign.links.utm_medium},
                                      {"utm_campaign", utm_campaign_of(campaign)},
                                      {"utm_content", link.utm_content}});
  }
  return links;
}

}  // namespace tiktok_kpi
