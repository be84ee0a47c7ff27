// Posts of weeks against the followers that these weeks brought.
#include "report/posting_review.hpp"

#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

/// Days of posts, `posts[k]` of them in the week after day 7 k.
std::vector<std::int32_t> days_with(const std::vector<int>& posts) {
  std::vector<std::int32_t> days;
  for (std::size_t week = 0; week < posts.size(); ++week)
    for (int i = 0; i < posts[week]; ++i)
      days.push_back(static_cast<std::int32_t>(7 * week) + 1 + i % 7);
  return days;
}

/// Followers every seventh day from day 0 on, gaining as told.
std::vector<FollowerPoint> points_with(const std::vector<int>& gains) {
  std::vector<FollowerPoint> points{{0, 1'000}};
  for (const int gain : gains)
    points.push_back({points.back().day + 7, points.back().followers + gain});
  return points;
}

}  // namespace

TEST_CASE("weeks with more posts that bring more followers correlate") {
  const WeeklyGrowth growth =
      weekly_growth(days_with({3, 5, 2, 8, 6}), points_with({100, 180, 90, 260, 300}));
  CHECK(growth.weeks == 5);
  // Ranks 2 3 1 5 4 and 2 3 1 4 5: 1 - 6 x 2 / (5 x 24).
  CHECK(growth.correlation.to_double() == Approx(0.9));
}

TEST_CASE("too short a history says nothing of growth, and none at all says so") {
  const std::vector<std::int32_t> days = days_with({3, 5, 2, 8, 6});
  const WeeklyGrowth four = weekly_growth(days, points_with({100, 180, 90, 260}));
  CHECK(four.weeks == 4);
  CHECK(four.correlation == Quantity::missing(MissingReason::incomplete, Unit::none));
  CHECK(weekly_growth(days, {}).correlation ==
        Quantity::missing(MissingReason::not_exported, Unit::none));
  CHECK(weekly_growth({}, points_with({1, 2, 3, 4, 5})).correlation ==
        Quantity::missing(MissingReason::incomplete, Unit::none));
}

TEST_CASE("a week whose end is not known and weeks outside the posts are left out") {
  std::vector<FollowerPoint> points = points_with({10, 20, 30, 40, 50, 60, 70, 80});
  const std::vector<std::int32_t> days = days_with({0, 1, 2, 3, 4, 5, 6, 0});
  CHECK(weekly_growth(days, points).weeks == 6);
  points.erase(points.begin() + 3);
  CHECK(weekly_growth(days, points).weeks == 4);
}

TEST_CASE("the same number of posts every week correlates with nothing") {
  const WeeklyGrowth growth =
      weekly_growth(days_with({2, 2, 2, 2, 2}), points_with({1, 2, 3, 4, 5}));
  CHECK(growth.correlation == Quantity::missing(MissingReason::zero_denominator, Unit::none));
}

}  // namespace tiktok_kpi
