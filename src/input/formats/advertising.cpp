// TikTok advertising: downloads of Ads Manager, answers of the reporting API and warehouse tables
// of them. Rates and costs per result are not read: they follow from the counts, and files disagree
// on whether a rate is in points or a fraction.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

using F = Field;
constexpr RecordKind ad = RecordKind::ad_day;

constexpr Source manager[] = {
    {"By Day|Date|Date Start|Day", F::date, ad},
    {"Campaign name|Campaign ID", F::campaign, ad},
    {"Ad group name|Ad group ID", F::adgroup, ad},
    {"Ad name|Ad ID", F::ad, ad},
    {"Currency", F::currency, ad},
    {"Cost|Spend|Total cost|Billable Spend", F::spend, ad},
    {"Impressions|Impression", F::impressions, ad},
    {"Reach", F::reach, ad},
    {"Clicks (destination)|Clicks", F::clicks, ad},
    {"Conversions|Complete payment|Purchases (website)|Purchases (Shop)", F::conversions, ad},
    {"Total complete payment value|Purchase value (website)|Gross revenue (Shop)", F::revenue, ad},
    {"Video views", F::views, ad},
    {"2-second video views", F::views_2s, ad},
    {"6-second video views", F::views_6s, ad},
    {"Video views at 100%", F::completed_views, ad},
    {"Paid likes|Likes", F::likes, ad},
    {"Paid comments|Comments", F::comments, ad},
    {"Paid shares|Shares", F::shares, ad},
    {"Paid followers|Paid follows|Follows", F::new_followers, ad},
    {"Website URL (Ad level)|Website URL", F::landing_url, ad},
};

constexpr Source warehouse[] = {
    {"stat_time_day|stat_time_hour|date_day|date", F::date, ad},
    {"campaign_name|campaign_id|advertiser_name|advertiser_id", F::campaign, ad},
    {"adgroup_name|ad_group_name|adgroup_id|ad_group_id", F::adgroup, ad},
    {"ad_name|ad_id", F::ad, ad},
    {"currency", F::currency, ad},
    {"spend", F::spend, ad},
    {"impressions", F::impressions, ad},
    {"reach", F::reach, ad},
    {"clicks", F::clicks, ad},
    {"conversion|conversions", F::conversions, ad},
    {"total_purchase_value", F::revenue, ad},
    {"video_play_actions", F::views, ad},
    {"video_watched_2s|video_watched_2_s", F::views_2s, ad},
    {"video_watched_6s|video_watched_6_s", F::views_6s, ad},
    {"video_views_p100|video_views_p_100", F::completed_views, ad},
    {"likes", F::likes, ad},
    {"comments", F::comments, ad},
    {"shares", F::shares, ad},
    {"follows", F::new_followers, ad},
};

constexpr Source api[] = {
    {"dimensions.stat_time_day|dimensions.stat_time_hour|stat_time_day|stat_time_hour", F::date,
     ad},
    {"metrics.campaign_name|campaign_name|dimensions.campaign_id|campaign_id|"
     "dimensions.advertiser_id|advertiser_id",
     F::campaign, ad},
    {"metrics.adgroup_name|adgroup_name|dimensions.adgroup_id|adgroup_id", F::adgroup, ad},
    {"metrics.ad_name|ad_name|dimensions.ad_id|ad_id", F::ad, ad},
    {"metrics.currency|currency", F::currency, ad},
    {"metrics.spend|spend", F::spend, ad},
    {"metrics.impressions|impressions", F::impressions, ad},
    {"metrics.reach|reach", F::reach, ad},
    {"metrics.clicks|clicks", F::clicks, ad},
    {"metrics.conversion|conversion", F::conversions, ad},
    {"metrics.total_purchase_value|total_purchase_value", F::revenue, ad},
    {"metrics.video_play_actions|video_play_actions", F::views, ad},
    {"metrics.video_watched_2s|video_watched_2s", F::views_2s, ad},
    {"metrics.video_watched_6s|video_watched_6s", F::views_6s, ad},
    {"metrics.video_views_p100|video_views_p100", F::completed_views, ad},
    {"metrics.likes|likes", F::likes, ad},
    {"metrics.comments|comments", F::comments, ad},
    {"metrics.shares|shares", F::shares, ad},
    {"metrics.follows|follows", F::new_followers, ad},
};

}  // namespace

const Format ads_manager{
    .id = "tiktok-ads-manager",
    .label = "a TikTok Ads Manager report",
    .shape = Shape::csv,
    .kind = ad,
    .needs =
        "ctr (destination)|cpc (destination)|clicks (destination)|ad group name&cost|campaign name&cost|campaign name&impressions",
    .roots = "",
    .sources = manager,
    .origin =
        "The columns are the user's choice; there is no fixed header. Clicks are those to the destination. CTR and CPA are not read: CPA is 0 where there was no conversion."};

const Format reporting_api{
    .id = "tiktok-reporting-api",
    .label = "a TikTok advertising report (API)",
    .shape = Shape::json,
    .kind = ad,
    .needs = "dimensions&metrics|stat_time_day&spend|stat_time_hour&spend",
    .roots = "data.list[]|list[]|[]|",
    .sources = api,
    .origin = "All values are text; - is unknown. Rows of hours keep their day."};

const Format reporting_warehouse{
    .id = "tiktok-reporting-warehouse",
    .label = "a TikTok advertising report (warehouse table)",
    .shape = Shape::csv,
    .kind = ad,
    .needs =
        "stat_time_day&spend|stat_time_hour&spend|stat_time_day&impressions|stat_time_hour&impressions",
    .roots = "",
    .sources = warehouse,
    .origin = "Reports by hour, day or country; column names in either case."};

const Format reporting_entities{
    .id = "tiktok-reporting-entities",
    .label = "a list of TikTok campaigns, ad groups or ads (warehouse table)",
    .shape = Shape::csv,
    .kind = ad,
    .needs = "advertiser_id&campaign_id|advertiser_id&adgroup_id|campaign_id&objective_type",
    .roots = "",
    .sources = {},
    .traits = {.aside = true},
    .advice = "it names campaigns and budgets, and holds no figures of a day",
    .origin = "Settings and their history, one row per change."};

}  // namespace tiktok_kpi
