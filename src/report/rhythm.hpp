#pragma once
// When creators publish: the days of their posts, and how posts do by hour of the week.
#include <cstdint>
#include <vector>

#include "metrics/families.hpp"
#include "report/answers.hpp"

namespace tiktok_kpi {

/// Days of one creator's posts in the report zone, ascending, one entry a post.
struct PostingDays {
  std::vector<std::int32_t> all;       ///< of every post in the data, in the campaign or not
  std::vector<std::int32_t> campaign;  ///< of those that count in this report
};

/// Of the given creators, in that order. One pass; 4 to 8 bytes a post.
[[nodiscard]] std::vector<PostingDays> posting_days(const Answers& answers,
                                                    const std::vector<std::uint32_t>& creators);

/// `best_slot` over all posts of the creators who have posts in the report, and over the posts that
/// count but name no creator; posts known by day only are left out. One pass.
[[nodiscard]] BestSlot best_slot_of(const Answers& answers);
/// What it needs of each post.
[[nodiscard]] FieldSet fields_of_best_slot(const Settings& settings);

}  // namespace tiktok_kpi
