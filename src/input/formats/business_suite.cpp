// Web analytics of TikTok business accounts: dates with years, UTC times, saves; NAN and -- for
// unknown.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

constexpr Source overview[] = {
    {"Date", Field::date, RecordKind::daily},
    {"Video views", Field::account_views, RecordKind::daily},
    {"Reached audience", Field::reach, RecordKind::daily},
    {"Profile views", Field::profile_views, RecordKind::daily},
    {"Likes", Field::likes, RecordKind::daily},
    {"Comments", Field::comments, RecordKind::daily},
    {"Shares", Field::shares, RecordKind::daily},
    {"Net growth", Field::net_followers, RecordKind::daily},
    {"New followers", Field::new_followers, RecordKind::daily},
    {"Lost followers", Field::lost_followers, RecordKind::daily},
};

// The watch columns come with some accounts only.
constexpr Source videos[] = {
    {"Video link", Field::url},
    {"Video title", Field::caption},
    {"Post time", Field::posted_at},
    {"Video views", Field::views},
    {"Likes", Field::likes},
    {"Comments", Field::comments},
    {"Shares", Field::shares},
    {"Add to favorites", Field::saves},
    {"Reached audience", Field::reach},
    {"Average watch time", Field::avg_watch_s},
    {"Watched full video", Field::completion_rate},
};

constexpr Source audience[] = {
    {"Date", Field::date, RecordKind::daily},
    {"Total followers", Field::followers, RecordKind::daily},
    {"New followers", Field::new_followers, RecordKind::daily},
    {"Reached audience", Field::reach, RecordKind::daily},
};

}  // namespace

const Format tiktok_business_videos{
    .id = "tiktok-business-videos",
    .label = "TikTok business analytics, videos",
    .shape = Shape::csv,
    .kind = RecordKind::post,
    .needs = "video link&add to favorites|video link&post time&video views",
    .roots = "",
    .sources = videos,
    .origin = "The only analytics download with saves (Add to Favorites). Times are UTC."};

const Format tiktok_business_overview{
    .id = "tiktok-business-overview",
    .label = "TikTok business analytics, overview",
    .shape = Shape::csv,
    .kind = RecordKind::daily,
    .needs = "date&video views&reached audience",
    .roots = "",
    .sources = overview,
    .origin = "Shares stand before comments. The first day's reach is NAN: unknown, not zero."};

const Format tiktok_business_audience{
    .id = "tiktok-business-audience",
    .label = "TikTok business analytics, audience",
    .shape = Shape::csv,
    .kind = RecordKind::daily,
    .needs = "date&total followers&reached audience|date&total followers&engaged audience",
    .roots = "",
    .sources = audience,
    .origin = "Total followers may be -- in every row."};

}  // namespace tiktok_kpi
