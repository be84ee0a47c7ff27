#pragma once
// The table of export formats, in the order of detection: the first whose `needs` are met wins, so
// that narrow formats stand before wide ones. To add one: write formats/NAME.cpp, declare it here,
// list it.
#include <array>

#include "input/formats/format.hpp"

namespace tiktok_kpi {

extern const Format tiktok_studio_content;
extern const Format tiktok_business_videos;
extern const Format tiktok_business_overview;
extern const Format tiktok_business_audience;
extern const Format tiktok_studio_overview;
extern const Format tiktok_studio_viewers;
extern const Format tiktok_studio_followers;
extern const Format tiktok_studio_activity;
extern const Format tiktok_studio_gender;
extern const Format tiktok_studio_territories;
extern const Format ga4_report;
extern const Format extension_csv;
extern const Format tiktok_shop_orders;
extern const Format tiktok_shop_affiliate;
extern const Format tiktok_shop_performance;
extern const Format shopify_csv;
extern const Format shopify_warehouse_orders;
extern const Format shopify_warehouse_visits;
extern const Format shopify_warehouse_codes;
extern const Format shopify_warehouse_tags;
extern const Format stripe_csv;
extern const Format pyktok_csv;
extern const Format apify_csv;
extern const Format drawrowfly_csv;
extern const Format course_csv;
extern const Format pandas_csv;
extern const Format ads_manager;
extern const Format reporting_warehouse;
extern const Format reporting_entities;
extern const Format ga4_events_csv;
extern const Format woocommerce_analytics;
extern const Format woocommerce_plugin;
extern const Format impact_actions;
extern const Format comments_csv;
extern const Format apify_json;
extern const Format drawrowfly_json;
extern const Format web_items;
extern const Format tiktok_business_api;
extern const Format tiktok_business_account;
extern const Format tiktok_research_api;
extern const Format research_comments;
extern const Format scraped_comments;
extern const Format tiktok_display_api;
extern const Format tiktok_research_user;
extern const Format reporting_api;
extern const Format ytdlp_json;
extern const Format woocommerce_json;
extern const Format shopify_json;
extern const Format shopify_graphql;
extern const Format ga4_events;
extern const Format impact_json;
extern const Format apify_older;
extern const Format apify_channel;
extern const Format personal_archive;
extern const Format canonical_comments_csv;
extern const Format canonical_comments_json;
extern const Format canonical_lines_csv;
extern const Format canonical_touches_csv;
extern const Format canonical_ad_days_csv;
extern const Format canonical_orders_csv;
extern const Format canonical_csv;
extern const Format canonical_lines_json;
extern const Format canonical_touches_json;
extern const Format canonical_ad_days_json;
extern const Format canonical_orders_json;
extern const Format canonical_daily_json;
extern const Format canonical_json;
extern const Format canonical_creators_json;

inline constexpr std::array formats{
    &tiktok_studio_content,
    &tiktok_business_videos,
    &tiktok_business_overview,
    &tiktok_business_audience,
    &tiktok_studio_overview,
    &tiktok_studio_viewers,
    &tiktok_studio_followers,
    &tiktok_studio_activity,
    &tiktok_studio_gender,
    &tiktok_studio_territories,
    &ga4_report,
    &extension_csv,
    &tiktok_shop_orders,
    &tiktok_shop_affiliate,
    &tiktok_shop_performance,
    &shopify_csv,
    &shopify_warehouse_orders,
    &shopify_warehouse_visits,
    &shopify_warehouse_codes,
    &shopify_warehouse_tags,
    &stripe_csv,
    &pyktok_csv,
    &drawrowfly_csv,
    &apify_csv,
    &course_csv,
    &pandas_csv,
    &ads_manager,
    &reporting_warehouse,
    &reporting_entities,
    &ga4_events_csv,
    &woocommerce_analytics,
    &woocommerce_plugin,
    &impact_actions,
    &canonical_comments_csv,
    &comments_csv,
    &apify_json,
    &drawrowfly_json,
    &web_items,
    &tiktok_business_api,
    &tiktok_business_account,
    &tiktok_research_api,
    &canonical_comments_json,
    &research_comments,
    &scraped_comments,
    &tiktok_display_api,
    &tiktok_research_user,
    &reporting_api,
    &ytdlp_json,
    &woocommerce_json,
    &shopify_json,
    &shopify_graphql,
    &ga4_events,
    &impact_json,
    &apify_older,
    &apify_channel,
    &personal_archive,
    &canonical_lines_csv,
    &canonical_touches_csv,
    &canonical_ad_days_csv,
    &canonical_orders_csv,
    &canonical_csv,
    &canonical_lines_json,
    &canonical_touches_json,
    &canonical_ad_days_json,
    &canonical_orders_json,
    &canonical_daily_json,
    &canonical_json,
    &canonical_creators_json,
};

/// By id; nullptr when unknown.
[[nodiscard]] const Format* find_format(std::string_view id);

}  // namespace tiktok_kpi
