// WooCommerce: the REST interface, the Analytics download, and the tables of export plugins. Lines
// and discounts are without tax; statuses decide what is an order.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

using F = Field;
constexpr RecordKind order = RecordKind::order;

/// Not paid, or taken back before it was.
constexpr std::string_view no_orders =
    "cancelled|failed|pending|trash|checkout-draft|auto-draft|wc-cancelled|wc-failed|wc-pending|"
    "wc-checkout-draft|pending payment|draft";

constexpr Source rest[] = {
    {"number|id", F::order_id, order},
    {"date_created_gmt|date_created", F::ordered_at, order},
    {"billing.email|customer_id", F::customer_key, order},
    {"currency", F::currency, order},
    {"line_items[].subtotal", F::subtotal, order},
    {"discount_total", F::discounts, order},
    {"total_tax", F::tax, order},
    {"shipping_total", F::shipping, order},
    {"total", F::total, order},
    {"refunds[].total", F::refunds, order},
    {"coupon_lines[].code", F::codes, order},
    {"status", F::order_status, order},
    {"meta_data[key=_wc_order_attribution_session_entry].value", F::landing_url, order},
    {"meta_data[key=_wc_order_attribution_utm_source].value", F::utm_source, order},
    {"meta_data[key=_wc_order_attribution_utm_medium].value", F::utm_medium, order},
    {"meta_data[key=_wc_order_attribution_utm_campaign].value", F::utm_campaign, order},
    {"meta_data[key=_wc_order_attribution_utm_term].value", F::utm_term, order},
    {"meta_data[key=_wc_order_attribution_utm_content].value", F::utm_content, order},
};

constexpr Source analytics[] = {
    {"Order #", F::order_id, order},   {"Date", F::ordered_at, order},
    {"Net Sales", F::subtotal, order}, {"N. Revenue (formatted)", F::subtotal, order},
    {"Coupon(s)", F::codes, order},    {"Status", F::order_status, order},
};

constexpr Source plugin[] = {
    {"order_number|order_id", F::order_id, order},
    {"order_date_gmt|order_date", F::ordered_at, order},
    {"customer_email|billing_email", F::customer_key, order},
    {"billing_email", F::customer_key, order},
    {"order_currency", F::currency, order},
    {"order_subtotal|cart_subtotal", F::subtotal, order},
    {"discount_total|cart_discount", F::discounts, order},
    {"tax_total|order_tax", F::tax, order},
    {"shipping_total|order_shipping", F::shipping, order},
    {"order_total", F::total, order},
    {"refunded_total|total_refunded|order_refund", F::refunds, order},
    {"coupon_codes|coupons", F::codes, order},
    {"status|order_status", F::order_status, order},
    {"meta:_wc_order_attribution_session_entry", F::landing_url, order},
    {"meta:_wc_order_attribution_utm_source", F::utm_source, order},
    {"meta:_wc_order_attribution_utm_medium", F::utm_medium, order},
    {"meta:_wc_order_attribution_utm_campaign", F::utm_campaign, order},
    {"meta:_wc_order_attribution_utm_term", F::utm_term, order},
    {"meta:_wc_order_attribution_utm_content", F::utm_content, order},
};

}  // namespace

const Format woocommerce_json{
    .id = "woocommerce-api",
    .label = "WooCommerce orders",
    .shape = Shape::json,
    .kind = order,
    .needs = "coupon_lines|order_key&date_created",
    .roots = "[]|orders[]|",
    .sources = rest,
    .origin =
        "Goods are the sum of the lines' subtotals. Refunds are negative text; attribution stands in meta_data.",
    .orders = {.basis = OrderBasis::before_tax, .leaves_out = no_orders}};

const Format woocommerce_analytics{
    .id = "woocommerce-analytics",
    .label = "WooCommerce orders (Analytics)",
    .shape = Shape::csv,
    .kind = order,
    .needs = "order #&n. revenue (formatted)|order #&net sales",
    .roots = "",
    .sources = analytics,
    .origin =
        "Net sales are after discounts and refunds, without tax and shipping. No currency code; Attribution is worded in the shop's language and not read.",
    .orders = {.basis = OrderBasis::net, .leaves_out = no_orders}};

const Format woocommerce_plugin{
    .id = "woocommerce-plugin",
    .label = "WooCommerce orders (export plugin)",
    .shape = Shape::csv,
    .kind = order,
    .needs = "order_total&order_currency",
    .roots = "",
    .sources = plugin,
    .orders = {.basis = OrderBasis::before_tax, .leaves_out = no_orders}};

}  // namespace tiktok_kpi
