// Google Analytics 4: downloads of reports, overviews and explorations, and the events that it
// exports to BigQuery.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

using F = Field;
constexpr RecordKind touch = RecordKind::touch;

constexpr std::string_view source_medium =
    "Session source / medium|First user source / medium|Session manual source / medium|"
    "First user manual source / medium|Source / medium|Sumber / media sesi";

constexpr Source report[] = {
    {source_medium, F::utm_source, touch},
    {source_medium, F::utm_medium, touch},
    {"Session source|First user source|Session manual source|First user manual source|Source",
     F::utm_source, touch},
    {"Session medium|First user medium|Session manual medium|First user manual medium|Medium",
     F::utm_medium, touch},
    {"Session campaign|First user campaign|Session manual campaign name|"
     "First user manual campaign name|Campaign",
     F::utm_campaign, touch},
    {"Session manual term|First user manual term|Manual term", F::utm_term, touch},
    {"Session manual ad content|First user manual ad content|Manual ad content", F::utm_content,
     touch},
    {"Session default channel group|Session primary channel group (Default channel group)|"
     "Session primary channel group (Default Channel Group)|First user default channel group|"
     "First user primary channel group (Default channel group)|Default channel group|"
     "Grup saluran utama sesi (Grup Saluran Default)",
     F::channel, touch},
    {"Landing page + query string|Landing page", F::landing_url, touch},
    {"Date + hour (YYYYMMDDHH)|Date|Nth day|Hari ke-n", F::touched_at, touch},
    {"Transaction ID", F::order_id, touch},
    {"Sessions|Sesi", F::sessions, touch},
    {"Transactions|Ecommerce purchases|Conversions|Key events", F::conversions, touch},
    {"Purchase revenue|Total revenue", F::revenue, touch},
};

constexpr Source events[] = {
    {"event_timestamp", F::touched_at, touch},
    {"event_name", F::event, touch},
    {"user_pseudo_id", F::client_key, touch},
    {"user_id", F::customer_key, touch},
    {"ecommerce.transaction_id", F::order_id, touch},
    {"ecommerce.purchase_revenue", F::revenue, touch},
    {"event_params[key=currency].value.string_value", F::currency, touch},
    {"event_params[key=page_location].value.string_value", F::landing_url, touch},
    {"session_traffic_source_last_click.manual_campaign.source|"
     "collected_traffic_source.manual_source|event_params[key=source].value.string_value",
     F::utm_source, touch},
    {"session_traffic_source_last_click.manual_campaign.medium|"
     "collected_traffic_source.manual_medium|event_params[key=medium].value.string_value",
     F::utm_medium, touch},
    {"session_traffic_source_last_click.manual_campaign.campaign_name|"
     "collected_traffic_source.manual_campaign_name|event_params[key=campaign].value.string_value",
     F::utm_campaign, touch},
    {"session_traffic_source_last_click.manual_campaign.term|"
     "collected_traffic_source.manual_term|event_params[key=term].value.string_value",
     F::utm_term, touch},
    {"session_traffic_source_last_click.manual_campaign.content|"
     "collected_traffic_source.manual_content|event_params[key=content].value.string_value",
     F::utm_content, touch},
};

constexpr Source events_table[] = {
    {"event_timestamp", F::touched_at, touch},
    {"event_name", F::event, touch},
    {"user_pseudo_id", F::client_key, touch},
    {"user_id", F::customer_key, touch},
    {"ecommerce.transaction_id|ecommerce_transaction_id|transaction_id", F::order_id, touch},
    {"ecommerce.purchase_revenue|ecommerce_purchase_revenue|purchase_revenue", F::revenue, touch},
    {"currency", F::currency, touch},
    {"page_location", F::landing_url, touch},
    {"collected_traffic_source.manual_source|collected_traffic_source_manual_source|manual_source|"
     "source",
     F::utm_source, touch},
    {"collected_traffic_source.manual_medium|collected_traffic_source_manual_medium|manual_medium|"
     "medium",
     F::utm_medium, touch},
    {"collected_traffic_source.manual_campaign_name|"
     "collected_traffic_source_manual_campaign_name|manual_campaign_name|campaign",
     F::utm_campaign, touch},
    {"collected_traffic_source.manual_term|collected_traffic_source_manual_term|manual_term|term",
     F::utm_term, touch},
    {"collected_traffic_source.manual_content|collected_traffic_source_manual_content|"
     "manual_content|content",
     F::utm_content, touch},
};

/// Of all events these are a visit and a purchase.
constexpr std::string_view counted_events = "session_start|purchase";
constexpr std::string_view event_origin =
    "A visit is a session_start event, a purchase carries the order. Other events are left out.";

}  // namespace

const Format ga4_report{
    .id = "ga4-report",
    .label = "a Google Analytics report",
    .shape = Shape::csv,
    .kind = touch,
    .needs = "",
    .roots = "",
    .sources = report,
    .traits = {.stacked = true},
    .opens = "# ---",
    .origin =
        "Begins with lines of #; several tables may follow each other: the one that says most of where visits came from is read, the others are passed over. The grand total is left out."};

const Format ga4_events{.id = "ga4-bigquery",
                        .label = "Google Analytics events (BigQuery)",
                        .shape = Shape::json,
                        .kind = touch,
                        .needs = "event_timestamp&event_name|event_params&event_name",
                        .roots = "[]|",
                        .sources = events,
                        .origin = event_origin,
                        .orders = {.counts = counted_events}};

const Format ga4_events_csv{.id = "ga4-bigquery-csv",
                            .label = "Google Analytics events (BigQuery)",
                            .shape = Shape::csv,
                            .kind = touch,
                            .needs = "event_timestamp&event_name",
                            .roots = "",
                            .sources = events_table,
                            .origin = event_origin,
                            .orders = {.counts = counted_events}};

}  // namespace tiktok_kpi
