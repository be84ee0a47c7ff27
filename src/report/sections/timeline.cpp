// One row per publish day. Account series (views of the day, followers) are columns of their own,
// never added to what posts published that day have gained since.
#include <algorithm>
#include <array>

#include "report/group_table.hpp"
#include "report/growth.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 3> shown{"video_count", "total_views", "er_views"};
constexpr std::array<std::string_view, 2> detail{"total_interactions", "er_followers"};
constexpr std::size_t days_for_people = 62;

struct Series {
  Field field;
  std::string_view label;
};
constexpr std::array series{
    Series{Field::account_views, "account views"}, Series{Field::profile_views, "profile views"},
    Series{Field::viewers, "viewers"}, Series{Field::followers, "followers"}};

Request needs_of_timeline(const ReportContext& context) {
  Request request = MetricColumns(context, shown, detail).needs();
  request.groupings = {Grouping::day};
  request.kept.insert(Field::posted_at);
  // What a follower of the brand cost is the whole cost, commissions on orders too.
  request.commerce = !context.campaign.brand.empty() && !context.every_column;
  return request;
}

/// Sums of the account series over the accounts on one day; nothing where no account states one.
struct SeriesDay {
  std::int32_t day = 0;
  std::array<std::optional<Int128>, series.size()> sums;
};

/// Days of the period on which an account states something, ascending. O(n log n) for n daily
/// records.
std::vector<SeriesDay> series_days(const Answers& answers) {
  const DayRange& period = answers.campaign().period;
  std::vector<const DailyFacts*> facts;
  for (const DailyFacts& each : answers.store.daily())
    if (!period.given() || period.contains(each.day)) facts.push_back(&each);
  std::ranges::stable_sort(facts, {}, &DailyFacts::day);
  std::vector<SeriesDay> days;
  for (const DailyFacts* each : facts) {
    if (days.empty() || days.back().day != each->day) days.push_back({each->day, {}});
    for (std::size_t i = 0; i < series.size(); ++i)
      if (const auto found = each->values.find(series[i].field); found != each->values.end())
        days.back().sums[i] = days.back().sums[i].value_or(0) + found->second;
  }
  return days;
}

/// Days that only the account series know are rows too, without posts.
void add_days(Aggregates& aggregates, const std::vector<SeriesDay>& days) {
  const auto by_day = [](const Group& group) { return static_cast<std::int32_t>(group.id); };
  const std::size_t with_posts = aggregates.groups.size();
  for (const SeriesDay& day : days) {
    const auto end = aggregates.groups.begin() + static_cast<std::ptrdiff_t>(with_posts);
    const auto at = std::ranges::lower_bound(aggregates.groups.begin(), end, day.day, {}, by_day);
    if (at != end && by_day(*at) == day.day) continue;
    Group empty;
    empty.id = static_cast<std::uint32_t>(day.day);
    empty.means.resize(aggregates.means.size());
    aggregates.groups.push_back(std::move(empty));
  }
  std::ranges::sort(aggregates.groups, {}, by_day);
}

/// People see the newest days, without those at both ends of which nothing is known.
void choose_days_for_people(Table& table, std::size_t first_series) {
  const auto says_something = [&](const std::vector<Quantity>& row) {
    const Rational* posts = row[1].exact_value();
    if (posts != nullptr && !posts->is_zero()) return true;
    return std::ranges::any_of(row.begin() + static_cast<std::ptrdiff_t>(first_series), row.end(),
                               [](const Quantity& value) { return value.known(); });
  };
  const auto first = std::ranges::find_if(table.rows, says_something);
  const auto last = std::find_if(table.rows.rbegin(), table.rows.rend(), says_something).base();
  const auto count = static_cast<std::size_t>(std::max<std::ptrdiff_t>(last - first, 0));
  table.people_rows = std::min(count, days_for_people);
  table.people_first =
      static_cast<std::size_t>(first - table.rows.begin()) + (count - table.people_rows);
  table.total_rows = count;
}

void build_timeline(Answers& answers, Document&, Section& section) {
  Aggregates& days = answers.aggregates.at(Grouping::day);
  const std::vector<SeriesDay> known = series_days(answers);
  if (days.groups.empty() && known.empty()) {
    section.absent =
        "no timeline: no post has a date and there is no account series (TikTok Studio Overview, business analytics)";
    return;
  }
  add_days(days, known);
  MetricColumns columns(answers.context, shown, detail);
  GroupTableSpec spec{.id = "timeline",
                      .title = "Timeline by publish day",
                      .grouping = Grouping::day,
                      .sort = "day:asc",
                      .limit = 0,
                      .leading = {{"day", "day", Unit::date}},
                      .lead = {},
                      .trailing = {},
                      .trail = {}};
  spec.lead = [](const Group& group) -> std::vector<Quantity> {
    return {Quantity::exact(Rational(static_cast<std::int32_t>(group.id)), Unit::date)};
  };
  for (const Series& each : series)
    spec.trailing.push_back(
        {std::string(name_of(each.field)), std::string(each.label), Unit::count});
  spec.trail = [&](const Group& group, const std::vector<Quantity>&) {
    const auto at =
        std::ranges::lower_bound(known, static_cast<std::int32_t>(group.id), {}, &SeriesDay::day);
    const bool found = at != known.end() && at->day == static_cast<std::int32_t>(group.id);
    std::vector<Quantity> values;
    for (std::size_t i = 0; i < series.size(); ++i)
      values.push_back(found && at->sums[i]
                           ? Quantity::count(*at->sums[i])
                           : Quantity::missing(MissingReason::not_exported, Unit::count));
    return values;
  };
  Table table = build_group_table(answers, columns, spec);
  const TableOptions& options = answers.context.table;
  if (!answers.context.every_column && !options.limit && options.sort.empty())
    choose_days_for_people(table, table.columns.size() - series.size());
  section.blocks.emplace_back(std::move(table));
  // An account's followers are not of some posts, and a table command prints one table.
  if (options.chooses_posts() || answers.context.every_column) return;
  Table growth = growth_table(answers);
  if (!growth.rows.empty()) section.blocks.emplace_back(std::move(growth));
}

}  // namespace

const ReportSection timeline_section{"timeline", "Timeline by publish day",
                                     "one row per publish day, account series and growth beside it",
                                     needs_of_timeline, build_timeline};

}  // namespace tiktok_kpi
