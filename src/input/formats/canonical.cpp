// Our own form, and the column map for everything else: headers are names of fields or known synonyms.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {

const Format canonical_csv{
    .id = "canonical-csv", .label = "canonical table or known column names", .shape = Shape::csv, .kind = RecordKind::post,
    .needs = "post_id&views|post_id&likes|creator&views&likes|url&views", .roots = "", .sources = {},
    .origin = "Columns may stand in any order; unknown ones are ignored and listed."};

const Format canonical_json{
    .id = "canonical-json", .label = "canonical JSON or NDJSON", .shape = Shape::json, .kind = RecordKind::post,
    .needs = "post_id|creator&views|views&likes", .roots = "[]|posts[]|", .sources = {}};

}  // namespace tiktok_kpi
