// One row per publish day. Account series (views of the day, followers) are columns of their own, never
// added to what posts published that day have gained since.
#include <algorithm>
#include <array>

#include "report/group_table.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 3> shown{"video_count", "total_views", "er_views"};
constexpr std::array<std::string_view, 2> detail{"total_interactions", "er_followers"};
constexpr std::array series{Field::account_views, Field::profile_views, Field::viewers, Field::followers};

Request needs_of_timeline(const ReportContext& context) {
  Request request = MetricColumns(context, shown, detail).needs();
  request.groupings = {Grouping::day};
  request.kept.insert(Field::posted_at);
  return request;
}

/// Sum of an account series over the accounts on one day; nothing when no account states it.
Quantity series_on(const std::vector<DailyFacts>& daily, std::int32_t day, Field field) {
  std::optional<Int128> sum;
  for (const DailyFacts& facts : daily) {
    if (facts.day != day) continue;
    const auto found = facts.values.find(field);
    if (found != facts.values.end()) sum = sum.value_or(0) + found->second;
  }
  return sum ? Quantity::count(*sum) : Quantity::missing(MissingReason::not_exported, Unit::count);
}

void build_timeline(Answers& answers, Document&, Section& section) {
  Aggregates& days = answers.aggregates.at(Grouping::day);
  std::vector<DailyFacts> daily = answers.store.daily();
  const DayRange& period = answers.campaign().period;
  std::erase_if(daily, [&](const DailyFacts& facts) { return period.given() && !period.contains(facts.day); });
  if (days.groups.empty() && daily.empty()) {
    section.absent = "no timeline: no post has a date and there is no account series (TikTok Studio Overview, business analytics)";
    return;
  }
  // Days that only the account series know are rows too, without posts.
  for (const DailyFacts& facts : daily) {
    const auto id = static_cast<std::uint32_t>(facts.day);
    const auto at = std::ranges::lower_bound(days.groups, id, {}, &Group::id);
    if (at != days.groups.end() && at->id == id) continue;
    Group empty;
    empty.id = id;
    empty.means.resize(days.means.size());
    days.groups.insert(at, std::move(empty));
  }
  MetricColumns columns(answers.context, shown, detail);
  GroupTableSpec spec{.id = "timeline", .title = "Timeline by publish day", .grouping = Grouping::day, .sort = "day:asc", .limit = answers.context.every_column ? 0U : 62U,
                      .leading = {{"day", "Day", Unit::date}}, .lead = {}, .trailing = {}, .trail = {}};
  spec.lead = [](const Group& group) -> std::vector<Quantity> { return {Quantity::exact(Rational(static_cast<std::int32_t>(group.id)), Unit::date)}; };
  for (const Field field : series) {
    const bool any = std::ranges::any_of(daily, [field](const DailyFacts& facts) { return facts.values.contains(field); });
    spec.trailing.push_back({std::string(name_of(field)), field == Field::account_views ? "Account views" : field == Field::profile_views ? "Profile views"
                                                          : field == Field::viewers ? "Viewers" : "Followers", Unit::count, -1, false, !any && !answers.context.every_column});
  }
  spec.trail = [&](const Group& group, const std::vector<Quantity>&) {
    std::vector<Quantity> values;
    for (const Field field : series) values.push_back(series_on(daily, static_cast<std::int32_t>(group.id), field));
    return values;
  };
  section.blocks.emplace_back(build_group_table(answers, columns, spec));
}

}  // namespace

const ReportSection timeline_section{"timeline", "Timeline", "one row per publish day, account series beside it", needs_of_timeline, build_timeline};

}  // namespace tiktok_kpi
