// One account at a time; p values are adjusted over all of them at the end.
#include "analysis/posting_habits.hpp"

#include <algorithm>

#include "analysis/rank_tests.hpp"
#include "metrics/samples.hpp"

namespace tiktok_kpi {
namespace {

/// Of the best of several hours: as many were tried as have enough posts.
Quantity as_best_of(const Quantity& p, std::size_t tried, const Settings& settings) {
  std::vector<Quantity> all(std::max<std::size_t>(tried, 1),
                            Quantity::exact(Rational(1), Unit::none));
  all.front() = p;
  return adjusted_p_values(all, settings).front();
}

void find_best_hour(const NewestPosts& posts, const TimeZone& zone, const Settings& settings,
                    PostingHabits& habits) {
  struct Timed {
    std::size_t slot;
    Rational rate;
  };
  std::vector<Timed> timed;
  SlotRates rates;
  for (const NewestPost& post : posts.account) {
    const auto rate = rate_of(post);
    if (!rate || !post.day || post.by_day) continue;
    timed.push_back({slot_of(post.at + zone.offset_at(post.at)), *rate});
    rates.add(timed.back().slot, *rate);
  }
  habits.best = rates.best(settings);
  habits.timed = rates.all();
  habits.best_p = Quantity::missing(habits.best.name.reason(), Unit::none);
  if (!habits.best.name.known()) return;
  Sample then;
  Sample otherwise;
  for (const Timed& post : timed) {
    Sample& side = post.slot == habits.best.slot ? then : otherwise;
    if (side.size() < most_tested_posts) side.push_back(post.rate);
  }
  habits.best_p =
      as_best_of(rank_test_p(then, otherwise, 1), rates.hours_with(settings.slot_posts), settings);
}

/// Views of dated posts, the oldest first.
struct Views {
  Sample days, views;
};
Views views_of(const NewestPosts& posts) {
  Views series;
  for (const NewestPost& post : posts.account) {
    if (!post.day || post.views < 0 || series.days.size() == most_trend_posts) continue;
    series.days.emplace_back(*post.day);
    series.views.emplace_back(post.views);
  }
  std::ranges::reverse(series.days);
  std::ranges::reverse(series.views);
  return series;
}

void find_trend(const NewestPosts& posts, PostingHabits& habits) {
  const Views series = views_of(posts);
  const std::size_t count = series.views.size();
  habits.trend_posts = count;
  const auto slope =
      count >= least_trend_posts ? theil_sen(series.days, series.views) : std::nullopt;
  habits.slope = slope ? Quantity::exact(*slope, Unit::per_day)
                       : Quantity::missing(MissingReason::too_few_posts, Unit::per_day);
  habits.trend_p = Quantity::missing(MissingReason::too_few_posts, Unit::none);
  if (!slope) return;
  habits.trend = ViewsTrend::unclear;
  const auto half = static_cast<std::ptrdiff_t>(count / 2);
  habits.trend_p = rank_test_p(Sample(series.views.end() - half, series.views.end()),
                               Sample(series.views.begin(), series.views.begin() + half), 1);
}

/// Calls a trend by its name where chance does not explain it.
void name_trends(std::vector<PostingHabits>& accounts, const Settings& settings) {
  std::vector<Quantity> hours;
  std::vector<Quantity> trends;
  for (const PostingHabits& habits : accounts) {
    hours.push_back(habits.best_p);
    trends.push_back(habits.trend_p);
  }
  hours = adjusted_p_values(hours, settings);
  trends = adjusted_p_values(trends, settings);
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    PostingHabits& habits = accounts[i];
    habits.best_p = hours[i];
    habits.trend_p = trends[i];
    const Rational* slope = habits.slope.exact_value();
    if (slope == nullptr || slope->is_zero() || !habits.trend_p.is_number() ||
        habits.trend_p.to_double() > 1 - settings.confidence)
      continue;
    habits.trend = slope->is_negative() ? ViewsTrend::falling : ViewsTrend::rising;
  }
}

}  // namespace

std::string_view words_for(ViewsTrend trend) {
  switch (trend) {
    case ViewsTrend::too_few: return "too few posts";
    case ViewsTrend::unclear: return "no clear trend";
    case ViewsTrend::rising: return "rising";
    case ViewsTrend::falling: return "falling";
  }
  return "no clear trend";
}

std::vector<PostingHabits> analyze_posting(std::span<const NewestPosts> accounts,
                                           const TimeZone& zone, const Settings& settings) {
  std::vector<PostingHabits> found(accounts.size());
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    find_best_hour(accounts[i], zone, settings, found[i]);
    find_trend(accounts[i], found[i]);
  }
  name_trends(found, settings);
  return found;
}

}  // namespace tiktok_kpi
