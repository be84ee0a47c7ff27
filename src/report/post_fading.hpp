#pragma once
// How the views of posts that stand in several dated exports come and go: a table of its own,
// columns for tables of posts, and the answer for one post.
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/fading.hpp"
#include "report/answers.hpp"
#include "report/breakouts.hpp"

namespace tiktok_kpi {

/// Metrics that dated exports of one post give.
inline constexpr std::array<std::string_view, 4> fading_metrics{"velocity", "time_to_fraction",
                                                                "fade_day", "share_after_days"};

/// What it needs of the rows.
[[nodiscard]] Request needs_of_fading();

/// Everything missing(too_few_exports) for a post without two dated exports.
[[nodiscard]] Fading fading_of(const Answers& answers, PostRef post, const DatedPost& dated);

/// Of the posts that count those with two dated exports or more.
struct FadingPosts {
  std::vector<PostRef> fastest;  ///< most views an hour of late, ascending by reference
  std::uint64_t posts = 0;
  std::uint64_t too_early = 0;  ///< exports dated before the publication of their post
};
/// Unpacks only chunks with such posts.
[[nodiscard]] FadingPosts fastest_posts(const Answers& answers, std::size_t most);

/// Columns that show a Fading: exports, velocity, half-life, alive, fade day, late share.
[[nodiscard]] std::vector<Column> fading_columns(bool detail);
/// The cells under them.
[[nodiscard]] std::vector<Quantity> fading_cells(const Fading& fading);
/// Adds the definitions of the metrics among them.
void define_fading(Answers& answers);

/// Posts by velocity; nothing when no post has two dated exports.
[[nodiscard]] std::optional<Table> fading_table(Answers& answers);
/// What would be needed to have one.
[[nodiscard]] std::string fading_absent(const Answers& answers);

}  // namespace tiktok_kpi
