// TikTok Studio, the creator's own analytics: one file per tab, headers in English, dates in the
// account's language and without years. Seen with a byte order mark and every cell quoted.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

constexpr Source content[] = {
    {"Video link", Field::url},      {"Video title", Field::caption},
    {"Post time", Field::posted_at}, {"Total views", Field::views},
    {"Total likes", Field::likes},   {"Total comments", Field::comments},
    {"Total shares", Field::shares},
};

constexpr Source overview[] = {
    {"Date", Field::date, RecordKind::daily},
    {"Video Views", Field::account_views, RecordKind::daily},
    {"Profile Views", Field::profile_views, RecordKind::daily},
    {"Likes", Field::likes, RecordKind::daily},
    {"Comments", Field::comments, RecordKind::daily},
    {"Shares", Field::shares, RecordKind::daily},
};

constexpr Source viewers[] = {
    {"Date", Field::date, RecordKind::daily},
    {"Total Viewers", Field::viewers, RecordKind::daily},
    {"New Viewers", Field::new_viewers, RecordKind::daily},
    {"Returning Viewers", Field::returning_viewers, RecordKind::daily},
};

constexpr std::string_view audience_advice =
    "how the audience is made up has no place in posts, creators or account series";

constexpr Source followers[] = {
    {"Date", Field::date, RecordKind::daily},
    {"Followers", Field::followers, RecordKind::daily},
};

}  // namespace

const Format tiktok_studio_content{
    .id = "tiktok-studio-content",
    .label = "TikTok Studio content",
    .shape = Shape::csv,
    .kind = RecordKind::post,
    .needs = "video link&post time&total views",
    .roots = "",
    .sources = content,
    .traits = {.year_less = true},
    .origin =
        "Only the best posts of the window, not all. Post time has no year; it comes from the id in the link."};

const Format tiktok_studio_overview{.id = "tiktok-studio-overview",
                                    .label = "TikTok Studio overview",
                                    .shape = Shape::csv,
                                    .kind = RecordKind::daily,
                                    .needs = "date&video views&profile views&likes&comments&shares",
                                    .roots = "",
                                    .sources = overview,
                                    .traits = {.year_less = true},
                                    .origin = "One row a day, in the account's zone."};

const Format tiktok_studio_viewers{
    .id = "tiktok-studio-viewers",
    .label = "TikTok Studio viewers",
    .shape = Shape::csv,
    .kind = RecordKind::daily,
    .needs = "date&total viewers&new viewers",
    .roots = "",
    .sources = viewers,
    .traits = {.year_less = true, .viewers_late = true},
    .origin =
        "Seen to run one day late against the overview: the shift is estimated and taken off."};

const Format tiktok_studio_followers{
    .id = "tiktok-studio-followers",
    .label = "TikTok Studio follower history",
    .shape = Shape::csv,
    .kind = RecordKind::daily,
    .needs = "date&followers&difference in followers from previous day",
    .roots = "",
    .sources = followers,
    .traits = {.year_less = true},
    .origin =
        "The difference column was seen to belong to this day or to the next: it is not read."};

const Format tiktok_studio_activity{
    .id = "tiktok-studio-activity",
    .label = "TikTok Studio follower activity",
    .shape = Shape::csv,
    .kind = RecordKind::daily,
    .needs = "date&hour&active followers",
    .roots = "",
    .sources = {},
    .traits = {.aside = true},
    .advice = audience_advice,
    .origin =
        "Active followers by hour of the last seven days; hours that have not come yet are 0."};

const Format tiktok_studio_gender{.id = "tiktok-studio-gender",
                                  .label = "TikTok Studio follower gender",
                                  .shape = Shape::csv,
                                  .kind = RecordKind::daily,
                                  .needs = "gender&distribution",
                                  .roots = "",
                                  .sources = {},
                                  .traits = {.aside = true},
                                  .advice = audience_advice};

const Format tiktok_studio_territories{.id = "tiktok-studio-territories",
                                       .label = "TikTok Studio follower territories",
                                       .shape = Shape::csv,
                                       .kind = RecordKind::daily,
                                       .needs = "top territories&distribution",
                                       .roots = "",
                                       .sources = {},
                                       .traits = {.aside = true},
                                       .advice = audience_advice};

}  // namespace tiktok_kpi
