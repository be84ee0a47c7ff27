#include "report/posting_review.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <unordered_map>

#include "metrics/samples.hpp"
#include "report/creator_comparisons.hpp"
#include "report/interval_columns.hpp"
#include "report/metric_columns.hpp"

namespace tiktok_kpi {
namespace {

NewestRequest request_of(const ReportContext& context) {
  NewestRequest request;
  request.rate = engagement_rate(context);
  request.account = true;
  return request;
}

/// Followers at the end of a day; nothing when that day is not known.
std::optional<std::int64_t> followers_on(const std::vector<FollowerPoint>& points, Day day) {
  const auto found = std::ranges::lower_bound(points, day, {}, &FollowerPoint::day);
  return found != points.end() && found->day == day ? std::optional(found->followers)
                                                    : std::nullopt;
}

}  // namespace

WeeklyGrowth weekly_growth(const std::vector<std::int32_t>& days,
                           const std::vector<FollowerPoint>& points) {
  WeeklyGrowth growth;
  growth.correlation = Quantity::missing(
      points.empty() ? MissingReason::not_exported : MissingReason::incomplete, Unit::none);
  if (points.empty() || days.empty()) return growth;
  Sample posts;
  Sample gains;
  constexpr Day week = 7;
  for (Day from = points.front().day; from + week <= points.back().day; from += week) {
    const auto before = followers_on(points, from);
    const auto after = followers_on(points, from + week);
    if (!before || !after || from + week < days.front() || from >= days.back()) continue;
    const auto first = std::ranges::upper_bound(days, from);
    const auto last = std::ranges::upper_bound(days, from + week);
    posts.emplace_back(last - first);
    gains.emplace_back(*after - *before);
  }
  growth.weeks = posts.size();
  if (growth.weeks < least_growth_weeks) return growth;
  const auto correlation = spearman(posts, gains);
  growth.correlation = correlation ? Quantity::real(*correlation, Unit::none)
                                   : Quantity::missing(MissingReason::zero_denominator, Unit::none);
  return growth;
}

const CreatorPosting& PostingReview::of(std::uint32_t creator) const {
  const auto found = std::ranges::find(creators, creator, &CreatorPosting::creator);
  assert(found != creators.end());
  return *found;
}

Request needs_of_posting_review(const ReportContext& context) {
  constexpr std::array<std::string_view, 2> shown{"video_count", "total_views"};
  Request request = MetricColumns(context, shown, {}).needs();
  request.groupings = {Grouping::creator};
  request.kept = request_of(context).fields();
  return request;
}

const PostingReview& review_posting(Answers& answers, const std::vector<const Group*>& groups) {
  const std::vector<const Group*> first = most_viewed(answers, groups, most_interval_rows);
  std::vector<PostingHabits> habits =
      analyze_posting(newest_posts_of(answers, first, request_of(answers.context)), answers.zone,
                      answers.settings());
  std::unordered_map<std::uint32_t, std::size_t> row_of;
  for (const Group* group : first) row_of.emplace(group->id, row_of.size());
  std::vector<std::uint32_t> creators;
  for (const Group* group : groups) creators.push_back(group->id);
  std::vector<PostingDays> days = posting_days(answers, creators);
  auto made = std::make_shared<PostingReview>();
  for (std::size_t i = 0; i < creators.size(); ++i) {
    CreatorPosting& posting = made->creators.emplace_back();
    posting.creator = creators[i];
    posting.days = std::move(days[i]);
    const auto row = row_of.find(posting.creator);
    if (row == row_of.end()) continue;
    posting.habits = std::move(habits[row->second]);
    posting.growth =
        weekly_growth(posting.days.all, follower_points(answers.store, posting.creator));
  }
  answers.posting = std::move(made);
  return *answers.posting;
}

const PostingReview& posting_review(Answers& answers) {
  if (answers.posting) return *answers.posting;
  return review_posting(answers, most_viewed(answers, usual_creators));
}

}  // namespace tiktok_kpi
