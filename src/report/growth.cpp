// A count of a day is that at its end: what a window gained is the count of its last day less that
// of the day before its first.
#include "report/growth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "core/text.hpp"
#include "report/metric_columns.hpp"
#include "report/name_list.hpp"

namespace tiktok_kpi {
namespace {

/// Days of one account in the store's daily series.
std::span<const DailyFacts> days_of(const Store& store, std::uint32_t creator) {
  const auto found = std::ranges::equal_range(store.daily(), creator, {}, &DailyFacts::creator);
  return {found.begin(), found.end()};
}

/// Both ends inside.
struct Window {
  std::string_view name;
  Day from = 0, to = 0;
};

/// Sum of a field over the days from..to; nothing when one is not known.
std::optional<Int128> sum_over(std::span<const DailyFacts> days, Field field, Day from, Day to) {
  Int128 sum = 0;
  Day known = 0;
  for (const DailyFacts& day : days) {
    if (day.day < from || day.day > to) continue;
    const auto value = day.values.find(field);
    if (value == day.values.end()) return std::nullopt;
    sum += value->second;
    ++known;
  }
  return known == to - from + 1 ? std::optional(sum) : std::nullopt;
}

/// Likes, comments and shares of the account on the days of a window that state them all.
struct Engagement {
  Int128 interactions = 0;
  Day days = 0;
};
Engagement engagement_in(std::span<const DailyFacts> days, Day from, Day to) {
  constexpr std::array parts{Field::likes, Field::comments, Field::shares};
  Engagement engagement;
  for (const DailyFacts& day : days) {
    if (day.day < from || day.day > to) continue;
    Int128 sum = 0;
    const bool whole = std::ranges::all_of(parts, [&](Field part) {
      const auto value = day.values.find(part);
      if (value != day.values.end()) sum += value->second;
      return value != day.values.end();
    });
    if (!whole) continue;
    engagement.interactions += sum;
    ++engagement.days;
  }
  return engagement;
}

Quantity day_count(Day days) { return Quantity::exact(Rational(days), Unit::days); }

/// The first and last count between two days; nothing without two.
struct Ends {
  FollowerPoint first, last;
};
std::optional<Ends> ends_in(const std::vector<FollowerPoint>& points, Day from, Day to) {
  const auto first = std::ranges::lower_bound(points, from, {}, &FollowerPoint::day);
  const auto end = std::ranges::upper_bound(points, to, {}, &FollowerPoint::day);
  if (end - first < 2) return std::nullopt;
  return Ends{*first, *(end - 1)};
}

class GrowthOf {
 public:
  GrowthOf(const Answers& answers, std::string handle, bool brand)
      : answers_(answers), handle_(std::move(handle)), brand_(brand) {
    const std::uint32_t entry = answers.store.creators().find(handle_);
    if (entry == Names::none) return;
    days_ = days_of(answers.store, entry);
    points_ = follower_points(answers.store, entry);
  }

  [[nodiscard]] const std::vector<FollowerPoint>& points() const { return points_; }

  [[nodiscard]] GrowthRow row(const Window& window, std::optional<Day> campaign_start) const {
    GrowthRow row;
    row.account = handle_;
    row.brand = brand_;
    row.window = window.name;
    row.from = window.from;
    row.to = window.to;
    row.days = day_count(window.to - window.from + 1);
    const auto ends = ends_in(points_, window.from - 1, window.to);
    const auto reason = points_.empty() ? MissingReason::not_exported : MissingReason::incomplete;
    row.covered_days = day_count(ends ? ends->last.day - ends->first.day : 0);
    const auto followers = [&](std::int64_t FollowerPoint::*count, bool last) {
      return ends ? Quantity::count((last ? ends->last : ends->first).*count)
                  : Quantity::missing(reason, Unit::count);
    };
    row.start = followers(&FollowerPoint::followers, false);
    row.end = followers(&FollowerPoint::followers, true);
    add_usual(row, campaign_start);
    const auto call_growth = [&](std::string_view id, Unit unit) {
      return ends ? call(id,
                         {{"start", row.start},
                          {"end", row.end},
                          {"days", Quantity::count(ends->last.day - ends->first.day)},
                          {"baseline_per_day", row.usual_per_day}},
                         answers_.settings())
                  : Quantity::missing(reason, unit);
    };
    row.gain = call_growth("follower_growth_abs", Unit::count);
    row.rate = call_growth("follower_growth_rate", Unit::ratio);
    row.daily = call_growth("follower_growth_daily", Unit::ratio);
    row.excess = row.usual_per_day.known() || !ends
                     ? call_growth("follower_growth_excess", Unit::count)
                     : Quantity::missing(row.usual_per_day.reason(), Unit::count);
    row.follow_rate = Quantity::missing(MissingReason::not_exported, Unit::ratio);
    if (ends) {
      const auto views = sum_over(days_, Field::account_views, ends->first.day + 1, ends->last.day);
      const auto fresh = sum_over(days_, Field::new_followers, ends->first.day + 1, ends->last.day);
      if (views)
        row.follow_rate = call("follow_rate",
                               {{"new_followers", fresh ? Quantity::count(*fresh) : row.gain},
                                {"views", Quantity::count(*views)}},
                               answers_.settings());
    }
    return row;
  }

  void add_retention(const Window& during, const Window& after, GrowthRow& row) const {
    const Engagement before = engagement_in(days_, during.from, during.to);
    const Engagement later = engagement_in(days_, after.from, after.to);
    row.interactions_during = Quantity::count(before.interactions);
    row.days_during = Quantity::count(before.days);
    row.interactions_after = Quantity::count(later.interactions);
    row.days_after = Quantity::count(later.days);
    row.retention = before.days == 0 || later.days == 0
                        ? Quantity::missing(MissingReason::not_exported, Unit::ratio)
                        : call("engagement_retention",
                               {{"after", row.interactions_after},
                                {"after_days", row.days_after},
                                {"during", row.interactions_during},
                                {"during_days", row.days_during}},
                               answers_.settings());
  }

 private:
  void add_usual(GrowthRow& row, std::optional<Day> campaign_start) const {
    row.usual_per_day = Quantity::missing(
        points_.empty() ? MissingReason::not_exported : MissingReason::incomplete, Unit::per_day);
    row.usual_days = day_count(0);
    if (!campaign_start) return;
    const auto usual = ends_in(points_, *campaign_start - 1 - most_usual_days, *campaign_start - 1);
    if (!usual) return;
    const Day days = usual->last.day - usual->first.day;
    row.usual_days = day_count(days);
    if (days < fewest_usual_days) return;
    if (const auto gain =
            Rational::make(Int128{usual->last.followers} - usual->first.followers, days))
      row.usual_per_day = Quantity::exact(*gain, Unit::per_day);
  }

  const Answers& answers_;
  std::string handle_;
  bool brand_;
  std::span<const DailyFacts> days_;
  std::vector<FollowerPoint> points_;
};

/// Whose growth is asked: handles, the brand first.
std::vector<std::pair<std::string, bool>> accounts_of(const Answers& answers) {
  const Campaign& campaign = answers.campaign();
  const GrowthSubject subject = answers.settings().subject;
  std::vector<std::pair<std::string, bool>> accounts;
  const std::string brand = normal_handle(campaign.brand);
  if (!brand.empty() && subject != GrowthSubject::creator) accounts.emplace_back(brand, true);
  if (subject == GrowthSubject::brand) return accounts;
  for (const CampaignCreator& creator : campaign.creators)
    if (creator.handle != brand) accounts.emplace_back(creator.handle, false);
  if (!campaign.creators.empty()) return accounts;
  const Names& names = answers.store.creators();
  for (std::uint32_t entry = 0; entry < names.size(); ++entry) {
    std::string handle(names.key(entry));
    if (handle != brand && follower_points(answers.store, entry).size() > 1)
      accounts.emplace_back(std::move(handle), false);
  }
  std::ranges::sort(accounts, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second : a.first < b.first;
  });
  return accounts;
}

}  // namespace

std::vector<FollowerPoint> follower_points(const Store& store, std::uint32_t creator) {
  std::map<Day, std::int64_t> days;
  for (const DailyFacts& day : days_of(store, creator))
    if (const auto value = day.values.find(Field::followers); value != day.values.end())
      days.emplace(day.day, value->second);
  for (const DatedFollowers& record : store.dated_followers(creator))
    days.emplace(record.day, record.followers);
  std::vector<FollowerPoint> points;
  points.reserve(days.size());
  for (const auto& [day, followers] : days) points.push_back({day, followers});
  return points;
}

std::vector<GrowthRow> follower_growth(const Answers& answers) {
  const DayRange& period = answers.campaign().period;
  std::vector<GrowthRow> rows;
  for (const auto& [handle, brand] : accounts_of(answers)) {
    const GrowthOf growth(answers, handle, brand);
    if (!period.from || !period.to) {
      const auto& points = growth.points();
      if (points.size() < 2) continue;
      const Day from = period.from.value_or(points.front().day + 1);
      const Day to = period.to.value_or(points.back().day);
      if (from <= to) rows.push_back(growth.row({"all days", from, to}, period.from));
      continue;
    }
    const Window during{"during", *period.from, *period.to};
    const Window after{"after", *period.to + 1, *period.to + days_after};
    rows.push_back(growth.row(during, period.from));
    if (brand && rows.back().gain.known() && answers.money.any_cost) {
      Settings settings = answers.settings();
      settings.currency = answers.money.currency;
      rows.back().cost = answers.money.total.cost;
      rows.back().cost_per_follower =
          call("cost_per_follower",
               {{"cost", rows.back().cost}, {"start", rows.back().start}, {"end", rows.back().end}},
               settings);
    }
    rows.push_back(growth.row(after, period.from));
    growth.add_retention(during, after, rows.back());
  }
  return rows;
}

Table growth_table(Answers& answers) {
  const bool hidden = !answers.context.every_column;
  Table table;
  table.id = "growth";
  table.title = "Growth of followers";
  table.columns = {
      {"account", "account", Unit::text},
      {"window", "window", Unit::text},
      {.id = "subject", .label = "subject", .unit = Unit::text, .detail = hidden},
      {.id = "from", .label = "from", .unit = Unit::date, .detail = hidden},
      {.id = "to", .label = "to", .unit = Unit::date, .detail = hidden},
      {"covered_days", "known", Unit::days},
      {"window_days", "of", Unit::days},
      {.id = "followers_start", .label = "before", .unit = Unit::count, .detail = hidden},
      {.id = "followers_end", .label = "followers", .unit = Unit::count, .detail = hidden},
      {.id = "follower_growth_abs", .label = "gained", .unit = Unit::count, .trend = true},
      {.id = "follower_growth_rate", .label = "growth", .unit = Unit::ratio, .trend = true},
      {.id = "follower_growth_daily",
       .label = "growth a day",
       .unit = Unit::ratio,
       .detail = hidden},
      {.id = "follower_growth_excess",
       .label = "above usual",
       .unit = Unit::count,
       .digits = 0,
       .trend = true},
      {.id = "usual_gain_per_day",
       .label = "usual a day",
       .unit = Unit::per_day,
       .digits = 1,
       .detail = hidden},
      {.id = "usual_days", .label = "usual days", .unit = Unit::days, .detail = hidden},
      {.id = "engagement_retention", .label = "engagement kept", .unit = Unit::ratio},
      {.id = "follow_rate", .label = "followers a view", .unit = Unit::ratio, .digits = 2},
      {.id = "cost_per_follower", .label = "cost a follower", .unit = Unit::money}};
  const auto day = [](std::optional<Day> of) {
    return of ? Quantity::exact(Rational(*of), Unit::date)
              : Quantity::missing(MissingReason::unknown, Unit::date);
  };
  std::vector<std::string> silent;
  const std::vector<GrowthRow> rows = follower_growth(answers);
  for (const GrowthRow& row : rows) {
    if (!row.start.known() && row.start.reason() == MissingReason::not_exported &&
        (silent.empty() || silent.back() != "@" + row.account))
      silent.push_back("@" + row.account);
    table.rows.push_back(
        {Quantity::label("@" + row.account), Quantity::label(std::string(row.window)),
         Quantity::label(row.brand ? "brand" : "creator"), day(row.from), day(row.to),
         row.covered_days, row.days, row.start, row.end, row.gain, row.rate, row.daily, row.excess,
         row.usual_per_day, row.usual_days, row.retention, row.follow_rate, row.cost_per_follower});
  }
  const auto is_silent = [](const std::vector<Quantity>& row) {
    constexpr std::size_t start = 7;
    return !row[start].known() && row[start].reason() == MissingReason::not_exported;
  };
  // Without a single count there is nothing to print; machines see each row with its reason.
  std::ranges::stable_partition(table.rows, [&](const auto& row) { return !is_silent(row); });
  table.total_rows = static_cast<std::size_t>(
      std::ranges::count_if(table.rows, [&](const auto& row) { return !is_silent(row); }));
  table.people_rows = std::min(table.total_rows, answers.context.table.rows_for_people(20));
  hide_empty_columns(table, answers.context);
  table.note = fmt::format(
      "Followers at the end of days; {} days after the campaign; usual is the mean gain of {} to {} days before it. Only days between two known counts are used.",
      days_after, fewest_usual_days, most_usual_days);
  if (!silent.empty())
    table.note += fmt::format(" No follower history of {}.", first_names(silent));
  for (const std::string_view id :
       {"follower_growth_abs", "follower_growth_rate", "follower_growth_daily",
        "follower_growth_excess", "engagement_retention", "follow_rate", "cost_per_follower"})
    define(answers, id);
  return table;
}

}  // namespace tiktok_kpi
