#pragma once
// Revenue and cost that exports state for single posts, by post, hashtag and platform. They are
// shown beside the attributed ones, never added to them.
#include "report/answers.hpp"
#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

[[nodiscard]] Request needs_of_post_money(const ReportContext& context);

/// Appends "money.sold", the posts that orders name (TikTok Shop), and "money.posts",
/// "money.hashtags" and "money.platforms"; nothing when no input states revenue or cost of a post,
/// and no platforms when no input names one. A post's money counts in full for each of its
/// hashtags, and split evenly among them in `hashtag_money` and `hashtag_roi`. One pass over the
/// store for each table.
void add_post_money(Answers& answers, Section& section);

}  // namespace tiktok_kpi
