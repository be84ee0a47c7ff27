// Advertising and web analytics. Recognised by their columns and keys; not read.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {

const Format ga4_report{.id = "ga4-report",
                        .label = "a Google Analytics report",
                        .shape = Shape::csv,
                        .kind = RecordKind::touch,
                        .needs = "",
                        .roots = "",
                        .sources = {},
                        .traits = {.unread = true},
                        .advice = unread_advice,
                        .opens = "# ---",
                        .origin = "Begins with lines of #; several tables may follow each other."};

const Format ga4_events{.id = "ga4-bigquery",
                        .label = "Google Analytics events (BigQuery)",
                        .shape = Shape::json,
                        .kind = RecordKind::touch,
                        .needs = "event_timestamp&event_name|event_params&event_name",
                        .roots = "[]|",
                        .sources = {},
                        .traits = {.unread = true},
                        .advice = unread_advice};

const Format ga4_events_csv{.id = "ga4-bigquery-csv",
                            .label = "Google Analytics events (BigQuery)",
                            .shape = Shape::csv,
                            .kind = RecordKind::touch,
                            .needs = "event_timestamp&event_name",
                            .roots = "",
                            .sources = {},
                            .traits = {.unread = true},
                            .advice = unread_advice};

const Format ads_manager{
    .id = "tiktok-ads-manager",
    .label = "a TikTok Ads Manager report",
    .shape = Shape::csv,
    .kind = RecordKind::ad_day,
    .needs =
        "ctr (destination)|cpc (destination)|clicks (destination)|ad group name&cost|campaign name&cost|campaign name&impressions",
    .roots = "",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice,
    .origin = "The columns are the user's choice; there is no fixed header."};

const Format reporting_api{.id = "tiktok-reporting-api",
                           .label = "a TikTok advertising report (API)",
                           .shape = Shape::json,
                           .kind = RecordKind::ad_day,
                           .needs = "dimensions&metrics|stat_time_day&spend|stat_time_hour&spend",
                           .roots = "data.list[]|list[]|[]|",
                           .sources = {},
                           .traits = {.unread = true},
                           .advice = unread_advice,
                           .origin = "All values are text; - is unknown."};

const Format reporting_warehouse{
    .id = "tiktok-reporting-warehouse",
    .label = "a TikTok advertising report (warehouse table)",
    .shape = Shape::csv,
    .kind = RecordKind::ad_day,
    .needs =
        "stat_time_day&spend|stat_time_hour&spend|stat_time_day&impressions|stat_time_hour&impressions|advertiser_id&campaign_id|"
        "advertiser_id&adgroup_id|campaign_id&objective_type",
    .roots = "",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice,
    .origin =
        "Reports by hour, day or country, and the history of campaigns; column names in either case."};

}  // namespace tiktok_kpi
