// Metrics of groups: which posts take part, in every mode, and what the result says about it.
#include "metrics/post_metric.hpp"

#include "metrics/argument_posts.hpp"
#include "metrics/registry.hpp"
#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;

namespace {

PostMetric made(std::string_view text, MetricKind kind = MetricKind::ratio,
                Unit unit = Unit::ratio) {
  Diagnostic fault;
  auto result = PostMetric::make(text, kind, unit, std::nullopt, fault);
  INFO(fault.message);
  REQUIRE(result);
  return *result;
}

std::string refused(std::string_view text, MetricKind kind) {
  Diagnostic fault;
  if (PostMetric::make(text, kind, Unit::ratio, std::nullopt, fault)) return "taken";
  return fault.message + "\n" + with_caret(text, fault);
}

Evaluated run(const PostMetric& metric, std::string_view posts,
              MissingMode missing = MissingMode::strict) {
  Settings settings;
  settings.missing = missing;
  settings.currency = *Currency::parse("EUR");
  const Aggregates aggregates =
      aggregate_posts(Arguments::parse(std::string("{\"posts\": ") + std::string(posts) + "}"),
                      metric.needs(settings));
  return metric.bind(aggregates, settings).evaluate(aggregates.groups.front());
}

}  // namespace

TEST_CASE("a pooled value takes the posts where every part is known and says how many") {
  const auto rate = made("(likes + comments) / views");
  const auto result =
      run(rate, R"([{"likes": 9, "comments": 1, "views": 100}, {"likes": 40, "views": 100},
                                    {"likes": 5, "comments": 5, "views": 0}, {"likes": -1, "comments": 5, "views": 10},
                                    {"likes": 0, "comments": 10, "views": 100}])");
  CHECK(*result.value.exact_value() == *Rational::make(1, 10));
  CHECK(result.posts_used == 2);
  CHECK(result.posts_left_out == 3);
  CHECK_FALSE(result.value.lower_bound());
}

TEST_CASE("partial takes posts with some of the parts, zero reads gaps as 0") {
  const auto rate = made("(likes + comments) / views");
  const char* posts =
      R"([{"likes": 10, "comments": 10, "views": 100}, {"likes": 40, "views": 100}, {"views": 50}, {"likes": 7, "comments": 7}])";
  const auto partial = run(rate, posts, MissingMode::partial);
  CHECK(*partial.value.exact_value() == *Rational::make(60, 200));
  CHECK(partial.value.lower_bound());
  CHECK(partial.posts_used == 2);
  const auto zero = run(rate, posts, MissingMode::zero);
  CHECK(*zero.value.exact_value() == *Rational::make(60, 250));
  CHECK_FALSE(zero.value.lower_bound());
  CHECK(zero.posts_used == 3);
}

TEST_CASE("a sum wants every post; partial gives a lower bound; a negative count spoils both") {
  const auto total = made("views", MetricKind::sum, Unit::count);
  CHECK(*run(total, "[]").value.exact_value() == Rational(0));
  CHECK(run(total, R"([{"views": 5}, {}])").value.reason() == MissingReason::incomplete);
  CHECK(run(total, R"([{}, {}])").value.reason() == MissingReason::not_exported);
  const auto partial = run(total, R"([{"views": 5}, {}])", MissingMode::partial);
  CHECK(*partial.value.exact_value() == Rational(5));
  CHECK(partial.value.lower_bound());
  CHECK(run(total, R"([{}, {}])", MissingMode::partial).value.reason() ==
        MissingReason::not_exported);
  CHECK(run(total, R"([{"views": 5}, {"views": -1}])").value.reason() ==
        MissingReason::negative_count);
  CHECK(run(total, R"([{"views": 5}, {"views": -1}])", MissingMode::partial).value.reason() ==
        MissingReason::negative_count);
  CHECK(run(total, R"([{"views": 5}, {"views": -1}])", MissingMode::zero).value.reason() ==
        MissingReason::negative_count);
  CHECK(*run(total, R"([{}, {}])", MissingMode::zero).value.exact_value() == Rational(0));
}

TEST_CASE("the reason says why nothing was left") {
  const auto rate = made("likes / views");
  CHECK(run(rate, "[]").value.reason() == MissingReason::no_posts);
  CHECK(run(rate, R"([{"likes": 1}, {"likes": 2}])").value.reason() == MissingReason::not_exported);
  CHECK(run(rate, R"([{"likes": 1}, {"views": 2}])").value.reason() == MissingReason::incomplete);
  CHECK(run(rate, R"([{"likes": 1, "views": 0}])").value.reason() ==
        MissingReason::zero_denominator);
  CHECK(run(rate, R"([{"likes": -1, "views": 9}])").value.reason() ==
        MissingReason::negative_count);
}

TEST_CASE("sum() adds products per post; a bare product multiplies totals") {
  const char* posts =
      R"([{"completion_rate": 0.4, "views": 1000}, {"completion_rate": 0.1, "views": 9000}])";
  CHECK(*run(made("sum(completion_rate * views) / views"), posts).value.exact_value() ==
        *Rational::make(13, 100));
  CHECK(*run(made("completion_rate * views"), posts).value.exact_value() == Rational(5000));
  CHECK(*run(made("sum((views + 500) * 2) / posts"), posts).value.exact_value() == Rational(11000));
  CHECK(*run(made("(views + 500) * 2 / posts"), posts).value.exact_value() == Rational(10500));
  CHECK(*run(made("sum(views * views) / sum(views)"), posts).value.exact_value() == Rational(8200));
}

TEST_CASE("money is exact and carries the reporting currency") {
  const auto result = run(
      made("revenue / conversions", MetricKind::ratio, Unit::money),
      R"([{"revenue": 0.1, "conversions": 1}, {"revenue": 0.2, "conversions": 2}, {"revenue": -0.06, "conversions": 1}])");
  CHECK(*result.value.exact_value() == *Rational::make(6, 100));
  CHECK(result.value.currency().code() == "EUR");
  CHECK(result.value.unit() == Unit::money);
}

TEST_CASE("means and medians of any formula of a row") {
  const char* posts =
      R"([{"likes": 1, "comments": 1, "views": 100}, {"likes": 2, "comments": 2, "views": 100}, {"likes": 9, "views": 100},
                          {"likes": 9, "comments": 9, "views": 1000}])";
  const auto mean =
      run(made("(likes + comments * 3) / views", MetricKind::mean), posts);  // 4%, 8%, 3.6%
  CHECK(*mean.value.exact_value() == *Rational::parse("0.052"));
  CHECK(mean.posts_used == 3);
  CHECK(mean.posts_left_out == 1);
  CHECK(
      *run(made("(likes + comments * 3) / views", MetricKind::median), posts).value.exact_value() ==
      *Rational::parse("0.04"));
  CHECK(run(made("likes / views", MetricKind::mean), "[]").value.reason() ==
        MissingReason::no_posts);
}

TEST_CASE("medians over each other use the posts that have the rate") {
  const char* posts =
      R"([{"likes": 10, "views": 100}, {"likes": 30, "views": 200}, {"views": 900}, {"likes": 500, "views": 0}])";
  const auto result = run(made("likes / views", MetricKind::ratio_of_medians), posts);
  CHECK(*result.value.exact_value() == *Rational::make(20, 150));
  CHECK(result.posts_used == 2);
}

TEST_CASE("a formula that means nothing over posts is refused at its place") {
  CHECK(refused("likes / creator", MetricKind::ratio) ==
        "\"creator\" is no number that could be added up\nlikes / creator\n        ^~~~~~~");
  CHECK(
      refused("sum(likes / views)", MetricKind::ratio) ==
      "sum() takes numbers and columns joined by + - *, at most two columns multiplied\nsum(likes / views)\n^~~~~~~~~~~~~~~~~~");
  CHECK(refused("likes * views", MetricKind::sum) ==
        "a sum takes numbers and columns joined by + - *\nlikes * views\n^~~~~~~~~~~~~");
  CHECK(refused("likes / posts", MetricKind::mean) ==
        "\"posts\" is no number of one post\nlikes / posts\n        ^~~~~");
  CHECK(refused("likes not in (saves)", MetricKind::mean) ==
        "\"saves\" is no list\nlikes not in (saves)\n              ^~~~~");
  CHECK(refused("likes", MetricKind::ratio_of_medians) ==
        "a quotient of medians needs a division\nlikes\n^~~~~");
}

TEST_CASE("interactions follow the set that the settings or the metric name") {
  Settings settings;
  CHECK(define(metric("er_views"), settings).formula == "(likes + comments + shares) / views");
  CHECK(define(metric("er_followers"), settings).formula == "(likes + comments) / followers");
  CHECK(define(metric("er_followers"), settings).set == "lc");
  settings.set = InteractionSet::likes_comments_shares_saves;
  CHECK(define(metric("er_followers"), settings).formula ==
        "(likes + comments + shares + saves) / followers");
  CHECK(define(metric("er_followers"), settings).set == "lcss");
}

TEST_CASE("a definition names denominator and aggregation") {
  const Definition rate = define(metric("virality_rate"), Settings{});
  CHECK(rate.id == "share_rate");
  CHECK(rate.denominator == "views");
  CHECK(rate.aggregation == "pooled");
  CHECK(rate.set.empty());
  CHECK(define(metric("comments_per_1k_likes"), Settings{}).denominator == "likes");
  CHECK(define(metric("views_median"), Settings{}).aggregation == "median");
  CHECK(define(metric("total_views"), Settings{}).denominator.empty());
}

TEST_CASE("an unknown metric names the nearest") {
  try {
    static_cast<void>(metric("er_veiws"));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.diagnostic().code->id == "unknown-metric");
    CHECK(error.diagnostic().message == "there is no metric \"er_veiws\"");
    CHECK(error.diagnostic().hint == "did you mean er_views?");
  }
}

TEST_CASE("needs of several metrics unite, and a value can be explained") {
  Settings settings;
  Request request = needs(metric("er_views"), settings);
  request.add(needs(metric("total_views"), settings));
  request.add(needs(metric("er_views_ratio_of_medians"), settings));
  request.add(needs(metric("er_views_ratio_of_medians"), settings));
  CHECK(request.sums.size() == 4);
  CHECK(request.medians.size() == 2);
  const Aggregates aggregates = aggregate_posts(
      Arguments::parse(R"({"posts": [{"likes": 30, "comments": 15, "shares": 5, "views": 1000}]})"),
      request);
  const Group& group = aggregates.groups.front();
  CHECK(to_text(post_metric(metric("er_views")).bind(aggregates, settings).explain(group)) ==
        "0.05  (likes + comments + shares) / views\n"
        "  50  likes + comments + shares\n"
        "    30  likes\n"
        "    15  comments\n"
        "    5  shares\n"
        "  1000  views\n");
  CHECK(*evaluate(metric("er_views_ratio_of_medians"), group, aggregates, settings)
             .value.exact_value() == *Rational::make(1, 20));
}

TEST_CASE("a mean over incomplete parts is a lower bound as well") {
  const auto mean = made("(likes + comments) / views", MetricKind::mean);
  const auto partial =
      run(mean, R"([{"likes": 10, "comments": 10, "views": 100}, {"likes": 40, "views": 100}])",
          MissingMode::partial);
  CHECK(*partial.value.exact_value() == *Rational::parse("0.3"));
  CHECK(partial.value.lower_bound());
  CHECK_FALSE(run(mean, R"([{"likes": 10, "comments": 10, "views": 100}, {"views": 100}])",
                  MissingMode::partial)
                  .value.lower_bound());
}

TEST_CASE("medians that were not worked out for a group are unknown") {
  const auto median = made("likes / views", MetricKind::median);
  const Aggregates aggregates = aggregate_posts(
      Arguments::parse(R"({"posts": [{"likes": 1, "views": 2}]})"), median.needs(Settings{}));
  const Group merged = Aggregates::merge(aggregates.groups.front(), aggregates.groups.front());
  CHECK(median.bind(aggregates, Settings{}).evaluate(merged).value.reason() ==
        MissingReason::unknown);
}
