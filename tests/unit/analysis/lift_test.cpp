// Paid posts against usual ones, ranks that intervals allow, odd posts: samples small enough to
// work out by hand.
#include "analysis/lift.hpp"

#include "analysis/post_outliers.hpp"
#include "analysis/rank_tests.hpp"
#include "analysis/rate_intervals.hpp"
#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

Rational decimal(std::string_view text) { return *Rational::parse(text); }

Sample sample(std::initializer_list<std::string_view> values) {
  Sample result;
  for (const std::string_view value : values) result.push_back(decimal(value));
  return result;
}

/// A post of that day with interactions of 1000 views.
NewestPost post(Day day, std::int64_t interactions) {
  NewestPost made;
  made.day = day;
  made.time = made.at = made.until = std::int64_t{day} * 86'400;
  made.ref = {0, static_cast<std::uint32_t>(day)};
  made.rated = true;
  made.interactions = interactions;
  made.views = 1'000;
  return made;
}

std::optional<RateInterval> interval(std::string_view low, std::string_view high) {
  return RateInterval{decimal(low), decimal(high)};
}

}  // namespace

TEST_CASE("Three paid posts above all of five usual ones") {
  const std::vector<Lift> lifts = analyze_lift(
      {{sample({".10", ".11", ".12"}), sample({".05", ".06", ".07", ".08", ".09"})}}, Settings{});
  const Lift& lift = lifts.at(0);
  CHECK(lift.lift_rel == Quantity::exact(*Rational::make(4, 7), Unit::ratio));  // .11 / .07 - 1
  CHECK(lift.lift_abs == Quantity::exact(decimal(".04"), Unit::ratio));
  CHECK(lift.shift == Quantity::exact(decimal(".04"), Unit::ratio));
  CHECK(lift.delta == Quantity::exact(Rational(1), Unit::ratio));
  // 2 of the 56 labellings are as far from the middle.
  CHECK(lift.p == Quantity::exact(*Rational::make(1, 28), Unit::ratio));
  CHECK(lift.adjusted_p == lift.p);
  CHECK(lift.exact);
  CHECK(lift.verdict == LiftVerdict::large);
  CHECK_FALSE(lift.may_be_chance(Settings{}));
}

TEST_CASE("Fewer than five usual posts are compared, not tested") {
  const std::vector<Lift> lifts =
      analyze_lift({{sample({".3", ".3", ".3"}), sample({".1", ".2", ".1", ".2"})}}, Settings{});
  const Lift& lift = lifts.at(0);
  CHECK(lift.lift_rel == Quantity::exact(Rational(1), Unit::ratio));  // .30 / .15 - 1
  CHECK(lift.p == Quantity::missing(MissingReason::too_few_posts, Unit::ratio));
  CHECK(lift.low == Quantity::missing(MissingReason::too_few_posts, Unit::ratio));
  CHECK(words_for(lift.verdict) == "too few posts");
}

TEST_CASE("Fewer than three paid posts have no spread: compared, not tested") {
  const Sample usual = sample({".05", ".06", ".07", ".08", ".09"});
  const std::vector<Lift> lifts = analyze_lift({{sample({".14"}), usual},
                                                {sample({".14", ".14"}), usual},
                                                {sample({".1", ".2", ".3"}), usual}},
                                               Settings{});
  CHECK(lifts[0].lift_rel == Quantity::exact(Rational(1), Unit::ratio));  // .14 / .07 - 1
  for (const std::size_t few : {0U, 1U}) {
    CHECK(lifts[few].verdict == LiftVerdict::too_few);
    CHECK(lifts[few].low == Quantity::missing(MissingReason::too_few_posts, Unit::ratio));
    CHECK(lifts[few].p == Quantity::missing(MissingReason::too_few_posts, Unit::ratio));
  }
  CHECK(lifts[2].verdict == LiftVerdict::large);
  CHECK(lifts[2].adjusted_p == lifts[2].p);  // the only one tested
}

TEST_CASE("With many creators tested a difference may be chance") {
  const LiftSamples apart{sample({".10", ".11", ".12"}),
                          sample({".05", ".06", ".07", ".08", ".09"})};
  const LiftSamples alike{sample({".05", ".07", ".09"}),
                          sample({".04", ".06", ".08", ".1", ".07"})};
  const std::vector<Lift> lifts = analyze_lift({apart, alike}, Settings{});
  CHECK(lifts[0].verdict == LiftVerdict::large);
  CHECK(lifts[0].adjusted_p == Quantity::exact(*Rational::make(1, 14), Unit::ratio));  // 2 x 1/28
  CHECK(lifts[0].may_be_chance(Settings{}));
  CHECK(lifts[1].verdict == LiftVerdict::unclear);
  CHECK_FALSE(lifts[1].may_be_chance(Settings{}));
}

TEST_CASE("Real rates have an interval: their denominators are no obstacle") {
  NewestPosts posts;
  for (Day day = 0; day < 12; ++day) {
    NewestPost usual = post(day, 50'011 + 97 * day);
    usual.views = 1'000'003 + 7'919 * day;
    posts.usual.insert(posts.usual.begin(), usual);
    NewestPost paid = post(100 - 12 + day, 90'007 + 89 * day);
    paid.at = paid.until = std::int64_t{*paid.day - 10} * 86'400;
    paid.day = *paid.day - 10;
    paid.views = 999'983 + 6'007 * day;
    posts.sponsored.insert(posts.sponsored.begin(), paid);
  }
  const std::vector<Lift> lifts = analyze_lift({lift_samples(posts)}, Settings{});
  CHECK(lifts[0].usual == 12);
  CHECK(lifts[0].low.is_number());
  CHECK(lifts[0].verdict == LiftVerdict::large);
}

TEST_CASE("The baseline: usual posts of the 90 days before a paid one, the newest 30") {
  NewestPosts posts;
  posts.sponsored = {post(1'000, 100)};
  // Newest first: one on the day itself, one after it, 31 before it, one too old.
  posts.usual = {post(1'001, 1), post(1'000, 2)};
  for (Day day = 999; day > 999 - 29; --day) posts.usual.push_back(post(day, 50));
  posts.usual.push_back(post(910, 60));
  CHECK(lift_samples(posts).usual.size() == 30);
  posts.usual.push_back(post(909, 70));
  CHECK(lift_samples(posts).usual.size() == 30);
  posts.usual = {post(909, 70)};  // 91 days
  CHECK(lift_samples(posts).usual.empty());
  posts.usual = {post(910, 70)};
  CHECK(lift_samples(posts).usual == sample({".07"}));
}

TEST_CASE("What is paid work, and what is usual") {
  Campaign tracked;
  tracked.track_hashtags = {"soap"};
  tracked.creators.emplace_back();
  const SponsorRules marks(tracked);
  CHECK(marks.sponsored(PostScope::campaign, false));
  CHECK_FALSE(marks.sponsored(PostScope::usual, true));
  CHECK(marks.usual(PostScope::usual, std::nullopt));
  CHECK_FALSE(marks.usual(PostScope::usual, true));
  CHECK_FALSE(marks.usual(PostScope::campaign, false));
  const SponsorRules open{Campaign{}};
  CHECK(open.sponsored(PostScope::campaign, true));
  CHECK_FALSE(open.sponsored(PostScope::campaign, std::nullopt));
  CHECK(open.usual(PostScope::campaign, false));
  CHECK_FALSE(open.usual(PostScope::campaign, std::nullopt));
}

TEST_CASE("Rows whose intervals overlap share ranks") {
  const auto ranks = rank_ranges({interval(".08", ".10"), interval(".04", ".06"), std::nullopt,
                                  interval(".05", ".08"), interval(".01", ".02")});
  REQUIRE(ranks[0]);
  CHECK(ranks[0]->best == 1);
  CHECK(ranks[0]->worst == 2);  // touches .08
  CHECK(ranks[1]->best == 2);
  CHECK(ranks[1]->worst == 3);
  CHECK_FALSE(ranks[2]);
  CHECK(ranks[3]->best == 1);
  CHECK(ranks[3]->worst == 3);
  CHECK(ranks[4]->best == 4);
  CHECK(ranks[4]->worst == 4);
}

TEST_CASE("Equal posts leave an interval no width, and threads change none") {
  NewestPosts equal;
  NewestPosts mixed;
  for (Day day = 0; day < 300; ++day) {
    equal.counted.push_back(post(day, 50));
    mixed.counted.push_back(post(day, 20 + day % 61));
  }
  NewestPosts two;
  two.counted = {post(1, 50), post(2, 60)};
  const std::vector<NewestPosts> rows{equal, mixed, two};
  const auto one = rate_intervals(rows, .95, 1);
  CHECK(one[0]->low == decimal(".05"));
  CHECK(one[0]->high == decimal(".05"));
  CHECK(one[1]->low < one[1]->high);
  CHECK_FALSE(one[2]);
  const auto several = rate_intervals(rows, .95, 3);
  CHECK(several[1]->low == one[1]->low);
  CHECK(several[1]->high == one[1]->high);
}

TEST_CASE("p values are adjusted over those that were tested") {
  const auto missing = Quantity::missing(MissingReason::too_few_posts, Unit::none);
  const auto p = [](std::string_view value) { return Quantity::exact(decimal(value), Unit::none); };
  const auto adjusted = adjusted_p_values(
      {p(".01"), missing, p(".04"), p(".03"), Quantity::real(1e-40, Unit::none)}, Settings{});
  CHECK(adjusted[0] == p(".02"));  // .01 x 4 / 2
  CHECK(adjusted[1] == missing);
  CHECK(adjusted[2] == p(".04"));
  CHECK(adjusted[3] == p(".04"));
  CHECK(adjusted[4] == p("0"));
}

TEST_CASE("A post far from the others, and a day on which followers jumped") {
  NewestPosts posts;
  for (const std::int64_t interactions : {50, 52, 48, 51, 49, 400})
    posts.counted.push_back(post(static_cast<Day>(interactions), interactions));
  const auto odd = post_outliers(posts);
  REQUIRE(odd.size() == 1);  // comments and followers are not known
  CHECK(odd[0].measure == OutlierMeasure::engagement);
  CHECK(odd[0].posts == 6);
  CHECK(odd[0].unusual == 1);
  CHECK(odd[0].value == decimal(".4"));
  CHECK(odd[0].usual == decimal(".0505"));
  // Distances .0005 .0015 .0025 .0005 .0015 .3495: MAD .0015; .6745 x .3495 / .0015.
  CHECK(odd[0].z == decimal("157.1585"));

  std::vector<DailyFacts> days;
  std::int64_t followers = 10'000;
  for (Day day = 0; day < 20; ++day) {
    followers += day == 12 ? 900 : 10 + day % 3;
    days.push_back({0, day, {{Field::followers, followers}}});
  }
  const auto spike = follower_spike(days);
  REQUIRE(spike);
  CHECK(spike->day == 12);
  CHECK(spike->gain == 900);
  CHECK(spike->days == 19);
  CHECK(spike->spikes == 1);
  days.resize(14);
  CHECK_FALSE(follower_spike(days));  // 13 gains
}

}  // namespace tiktok_kpi
