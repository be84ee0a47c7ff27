#pragma once
// Which posts a table prints, found in one pass without holding more of them than are printed, and
// their figures.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "report/answers.hpp"
#include "report/post_cells.hpp"

namespace tiktok_kpi {

/// What posts are ranked by: a number of each row, or its time or day.
struct PostRank {
  enum class By : std::uint8_t { rate, time, day, nothing };
  By by = By::nothing;
  RowRate rate;  ///< for By::rate
  bool descending = true;
  [[nodiscard]] FieldSet fields() const;
};

struct RankedPosts {
  std::vector<PostRef> refs;   ///< ascending: in the order of Origin
  std::uint64_t selected = 0;  ///< posts that count, printed or not
};

/// The first `limit` posts of those that count (0, or ranked by nothing: all); posts without a
/// value stand last, of equal ones the smaller Origin wins. A heap of `limit` candidates a thread.
[[nodiscard]] RankedPosts rank_posts(const Answers& answers, const PostRank& rank,
                                     std::size_t limit);

/// Each of the posts as a group of one, in the order given, which must be ascending: its cells out
/// of `fields`, and the sums of `request`. Unpacks every chunk that they stand in once.
void visit_posts(
    const Answers& answers, const std::vector<PostRef>& refs, const Request& request,
    const FieldSet& fields,
    const std::function<void(const PostCells&, const Group&, const Aggregates&)>& visit);

}  // namespace tiktok_kpi
