// The best hour of an account and the trend of its views: samples small enough to count by hand.
#include "analysis/posting_habits.hpp"

#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

/// An account under construction; lists stand newest first, so posts are added from the last one.
class Account {
 public:
  /// Interactions of 1000 views; `day` 0 is a Thursday.
  Account& rated(Day day, int hour, std::int64_t interactions) {
    NewestPost post = dated(day, 1'000);
    post.at = post.until = post.time += std::int64_t{hour} * 3'600;
    post.rated = true;
    post.interactions = interactions;
    return add(post);
  }
  Account& by_day(Day day, std::int64_t views) {
    NewestPost post = dated(day, views);
    post.by_day = true;
    return add(post);
  }
  [[nodiscard]] const NewestPosts& posts() const { return posts_; }

 private:
  static NewestPost dated(Day day, std::int64_t views) {
    NewestPost post;
    post.day = day;
    post.time = post.at = post.until = std::int64_t{day} * 86'400;
    post.views = views;
    return post;
  }
  Account& add(const NewestPost& post) {
    posts_.account.insert(posts_.account.begin(), post);
    return *this;
  }
  NewestPosts posts_;
};

/// `count` posts, one a day, each with `step` views more than the one before.
Account rising(int count, std::int64_t step) {
  Account account;
  for (int day = 0; day < count; ++day) account.by_day(day, 10'000 + day * step);
  return account;
}

std::vector<PostingHabits> analyze(std::initializer_list<Account> accounts) {
  std::vector<NewestPosts> posts;
  for (const Account& account : accounts) posts.push_back(account.posts());
  return analyze_posting(posts, TimeZone(), Settings{});
}

}  // namespace

TEST_CASE("views that rise by a hundred a day, the later half above all of the earlier") {
  const PostingHabits habits = analyze({rising(10, 100)}).at(0);
  CHECK(habits.slope == Quantity::exact(Rational(100), Unit::per_day));
  CHECK(habits.trend_posts == 10);
  // Of the C(10, 5) = 252 ways to choose five posts 2 are as far apart.
  CHECK(habits.trend_p == Quantity::exact(*Rational::make(1, 126), Unit::none));
  CHECK(habits.trend == ViewsTrend::rising);
  CHECK(analyze({rising(10, -100)}).at(0).trend == ViewsTrend::falling);
}

TEST_CASE("a slope is no trend where chance explains it") {
  // Three against three: 2 of 20.
  const PostingHabits six = analyze({rising(6, 100)}).at(0);
  CHECK(six.slope == Quantity::exact(Rational(100), Unit::per_day));
  CHECK(six.trend_p == Quantity::exact(*Rational::make(1, 10), Unit::none));
  CHECK(six.trend == ViewsTrend::unclear);
  // Four against four is 2 of 70; looked for in two accounts that is 4 of 70.
  CHECK(analyze({rising(8, 100)}).at(0).trend == ViewsTrend::rising);
  const std::vector<PostingHabits> two = analyze({rising(8, 100), rising(6, 0)});
  CHECK(two.at(0).trend_p == Quantity::exact(*Rational::make(2, 35), Unit::none));
  CHECK(two.at(0).trend == ViewsTrend::unclear);
  CHECK(two.at(1).slope == Quantity::exact(Rational(0), Unit::per_day));
}

TEST_CASE("four posts show no trend, and posts without views or on one day only none either") {
  const PostingHabits four = analyze({rising(4, 100)}).at(0);
  CHECK(four.slope == Quantity::missing(MissingReason::too_few_posts, Unit::per_day));
  CHECK(four.trend == ViewsTrend::too_few);
  CHECK(words_for(four.trend) == "too few posts");
  Account same_day;
  for (int i = 0; i < 8; ++i) same_day.by_day(3, 100 + i);
  CHECK(analyze({same_day}).at(0).trend == ViewsTrend::too_few);
  Account unknown = rising(4, 100);
  unknown.by_day(4, -1);
  CHECK(analyze({unknown}).at(0).trend_posts == 4);
}

TEST_CASE("the best hour is pulled towards the mean, and tested against the others") {
  Account account;
  // Thursdays at 17 h: .30 .31 .32; Fridays at 9 h: .10 .11 .12; four hours with one post each.
  for (int week = 0; week < 3; ++week) {
    account.rated(7 * week, 17, 300 + 10 * week);
    account.rated(7 * week + 1, 9, 100 + 10 * week);
  }
  for (int hour = 0; hour < 4; ++hour) account.rated(30, hour, 130 + 10 * hour);
  account.by_day(40, 5'000);
  const PostingHabits habits = analyze({account}).at(0);
  CHECK(habits.best.name == Quantity::label("Thu 17"));
  CHECK(habits.best.posts == 3);
  CHECK(habits.timed.posts == 10);
  CHECK(habits.timed.rate == *Rational::parse("0.184"));  // (.93 + .33 + .58) / 10
  // (.93 + 5 x .184) / 8
  CHECK(habits.best.rate == Quantity::exact(*Rational::parse("0.23125"), Unit::ratio));
  // 2 of the C(10, 3) = 120 labellings are as far, and two hours have three posts.
  CHECK(habits.best_p == Quantity::exact(*Rational::make(1, 30), Unit::none));
}

TEST_CASE("no hour with three posts is no best hour") {
  Account account;
  for (int day = 0; day < 6; ++day) account.rated(day, 17, 100);
  const PostingHabits habits = analyze({account}).at(0);
  CHECK(habits.best.name == Quantity::missing(MissingReason::too_few_posts, Unit::text));
  CHECK(habits.best.rate == Quantity::missing(MissingReason::too_few_posts, Unit::ratio));
  CHECK_FALSE(habits.best_p.known());
  CHECK(analyze({Account()}).at(0).best.name ==
        Quantity::missing(MissingReason::no_posts, Unit::text));
}

}  // namespace tiktok_kpi
