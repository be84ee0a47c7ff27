// Plain statistics and the published benchmarks.
#include "metrics/statistics.hpp"
#include "core/fixed_decimals.hpp"

#include <cmath>
#include <fstream>
#include <sstream>

#include "metrics/argument_posts.hpp"
#include "metrics/benchmarks.hpp"
#include "metrics/families.hpp"
#include "metrics/registry.hpp"
#include "support/catch.hpp"

using namespace tiktok_kpi;

TEST_CASE("the quantile of other confidences meets the table of the normal distribution") {
  CHECK(normal_quantile(0.95) == 1.959963984540054);
  CHECK(normal_quantile(0.5) == Approx(0.6744897501960817).epsilon(1e-12));
  CHECK(normal_quantile(0.999) == Approx(3.290526731491895).epsilon(1e-12));
}

TEST_CASE("an interval of nothing, of too many and of an odd confidence does not exist") {
  CHECK_FALSE(wilson_interval(0, 0, 0.95));
  CHECK_FALSE(wilson_interval(3, 2, 0.95));
  CHECK_FALSE(wilson_interval(1, 2, 1.0));
  CHECK_FALSE(wilson_interval(1, 2, std::nan("")));
  CHECK(wilson_interval(0, 20, 0.95)->low == 0.0);
  CHECK(wilson_interval(20, 20, 0.95)->high == 1.0);
}

TEST_CASE("percentiles do not depend on order and stay exact") {
  CHECK(*percentile({Rational(4), Rational(1), Rational(3), Rational(2)}, *Rational::make(1, 4)) ==
        *Rational::make(7, 4));
  CHECK(*percentile({Rational(5)}, Rational(1)) == Rational(5));
  CHECK_FALSE(percentile({Rational(5)}, Rational(2)));
  CHECK(*median({Rational(1), Rational(2)}) == *Rational::make(3, 2));
}

TEST_CASE("a double is read as its shortest decimal before rounding") {
  CHECK(format_percent(Quantity::real(0.05125, Unit::ratio), 2) == "5.13%");
  CHECK(format_percent(Quantity::real(-0.00004, Unit::ratio), 2) == "0.00%");
  CHECK(format_percent(Quantity::missing(MissingReason::no_posts), 2) == "n/a");
}

TEST_CASE("the built-in benchmarks are those of the data file, cell by cell") {
  std::ifstream stream(std::string(TIKTOK_KPI_SOURCE_DIR) + "/data/reference/benchmarks.csv");
  std::string line;
  std::getline(stream, line);
  CHECK(
      line ==
      "id,metric,set,denominator,statistic,followers_lo,followers_hi,cut1,low,high,cut4,unit,year,publisher,title,confidence,note");
  for (const Benchmark& row : benchmarks()) {
    REQUIRE(std::getline(stream, line));
    std::string joined;
    for (const std::string_view cell :
         {row.id, row.metric, row.set, row.denominator, row.statistic, row.followers_low,
          row.followers_high, row.cut_low, row.low, row.high, row.cut_high, row.unit, row.year,
          row.publisher, row.title, row.confidence, row.note})
      joined += (joined.empty() ? "" : ",") + std::string(cell);
    CHECK(joined == line);
    CHECK_FALSE(row.publisher.empty());
    // Figures quoted in an article are cited by who quotes them.
    CHECK((!row.title.empty() || row.publisher.find("quoted") != std::string_view::npos));
  }
  CHECK_FALSE(std::getline(stream, line));
}

TEST_CASE("a band holds its lower end, not its upper one") {
  CHECK(er_views_benchmark(999) == nullptr);
  CHECK(er_views_benchmark(1'000)->id == "er-modash-2025-1");
  CHECK(er_views_benchmark(4'999)->id == "er-modash-2025-1");
  CHECK(er_views_benchmark(5'000)->id == "er-modash-2025-2");
  CHECK(er_views_benchmark(48'200)->id == "er-modash-2025-3");
  CHECK(er_views_benchmark(2'000'000'000)->id == "er-modash-2025-7");
  // Middle of 8.38 and 9.37 %.
  CHECK(*er_views_benchmark(10'000)->middle() == *Rational::parse("0.08875"));
}

TEST_CASE("potential reach in every mode") {
  const auto run = [](const char* missing) {
    const std::string text =
        std::string(R"({"missing": ")") + missing +
        R"(", "posts": [{"creator": "@Ana", "followers": 100}, {"creator": "ana", "followers": null},
      {"creator": "bo", "followers": null}, {"followers": 7}, {"followers": 7}]})";
    return evaluate(metric("potential_reach"), Arguments::parse(text), Settings{}).figure;
  };
  CHECK(run("strict").reason() == MissingReason::incomplete);
  CHECK(*run("partial").exact_value() == Rational(114));
  CHECK(run("partial").lower_bound());
  CHECK(*run("zero").exact_value() == Rational(114));
}

TEST_CASE("own tiers name what lies below them") {
  Settings settings;
  settings.tiers = {{"small", 100}, {"big", 1000}};
  CHECK(tier_of(99, settings) == "below_small");
  CHECK(tier_of(100, settings) == "small");
  CHECK(tier_of(5000, settings) == "big");
}

TEST_CASE("growth to nothing is minus one, from nothing undefined") {
  const auto run = [](const char* inputs) {
    return evaluate(metric("follower_growth_daily"), Arguments::parse(inputs), Settings{}).figure;
  };
  CHECK(run(R"({"start": 10, "end": 0, "days": 5})").to_double() == -1.0);
  CHECK(run(R"({"start": 0, "end": 5, "days": 5})").reason() == MissingReason::zero_denominator);
  CHECK(run(R"({"start": 10, "end": 5, "days": 0})").reason() == MissingReason::zero_denominator);
  CHECK(run(R"({"start": -10, "end": 5, "days": 3})").reason() == MissingReason::negative_count);
}

TEST_CASE("hashtag money under partial is a lower bound") {
  const auto run = [](const char* missing) {
    const std::string text =
        std::string(R"({"missing": ")") + missing +
        R"(", "tag": "#Glow", "posts": [{"tags": ["glow", "GLOW", "x"], "revenue": 10}, {"tags": ["glow"]}]})";
    return evaluate(metric("hashtag_money"), Arguments::parse(text), Settings{}).figure;
  };
  CHECK(run("strict").reason() == MissingReason::incomplete);
  CHECK(*run("partial").exact_value() == Rational(5));
  CHECK(run("partial").lower_bound());
}
