// "Download your data": the archive that TikTok gives every user. It holds private messages and
// logins and no figures of posts; it is recognised by its keys, and nothing of it is read.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {

const Format personal_archive{
    .id = "tiktok-user-data",
    .label = "TikTok's \"Download your data\" archive",
    .shape = Shape::json,
    .kind = RecordKind::post,
    .needs =
        "Your Activity|Profile And Settings|Activity&Video|Activity&Profile|VideoList|Date&Link",
    .roots = "[]|",
    .sources = {},
    .traits = {.unread = true},
    .advice =
        "it holds no figures of posts; in TikTok Studio choose Analytics, then Download data, and read that file"};

}  // namespace tiktok_kpi
