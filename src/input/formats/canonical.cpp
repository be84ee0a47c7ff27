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
    .sources = {}};

const Format canonical_json{.id = "canonical-json",
                            .label = "canonical JSON or NDJSON",
                            .shape = Shape::json,
                            .kind = RecordKind::post,
                            .needs = "post_id|creator&views|views&likes|url&views",
                            .roots = "[]|posts[]|",
                            .sources = {}};

const Format canonical_creators_json{
    .id = "canonical-creators-json",
    .label = "canonical JSON or NDJSON, creators",
    .shape = Shape::json,
    .kind = RecordKind::creator,
    .needs =
        "creator&followers|handle&followers|creator&total_likes|creator&following|creator&verified|creator&video_count",
    .roots = "[]|creators[]|",
    .sources = {}};

}  // namespace tiktok_kpi
