#pragma once
// What a creator's posts usually reach: the median views of the posts before one.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// A post whose forerunners are asked for.
struct DatedPost {
  std::optional<std::uint32_t> creator;
  std::int64_t time = 0;
  CellState state = CellState::missing;  ///< of the time
};

/// For each post the median views of all earlier posts of its creator in the data, in the campaign
/// or not; nothing when there is none with views, or the post has no creator or date. A post known
/// by day only is later than what was published before that day, and earlier than what was
/// published after it. One pass over the store; 24 bytes a post of the creators asked for.
[[nodiscard]] std::vector<std::optional<Rational>> median_views_before(
    const Answers& answers, std::span<const DatedPost> posts);

}  // namespace tiktok_kpi
