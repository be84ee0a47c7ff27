// Public scrapers. They repeat the author's figures on every post: those become creator records, as of the
// export, never followers at posting time.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

constexpr Source apify_json_sources[] = {
    {"id", Field::post_id},
    {"webVideoUrl", Field::url},
    {"text", Field::caption},
    {"createTimeISO|createTime", Field::posted_at},
    {"playCount", Field::views},
    {"diggCount", Field::likes},
    {"commentCount", Field::comments},
    {"shareCount", Field::shares},
    {"collectCount", Field::saves},
    {"videoMeta.duration", Field::duration_s},
    {"hashtags[].name", Field::tags},
    {"isAd|isSponsored", Field::sponsored},
    {"musicMeta.musicName", Field::music},
    {"authorMeta.name", Field::creator},
    {"authorMeta.name", Field::creator, RecordKind::creator},
    {"authorMeta.nickName", Field::name, RecordKind::creator},
    {"authorMeta.fans", Field::followers, RecordKind::creator},
    {"authorMeta.heart", Field::total_likes, RecordKind::creator},
    {"authorMeta.video", Field::video_count, RecordKind::creator},
    {"authorMeta.verified", Field::verified, RecordKind::creator},
};

// The table flattens paths with "/", "." or "_"; people project columns away, so that the link may be the
// only carrier of id, creator and time.
constexpr Source apify_csv_sources[] = {
    {"id", Field::post_id},
    {"webVideoUrl", Field::url},
    {"text", Field::caption},
    {"createTimeISO|createTime", Field::posted_at},
    {"playCount", Field::views},
    {"diggCount", Field::likes},
    {"commentCount", Field::comments},
    {"shareCount", Field::shares},
    {"collectCount", Field::saves},
    {"videoMeta/duration|videoMeta.duration|videoMeta_duration", Field::duration_s},
    {"isAd|isSponsored", Field::sponsored},
    {"musicMeta/musicName|musicMeta.musicName|musicMeta_musicName", Field::music},
    {"authorMeta/name|authorMeta.name|authorMeta_name", Field::creator},
    {"authorMeta/name|authorMeta.name|authorMeta_name", Field::creator, RecordKind::creator},
    {"authorMeta/nickName|authorMeta.nickName|authorMeta_nickName", Field::name, RecordKind::creator},
    {"authorMeta/fans|authorMeta.fans|authorMeta_fans", Field::followers, RecordKind::creator},
    {"authorMeta/heart|authorMeta.heart|authorMeta_heart", Field::total_likes, RecordKind::creator},
    {"authorMeta/video|authorMeta.video|authorMeta_video", Field::video_count, RecordKind::creator},
};

constexpr Source pyktok_sources[] = {
    {"video_id", Field::post_id},
    {"video_timestamp", Field::posted_at},
    {"video_duration", Field::duration_s},
    {"video_diggcount", Field::likes},
    {"video_sharecount", Field::shares},
    {"video_commentcount", Field::comments},
    {"video_playcount", Field::views},
    {"video_description", Field::caption},
    {"video_is_ad", Field::sponsored},
    {"author_username", Field::creator},
    {"author_username", Field::creator, RecordKind::creator},
    {"author_name", Field::name, RecordKind::creator},
    {"author_followercount", Field::followers, RecordKind::creator},
    {"author_followingcount", Field::following, RecordKind::creator},
    {"author_heartcount", Field::total_likes, RecordKind::creator},
    {"author_videocount", Field::video_count, RecordKind::creator},
};

constexpr Source pandas_sources[] = {
    {"id", Field::post_id},
    {"caption", Field::caption},
    {"createTime", Field::posted_at},
    {"likeCount", Field::likes},
    {"shareCount", Field::shares},
    {"commentCount", Field::comments},
    {"viewCount", Field::views},
};

}  // namespace

const Format apify_csv{
    .id = "apify-csv", .label = "Apify TikTok scraper (CSV)", .shape = Shape::csv, .kind = RecordKind::post,
    .needs = "webvideourl&authormeta/name|webvideourl&authormeta.name|webvideourl&authormeta_name", .roots = "", .sources = apify_csv_sources,
    .origin = "Flattened with / or . or _; biographies carry line breaks."};

const Format apify_json{
    .id = "apify-json", .label = "Apify TikTok scraper (JSON)", .shape = Shape::json, .kind = RecordKind::post,
    .needs = "webVideoUrl&authorMeta&createTimeISO|webVideoUrl&authorMeta&collectCount|webVideoUrl&authorMeta.fans&isAd", .roots = "[]|", .sources = apify_json_sources};

const Format drawrowfly_json{
    .id = "drawrowfly-json", .label = "drawrowfly tiktok-scraper (JSON)", .shape = Shape::json, .kind = RecordKind::post,
    .needs = "webVideoUrl&authorMeta", .roots = "collector[]|[]|", .sources = apify_json_sources,
    .origin = "An object whose collector holds the posts, or the array itself; follower counts only in user feeds."};

const Format pyktok_csv{
    .id = "pyktok-csv", .label = "pyktok (CSV)", .shape = Shape::csv, .kind = RecordKind::post,
    .needs = "video_id&video_playcount&author_username", .roots = "", .sources = pyktok_sources, .traits = {.local_times = true},
    .origin = "Times are those of the scraping machine without an offset: corrected by the post ids."};

const Format pandas_csv{
    .id = "pandas-csv", .label = "pandas dump of scraped posts", .shape = Shape::csv, .kind = RecordKind::post,
    .needs = "caption&createtime&likecount&viewcount", .roots = "", .sources = pandas_sources, .traits = {.local_times = true},
    .origin = "The first column is a nameless index."};

}  // namespace tiktok_kpi
