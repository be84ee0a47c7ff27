// Orders of shops, payments and affiliate networks. Recognised by their columns and keys; not read.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {

const Format shopify_csv{
    .id = "shopify-orders",
    .label = "Shopify orders",
    .shape = Shape::csv,
    .kind = RecordKind::order,
    .needs =
        "financial status&lineitem name|name&created at&lineitem name|name&total&lineitem quantity",
    .roots = "",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice,
    .origin = "One row per line of an order, totals on the first row of each; no landing page."};

const Format shopify_json{
    .id = "shopify-api",
    .label = "Shopify orders (Admin API)",
    .shape = Shape::json,
    .kind = RecordKind::order,
    .needs = "total_price&line_items|total_price&financial_status|total_price&order_number",
    .roots = "orders[]|order|[]|",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice};

const Format shopify_graphql{
    .id = "shopify-graphql",
    .label = "Shopify orders (GraphQL)",
    .shape = Shape::json,
    .kind = RecordKind::order,
    .needs = "customerJourneySummary|totalPriceSet|currentTotalPriceSet|landingPage&utmParameters",
    .roots = "data.orders.edges[].node|data.orders.nodes[]|data.order|[]|",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice};

const Format shopify_warehouse{
    .id = "shopify-warehouse",
    .label = "Shopify orders (warehouse tables)",
    .shape = Shape::csv,
    .kind = RecordKind::order,
    .needs =
        "order_id&utm_parameters_source|order_id&_fivetran_synced|total_price&order_number&created_at",
    .roots = "",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice,
    .origin = "Tables of visits, discount codes and URL tags by order."};

const Format woocommerce_json{
    .id = "woocommerce-api",
    .label = "WooCommerce orders",
    .shape = Shape::json,
    .kind = RecordKind::order,
    .needs = "coupon_lines|order_key&date_created",
    .roots = "[]|orders[]|",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice,
    .origin = "Refunds are negative text; attribution stands in meta_data."};

const Format woocommerce_analytics{.id = "woocommerce-analytics",
                                   .label = "WooCommerce orders (Analytics)",
                                   .shape = Shape::csv,
                                   .kind = RecordKind::order,
                                   .needs = "order #&n. revenue (formatted)|order #&net sales",
                                   .roots = "",
                                   .sources = {},
                                   .traits = {.unread = true},
                                   .advice = unread_advice};

const Format woocommerce_plugin{.id = "woocommerce-plugin",
                                .label = "WooCommerce orders (export plugin)",
                                .shape = Shape::csv,
                                .kind = RecordKind::order,
                                .needs = "order_total&order_currency",
                                .roots = "",
                                .sources = {},
                                .traits = {.unread = true},
                                .advice = unread_advice};

const Format stripe_csv{
    .id = "stripe-payments",
    .label = "Stripe payments",
    .shape = Shape::csv,
    .kind = RecordKind::order,
    .needs = "created (utc)&amount&amount refunded|created date (utc)&amount&amount refunded",
    .roots = "",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice};

const Format tiktok_shop_orders{
    .id = "tiktok-shop-orders",
    .label = "TikTok Shop orders",
    .shape = Shape::csv,
    .kind = RecordKind::order,
    .needs = "order id&sku subtotal after discount",
    .roots = "",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice,
    .origin = "One row per article; ids end in a tab; the second row may describe the columns."};

const Format tiktok_shop_affiliate{
    .id = "tiktok-shop-affiliate",
    .label = "TikTok Shop affiliate orders",
    .shape = Shape::csv,
    .kind = RecordKind::order,
    .needs =
        "order id&content id&creator username|order id&content id&commission type|order id&est. commission base|"
        "หมายเลขคำสั่งซื้อ&รหัสเนื้อหา",
    .roots = "",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice};

const Format tiktok_shop_performance{
    .id = "tiktok-shop-performance",
    .label = "TikTok Shop affiliate performance",
    .shape = Shape::csv,
    .kind = RecordKind::creator,
    .needs =
        "creator username&affiliate gmv|creator username&video link&gmv|affiliate shoppable video gmv",
    .roots = "",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice};

const Format impact_actions{
    .id = "impact-actions",
    .label = "impact.com actions",
    .shape = Shape::csv,
    .kind = RecordKind::order,
    .needs = "action id&action date|action id&sale amount|campaignid&actiontrackername",
    .roots = "",
    .sources = {},
    .traits = {.unread = true},
    .advice = unread_advice};

const Format impact_json{.id = "impact-api",
                         .label = "impact.com actions (API)",
                         .shape = Shape::json,
                         .kind = RecordKind::order,
                         .needs = "CampaignId&ActionTrackerName|CampaignId&MediaPartnerId",
                         .roots = "Actions[]|[]|",
                         .sources = {},
                         .traits = {.unread = true},
                         .advice = unread_advice};

}  // namespace tiktok_kpi
