#pragma once
// The table beside the rhythm of creators: their best hour, the trend of their views, and whether
// more posts went with more followers.
#include "report/posting_review.hpp"

namespace tiktok_kpi {

/// The table `posting_trends`; creators stand as in the table of their rhythm.
[[nodiscard]] Table posting_trends_table(Answers& answers, const PostingReview& review,
                                         const Table& rhythm);

}  // namespace tiktok_kpi
