// Shopify: the orders CSV of the admin, both APIs, and the tables that warehouses keep of them. All
// amounts are decimals; subtotals are after discounts, and hold tax when the shop's prices do.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

using F = Field;
constexpr RecordKind order = RecordKind::order;
constexpr RecordKind line = RecordKind::line;
constexpr RecordKind touch = RecordKind::touch;

/// What was never paid.
constexpr std::string_view unpaid = "voided";

constexpr Source csv[] = {
    {"Name|Id", F::order_id, order},
    {"Created at", F::ordered_at, order},
    {"Email", F::customer_key, order},
    {"Phone|Billing Phone", F::customer_key, order},
    {"Currency", F::currency, order},
    {"Subtotal", F::subtotal, order},
    {"Discount Amount", F::discounts, order},
    {"Taxes", F::tax, order},
    {"Shipping", F::shipping, order},
    {"Total", F::total, order},
    {"Refunded Amount", F::refunds, order},
    {"Discount Code", F::codes, order},
    {"Financial Status", F::order_status, order},
    {"Cancelled at", F::cancelled, order, false, true},
    {"Browser: Landing Page|Landing Page|Landing Site", F::landing_url, order},
    {"UTM Source", F::utm_source, order},
    {"UTM Medium", F::utm_medium, order},
    {"UTM Campaign", F::utm_campaign, order},
    {"UTM Term", F::utm_term, order},
    {"UTM Content", F::utm_content, order},
    {"Note Attributes", F::utm_source, order, false, false, "utm_source"},
    {"Note Attributes", F::utm_medium, order, false, false, "utm_medium"},
    {"Note Attributes", F::utm_campaign, order, false, false, "utm_campaign"},
    {"Note Attributes", F::utm_term, order, false, false, "utm_term"},
    {"Note Attributes", F::utm_content, order, false, false, "utm_content"},
    {"Tags", F::utm_source, order, false, false, "utm_source"},
    {"Tags", F::utm_medium, order, false, false, "utm_medium"},
    {"Tags", F::utm_campaign, order, false, false, "utm_campaign"},
    {"Tags", F::utm_term, order, false, false, "utm_term"},
    {"Tags", F::utm_content, order, false, false, "utm_content"},
    {"Name|Id", F::order_id, line},
    {"Currency", F::currency, line},
    {"Lineitem sku", F::sku, line},
    {"Lineitem name", F::product, line},
    {"Lineitem quantity", F::quantity, line},
    {"Lineitem price", F::unit_price, line},
};

constexpr Source rest[] = {
    {"name|id|order_number", F::order_id, order},
    {"created_at", F::ordered_at, order},
    {"email|contact_email|customer.email|phone|customer.id", F::customer_key, order},
    {"currency", F::currency, order},
    {"subtotal_price", F::subtotal, order},
    {"total_discounts", F::discounts, order},
    {"total_tax", F::tax, order},
    {"total_shipping_price_set.shop_money.amount|shipping_lines[].price", F::shipping, order},
    {"total_price", F::total, order},
    {"refunds[].transactions[].amount", F::refunds, order},
    {"discount_codes[].code", F::codes, order},
    {"financial_status", F::order_status, order},
    {"cancelled_at", F::cancelled, order, false, true},
    {"test", F::cancelled, order},
    {"taxes_included", F::taxes_included, order},
    {"landing_site", F::landing_url, order},
    {"note_attributes[name=utm_source].value", F::utm_source, order},
    {"note_attributes[name=utm_medium].value", F::utm_medium, order},
    {"note_attributes[name=utm_campaign].value", F::utm_campaign, order},
    {"note_attributes[name=utm_term].value", F::utm_term, order},
    {"note_attributes[name=utm_content].value", F::utm_content, order},
};

constexpr Source graphql[] = {
    {"name|legacyResourceId|id", F::order_id, order},
    {"createdAt", F::ordered_at, order},
    {"email|customer.email|customer.id", F::customer_key, order},
    {"currencyCode|totalPriceSet.shopMoney.currencyCode", F::currency, order},
    {"subtotalPriceSet.shopMoney.amount", F::subtotal, order},
    {"totalDiscountsSet.shopMoney.amount", F::discounts, order},
    {"totalTaxSet.shopMoney.amount", F::tax, order},
    {"totalShippingPriceSet.shopMoney.amount", F::shipping, order},
    {"totalPriceSet.shopMoney.amount|currentTotalPriceSet.shopMoney.amount", F::total, order},
    {"totalRefundedSet.shopMoney.amount", F::refunds, order},
    {"discountCodes[]", F::codes, order},
    {"displayFinancialStatus", F::order_status, order},
    {"cancelledAt", F::cancelled, order, false, true},
    {"test", F::cancelled, order},
    {"taxesIncluded", F::taxes_included, order},
    {"customerJourneySummary.lastVisit.landingPage|customerJourneySummary.firstVisit.landingPage",
     F::landing_url, order},
    {"customerJourneySummary.lastVisit.utmParameters.source", F::utm_source, order},
    {"customerJourneySummary.lastVisit.utmParameters.medium", F::utm_medium, order},
    {"customerJourneySummary.lastVisit.utmParameters.campaign", F::utm_campaign, order},
    {"customerJourneySummary.lastVisit.utmParameters.term", F::utm_term, order},
    {"customerJourneySummary.lastVisit.utmParameters.content", F::utm_content, order},
};

constexpr Source warehouse_orders[] = {
    {"order_id|id", F::order_id, order},
    {"created_at", F::ordered_at, order},
    {"email", F::customer_key, order},
    {"customer_id|user_id", F::customer_key, order},
    {"currency", F::currency, order},
    {"subtotal_price", F::subtotal, order},
    {"total_discounts", F::discounts, order},
    {"total_tax", F::tax, order},
    {"shipping_cost|total_shipping_price", F::shipping, order},
    {"total_price", F::total, order},
    {"refund_subtotal|total_refunds", F::refunds, order},
    {"financial_status", F::order_status, order},
    {"cancelled_at|cancelled_timestamp", F::cancelled, order, false, true},
    {"test|is_test_order", F::cancelled, order},
    {"taxes_included|has_taxes_included", F::taxes_included, order},
    {"landing_site|landing_site_base_url", F::landing_url, order},
};

constexpr Source visits[] = {
    {"order_id", F::order_id, touch},
    {"occurred_at", F::touched_at, touch},
    {"landing_page", F::landing_url, touch},
    {"utm_parameters_source", F::utm_source, touch},
    {"utm_parameters_medium", F::utm_medium, touch},
    {"utm_parameters_campaign", F::utm_campaign, touch},
    {"utm_parameters_term", F::utm_term, touch},
    {"utm_parameters_content", F::utm_content, touch},
};

constexpr Source codes[] = {{"order_id", F::order_id, order}, {"code", F::codes, order}};

constexpr Source url_tags[] = {
    {"order_id", F::order_id, order},
    {"key", F::utm_term, order},
    {"value", F::utm_content, order},
};

}  // namespace

const Format shopify_csv{
    .id = "shopify-orders",
    .label = "Shopify orders",
    .shape = Shape::csv,
    .kind = order,
    .needs =
        "financial status&lineitem name|name&created at&lineitem name|name&total&lineitem quantity",
    .roots = "",
    .sources = csv,
    .origin =
        "One row per line of an order, amounts on the first row of each: rows without them are further lines. Prices include tax when the total is less than goods, shipping and taxes together. UTM parameters are read from columns of their own, else from the note attributes and tags; of these nothing else is.",
    .orders = {.basis = OrderBasis::after_discounts, .leaves_out = unpaid, .first_row = true}};

const Format shopify_json{
    .id = "shopify-api",
    .label = "Shopify orders (Admin API)",
    .shape = Shape::json,
    .kind = order,
    .needs = "total_price&line_items|total_price&financial_status|total_price&order_number",
    .roots = "orders[]|order|[]|",
    .sources = rest,
    .origin = "Amounts are text. Test orders and cancelled ones are left out.",
    .orders = {.basis = OrderBasis::after_discounts, .leaves_out = unpaid}};

const Format shopify_graphql{
    .id = "shopify-graphql",
    .label = "Shopify orders (GraphQL)",
    .shape = Shape::json,
    .kind = order,
    .needs = "customerJourneySummary|totalPriceSet|currentTotalPriceSet",
    .roots = "data.orders.edges[].node|data.orders.nodes[]|data.order|[]|",
    .sources = graphql,
    .origin =
        "UTM parameters are those of the last visit before the order; of the first visit only the landing page is read, where the last one has none. A table of touches holds them all.",
    .orders = {.basis = OrderBasis::after_discounts, .leaves_out = unpaid}};

const Format shopify_warehouse_orders{
    .id = "shopify-warehouse-orders",
    .label = "Shopify orders (warehouse table)",
    .shape = Shape::csv,
    .kind = order,
    .needs = "total_price&order_number&created_at|total_price&financial_status&created_at",
    .roots = "",
    .sources = warehouse_orders,
    .orders = {.basis = OrderBasis::after_discounts, .leaves_out = unpaid}};

const Format shopify_warehouse_visits{
    .id = "shopify-warehouse-visits",
    .label = "Shopify visits of customers (warehouse table)",
    .shape = Shape::csv,
    .kind = touch,
    .needs = "order_id&utm_parameters_source|order_id&landing_page&occurred_at",
    .roots = "",
    .sources = visits,
    .origin = "Visits before an order, which order_id names."};

const Format shopify_warehouse_codes{
    .id = "shopify-warehouse-codes",
    .label = "Shopify discount codes of orders (warehouse table)",
    .shape = Shape::csv,
    .kind = order,
    .needs = "order_id&code&amount&type",
    .roots = "",
    .sources = codes,
    .origin = "One row per code; an order's rows follow each other. It only adds codes to orders.",
    .orders = {.merged = true}};

const Format shopify_warehouse_tags{
    .id = "shopify-warehouse-tags",
    .label = "Shopify URL tags of orders (warehouse table)",
    .shape = Shape::csv,
    .kind = order,
    .needs = "order_id&key&value",
    .roots = "",
    .sources = url_tags,
    .origin = "One row per parameter of the landing page; the UTM parameters are read.",
    .orders = {.merged = true, .keyed_tags = true}};

}  // namespace tiktok_kpi
