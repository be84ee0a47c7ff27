// Metrics of a campaign file: names, circles, limits.
#include "metrics/user_metrics.hpp"

#include "metrics/argument_posts.hpp"
#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

MetricSpec spec(std::string id, std::string formula, std::string unit = "ratio",
                std::string aggregation = "pooled") {
  return {std::move(id), std::move(formula), std::move(unit), std::move(aggregation), Place{0, 50}};
}

std::string fault_of(const std::vector<MetricSpec>& specs) {
  std::vector<Diagnostic> faults;
  const auto metrics = parse_user_metrics(specs, Settings{}, faults);
  CHECK(metrics.size() + faults.size() == specs.size());
  return faults.empty() ? "none" : faults.front().message;
}

}  // namespace

TEST_CASE("a metric of the campaign is worked out like one of the registry") {
  std::vector<Diagnostic> faults;
  const std::vector<MetricSpec> specs{spec("deep_rate", "(comments * 2 + shares * 3) / views"),
                                      spec("deep_mean", "deep_rate", "ratio", "mean"),
                                      spec("twice", "er_followers * 2"),
                                      spec("per_post", "total_views / posts", "count")};
  const auto metrics = parse_user_metrics(specs, Settings{}, faults);
  REQUIRE(faults.empty());
  const Arguments posts = Arguments::parse(
      R"({"posts": [{"comments": 10, "shares": 10, "likes": 10, "views": 100, "followers": 100},
                                                         {"comments": 10, "shares": 0, "likes": 0, "views": 900, "followers": 100}]})");
  const auto value = [&](std::size_t index) {
    const Aggregates aggregates = aggregate_posts(posts, metrics[index].metric.needs(Settings{}));
    return *metrics[index]
                .metric.bind(aggregates, Settings{})
                .evaluate(aggregates.groups.front())
                .value.exact_value();
  };
  CHECK(value(0) == *Rational::make(70, 1000));
  CHECK(value(1) == *Rational::parse("0.261111111111"));  // (50/100 + 20/900) / 2
  CHECK(value(2) == *Rational::make(60, 200));
  CHECK(value(3) == Rational(500));
  CHECK(metrics[0].definition.denominator == "views");
  CHECK(metrics[1].definition.aggregation == "mean");
  CHECK(metrics[2].definition.formula == "(likes + comments) / followers * 2");
}

TEST_CASE("metrics may be defined in any order but not in a circle") {
  CHECK(fault_of({spec("b", "a * 2"), spec("a", "likes / views")}) == "none");
  CHECK(fault_of({spec("a", "a + 1")}) == "metrics name each other in a circle: a -> a");
  CHECK(fault_of({spec("a", "b + 1"), spec("b", "c / 2"), spec("c", "a")}) ==
        "metrics name each other in a circle: a -> b -> c -> a");
}

TEST_CASE("names in use, odd units and unknown names are refused") {
  CHECK(fault_of({spec("views", "likes")}) == "the name \"views\" is in use already");
  CHECK(fault_of({spec("er_views", "likes")}) == "the name \"er_views\" is in use already");
  CHECK(fault_of({spec("virality_rate", "likes")}) ==
        "the name \"virality_rate\" is in use already");
  CHECK(fault_of({spec("x", "likes"), spec("x", "views")}) == "two metrics are called \"x\"");
  CHECK(fault_of({spec("x", "likes", "percent")}) == "\"percent\" is no unit");
  CHECK(fault_of({spec("x", "likes", "ratio", "total")}) == "\"total\" is no aggregation");
  std::vector<Diagnostic> faults;
  const std::vector<MetricSpec> specs{spec("x", "likes / vews")};
  CHECK(parse_user_metrics(specs, Settings{}, faults).empty());
  CHECK(faults[0].message == "there is nothing called \"vews\"");
  CHECK(faults[0].hint == "did you mean views?");
  CHECK(faults[0].place == Place{0, 58});
}

TEST_CASE("metrics that double each other end at the limit, not in memory") {
  std::vector<MetricSpec> specs{spec("m0", "likes")};
  for (int i = 1; i < 40; ++i)
    specs.push_back(spec("m" + std::to_string(i),
                         "m" + std::to_string(i - 1) + " + m" + std::to_string(i - 1)));
  CHECK(fault_of(specs) == "with \"m12\" put in the formula goes beyond 64 levels or 10,000 parts");
}
