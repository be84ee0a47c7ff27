// From the ledger to credits that add up; and the worked examples of all nine models.
#include "analysis/attribution.hpp"

#include <fstream>
#include <random>
#include <sstream>

#include "analysis/attribution_vectors.hpp"
#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;

namespace {

constexpr std::array models{AttributionModel::last_touch, AttributionModel::linear,
                            AttributionModel::time_decay, AttributionModel::position_based,
                            AttributionModel::shapley,    AttributionModel::shapley_rate,
                            AttributionModel::markov};
const std::array<Rational, 3> weights{*Rational::make(2, 5), *Rational::make(1, 5),
                                      *Rational::make(2, 5)};

CreditRules rules() { return {.shares = CreditShares(Rational(7), weights, no_channel)}; }

std::string examples() {
  std::ifstream stream(std::string(TIKTOK_KPI_SOURCE_DIR) + "/tests/vectors/attribution.json");
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Int128 cents_of(const ModelCredits& model) {
  Int128 sum = model.unattributed.minor_units;
  for (const ChannelCredit& credit : model.channels) sum += credit.minor_units;
  return sum;
}

}  // namespace

TEST_CASE("every worked example of attribution passes, in every model") {
  const auto report = run_attribution_vectors(examples(), {});
  REQUIRE(report);
  CHECK(report->results.size() == 21 * 10);
  for (const VectorResult& result : report->results) {
    INFO("entry " << result.index << " " << result.metric << ": " << result.message);
    CHECK(result.ok);
  }
}

TEST_CASE("an example that expects something else fails, and says where") {
  std::string text = examples();
  const std::string expected = R"("linear": {"conversions": {"tiktok:ana": 1})";
  const std::size_t at = text.find(expected);
  REQUIRE(at != std::string::npos);
  text.replace(at, expected.size(), R"("linear": {"conversions": {"tiktok:ana": 2})");
  const auto report = run_attribution_vectors(text, {});
  REQUIRE(report->failed == 1);
  const auto failed = std::ranges::find(report->results, false, &VectorResult::ok);
  CHECK(failed->metric == "linear");
  CHECK(failed->message == "conversions: tiktok:ana: expected 2, got 1");
}

TEST_CASE("only the models that were asked for are run; other files are left to others") {
  const std::vector<std::string> only{"markov"};
  CHECK(run_attribution_vectors(examples(), only)->results.size() == 21);
  CHECK_FALSE(run_attribution_vectors(R"([{"metric": "er_views"}])", {}));
  CHECK_FALSE(run_attribution_vectors("[]", {}));
  const auto fault = [](const char* text) {
    try {
      static_cast<void>(run_attribution_vectors(text, {}));
    } catch (const Error& error) {
      return error.diagnostic().message;
    }
    return std::string();
  };
  CHECK(fault(R"([{"journeys": []}])") == "entry 0 has no object \"settings\"");
  CHECK(fault(R"([{"journeys": [{"touches": []}], "settings": {}}])") ==
        "entry 0 has a journey without \"converted\"");
  CHECK(fault(R"([{"journeys": [{"converted": true, "converted_at": "soon"}], "settings": {}}])") ==
        "entry 0 has a time \"converted_at\" that is none");
}

TEST_CASE("ten euros of three channels: cents add up, thirds stay exact") {
  CreditLedger ledger(3, models, rules());
  const std::vector<Touch> touches{{0, 20}, {1, 10}, {2, 0}};
  ledger.add({10'000'000, {}, touches, 1});
  const auto answers = analyze_attribution(ledger, *Currency::parse("EUR"));
  const ModelCredits& linear = answers[1];
  REQUIRE(linear.model == AttributionModel::linear);
  CHECK(linear.channels[0].orders == *Rational::make(1, 3));
  CHECK(linear.channels[0].value == *Rational::make(10, 3));
  CHECK(linear.channels[0].minor_units == 334);
  CHECK(linear.channels[1].minor_units == 333);
  CHECK(linear.channels[2].minor_units == 333);
  // A yen has no parts.
  CHECK(analyze_attribution(ledger, *Currency::parse("JPY"))[1].channels[0].minor_units == 4);
}

TEST_CASE("generated orders: every model gives out the same cents, and orders to the last part") {
  std::mt19937_64 random(2);
  for (int round = 0; round < 30; ++round) {
    const std::size_t channels = 1 + random() % 16;
    CreditLedger ledger(channels, models, rules());
    for (int i = 0; i < 200; ++i) {
      std::vector<Touch> touches(random() % 6);
      std::int32_t age = 3'000'000;
      for (Touch& touch : touches) {
        age -= static_cast<std::int32_t>(random() % 700'000);
        touch = {static_cast<ChannelId>(random() % channels), age};
      }
      const bool ordered = random() % 3 == 0;
      if (ordered)
        ledger.add({static_cast<std::int64_t>(random() % 100'000'000), {}, touches, 1});
      else
        ledger.add_without_order(touches);
    }
    const auto answers = analyze_attribution(ledger, *Currency::parse("EUR"));
    const Rational total = *Rational::make(ledger.total().orders, whole_order);
    for (const ModelCredits& model : answers) {
      INFO(name_of(model.model));
      REQUIRE(model.worked_out);
      REQUIRE(cents_of(model) == cents_of(answers.front()));
      Rational sum = model.unattributed.orders;
      for (const ChannelCredit& credit : model.channels) sum = *add(sum, credit.orders);
      REQUIRE(sum == total);
    }
  }
}

TEST_CASE("a credit below zero is reported as such") {
  // Alone channel 0 always leads to an order; with 1 it never does.
  CreditLedger ledger(2, models, rules());
  const std::vector<Touch> alone{{0, 0}}, both{{0, 10}, {1, 0}};
  ledger.add({1'000'000, {}, alone, 1});
  ledger.add_without_order(both, 3);
  const auto answers = analyze_attribution(ledger, *Currency::parse("EUR"));
  // v(0) = 1, v(1) = 0, v(01) = 1/4: 5/8 and -3/8 of a rate of 1/4 are 2.5 and -1.5 orders.
  const ModelCredits& rate = answers[5];
  REQUIRE(rate.model == AttributionModel::shapley_rate);
  CHECK(rate.negative);
  CHECK(rate.channels[0].orders == *Rational::make(5, 2));
  CHECK(rate.channels[1].orders == *Rational::make(-3, 2));
  CHECK(rate.channels[0].minor_units == 250);
  CHECK(rate.channels[1].minor_units == -150);
  CHECK_FALSE(answers[6].negative);
}

TEST_CASE("with too many channels a model says that it was not worked out") {
  CreditLedger ledger(17, models, rules());
  CHECK(analyze_attribution(ledger, Currency{})[5].worked_out);  // none of them is visited
  for (ChannelId channel = 0; channel < 17; ++channel)
    ledger.add_without_order(std::vector{Touch{channel, 0}});
  const auto answers = analyze_attribution(ledger, Currency{});
  CHECK_FALSE(answers[5].worked_out);
  CHECK(answers[5].visited == 17);
  CHECK(answers[6].worked_out);
}
