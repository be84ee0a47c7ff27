// The campaign file knows best: it says what was agreed on.
#include "report/creator_sizes.hpp"

#include "report/metric_columns.hpp"

namespace tiktok_kpi {

CreatorSizes::CreatorSizes(const Answers& answers) : answers_(answers), stated_(answers.store.creators().size()) {
  for (const CampaignCreator& listed : answers.campaign().creators) {
    const std::uint32_t entry = answers.store.creators().find(listed.handle);
    if (entry != Names::none && listed.followers) stated_[entry] = listed.followers;
  }
}

Quantity CreatorSizes::followers(std::uint32_t creator) const {
  if (stated_[creator]) return Quantity::count(*stated_[creator]);
  const auto& facts = answers_.store.creator_facts()[creator];
  if (facts && facts->followers) return Quantity::count(*facts->followers);
  if (const auto newest = answers_.store.newest_followers(creator)) return Quantity::count(*newest);
  return Quantity::missing(MissingReason::not_exported, Unit::count);
}

Quantity CreatorSizes::tier(std::uint32_t creator) const { return call("tier", {{"followers", followers(creator)}}, answers_.settings()); }

}  // namespace tiktok_kpi
