// Answers of TikTok's own programming interfaces, saved as JSON. Fields that were not asked for are
// absent: unknown, never zero.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

constexpr Source display[] = {
    {"id", Field::post_id},
    {"share_url|embed_link", Field::url},
    {"video_description|title", Field::caption},
    {"create_time", Field::posted_at},
    {"duration", Field::duration_s},
    {"view_count", Field::views},
    {"like_count", Field::likes},
    {"comment_count", Field::comments},
    {"share_count", Field::shares},
};

constexpr Source display_user[] = {
    {"username", Field::creator, RecordKind::creator},
    {"display_name", Field::name, RecordKind::creator},
    {"follower_count", Field::followers, RecordKind::creator},
    {"following_count", Field::following, RecordKind::creator},
    {"likes_count", Field::total_likes, RecordKind::creator},
    {"video_count", Field::video_count, RecordKind::creator},
    {"is_verified", Field::verified, RecordKind::creator},
};

constexpr Source research[] = {
    {"id|video_id", Field::post_id},
    {"video_description", Field::caption},
    {"create_time", Field::posted_at},
    {"username", Field::creator},
    {"view_count", Field::views},
    {"like_count", Field::likes},
    {"comment_count", Field::comments},
    {"share_count", Field::shares},
    {"favorites_count", Field::saves},
    {"video_duration", Field::duration_s},
    {"hashtag_names[]|hashtag_info_list[].hashtag_name", Field::tags},
};

constexpr Source business[] = {
    {"item_id", Field::post_id},
    {"share_url|embed_url", Field::url},
    {"caption", Field::caption},
    {"create_time", Field::posted_at},
    {"video_views", Field::views},
    {"likes", Field::likes},
    {"comments", Field::comments},
    {"shares", Field::shares},
    {"favorites", Field::saves},
    {"reach", Field::reach},
    {"video_duration", Field::duration_s},
    {"average_time_watched", Field::avg_watch_s},
    {"full_video_watched_rate", Field::completion_rate},
    {"website_clicks", Field::clicks},
    {"is_ad", Field::sponsored},
};

constexpr Source business_account[] = {
    {"date", Field::date, RecordKind::daily},
    {"video_views", Field::account_views, RecordKind::daily},
    {"profile_views", Field::profile_views, RecordKind::daily},
    {"likes", Field::likes, RecordKind::daily},
    {"comments", Field::comments, RecordKind::daily},
    {"shares", Field::shares, RecordKind::daily},
    {"daily_total_followers|followers_count", Field::followers, RecordKind::daily},
    {"daily_new_followers", Field::new_followers, RecordKind::daily},
    {"daily_lost_followers", Field::lost_followers, RecordKind::daily},
};

constexpr std::string_view video_roots = "data.videos[]|videos[]|[]|";

}  // namespace

const Format tiktok_business_api{
    .id = "tiktok-business-api",
    .label = "TikTok Business API, videos",
    .shape = Shape::json,
    .kind = RecordKind::post,
    .needs = "item_id&video_views|item_id&create_time&share_url",
    .roots = video_roots,
    .sources = business,
    .origin =
        "Videos without activity for seven days come without the rich fields. Rates are fractions, times seconds."};

const Format tiktok_business_account{
    .id = "tiktok-business-account",
    .label = "TikTok Business API, account series",
    .shape = Shape::json,
    .kind = RecordKind::daily,
    .needs =
        "date&daily_new_followers|date&daily_total_followers|date&video_views&profile_views|date&followers_count",
    .roots = "data.metrics[]|metrics[]|[]|",
    .sources = business_account};

const Format tiktok_research_api{
    .id = "tiktok-research-api",
    .label = "TikTok Research API, videos",
    .shape = Shape::json,
    .kind = RecordKind::post,
    .needs =
        "view_count&hashtag_names|view_count&hashtag_info_list|view_count&region_code|view_count&favorites_count|view_count&video_id|"
        "view_count&username&video_description",
    .roots = video_roots,
    .sources = research,
    .origin = "Ids are JSON numbers of 64 bits. The same video may stand twice in one page."};

const Format tiktok_research_user{
    .id = "tiktok-research-user",
    .label = "TikTok account (Research or Display API)",
    .shape = Shape::json,
    .kind = RecordKind::creator,
    .needs = "follower_count&likes_count|follower_count&display_name|follower_count&video_count",
    .roots = "data.user|user|data|[]|",
    .sources = display_user,
    .origin = "The Research API names no handle: state the source's creator."};

const Format tiktok_display_api{
    .id = "tiktok-display-api",
    .label = "TikTok Display API, videos",
    .shape = Shape::json,
    .kind = RecordKind::post,
    .needs = "view_count&share_url|view_count&embed_link|view_count&like_count&create_time",
    .roots = video_roots,
    .sources = display,
    .origin =
        "Captions are cut at 150 characters, so hashtags may be lost. No saves, no reach, no watch time."};

}  // namespace tiktok_kpi
