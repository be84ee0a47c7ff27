#pragma once
// A vendor's rate beside ours, and the difference in parts: what the interactions counted, the
// denominator, the way posts become one rate, and the choice of posts make of it. The definition is
// changed in that order, one at a time, so that the parts add up to the difference. Where counts
// are missing the definitions are compared over the posts that have all of them, and what other
// posts make of either rate is a part of its own.
#include <optional>
#include <vector>

#include "metrics/lenses.hpp"
#include "report/answers.hpp"
#include "report/group_table.hpp"

namespace tiktok_kpi {

struct LensFigures {
  Quantity ours, by_posts, by_set, by_denominator, by_aggregation, by_window, theirs;
  std::uint64_t posts_used = 0;  ///< behind the vendor's rate
  std::uint64_t posts_left_out = 0;
  bool other_posts = false;  ///< not all posts of either rate are known to the steps between
};

/// What the rates of all steps need of the rows.
[[nodiscard]] Request needs_of_lens(const ReportContext& context, const Lens& lens);

/// The rates of groups of posts. Reads the posts once or twice more for a vendor that looks at the
/// newest ones only, and where counts are missing.
class LensTable {
 public:
  LensTable(Answers& answers, const Lens& lens);

  [[nodiscard]] LensFigures total();
  /// Nothing for an account without posts that count.
  [[nodiscard]] std::optional<LensFigures> of_creator(std::uint32_t creator);
  /// The rate of the vendor that looks at the newest posts only, of all or of an account.
  [[nodiscard]] Quantity rate_of_newest() const;
  [[nodiscard]] Quantity rate_of_newest(std::uint32_t creator) const;

 private:
  /// Sums of the posts that every step can use.
  struct Common {
    PostSelector select;
    Aggregates total, creators;
  };
  void find_common();
  [[nodiscard]] std::vector<Evaluated> rates_of(Aggregates& shape, std::size_t at,
                                                const PostSelector& select);
  [[nodiscard]] LensFigures figures(Aggregates& shape, std::size_t at, const Evaluated* newest);

  Answers& answers_;
  const Lens* lens_;
  std::vector<PostMetric> steps_;  ///< ours, then one change after the other
  bool common_found_ = false;
  std::optional<Common> common_;  ///< nothing when every step uses every post
  std::optional<Evaluated> newest_total_;
  std::vector<std::optional<Evaluated>> newest_;  ///< by creator
};

/// Made for the first who asks; --as must be given.
[[nodiscard]] LensTable& lens_table(Answers& answers);

/// The vendor of --as when it looks at the newest posts only, so that its rate is no metric over
/// posts; else nullptr.
[[nodiscard]] const Lens* lens_of_newest(const ReportContext& context);
/// That vendor's rate as one more leading column of a table of creators.
void add_newest_lens(Answers& answers, GroupTableSpec& spec);

/// The vendor of --as that looks at the newest posts only as a figure of the headline.
void add_newest_lens(Answers& answers, Document& document, Figures& figures);

/// Table "headline.lens": all posts, then every creator; nothing when --as is not given.
void add_lens(Answers& answers, Section& section);

}  // namespace tiktok_kpi
