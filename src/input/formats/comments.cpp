// Comments in the forms they are collected in. Recognised, so that nobody takes them for posts.
#include "input/formats/formats.hpp"

namespace tiktok_kpi {

const Format research_comments{.id = "tiktok-research-comments",
                               .label = "comments from the TikTok Research API",
                               .shape = Shape::json,
                               .kind = RecordKind::comment,
                               .needs = "parent_comment_id&text|reply_count&text&video_id",
                               .roots = "data.comments[]|comments[]|[]|",
                               .sources = {},
                               .traits = {.unread = true},
                               .advice = unread_advice};

const Format scraped_comments{.id = "scraped-comments",
                              .label = "scraped comments",
                              .shape = Shape::json,
                              .kind = RecordKind::comment,
                              .needs = "cid&text",
                              .roots = "comments[]|[]|",
                              .sources = {},
                              .traits = {.unread = true},
                              .advice = unread_advice,
                              .origin = "Comments of Apify's actor and of the web API."};

const Format comments_csv{.id = "comments-csv",
                          .label = "scraped comments",
                          .shape = Shape::csv,
                          .kind = RecordKind::comment,
                          .needs = "cid&text|nama_akun&komentar",
                          .roots = "",
                          .sources = {},
                          .traits = {.unread = true},
                          .advice = unread_advice};

}  // namespace tiktok_kpi
