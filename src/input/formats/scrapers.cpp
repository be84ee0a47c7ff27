// Public scrapers. They repeat the author's figures on every post: those become creator records, as
// of the export, never followers at posting time.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

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
    {"video_is_ad", Field::branded_content},
    {"author_username", Field::creator},
    {"author_username", Field::creator, RecordKind::creator},
    {"author_name", Field::name, RecordKind::creator},
    {"author_followercount", Field::followers, RecordKind::creator},
    {"author_followingcount", Field::following, RecordKind::creator},
    {"author_heartcount", Field::total_likes, RecordKind::creator},
    {"author_videocount", Field::video_count, RecordKind::creator},
};

constexpr Source pandas_sources[] = {
    {"id", Field::post_id},      {"caption", Field::caption},   {"createTime", Field::posted_at},
    {"likeCount", Field::likes}, {"shareCount", Field::shares}, {"commentCount", Field::comments},
    {"viewCount", Field::views},
};

constexpr Source course_sources[] = {
    {"video_id", Field::post_id},
    {"video_transcription_text", Field::caption},
    {"video_duration_sec", Field::duration_s},
    {"video_view_count", Field::views},
    {"video_like_count", Field::likes},
    {"video_comment_count", Field::comments},
    {"video_share_count", Field::shares},
};

constexpr Source extension_sources[] = {
    {"Description", Field::caption},
    {"Date", Field::posted_at},
    {"Plays", Field::views},
    {"Likes", Field::likes},
    {"Comments", Field::comments},
    {"Shares", Field::shares},
    {"Username", Field::creator, RecordKind::creator},
    {"Nickname", Field::name, RecordKind::creator},
    {"Follower Count", Field::followers, RecordKind::creator},
    {"Following Count", Field::following, RecordKind::creator},
    {"Heart Count", Field::total_likes, RecordKind::creator},
    {"Video Count", Field::video_count, RecordKind::creator},
};

}  // namespace

const Format pyktok_csv{
    .id = "pyktok-csv",
    .label = "pyktok (CSV)",
    .shape = Shape::csv,
    .kind = RecordKind::post,
    .needs = "video_id&video_playcount&author_username",
    .roots = "",
    .sources = pyktok_sources,
    .traits = {.local_times = true},
    .origin =
        "Times are those of the scraping machine without an offset: corrected by the post ids."};

const Format pandas_csv{.id = "pandas-csv",
                        .label = "pandas dump of scraped posts",
                        .shape = Shape::csv,
                        .kind = RecordKind::post,
                        .needs = "caption&createtime&likecount&viewcount",
                        .roots = "",
                        .sources = pandas_sources,
                        .traits = {.local_times = true},
                        .origin = "The first column is a nameless index."};

const Format course_csv{
    .id = "course-claims",
    .label = "course data set of claims and opinions",
    .shape = Shape::csv,
    .kind = RecordKind::post,
    .needs = "claim_status&video_id&video_view_count",
    .roots = "",
    .sources = course_sources,
    .origin =
        "Teaching data: ids of ten digits that carry no time, no dates, no accounts. Downloads are not saves."};

const Format extension_csv{
    .id = "extension-csv",
    .label = "browser extension export",
    .shape = Shape::csv,
    .kind = RecordKind::post,
    .needs = "date&plays&likes&comments&shares&description",
    .roots = "",
    .sources = extension_sources,
    .traits = {.sections = true, .escaped_hashes = true},
    .opens = "TikTok User Statistics",
    .origin =
        "Sections below each other: profile lines, the posts, mentions, hashtags. The comma inside a date is not quoted."};

}  // namespace tiktok_kpi
