// One row per hashtag. A post with three tags stands in three rows: the rows do not add up to the
// total.
#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>

#include "analysis/newest_posts.hpp"
#include "analysis/rank_tests.hpp"
#include "report/group_table.hpp"
#include "report/interval_columns.hpp"
#include "report/sections/sections.hpp"
#include "report/share_intervals.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 3> shown{"video_count", "total_views", "er_views"};
constexpr std::array<std::string_view, 2> detail{"total_interactions", "er_views_mean"};
constexpr std::array<std::string_view, 8> every{"total_interactions", "avg_interactions_per_post",
                                                "views_mean",         "er_views_mean",
                                                "like_rate",          "comment_rate",
                                                "share_rate",         "save_rate"};

/// Of the metrics that people see only when every column is asked for.
std::span<const std::string_view> ids_of(const ReportContext& context) {
  return context.every_column ? std::span<const std::string_view>(every) : detail;
}

MetricColumns columns_of(const ReportContext& context) { return {context, shown, ids_of(context)}; }

Request needs_of_hashtags(const ReportContext& context) {
  Request request = columns_of(context).needs();
  request.groupings = {Grouping::tag, Grouping::total};
  NewestRequest newest;
  newest.grouping = Grouping::tag;
  newest.rate = engagement_rate(context);
  request.kept = newest.fields();
  return request;
}

/// What is known of a printed hashtag beyond sums.
struct TagRow {
  std::optional<RateInterval> interval;
  std::optional<RankRange> rank;
  Quantity p, adjusted_p;
};

/// What tells hashtags apart: intervals, and tests of the posts with each against those without.
class TagComparisons {
 public:
  explicit TagComparisons(const Answers& answers) : answers_(answers) {}

  void compare(const std::vector<const Group*>& groups) {
    NewestRequest request;
    request.grouping = Grouping::tag;
    request.rate = engagement_rate(answers_.context);
    request.everything = true;
    request.rows.assign(answers_.store.tags().size(), NewestRequest::none);
    for (const Group* group : most_posts_first(groups))
      request.rows[group->id] = static_cast<std::uint32_t>(request.size++);
    const std::vector<NewestPosts> posts =
        newest_posts(answers_.store, answers_.select, SponsorRules(answers_.campaign()),
                     answers_.zone, request, answers_.threads);
    const std::span tagged(posts.data(), request.size);
    const Settings& settings = answers_.settings();
    const auto intervals = rate_intervals(tagged, settings.confidence, answers_.threads);
    const auto ranks = rank_ranges(intervals);
    const std::vector<Quantity> p = tests_against_others(tagged, posts.back());
    const std::vector<Quantity> adjusted = adjusted_p_values(p, settings);
    note_ = interval_note(intervals, posts, settings);
    for (const Group* group : groups) {
      const std::uint32_t at = request.rows[group->id];
      if (at != NewestRequest::none)
        rows_[group->id] = {intervals[at], ranks[at], p[at], adjusted[at]};
    }
  }

  [[nodiscard]] std::vector<Quantity> cells(const Group& group) const {
    const auto found = rows_.find(group.id);
    const bool asked = found != rows_.end();
    std::vector<Quantity> cells = asked ? interval_cells(found->second.interval, found->second.rank)
                                        : interval_cells({}, {}, false);
    cells.push_back(asked ? found->second.adjusted_p : Quantity());
    cells.push_back(asked ? found->second.p : Quantity());
    return cells;
  }
  [[nodiscard]] const std::string& note() const { return note_; }

 private:
  static std::vector<const Group*> most_posts_first(std::vector<const Group*> groups) {
    const std::size_t most = std::min(groups.size(), most_interval_rows);
    std::ranges::partial_sort(groups, groups.begin() + static_cast<std::ptrdiff_t>(most),
                              [](const Group* a, const Group* b) {
                                return a->posts != b->posts ? a->posts > b->posts : a->id < b->id;
                              });
    groups.resize(most);
    return groups;
  }

  const Answers& answers_;
  std::unordered_map<std::uint32_t, TagRow> rows_;
  std::string note_;
};

/// hashtag_lift from the sums of the posts with the tag, and of all others.
Quantity lift_over(const Quantity& with, const Quantity& rest) {
  if (!with.is_number()) return Quantity::missing(with.reason(), Unit::ratio);
  if (!rest.is_number()) return Quantity::missing(rest.reason(), Unit::ratio);
  const auto ratio = with.exact_value() != nullptr && rest.exact_value() != nullptr
                         ? divide(*with.exact_value(), *rest.exact_value())
                         : std::nullopt;
  if (!ratio) return Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
  const auto lift = subtract(*ratio, Rational(1));
  return lift ? Quantity::exact(*lift, Unit::ratio)
              : Quantity::missing(MissingReason::overflow, Unit::ratio);
}

void build_hashtags(Answers& answers, Document&, Section& section) {
  if (answers.aggregates.at(Grouping::tag).groups.empty()) {
    section.absent = "no hashtags: none of the inputs has captions or a column of tags";
    return;
  }
  MetricColumns columns = columns_of(answers.context);
  MetricColumns others = columns_of(answers.context);
  const Aggregates& all = answers.aggregates.at(Grouping::total);
  const Aggregates& tagged = answers.aggregates.at(Grouping::tag);
  const std::size_t rate = columns.find("er_views");
  TagComparisons comparisons(answers);
  GroupTableSpec spec{.id = "hashtags",
                      .title = "Hashtags",
                      .grouping = Grouping::tag,
                      .sort = "video_count",
                      .limit = answers.context.every_column ? 0U : 15U,
                      .prepare = [&](const auto& groups) { comparisons.compare(groups); },
                      .leading = {{"hashtag", "hashtag", Unit::text}},
                      .lead = {},
                      .trailing = {{.id = "hashtag_lift",
                                    .label = "lift",
                                    .unit = Unit::ratio,
                                    .digits = 0,
                                    .trend = true}},
                      .trail = {}};
  for (Column& column : interval_columns(answers.context))
    spec.trailing.push_back(std::move(column));
  spec.trailing.push_back({.id = "adjusted_p", .label = "p", .unit = Unit::none, .digits = 3});
  spec.trailing.push_back({.id = "mann_whitney_p",
                           .label = "p, one test",
                           .digits = 3,
                           .detail = !answers.context.every_column});
  const ShareIntervals shares(answers.context, ids_of(answers.context));
  for (Column& column : shares.columns(false)) spec.trailing.push_back(std::move(column));
  spec.lead = [&](const Group& group) -> std::vector<Quantity> {
    return {Quantity::label("#" + answers.store.tags().key(group.id))};
  };
  spec.trail = [&](const Group& group, const std::vector<Quantity>& values) {
    const Group rest = Aggregates::without(all.groups.front(), all, group, tagged);
    std::vector<Quantity> cells{lift_over(values[rate], others.value(rate, rest, tagged))};
    for (Quantity& cell : comparisons.cells(group)) cells.push_back(std::move(cell));
    for (Quantity& cell : shares.cells(group, tagged)) cells.push_back(std::move(cell));
    return cells;
  };
  Table table = build_group_table(answers, columns, spec);
  if (const auto lift = std::ranges::find(table.columns, "adjusted_p", &Column::id);
      lift != table.columns.end() && !lift->detail)
    table.note =
        "p: Mann-Whitney, the posts with a hashtag against those without, adjusted for all hashtags tested.";
  if (!comparisons.note().empty())
    table.note += (table.note.empty() ? "" : " ") + comparisons.note();
  for (const std::string_view id : {"hashtag_lift", "mann_whitney", "bh_adjust"})
    define(answers, id);
  section.blocks.emplace_back(std::move(table));
}

}  // namespace

const ReportSection hashtags_section{"hashtags", "Hashtags",
                                     "one row per hashtag with rate and lift", needs_of_hashtags,
                                     build_hashtags};

}  // namespace tiktok_kpi
