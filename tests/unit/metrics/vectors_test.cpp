// The worked examples: those of the registry and those of the vector files.
#include "metrics/vectors.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "metrics/argument_posts.hpp"
#include "metrics/registry.hpp"
#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;

namespace {

std::string file(const std::string& name) {
  std::ifstream stream(std::string(TIKTOK_KPI_SOURCE_DIR) + "/" + name, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("the example of every metric gives what it says") {
  for (const Metric& each : metrics()) {
    INFO(each.id);
    const Argument got = evaluate(each, Arguments::parse(each.example_inputs), Settings{});
    std::string why;
    CHECK(matches(got, parse_json_value(each.example_expected), *Rational::parse("1e-9"), why));
    INFO(why);
    CHECK(why.empty());
  }
}

TEST_CASE("every formula test passes, none left out") {
  const auto report = run_vectors(file("tests/vectors/formulas.json"), {}, Settings{});
  CHECK(report.results.size() > 60);
  for (const VectorResult& each : report.results) {
    INFO("entry " << each.index << " " << each.metric << ": " << each.message);
    CHECK(each.ok);
  }
  CHECK(report.unknown_metrics.empty());
}

TEST_CASE("a formula test with a wrong expectation fails and says by what") {
  const auto report = run_vectors(
      R"([{"metric": "er_views", "inputs": {"likes": 1, "comments": 0, "shares": 0, "views": 4},
                                       "expected": 0.26, "tolerance": 1e-9, "note": ""}])",
      {}, Settings{});
  REQUIRE(report.results.size() == 1);
  CHECK(report.failed == 1);
  CHECK(report.results[0].message == "expected 0.26, got 0.25");
}

TEST_CASE("the tolerance is relative above 1 and absolute below") {
  const auto run = [](const char* expected, const char* tolerance) {
    const std::string text =
        std::string(
            R"([{"metric": "total_views", "inputs": {"posts": [{"views": 1000000}]}, "expected": )") +
        expected + R"(, "tolerance": )" + tolerance + "}]";
    return run_vectors(text, {}, Settings{}).ok();
  };
  CHECK(run("1000001", "1e-6"));
  CHECK_FALSE(run("1000002", "1e-6"));
  CHECK_FALSE(run("1000000.0000001", "0"));
}

TEST_CASE("null is no zero, and text no number") {
  const auto report = run_vectors(
      R"([{"metric": "total_views", "inputs": {"posts": []}, "expected": null, "tolerance": 0},
                                      {"metric": "er_views", "inputs": {}, "expected": 0, "tolerance": 1},
                                      {"metric": "total_views", "inputs": {"posts": []}, "expected": "0", "tolerance": 0}])",
      {}, Settings{});
  CHECK(report.failed == 3);
}

TEST_CASE(
    "a metric nobody knows is named and fails, unless others know it or it was not asked for") {
  const std::string text =
      R"([{"metric": "er_moon", "inputs": {"a": 2}, "expected": 2, "tolerance": 0}])";
  const auto report = run_vectors(text, {}, Settings{});
  CHECK(report.failed == 1);
  CHECK(report.unknown_metrics == std::vector<std::string>{"er_moon"});
  CHECK(report.results[0].message == "there is no metric \"er_moon\"");
  const std::vector<std::string> only{"er_views"};
  CHECK(run_vectors(text, only, Settings{}).results.empty());
  const auto others = [](std::string_view, const Arguments& inputs, const Settings&) {
    return std::optional<Argument>(inputs.figure("a"));
  };
  CHECK(run_vectors(text, {}, Settings{}, others).ok());
}

TEST_CASE("what is no formula test is refused with the entry") {
  const auto fault = [](const char* text) {
    try {
      static_cast<void>(run_vectors(text, {}, Settings{}));
    } catch (const Error& error) {
      return error.diagnostic().message;
    }
    return std::string();
  };
  CHECK(fault("{}") == "the file is no JSON list of formula tests");
  CHECK(fault("[1]") == "entry 0 is no object");
  CHECK(
      fault(
          R"([{"metric": "er_views", "inputs": {}, "expected": 1}, {"metric": "er_views", "expected": 1}])") ==
      "entry 1 has no object \"inputs\"");
  CHECK(fault(R"([{"metric": "er_views", "inputs": {"views": 1, "views": 2}, "expected": 1}])") ==
        "the key \"views\" occurs twice in one object");
  CHECK(fault("[") == "not valid JSON near byte 2");
}

TEST_CASE("numbers of a test are read as written") {
  CHECK(*Arguments::parse(R"({"a": 0.05125})").number("a") == *Rational::make(41, 800));
  CHECK(*Arguments::parse(R"({"a": 9007199254740993})").number("a") == Rational(9007199254740993));
  CHECK(to_json(parse_json_value(R"({"a": [1, 0.05125, null, true, "x"]})")) ==
        R"({"a": [1, 0.05125, null, true, "x"]})");
}
