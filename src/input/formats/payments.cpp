// Payments and affiliate networks: only the amount paid is known, so revenue stands on the total.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

using F = Field;
constexpr RecordKind order = RecordKind::order;

constexpr Source stripe[] = {
    {"id", F::order_id, order},
    {"Created (UTC)|Created date (UTC)", F::ordered_at, order},
    {"Customer Email", F::customer_key, order},
    {"Customer ID", F::customer_key, order},
    {"Currency", F::currency, order},
    {"Amount", F::total, order},
    {"Amount Refunded", F::refunds, order},
    {"Status", F::order_status, order},
    {"utm_source (metadata)", F::utm_source, order},
    {"utm_medium (metadata)", F::utm_medium, order},
    {"utm_campaign (metadata)", F::utm_campaign, order},
    {"utm_term (metadata)", F::utm_term, order},
    {"utm_content (metadata)", F::utm_content, order},
};

constexpr Source impact[] = {
    {"OID|Order Id", F::order_id, order},
    {"Action Id|Id", F::order_id, order},
    {"Action Date|EventDate", F::ordered_at, order},
    {"Currency", F::currency, order},
    {"Sale Amount|Amount", F::total, order},
    {"Payout", F::commission, order},
    {"Promo Code", F::codes, order},
    {"Status|State", F::order_status, order},
};

constexpr Source impact_api[] = {
    {"Oid|Id", F::order_id, order},    {"EventDate|ActionDate", F::ordered_at, order},
    {"Currency", F::currency, order},  {"Amount", F::total, order},
    {"Payout", F::commission, order},  {"PromoCode", F::codes, order},
    {"State", F::order_status, order},
};

constexpr std::string_view reversed = "reversed|rejected";

}  // namespace

const Format stripe_csv{
    .id = "stripe-payments",
    .label = "Stripe payments",
    .shape = Shape::csv,
    .kind = order,
    .needs = "created (utc)&amount&amount refunded|created date (utc)&amount&amount refunded",
    .roots = "",
    .sources = stripe,
    .origin =
        "Only payments with the status Paid are orders. Amounts are in units of the currency; UTM only where the shop wrote it into metadata.",
    .orders = {.basis = OrderBasis::total, .counts = "paid"}};

const Format impact_actions{
    .id = "impact-actions",
    .label = "impact.com actions",
    .shape = Shape::csv,
    .kind = order,
    .needs = "action id&action date|action id&sale amount|campaignid&actiontrackername",
    .roots = "",
    .sources = impact,
    .origin = "Reversed actions are left out; pending ones count.",
    .orders = {.basis = OrderBasis::total, .leaves_out = reversed}};

const Format impact_json{.id = "impact-api",
                         .label = "impact.com actions (API)",
                         .shape = Shape::json,
                         .kind = order,
                         .needs = "CampaignId&ActionTrackerName|CampaignId&MediaPartnerId",
                         .roots = "Actions[]|[]|",
                         .sources = impact_api,
                         .orders = {.basis = OrderBasis::total, .leaves_out = reversed}};

}  // namespace tiktok_kpi
