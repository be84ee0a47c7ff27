#pragma once
// Figures of creators worth a question: far from the usual, which proves nothing.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/answers.hpp"

namespace tiktok_kpi {

struct Question {
  std::string subject;      ///< "@ana"
  std::string_view metric;  ///< er_views, comments_per_1k_likes, view_follower_ratio, followers
  Quantity value;           ///< the farthest one
  Quantity usual;           ///< median
  Quantity z;               ///< modified_z, its sign says the side
  std::size_t unusual = 0;  ///< of `of` posts or days
  std::size_t of = 0;
  Quantity day;
  std::optional<PostRef> post;  ///< the farthest one; of followers none
  std::string text;
};

/// Of the creators that are compared, the farthest first.
[[nodiscard]] std::vector<Question> questions_of(Answers& answers);
/// The same as a table; nothing without any.
[[nodiscard]] std::optional<Table> question_table(Answers& answers);

}  // namespace tiktok_kpi
