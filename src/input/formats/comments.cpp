// Comments in the forms they are collected in. Who wrote them is never read: no column of an author
// has a place here.
#include <array>

#include "input/formats/formats.hpp"

namespace tiktok_kpi {
namespace {

constexpr RecordKind comment = RecordKind::comment;
using F = Field;

// clang-format off
constexpr std::array research{
    Source{"id", F::comment_id, comment},
    Source{"video_id", F::post_id, comment},
    Source{"parent_comment_id", F::parent_comment_id, comment},
    Source{"text", F::text, comment},
    Source{"sentiment|label", F::sentiment, comment},
    Source{"create_time", F::commented_at, comment},
    Source{"like_count", F::likes, comment},
};

constexpr std::array scraped{
    Source{"cid", F::comment_id, comment},
    Source{"aweme_id|video_id", F::post_id, comment},
    Source{"videoWebUrl", F::url, comment},
    Source{"repliesToId", F::parent_comment_id, comment},
    Source{"text", F::text, comment},
    Source{"sentiment|label", F::sentiment, comment},
    Source{"createTimeISO|createTime|create_time", F::commented_at, comment},
    Source{"diggCount|digg_count", F::likes, comment},
};

// An account of a canonical record is the post's: other names, such as "username", are the author's.
constexpr std::array table{
    Source{"cid|comment_id|comment id", F::comment_id, comment},
    Source{"aweme_id|video_id|video id|post_id|post id", F::post_id, comment},
    Source{"videoWebUrl|video url|post url|url", F::url, comment},
    Source{"creator", F::creator, comment},
    Source{"repliesToId|parent_comment_id", F::parent_comment_id, comment},
    Source{"text|comment|komentar|comment text", F::text, comment},
    Source{"sentiment|sentimen|label", F::sentiment, comment},
    Source{"createTimeISO|createTime|create_time|commented_at|tanggal|date", F::commented_at, comment},
    Source{"diggCount|digg_count|like_count|likes", F::likes, comment},
};

constexpr std::array canonical{
    Source{"post_id", F::post_id, comment},
    Source{"creator", F::creator, comment},
    Source{"url", F::url, comment},
    Source{"likes", F::likes, comment},
    Source{"comment_id", F::comment_id, comment},
    Source{"parent_comment_id", F::parent_comment_id, comment},
    Source{"text", F::text, comment},
    Source{"sentiment", F::sentiment, comment},
    Source{"commented_at", F::commented_at, comment},
};
// clang-format on

}  // namespace

const Format research_comments{.id = "tiktok-research-comments",
                               .label = "comments from the TikTok Research API",
                               .shape = Shape::json,
                               .kind = comment,
                               .needs = "parent_comment_id&text|reply_count&text&video_id",
                               .roots = "data.comments[]|comments[]|[]|",
                               .sources = research};

const Format scraped_comments{
    .id = "scraped-comments",
    .label = "scraped comments",
    .shape = Shape::json,
    .kind = comment,
    .needs = "cid&text",
    .roots = "comments[]|[]|",
    .sources = scraped,
    .origin = "Comments of Apify's actor and of the web API. Their authors are not read."};

const Format comments_csv{
    .id = "comments-csv",
    .label = "table of comments",
    .shape = Shape::csv,
    .kind = comment,
    .needs = "cid&text|komentar|comment&sentiment|comment&label|text&sentiment|text&label&video_id",
    .roots = "",
    .sources = table,
    .origin =
        "Comments of pyktok, or kept by hand with a label of their sentiment (nama_akun;komentar;sentimen). "
        "Their authors are not read."};

const Format canonical_comments_csv{.id = "canonical-comments-csv",
                                    .label = "canonical table of comments",
                                    .shape = Shape::csv,
                                    .kind = comment,
                                    .needs = "comment_id&text|comment_id&sentiment",
                                    .roots = "",
                                    .sources = canonical,
                                    .traits = {.canonical = true}};

const Format canonical_comments_json{.id = "canonical-comments-json",
                                     .label = "canonical JSON or NDJSON, comments",
                                     .shape = Shape::json,
                                     .kind = comment,
                                     .needs = "comment_id&text|comment_id&sentiment",
                                     .roots = "[]|comments[]|",
                                     .sources = canonical,
                                     .traits = {.canonical = true}};

}  // namespace tiktok_kpi
