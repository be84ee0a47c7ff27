// TikTok Shop: the order export of the seller centre and the two affiliate ones, a row per article
// each. Ids and times end in a tab, so that spreadsheets leave them alone.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

using F = Field;
constexpr RecordKind order = RecordKind::order;
constexpr RecordKind line = RecordKind::line;

/// What is no sale, in the languages of the seller centre; the time of cancellation may be empty.
constexpr std::string_view cancelled_or_unpaid =
    "cancelled|canceled|cancelado|cancelada|cancelados|dibatalkan|batal|đã hủy|đã huỷ|ยกเลิก|"
    "ยกเลิกแล้ว|annulé|annulée|annullato|storniert|キャンセル|キャンセル済み|已取消|unpaid";

constexpr Source orders[] = {
    {"Order ID", F::order_id, order},
    {"Created Time", F::ordered_at, order},
    {"Buyer Username", F::customer_key, order},
    {"Currency", F::currency, order},
    {"SKU Subtotal Before Discount", F::subtotal, order},
    {"SKU Platform Discount", F::discounts, order, true},
    {"SKU Seller Discount", F::discounts, order, true},
    {"Taxes|Tax", F::tax, order},
    {"Shipping Fee After Discount", F::shipping, order},
    {"Order Amount", F::total, order},
    {"Order Refund Amount", F::refunds, order},
    {"Order Status", F::order_status, order},
    {"Cancelled Time", F::cancelled, order, false, true},
    {"Creator Handle", F::creator, order},
    {"Order ID", F::order_id, line},
    {"Currency", F::currency, line},
    {"Seller SKU|SKU ID", F::sku, line},
    {"Product Name", F::product, line},
    {"Quantity", F::quantity, line},
    {"SKU Unit Original Price", F::unit_price, line},
    {"SKU Subtotal After Discount", F::line_total, line},
};

constexpr Source affiliate[] = {
    {"Order ID|หมายเลขคำสั่งซื้อ", F::order_id, order},
    {"Time Created|Order date", F::ordered_at, order},
    {"Currency", F::currency, order},
    {"Payment Amount|GMV", F::total, order},
    {"Fully returned or refunded", F::refunded, order},
    {"Actual Commission Payment|Total final earned amount", F::commission, order},
    {"Est. standard commission payment|Est. standard commission", F::commission, order},
    {"Order Status|Order settlement status", F::order_status, order},
    {"Creator Username", F::creator, order},
    {"Content Type", F::content_type, order},
    {"Content ID|รหัสเนื้อหา", F::post_id, order},
    {"Order ID|หมายเลขคำสั่งซื้อ", F::order_id, line},
    {"Currency", F::currency, line},
    {"SKU ID", F::sku, line},
    {"Product Name", F::product, line},
    {"Quantity|Items sold", F::quantity, line},
    {"Price", F::unit_price, line},
    {"Payment Amount|GMV", F::line_total, line},
};

}  // namespace

const Format tiktok_shop_orders{
    .id = "tiktok-shop-orders",
    .label = "TikTok Shop orders",
    .shape = Shape::csv,
    .kind = order,
    .needs = "order id&sku subtotal after discount",
    .roots = "",
    .sources = orders,
    .traits = {.description = "Platform unique order ID."},
    .origin =
        "One row per article, an order's rows below each other. Goods and discounts of the rows are added; the order amount stands in every row, the order's or the row's own, whichever agrees with the goods. A second row that describes the columns is passed over.",
    .orders = {.basis = OrderBasis::before_tax, .leaves_out = cancelled_or_unpaid, .merged = true}};

const Format tiktok_shop_affiliate{
    .id = "tiktok-shop-affiliate",
    .label = "TikTok Shop affiliate orders",
    .shape = Shape::csv,
    .kind = order,
    .needs =
        "order id&content id&creator username|order id&content id&commission type|order id&est. commission base|"
        "หมายเลขคำสั่งซื้อ&รหัสเนื้อหา",
    .roots = "",
    .sources = affiliate,
    .origin =
        "One row per article; amounts are the row's own. The content is a post only when its type is video. Ineligible and cancelled rows are left out.",
    .orders = {.basis = OrderBasis::total,
               .leaves_out = "ineligible|cancelled|canceled",
               .merged = true,
               .own_totals = true}};

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
    .advice = "sums by creator are not orders; the affiliate order export is read"};

}  // namespace tiktok_kpi
