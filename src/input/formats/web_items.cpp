// Posts as TikTok's own pages carry them, and as yt-dlp saves them. Shapes differ with the page and
// its age: the author is an object or a handle, statsV2 (text, exact) stands beside stats (rounded
// numbers).
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

constexpr Source items[] = {
    {"id", Field::post_id},
    {"desc", Field::caption},
    {"createTime", Field::posted_at},
    {"author.uniqueId|author", Field::creator},
    {"statsV2.playCount|stats.playCount", Field::views},
    {"statsV2.diggCount|stats.diggCount", Field::likes},
    {"statsV2.commentCount|stats.commentCount", Field::comments},
    {"statsV2.shareCount|stats.shareCount", Field::shares},
    {"statsV2.collectCount|stats.collectCount", Field::saves},
    {"video.duration", Field::duration_s},
    {"challenges[].title|textExtra[].hashtagName", Field::tags},
    {"isAd", Field::sponsored},
    {"isAd", Field::branded_content},  // the label on the page
    {"music.title", Field::music},
    {"author.uniqueId|author", Field::creator, RecordKind::creator},
    {"author.nickname|nickname", Field::name, RecordKind::creator},
    {"author.verified", Field::verified, RecordKind::creator},
    {"authorStatsV2.followerCount|authorStats.followerCount", Field::followers,
     RecordKind::creator},
    {"authorStatsV2.followingCount|authorStats.followingCount", Field::following,
     RecordKind::creator},
    {"authorStatsV2.heartCount|authorStats.heartCount|authorStats.heart", Field::total_likes,
     RecordKind::creator},
    {"authorStatsV2.videoCount|authorStats.videoCount", Field::video_count, RecordKind::creator},
};

constexpr Source ytdlp_sources[] = {
    {"id", Field::post_id},          {"webpage_url|url", Field::url},
    {"description", Field::caption}, {"timestamp|upload_date", Field::posted_at},
    {"duration", Field::duration_s}, {"view_count", Field::views},
    {"like_count", Field::likes},    {"comment_count", Field::comments},
    {"repost_count", Field::shares}, {"save_count", Field::saves},
    {"track", Field::music},         {"uploader", Field::creator},
};

}  // namespace

const Format web_items{
    .id = "web-items",
    .label = "TikTok web items",
    .shape = Shape::json,
    .kind = RecordKind::post,
    .needs = "desc&statsV2|desc&stats&createTime",
    .roots =
        "itemList[]|items[]|[]|__DEFAULT_SCOPE__.*.itemInfo.itemStruct|itemInfo.itemStruct|itemStruct|ItemModule.*|",
    .sources = items,
    .origin =
        "Counts in stats are rounded; statsV2, where present, is exact and wins. Page dumps wrap the item."};

const Format ytdlp_json{
    .id = "yt-dlp",
    .label = "yt-dlp info file",
    .shape = Shape::json,
    .kind = RecordKind::post,
    .needs = "extractor_key&id|ie_key&url",
    .roots = "entries[]|[]|",
    .sources = ytdlp_sources,
    .says = "tiktok",
    .origin =
        "Playlists hold entries, possibly only id and link. The title may be cut: the description is the caption."};

}  // namespace tiktok_kpi
