// Our own form, and the column map for everything else: headers are names of fields or known
// synonyms.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {

const Format canonical_csv{
    .id = "canonical-csv",
    .label = "canonical table or known column names",
    .shape = Shape::csv,
    .kind = RecordKind::post,
    .needs =
        "post_id&views|post_id&likes|creator&views&likes|url&views|date&account_views|date&creator&followers|creator&followers&total_likes",
    .roots = "",
    .sources = {},
    .traits = {.canonical = true},
    .origin =
        "Columns may stand in any order; unknown ones are ignored. Posts, creators or days, as the columns say."};

const Format canonical_daily_json{
    .id = "canonical-daily-json",
    .label = "canonical JSON or NDJSON, account series",
    .shape = Shape::json,
    .kind = RecordKind::daily,
    .needs =
        "date&account_views|date&followers|date&profile_views|date&new_followers|date&viewers|date&creator",
    .roots = "[]|daily[]|",
    .sources = {},
    .traits = {.canonical = true}};

const Format canonical_json{.id = "canonical-json",
                            .label = "canonical JSON or NDJSON",
                            .shape = Shape::json,
                            .kind = RecordKind::post,
                            .needs = "post_id|creator&views|views&likes|url&views",
                            .roots = "[]|posts[]|",
                            .sources = {},
                            .traits = {.canonical = true}};

const Format canonical_creators_json{
    .id = "canonical-creators-json",
    .label = "canonical JSON or NDJSON, creators",
    .shape = Shape::json,
    .kind = RecordKind::creator,
    .needs =
        "creator&followers|handle&followers|creator&total_likes|creator&following|creator&verified|creator&video_count",
    .roots = "[]|creators[]|",
    .sources = {},
    .traits = {.canonical = true}};

// What people keep of orders, visits and advertising by hand, and what `convert` writes.

const Format canonical_orders_csv{
    .id = "canonical-orders-csv",
    .label = "canonical table of orders",
    .shape = Shape::csv,
    .kind = RecordKind::order,
    .needs =
        "order_id|order id&total|order id&order total|order id&amount|order id&promo code|order id&code",
    .roots = "",
    .sources = {},
    .traits = {.canonical = true},
    .origin =
        "Columns may stand in any order. Without a subtotal the total is the revenue, and revenue_basis says so."};

const Format canonical_orders_json{.id = "canonical-orders-json",
                                   .label = "canonical JSON or NDJSON, orders",
                                   .shape = Shape::json,
                                   .kind = RecordKind::order,
                                   .needs = "order_id",
                                   .roots = "[]|orders[]|",
                                   .sources = {},
                                   .traits = {.canonical = true}};

const Format canonical_lines_csv{
    .id = "canonical-lines-csv",
    .label = "canonical table of order lines",
    .shape = Shape::csv,
    .kind = RecordKind::line,
    .needs =
        "order_id&sku|order_id&product|order_id&quantity|order_id&line_total|order_id&unit_price",
    .roots = "",
    .sources = {},
    .traits = {.canonical = true}};

const Format canonical_lines_json{
    .id = "canonical-lines-json",
    .label = "canonical JSON or NDJSON, order lines",
    .shape = Shape::json,
    .kind = RecordKind::line,
    .needs =
        "order_id&sku|order_id&product|order_id&quantity|order_id&line_total|order_id&unit_price",
    .roots = "[]|lines[]|",
    .sources = {},
    .traits = {.canonical = true}};

const Format canonical_touches_csv{
    .id = "canonical-touches-csv",
    .label = "canonical table of visits",
    .shape = Shape::csv,
    .kind = RecordKind::touch,
    .needs = "touched_at",
    .roots = "",
    .sources = {},
    .traits = {.canonical = true},
    .origin = "One row per visit; a visit without UTM and channel is direct."};

const Format canonical_touches_json{.id = "canonical-touches-json",
                                    .label = "canonical JSON or NDJSON, visits",
                                    .shape = Shape::json,
                                    .kind = RecordKind::touch,
                                    .needs = "touched_at",
                                    .roots = "[]|touches[]|",
                                    .sources = {},
                                    .traits = {.canonical = true}};

const Format canonical_ad_days_csv{
    .id = "canonical-ad-days-csv",
    .label = "canonical table of advertising days",
    .shape = Shape::csv,
    .kind = RecordKind::ad_day,
    .needs = "date&spend|date&campaign&impressions|date&campaign&clicks",
    .roots = "",
    .sources = {},
    .traits = {.canonical = true}};

const Format canonical_ad_days_json{
    .id = "canonical-ad-days-json",
    .label = "canonical JSON or NDJSON, advertising days",
    .shape = Shape::json,
    .kind = RecordKind::ad_day,
    .needs = "date&spend|date&campaign&impressions|date&campaign&clicks",
    .roots = "[]|ad_days[]|",
    .sources = {},
    .traits = {.canonical = true}};

}  // namespace tiktok_kpi
