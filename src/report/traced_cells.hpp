#pragma once
// Where the numbers of one figure stand in its inputs: the last step of an explanation.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "report/answers.hpp"
#include "tiktok_kpi/core/place.hpp"

namespace tiktok_kpi {

/// A cell as it stands in its input.
struct TracedCell {
  Field field{};
  Place place;
  std::string text;  ///< without quotes and escapes
};

/// What a second, plain reading of the inputs saw of every post.
struct CellTrace {
  std::map<Place, std::vector<TracedCell>> records;  ///< by the place of the record
  /// "posts.csv:12:7" for each place, which ascend; costs a pass over the inputs.
  std::function<std::vector<std::string>(const std::vector<Place>&)> where;
};

/// The posts of one group of a figure.
struct TracedGroup {
  Grouping grouping = Grouping::total;
  std::uint32_t id = 0;
};

/// One row per selected post of the group and field of `fields`: where the cell stands, what it
/// says, and the value that was used. A post that stands in several rows has the cell of the row
/// whose value counts; a value that is not in the post's own row (followers of the account) has no
/// cell. Rows in order of input; `--limit` of them, 50 unless said.
[[nodiscard]] Table traced_cells(const Answers& answers, const CellTrace& trace,
                                 const TracedGroup& group, const FieldSet& fields);

}  // namespace tiktok_kpi
