// The posts of Apify's and drawrowfly's scrapers, which share their keys. They repeat the author's
// figures on every post: those become creator records, as of the export, never followers at posting
// time.
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
    {"isAd|isSponsored", Field::branded_content},
    {"musicMeta.musicName", Field::music},
    {"authorMeta.name", Field::creator},
    {"authorMeta.name", Field::creator, RecordKind::creator},
    {"authorMeta.nickName", Field::name, RecordKind::creator},
    {"authorMeta.fans", Field::followers, RecordKind::creator},
    {"authorMeta.following", Field::following, RecordKind::creator},
    {"authorMeta.heart", Field::total_likes, RecordKind::creator},
    {"authorMeta.video", Field::video_count, RecordKind::creator},
    {"authorMeta.verified", Field::verified, RecordKind::creator},
};

// The table flattens paths with "/", "." or "_"; people project columns away, so that the link may
// be the only carrier of id, creator and time.
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
    {"isAd|isSponsored", Field::branded_content},
    {"musicMeta/musicName|musicMeta.musicName|musicMeta_musicName", Field::music},
    {"authorMeta/name|authorMeta.name|authorMeta_name", Field::creator},
    {"authorMeta/name|authorMeta.name|authorMeta_name", Field::creator, RecordKind::creator},
    {"authorMeta/nickName|authorMeta.nickName|authorMeta_nickName", Field::name,
     RecordKind::creator},
    {"authorMeta/fans|authorMeta.fans|authorMeta_fans", Field::followers, RecordKind::creator},
    {"authorMeta/following|authorMeta.following|authorMeta_following", Field::following,
     RecordKind::creator},
    {"authorMeta/heart|authorMeta.heart|authorMeta_heart", Field::total_likes, RecordKind::creator},
    {"authorMeta/video|authorMeta.video|authorMeta_video", Field::video_count, RecordKind::creator},
    {"authorMeta/verified|authorMeta.verified|authorMeta_verified", Field::verified,
     RecordKind::creator},
};

// An older actor printed counts as text ("317.4K").
constexpr Source apify_older_sources[] = {
    {"id|videoId", Field::post_id},
    {"videoUrl|webVideoUrl|url", Field::url},
    {"caption", Field::caption},
    {"uploadDate", Field::posted_at},
    {"userName", Field::creator},
    {"views|playCount|viewCount", Field::views},
    {"likes|likeCount", Field::likes},
    {"comments|commentCount", Field::comments},
    {"shares|shareCount", Field::shares},
    {"saves|bookmarks", Field::saves},
    {"userName", Field::creator, RecordKind::creator},
    {"followers", Field::followers, RecordKind::creator},
    {"following", Field::following, RecordKind::creator},
    {"userTotalLikes", Field::total_likes, RecordKind::creator},
};

constexpr Source apify_channel_sources[] = {
    {"id", Field::post_id},
    {"postPage|webVideoUrl|url", Field::url},
    {"title|caption", Field::caption},
    {"uploadedAt|uploadedAtFormatted", Field::posted_at},
    {"channel.username", Field::creator},
    {"views", Field::views},
    {"likes", Field::likes},
    {"comments", Field::comments},
    {"shares", Field::shares},
    {"bookmarks", Field::saves},
    {"video.duration|duration", Field::duration_s},
    {"hashtags[]", Field::tags},
    {"song.title", Field::music},
    {"channel.username", Field::creator, RecordKind::creator},
    {"channel.name", Field::name, RecordKind::creator},
    {"channel.followers", Field::followers, RecordKind::creator},
    {"channel.following", Field::following, RecordKind::creator},
    {"channel.videos", Field::video_count, RecordKind::creator},
    {"channel.verified", Field::verified, RecordKind::creator},
};

}  // namespace

const Format apify_csv{
    .id = "apify-csv",
    .label = "Apify TikTok scraper (CSV)",
    .shape = Shape::csv,
    .kind = RecordKind::post,
    .needs = "webvideourl&authormeta/name|webvideourl&authormeta.name|webvideourl&authormeta_name",
    .roots = "",
    .sources = apify_csv_sources,
    .origin = "Flattened with / or . or _; biographies carry line breaks."};

const Format apify_json{
    .id = "apify-json",
    .label = "Apify TikTok scraper (JSON)",
    .shape = Shape::json,
    .kind = RecordKind::post,
    .needs =
        "webVideoUrl&authorMeta&createTimeISO|webVideoUrl&authorMeta&collectCount|webVideoUrl&authorMeta.fans&isAd",
    .roots = "[]|",
    .sources = apify_json_sources};

const Format drawrowfly_json{
    .id = "drawrowfly-json",
    .label = "drawrowfly tiktok-scraper (JSON)",
    .shape = Shape::json,
    .kind = RecordKind::post,
    .needs = "webVideoUrl&authorMeta",
    .roots = "collector[]|[]|",
    .sources = apify_json_sources,
    .origin =
        "An object whose collector holds the posts, or the array itself; follower counts only in user feeds."};

const Format drawrowfly_csv{
    .id = "drawrowfly-csv",
    .label = "drawrowfly tiktok-scraper (CSV)",
    .shape = Shape::csv,
    .kind = RecordKind::post,
    .needs = "authormeta.name&hashtags&diggcount|authormeta/name&hashtags&diggcount",
    .roots = "",
    .sources = apify_csv_sources,
    .origin =
        "Flattened with dots; lists stay JSON text in a cell, so hashtags are taken from the caption."};

const Format apify_older{.id = "apify-older",
                         .label = "Apify TikTok scraper, older actor",
                         .shape = Shape::json,
                         .kind = RecordKind::post,
                         .needs = "userName&uploadDate|userName&userTotalLikes",
                         .roots = "[]|",
                         .sources = apify_older_sources,
                         .origin = "Counts are text with suffixes, rounded to a few digits."};

const Format apify_channel{.id = "apify-channel",
                           .label = "Apify TikTok actor with channels",
                           .shape = Shape::json,
                           .kind = RecordKind::post,
                           .needs = "channel.username&views|channel.username&uploadedAt",
                           .roots = "[]|",
                           .sources = apify_channel_sources};

}  // namespace tiktok_kpi
