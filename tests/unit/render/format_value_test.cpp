// Rounding for people, exactness for machines.
#include "render/format_value.hpp"
#include "core/fixed_decimals.hpp"

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

Quantity exact(std::string_view decimal, Unit unit) {
  return Quantity::exact(*Rational::parse(decimal), unit);
}
Quantity money(std::string_view decimal, std::string_view code) {
  return Quantity::money(*Rational::parse(decimal), *Currency::parse(code));
}
Quantity fraction(Int128 top, Int128 bottom, Unit unit) {
  return Quantity::exact(*Rational::make(top, bottom), unit);
}

}  // namespace

TEST_CASE("format_percent gives the published vectors, from decimals and from doubles") {
  std::ifstream file(TIKTOK_KPI_SOURCE_DIR "/tests/vectors/formulas.json");
  int seen = 0;
  for (const auto& vector : nlohmann::json::parse(file)) {
    if (vector["metric"] != "format_percent") continue;
    ++seen;
    const auto& ratio = vector["inputs"]["ratio"];
    const int digits = vector["inputs"]["digits"];
    INFO(vector.dump());
    const Quantity missing = Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
    CHECK(format_percent(ratio.is_null() ? missing : exact(ratio.dump(), Unit::ratio), digits) ==
          vector["expected"].get<std::string>());
    CHECK(format_percent(ratio.is_null() ? missing : Quantity::real(ratio, Unit::ratio), digits) ==
          vector["expected"].get<std::string>());
  }
  CHECK(seen == 6);
}

TEST_CASE("percent moves the point without a second rounding") {
  CHECK(format_percent(exact("0.999999", Unit::ratio), 2) == "100.00%");
  CHECK(format_percent(exact("0.005", Unit::ratio), 0) == "1%");
  CHECK(format_percent(exact("0.00499", Unit::ratio), 0) == "0%");
  CHECK(format_percent(exact("-12.345", Unit::ratio), 1) == "-1234.5%");
  CHECK(format_percent(Quantity::real(1e-300, Unit::ratio), 2) == "0.00%");
  CHECK(format_percent(Quantity::real(-1e-300, Unit::ratio), 2) == "0.00%");
  CHECK(format_percent(Quantity::real(1e30, Unit::ratio), 0) ==
        "100000000000000000000000000000000%");
}

TEST_CASE("people read units, commas and currencies") {
  CHECK(for_people(Quantity::count(412300)) == "412,300");
  CHECK(for_people(Quantity::count(-1234)) == "-1,234");
  CHECK(for_people(Quantity::count(999)) == "999");
  CHECK(for_people(Quantity::count(Int128{1} << 63)) == "9,223,372,036,854,775,808");
  CHECK(for_people(fraction(1, 3, Unit::count)) == "0.3");
  CHECK(for_people(exact("0.095", Unit::ratio)) == "9.50%");
  CHECK(for_people(exact("13.2", Unit::factor)) == "13.20x");
  CHECK(for_people(exact("12.54", Unit::seconds)) == "12.5 s");
  CHECK(for_people(Quantity::count(1).with_unit(Unit::days)) == "1 day");
  CHECK(for_people(exact("1.5", Unit::per_day)) == "1.50/day");
  CHECK(for_people(Quantity::flag(true)) == "yes");
  CHECK(for_people(Quantity::list({"soap", "glow"})) == "soap, glow");
  CHECK(for_people(Quantity::missing(MissingReason::not_exported, Unit::money)) == "n/a");
  CHECK(for_people(Quantity::count(19844).with_unit(Unit::date)) == "2024-05-01");
  CHECK(for_people(exact("1714557492", Unit::time)) == "2024-05-01 09:58 UTC");
}

TEST_CASE("money has the decimals of its currency and names it unless it is implied") {
  CHECK(for_people(money("5980", "EUR")) == "5,980.00 EUR");
  CHECK(for_people(money("1234.5", "JPY")) == "1,235 JPY");
  CHECK(for_people(money("-0.0015", "BHD")) == "-0.00150 BHD");
  CHECK(for_people(money("0.0220366", "EUR")) == "0.0220 EUR");
  CHECK(for_people(money("0.0035", "EUR")) == "0.00350 EUR");
  CHECK(for_people(money("0.05", "EUR")) == "0.05 EUR");
  CHECK(for_people(money("0.4989", "EUR")) == "0.50 EUR");
  CHECK(for_people(money("3.3", "JPY")) == "3.30 JPY");
  CHECK(for_people(money("3", "JPY")) == "3 JPY");
  CHECK(for_people(money("0.00000000000001", "EUR")) == "0.00 EUR");
  CHECK(for_people(money("-12.345", "USD")) == "-12.35 USD");
  CHECK(for_people(money("5980", "EUR"), {.implied = *Currency::parse("EUR")}) == "5,980.00");
  CHECK(for_people(money("5980", "USD"), {.implied = *Currency::parse("EUR")}) == "5,980.00 USD");
}

TEST_CASE("a trend shows its direction, and none when it rounds to zero") {
  CHECK(for_people(exact("1.3", Unit::ratio), {.digits = 1, .trend = true}) == "+130.0%");
  CHECK(for_people(exact("-0.1", Unit::ratio), {.digits = 1, .trend = true}) == "-10.0%");
  CHECK(for_people(exact("0.0001", Unit::ratio), {.digits = 0, .trend = true}) == "0%");
}

TEST_CASE("a sum of the parts that exist is shown as a lower bound") {
  CHECK(for_people(Quantity::count(1500).as_lower_bound()) == "≥1,500");
  CHECK(for_people(Quantity::count(1500).as_lower_bound(), {.ascii = true}) == ">=1,500");
}

TEST_CASE("machines get integers in full and fractions exactly, or as the nearest double") {
  CHECK(for_machines(Quantity::count((Int128{1} << 63) + 1)) == "9223372036854775809");
  CHECK(for_machines(exact("0.05125", Unit::ratio)) == "0.05125");
  CHECK(for_machines(money("-12.50", "EUR")) == "-12.5");
  CHECK(for_machines(fraction(1, 3, Unit::ratio)) == "0.3333333333333333");
  // 17 significant digits that no double holds, kept; 18, given as the shortest double.
  CHECK(for_machines(exact("90071992547409.935", Unit::money)) == "90071992547409.935");
  CHECK(for_machines(exact("0.123456789012345678", Unit::ratio)) == "0.12345678901234568");
  CHECK(for_machines(Quantity::real(0.1, Unit::ratio)) == "0.1");
  CHECK(for_machines(Quantity::real(-0.0, Unit::ratio)) == "0");
  CHECK(
      for_machines(Quantity::real(std::numeric_limits<double>::quiet_NaN(), Unit::ratio)).empty());
  CHECK(for_machines(Quantity::real(std::numeric_limits<double>::infinity(), Unit::ratio)).empty());
}

TEST_CASE("machines get dates, flags and lists as text that sorts and splits") {
  CHECK(for_machines(Quantity::count(19844).with_unit(Unit::date)) == "2024-05-01");
  CHECK(for_machines(Quantity::count(1714557492).with_unit(Unit::time)) == "2024-05-01T09:58:12Z");
  CHECK(for_machines(Quantity::flag(false)) == "false");
  CHECK(for_machines(Quantity::list({"soap", "glow"})) == "soap|glow");
}
