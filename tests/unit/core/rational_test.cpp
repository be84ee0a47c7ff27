// Exact fractions: parsing, order, rounding.
#include "tiktok_kpi/core/rational.hpp"

#include "support/catch.hpp"

using tiktok_kpi::Int128;
using tiktok_kpi::Rational;

TEST_CASE("a decimal literal is read as the decimal, not as its nearest double") {
  CHECK(*Rational::parse("0.05125") == *Rational::make(41, 800));
  CHECK(*Rational::parse("-1e-06") == *Rational::make(-1, 1'000'000));
  CHECK(*Rational::parse("1e3") == Rational(1000));
  for (const char* text : {"", "-", ".", "1e", "1x", "1.2.3", " 1"})
    CHECK_FALSE(Rational::parse(text));
}

TEST_CASE("rounding for display is half away from zero and never shows minus zero") {
  CHECK(Rational::parse("0.05125")->to_fixed(4) == "0.0513");
  CHECK(Rational::parse("-0.00125")->to_fixed(4) == "-0.0013");
  CHECK(Rational::parse("-0.000001")->to_fixed(4) == "0.0000");
  CHECK(Rational::parse("999.995")->to_fixed(2) == "1000.00");
  CHECK(Rational::parse("-0.5")->to_fixed(0) == "-1");
  CHECK(Rational::make(2, 3)->to_fixed(5) == "0.66667");
}

TEST_CASE("order is exact where cross products overflow 128 bits") {
  const Int128 big = Int128{1} << 120;
  const Rational a = *Rational::make(big + 1, big - 3);
  const Rational b = *Rational::make(big, big - 3);
  CHECK(b < a);
  CHECK(*Rational::make(-1, 3) < *Rational::make(1, 3));
}

TEST_CASE("operations report overflow instead of wrapping") {
  const Rational huge(Int128{1} << 126);
  CHECK_FALSE(multiply(huge, Rational(4)));
  CHECK_FALSE(add(huge, huge));
  CHECK_FALSE(divide(Rational(1), Rational(0)));
  CHECK(*divide(Rational(1), Rational(-3)) == *Rational::make(-1, 3));
}
