// Which posts are the campaign.
#include "model/membership.hpp"

#include <algorithm>
#include <numeric>

namespace tiktok_kpi {

std::string_view words_for(PostScope scope) {
  switch (scope) {
    case PostScope::campaign: return "in the campaign";
    case PostScope::usual: return "usual";
    case PostScope::fan: return "by fans";
    case PostScope::outside_period: return "outside the period";
    case PostScope::without_date: return "without a date";
    case PostScope::other: return "of others";
  }
  return "of others";
}

Membership::Membership(const Campaign& campaign)
    : tags_(campaign.track_hashtags.begin(), campaign.track_hashtags.end()),
      mentions_(campaign.track_mentions.begin(), campaign.track_mentions.end()),
      period_(campaign.period) {
  for (const CampaignCreator& creator : campaign.creators) creators_.insert(creator.handle);
}

bool Membership::lists(std::string_view creator) const {
  return creators_.empty() || creators_.contains(creator);
}
bool Membership::tracks_tag(std::string_view tag) const { return tags_.contains(tag); }
bool Membership::tracks_mention(std::string_view handle) const {
  return mentions_.contains(handle);
}

PostScope Membership::scope(bool listed, bool tracked, bool sponsored,
                            std::optional<Day> day) const {
  if (!listed) return tracked ? PostScope::fan : PostScope::other;
  const bool tracking = !tags_.empty() || !mentions_.empty();
  const bool names_creators = !creators_.empty();
  if (tracking && !tracked && !sponsored)
    return names_creators ? PostScope::usual : PostScope::other;
  if (!period_.given()) return PostScope::campaign;
  if (!day) return PostScope::without_date;
  if (period_.contains(*day)) return PostScope::campaign;
  return names_creators && !tracking ? PostScope::usual : PostScope::outside_period;
}

PostScope Membership::scope(std::string_view creator, std::span<const std::string_view> tags,
                            std::span<const std::string_view> mentions, bool sponsored,
                            std::optional<Day> day) const {
  const bool tracked =
      std::ranges::any_of(tags, [this](std::string_view tag) { return tracks_tag(tag); }) ||
      std::ranges::any_of(mentions,
                          [this](std::string_view handle) { return tracks_mention(handle); });
  return scope(lists(creator), tracked, sponsored, day);
}

void ScopeCounts::add(const ScopeCounts& other) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
}

std::uint64_t ScopeCounts::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
}

std::string ScopeCounts::in_words() const {
  std::string words;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] == 0 && i > 0) continue;
    if (i > 0) words += ", ";
    words += std::to_string(counts_[i]) + " " + std::string(words_for(static_cast<PostScope>(i)));
  }
  return words;
}

}  // namespace tiktok_kpi
