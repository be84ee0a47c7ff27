// What the worked examples of the dictionary do not show of money: settings, currencies, unknowns.
#include "metrics/argument_posts.hpp"
#include "metrics/registry.hpp"
#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;

namespace {

Quantity value(std::string_view id, std::string_view inputs, const Settings& settings = {}) {
  return evaluate(metric(id), Arguments::parse(inputs), settings).figure;
}

Quantity sums(std::string_view id, std::vector<Argument::Member> values,
              const Settings& settings = {}) {
  return evaluate_sums(metric(id), Arguments{std::move(values)}, settings);
}

Quantity money(int amount, std::string_view currency) {
  return Quantity::money(Rational(amount), *Currency::parse(currency));
}

Rational number(const Quantity& quantity) {
  REQUIRE(quantity.exact_value() != nullptr);
  return *quantity.exact_value();
}

}  // namespace

TEST_CASE("a ratio over posts is worked out of sums at hand as well") {
  CHECK(number(sums("cvr", {{"conversions", Quantity::count(27)},
                            {"clicks", Quantity::count(450)}})) == *Rational::make(3, 50));
  CHECK(
      sums("cvr", {{"conversions", Quantity::count(3)}, {"clicks", Quantity::count(0)}}).reason() ==
      MissingReason::zero_denominator);
  CHECK_FALSE(sums("cvr", {{"clicks", Quantity::count(450)}}).known());
  CHECK(sums("cvr", {{"conversions", Quantity::count(-1)}, {"clicks", Quantity::count(9)}})
            .reason() == MissingReason::negative_count);
  const Quantity mille =
      sums("revenue_per_mille", {{"revenue", money(-50, "EUR")}, {"views", Quantity::count(1000)}});
  CHECK(number(mille) == Rational(-50));
  CHECK(mille.currency() == Currency::parse("EUR"));
}

TEST_CASE("clicks are divided by what the settings say, and the definition says so too") {
  Settings settings;
  settings.ctr_denominator = ClickBase::impressions;
  CHECK(number(value("ctr", R"({"clicks": 450, "views": 30000, "impressions": 36000})",
                     settings)) == *Rational::make(1, 80));
  CHECK(define(metric("ctr"), settings).denominator == "impressions");
  CHECK(define(metric("ctr"), Settings{}).denominator == "views");
  CHECK(define(metric("ctr"), Settings{}).formula == "clicks / views");
}

TEST_CASE("amounts of two currencies never meet") {
  CHECK(sums("roas", {{"revenue", money(10, "EUR")}, {"cost", money(5, "USD")}}).reason() ==
        MissingReason::mixed_currencies);
  CHECK(sums("cost_total", {{"fee", money(10, "EUR")}, {"agency", money(5, "USD")}}).reason() ==
        MissingReason::mixed_currencies);
  CHECK(value("net_revenue", R"({"orders": [{"subtotal": 1, "currency": "EUR"},
                                            {"subtotal": 1, "currency": "USD"}]})")
            .reason() == MissingReason::mixed_currencies);
  const Quantity cost =
      sums("cost_total", {{"fee", money(10, "EUR")}, {"agency", money(5, "EUR")}});
  CHECK(number(cost) == Rational(15));
  CHECK(cost.currency() == Currency::parse("EUR"));
  CHECK(sums("cpm", {{"cost", money(10, "JPY")}, {"views", Quantity::count(100)}}).currency() ==
        Currency::parse("JPY"));
}

TEST_CASE("a part that nobody mentions costs nothing, an unknown one makes the total unknown") {
  CHECK(number(value("cost_total", "{}")) == Rational(0));
  CHECK_FALSE(value("cost_total", R"({"fee": 5, "other": null})").known());
  CHECK(number(value("gifted_cost", R"({"units": 2, "unit_cost": 18})")) == Rational(36));
  CHECK_FALSE(value("gifted_cost", R"({"units": 2, "unit_cost": 18, "shipping": null})").known());
}

TEST_CASE("orders with an unknown part, as the missing mode has it") {
  constexpr std::string_view strict =
      R"({"orders": [{"subtotal": 100, "refunds": null}, {"subtotal": 50, "discounts": -5}]})";
  constexpr std::string_view partial =
      R"({"missing": "partial", "orders": [{"subtotal": 100, "refunds": null}, {"subtotal": 50, "discounts": -5}]})";
  constexpr std::string_view zero =
      R"({"missing": "zero", "orders": [{"subtotal": 100, "refunds": null}, {"subtotal": 50, "discounts": -5}]})";
  CHECK(value("net_revenue", strict).reason() == MissingReason::incomplete);
  CHECK(number(value("net_revenue", partial)) == Rational(45));
  CHECK(value("net_revenue", partial).lower_bound());
  CHECK(number(value("net_revenue", zero)) == Rational(145));
}

TEST_CASE("gross revenue is before refunds, and the margin of the settings counts in roi") {
  Settings settings;
  settings.revenue_basis = RevenueBasis::gross;
  settings.margin = *Rational::make(3, 5);
  CHECK(number(value("net_revenue",
                     R"({"orders": [{"subtotal": 100, "discounts": 10, "refunds": 20}]})",
                     settings)) == Rational(90));
  CHECK(number(value("roi", R"({"revenue": 1215, "cost": 661.1})", settings)) ==
        *Rational::make(679, 6611));
  CHECK(number(value("breakeven_roas", "{}", settings)) == *Rational::make(5, 3));
  CHECK_FALSE(value("roi", R"({"revenue": 1215, "cost": 661.1, "gross_margin": null})").known());
}

TEST_CASE("rates of exchange: the own currency needs none, others must be stated") {
  CHECK(number(value("fx_convert", R"({"amount": -3.5, "currency": "usd", "to": "USD"})")) ==
        *Rational::make(-7, 2));
  CHECK(value("sum_money", R"({"items": [], "to": "EUR"})").currency() == Currency::parse("EUR"));
  CHECK(value("sum_money", R"({"items": [{"amount": 1, "currency": "JPY"}], "to": "EUR"})")
            .reason() == MissingReason::no_exchange_rate);
}

TEST_CASE("shares, keys and scores at their ends") {
  CHECK(number(value("top_share", R"({"values": [1, 3], "top": 5})")) == Rational(1));
  CHECK_FALSE(value("top_share", R"({"values": [1, null]})").known());
  CHECK(
      number(value("match_key_coverage",
                   R"({"events": [{"ip": "a", "agent": "b"}, {"ip": "a"}], "key": "ip+agent"})")) ==
      *Rational::make(1, 2));
  CHECK_FALSE(value("emq", R"({"emq": 11})").known());
  CHECK(*value("rate_position", R"({"fee": 5, "low": 5, "high": 25})").label_value() == "within");
  CHECK(*value("rate_position", R"({"fee": 4.99, "low": 5, "high": null})").label_value() ==
        "below");
  CHECK_FALSE(value("rate_position", R"({"fee": 4})").known());
}

TEST_CASE("a test of one order with a rule that does not exist is refused") {
  const auto fault = [](const char* inputs) {
    try {
      static_cast<void>(value("order_credit", inputs));
    } catch (const Error& error) {
      return error.diagnostic().message;
    }
    return std::string();
  };
  CHECK(fault(R"({"ordered_at": "2024-05-30", "policy": "best"})") ==
        "\"best\" is no value of policy");
  CHECK(fault(R"({"ordered_at": "2024-05-30", "code_map": {"A": "ana", " a": "bo"}})") ==
        "the code \" a\" belongs to two creators");
  CHECK_FALSE(value("order_credit", "{}").known());
}
