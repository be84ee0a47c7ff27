#include "report/creator_comparisons.hpp"

#include <algorithm>
#include <array>

#include "report/interval_columns.hpp"
#include "report/metric_columns.hpp"

namespace tiktok_kpi {
namespace {

/// Days of one account among all days.
std::span<const DailyFacts> days_of(const std::vector<DailyFacts>& daily, std::uint32_t creator) {
  const auto [first, last] = std::ranges::equal_range(daily, creator, {}, &DailyFacts::creator);
  return {first, last};
}

}  // namespace

NewestRequest comparison_request(const ReportContext& context) {
  NewestRequest request;
  request.rate = engagement_rate(context);
  request.counts = true;
  request.lift = context.table.where.empty();
  return request;
}

const CreatorComparison* CreatorComparisons::of(std::uint32_t creator) const {
  const auto found = std::ranges::find(creators, creator, &CreatorComparison::creator);
  return found != creators.end() ? &*found : nullptr;
}

std::vector<const Group*> most_viewed(const Answers& answers, std::vector<const Group*> groups,
                                      std::size_t most) {
  constexpr std::array<std::string_view, 1> views{"total_views"};
  MetricColumns columns(answers.context, views, {});
  const Aggregates& shape = answers.aggregates.at(Grouping::creator);
  std::vector<std::pair<Quantity, const Group*>> keyed;
  keyed.reserve(groups.size());
  for (const Group* group : groups) keyed.emplace_back(columns.value(0, *group, shape), group);
  const auto before = [](const auto& a, const auto& b) {
    if (a.first.known() != b.first.known()) return a.first.known();
    const int order = Quantity::compare(a.first, b.first);
    return order != 0 ? order > 0 : a.second->id < b.second->id;
  };
  most = std::min(most, keyed.size());
  std::ranges::partial_sort(keyed, keyed.begin() + static_cast<std::ptrdiff_t>(most), before);
  groups.clear();
  for (std::size_t i = 0; i < most; ++i) groups.push_back(keyed[i].second);
  return groups;
}

std::vector<const Group*> most_viewed(const Answers& answers, std::size_t most) {
  std::vector<const Group*> groups;
  for (const Group& group : answers.aggregates.at(Grouping::creator).groups)
    groups.push_back(&group);
  return most_viewed(answers, std::move(groups), most);
}

std::vector<NewestPosts> newest_posts_of(const Answers& answers,
                                         const std::vector<const Group*>& groups,
                                         NewestRequest request) {
  request.rows.assign(answers.store.creators().size(), NewestRequest::none);
  request.size = groups.size();
  for (std::size_t i = 0; i < groups.size(); ++i)
    request.rows[groups[i]->id] = static_cast<std::uint32_t>(i);
  return newest_posts(answers.store, answers.select, SponsorRules(answers.campaign()), answers.zone,
                      request, answers.threads);
}

Request needs_of_comparisons(const ReportContext& context) {
  constexpr std::array<std::string_view, 1> views{"total_views"};
  Request request = MetricColumns(context, views, {}).needs();
  request.groupings = {Grouping::creator};
  request.kept = comparison_request(context).fields();
  return request;
}

const CreatorComparisons& compare_creators(Answers& answers,
                                           const std::vector<const Group*>& groups) {
  const std::vector<const Group*> first = most_viewed(answers, groups, most_interval_rows);
  const NewestRequest request = comparison_request(answers.context);
  const std::vector<NewestPosts> posts = newest_posts_of(answers, first, request);
  const Settings& settings = answers.settings();
  const auto intervals = rate_intervals(posts, settings.confidence, answers.threads);
  const auto ranks = rank_ranges(intervals);
  std::vector<LiftSamples> samples;
  for (const NewestPosts& row : posts) samples.push_back(lift_samples(row));
  std::vector<Lift> lifts = analyze_lift(samples, settings);
  auto made = std::make_shared<CreatorComparisons>();
  made->lift_asked = request.lift;
  made->interval_note = interval_note(intervals, posts, settings);
  for (std::size_t i = 0; i < first.size(); ++i)
    made->creators.push_back({first[i]->id, intervals[i], ranks[i], std::move(lifts[i]),
                              post_outliers(posts[i]),
                              follower_spike(days_of(answers.store.daily(), first[i]->id))});
  answers.comparisons = std::move(made);
  return *answers.comparisons;
}

const CreatorComparisons& creator_comparisons(Answers& answers) {
  if (answers.comparisons) return *answers.comparisons;
  return compare_creators(answers, most_viewed(answers, usual_creators));
}

}  // namespace tiktok_kpi
