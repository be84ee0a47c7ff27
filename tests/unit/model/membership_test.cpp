// Which posts are the campaign.
#include "model/membership.hpp"

#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

Campaign may() {
  Campaign campaign;
  campaign.period = {19844, 19874};  // 2024-05-01 to 2024-05-31
  return campaign;
}

CampaignCreator creator(std::string handle) {
  CampaignCreator entry;
  entry.handle = std::move(handle);
  return entry;
}

using Tags = std::vector<std::string_view>;

PostScope scope(const Campaign& campaign, std::string_view who, const Tags& tags,
                std::optional<Day> day, bool sponsored = false, const Tags& mentions = {}) {
  return Membership(campaign).scope(who, tags, mentions, sponsored, day);
}

}  // namespace

TEST_CASE("a bare export is the campaign") {
  CHECK(scope({}, "ana", {}, std::nullopt) == PostScope::campaign);
}

TEST_CASE("both end days belong to the period, and a post without a day is counted as such") {
  const Campaign campaign = may();
  CHECK(scope(campaign, "ana", {}, 19844) == PostScope::campaign);
  CHECK(scope(campaign, "ana", {}, 19874) == PostScope::campaign);
  CHECK(scope(campaign, "ana", {}, 19843) == PostScope::outside_period);
  CHECK(scope(campaign, "ana", {}, 19875) == PostScope::outside_period);
  CHECK(scope(campaign, "ana", {}, std::nullopt) == PostScope::without_date);
}

TEST_CASE("listed creators: their other posts are usual, others' posts are none of ours") {
  Campaign campaign = may();
  campaign.creators = {creator("ana")};
  CHECK(scope(campaign, "ana", {}, 19850) == PostScope::campaign);
  CHECK(scope(campaign, "ana", {}, 19800) == PostScope::usual);
  CHECK(scope(campaign, "ana", {}, std::nullopt) == PostScope::without_date);
  CHECK(scope(campaign, "bo", {}, 19850) == PostScope::other);
}

TEST_CASE("tracked marks: a tag, a mention or the sponsored flag makes a post the campaign's") {
  Campaign campaign = may();
  campaign.creators = {creator("ana")};
  campaign.track_hashtags = {"glowsoap"};
  campaign.track_mentions = {"glow"};
  CHECK(scope(campaign, "ana", {"soap", "glowsoap"}, 19850) == PostScope::campaign);
  CHECK(scope(campaign, "ana", {}, 19850, false, {"glow"}) == PostScope::campaign);
  CHECK(scope(campaign, "ana", {}, 19850, true) == PostScope::campaign);
  CHECK(scope(campaign, "ana", {"soap"}, 19850) == PostScope::usual);
  CHECK(scope(campaign, "ana", {"soap"}, std::nullopt) == PostScope::usual);
  // Paid work at another time is no baseline.
  CHECK(scope(campaign, "ana", {"glowsoap"}, 19800) == PostScope::outside_period);
  CHECK(scope(campaign, "ana", {"glowsoap"}, std::nullopt) == PostScope::without_date);
}

TEST_CASE("tracked posts of others are fan posts; being sponsored by anybody is not enough") {
  Campaign campaign = may();
  campaign.creators = {creator("ana")};
  campaign.track_hashtags = {"glowsoap"};
  CHECK(scope(campaign, "zoe", {"glowsoap"}, 19850) == PostScope::fan);
  CHECK(scope(campaign, "zoe", {"glowsoap"}, std::nullopt) == PostScope::fan);
  CHECK(scope(campaign, "zoe", {}, 19850, true) == PostScope::other);
}

TEST_CASE("without listed creators everybody's tracked posts are the campaign") {
  Campaign campaign = may();
  campaign.track_hashtags = {"glowsoap"};
  CHECK(scope(campaign, "zoe", {"glowsoap"}, 19850) == PostScope::campaign);
  CHECK(scope(campaign, "zoe", {"glowsoap"}, 19900) == PostScope::outside_period);
  CHECK(scope(campaign, "zoe", {}, 19850) == PostScope::other);
}

TEST_CASE("the footer counts every scope that has posts") {
  ScopeCounts counts;
  CHECK(counts.in_words() == "0 in the campaign");
  counts.add(PostScope::campaign, 14);
  counts.add(PostScope::usual, 31);
  ScopeCounts more;
  more.add(PostScope::outside_period, 6);
  more.add(PostScope::without_date);
  more.add(PostScope::without_date);
  counts.add(more);
  CHECK(counts.in_words() ==
        "14 in the campaign, 31 usual, 6 outside the period, 2 without a date");
  CHECK(counts.total() == 53);
}
