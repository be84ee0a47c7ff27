#pragma once
// A vendor's rate beside ours, and the difference in parts: what the interactions counted, the
// denominator, the way posts become one rate, and the choice of posts make of it. The definition is
// changed in that order, one at a time, so that the parts add up to the difference.
#include <optional>
#include <vector>

#include "metrics/lenses.hpp"
#include "report/answers.hpp"
#include "report/group_table.hpp"

namespace tiktok_kpi {

struct LensFigures {
  Quantity ours, by_set, by_denominator, by_aggregation, by_window, theirs;
  std::uint64_t posts_used = 0;  ///< behind the vendor's rate
  std::uint64_t posts_left_out = 0;
};

/// What the rates of all steps need of the rows.
[[nodiscard]] Request needs_of_lens(const ReportContext& context, const Lens& lens);

/// The rates of groups of posts. Reads the posts once or twice more for a vendor that looks at the
/// newest ones only.
class LensTable {
 public:
  LensTable(Answers& answers, const Lens& lens);

  [[nodiscard]] LensFigures total();
  /// Nothing for an account without posts that count.
  [[nodiscard]] std::optional<LensFigures> of_creator(std::uint32_t creator);

 private:
  [[nodiscard]] LensFigures figures(Aggregates& shape, std::size_t at, const Evaluated* newest);

  Answers& answers_;
  std::vector<PostMetric> steps_;  ///< ours, then one change after the other
  std::optional<Evaluated> newest_total_;
  std::vector<std::optional<Evaluated>> newest_;  ///< by creator
};

/// The vendor of --as when it looks at the newest posts only, so that its rate is no metric over
/// posts; else nullptr.
[[nodiscard]] const Lens* lens_of_newest(const ReportContext& context);
/// That vendor's rate as one more leading column of a table of creators.
void add_newest_lens(Answers& answers, GroupTableSpec& spec);

/// Table "headline.lens": all posts, then every creator; nothing when --as is not given.
void add_lens(Answers& answers, Section& section);

}  // namespace tiktok_kpi
