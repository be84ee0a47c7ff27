// The formula language: what reads how, what is exact, and what is said when it cannot be read.
#include "metrics/formula.hpp"

#include <array>
#include <map>

#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;

namespace {

constexpr std::array<std::string_view, 10> names{
    "views", "likes", "comments", "cost", "creator", "day", "posted_at", "tags", "gone", "reach"};

Quantity number(const char* text) { return Quantity::exact(*Rational::parse(text), Unit::none); }

Quantity value_of(std::string_view name) {
  static const std::map<std::string_view, Quantity> values{
      {"views", Quantity::count(1000)},
      {"likes", Quantity::count(40)},
      {"comments", Quantity::count(10)},
      {"cost", Quantity::money(Rational(500), *Currency::parse("EUR"))},
      {"creator", Quantity::label("ana")},
      {"day", Quantity::exact(Rational(19844), Unit::date)},             // 2024-05-01
      {"posted_at", Quantity::exact(Rational(1714557492), Unit::time)},  // 2024-05-01T09:58:12Z
      {"tags", Quantity::list({"glow", "spring"})},
      {"reach", Quantity::missing(MissingReason::not_exported)},
  };
  const auto found = values.find(name);
  return found != values.end() ? found->second : Quantity::missing(MissingReason::unknown);
}

Quantity eval(std::string_view text, MissingMode missing = MissingMode::strict) {
  return evaluate(Formula::parse(text, names), value_of, missing);
}

Rational exact(std::string_view text) {
  const Quantity value = eval(text);
  INFO(text);
  REQUIRE(value.exact_value() != nullptr);
  return *value.exact_value();
}

bool yes(std::string_view text) {
  const Quantity value = eval(text);
  INFO(text);
  REQUIRE(value.flag_value() != nullptr);
  return *value.flag_value();
}

/// The whole complaint: message, formula, caret, hint.
std::string complaint(std::string_view text) {
  Diagnostic fault;
  if (Formula::parse(text, names, fault)) return "no fault";
  std::string all(fault.code->id);
  all += ": " + fault.message + "\n" + with_caret(text, fault);
  if (!fault.hint.empty()) all += "\n" + fault.hint;
  return all;
}

}  // namespace

TEST_CASE("multiplication binds tighter than addition, and equals work from the left") {
  CHECK(exact("2 + 3 * 4") == Rational(14));
  CHECK(exact("(2 + 3) * 4") == Rational(20));
  CHECK(exact("10 - 4 - 3") == Rational(3));
  CHECK(exact("100 / 10 / 5") == Rational(2));
  CHECK(exact("2 * 6 / 4") == Rational(3));
  CHECK(exact("-2 + 5") == Rational(3));
  CHECK(exact("2 * -3") == Rational(-6));
  CHECK(exact("- -3") == Rational(3));
}

TEST_CASE("and binds tighter than or, not looser than a comparison") {
  CHECK(yes("1 = 1 or 1 = 2 and 1 = 2"));
  CHECK_FALSE(yes("(1 = 1 or 1 = 2) and 1 = 2"));
  CHECK(yes("not 1 = 2"));
  CHECK(yes("not views < 10 and likes >= 40"));
  CHECK(yes("1 + 1 = 2"));
  CHECK(yes("NOT 1 <> 1 AND TRUE"));
}

TEST_CASE("percent after a number is a hundredth of it") {
  CHECK(exact("4%") == *Rational::make(1, 25));
  CHECK(exact("0.5%") == *Rational::make(1, 200));
  CHECK(exact("50% * 10") == Rational(5));
  CHECK(yes("likes / views >= 4%"));
  CHECK_FALSE(yes("likes / views > 4%"));
}

TEST_CASE("decimals are exact") {
  CHECK(yes("0.1 + 0.2 = 0.3"));
  CHECK(exact("1 / 3 + 1 / 6") == *Rational::make(1, 2));
  CHECK(exact("1e-6 * 1000000") == Rational(1));
  CHECK(exact("9007199254740993 - 9007199254740992") == Rational(1));
}

TEST_CASE("what does not fit 128 bits goes on in double, and beyond that is missing") {
  const Quantity big = eval("1e30 * 1e30");
  REQUIRE(big.real_value() != nullptr);
  CHECK(*big.real_value() == Approx(1e60));
  const Quantity huge = eval("1e38*1e38*1e38*1e38*1e38*1e38*1e38*1e38*1e38");
  CHECK(huge.reason() == MissingReason::overflow);
}

TEST_CASE("division by zero, by less and by nothing is missing, never infinite") {
  CHECK(eval("1 / 0").reason() == MissingReason::zero_denominator);
  CHECK(eval("likes / (views - 1000)").reason() == MissingReason::zero_denominator);
  CHECK(eval("likes / (0 - 5)").reason() == MissingReason::zero_denominator);
  CHECK(eval("likes / reach").reason() == MissingReason::not_exported);
  CHECK(exact("0 / views") == Rational(0));
}

TEST_CASE("a missing part makes the whole missing, a lower bound, or counts as 0") {
  CHECK(eval("likes + gone").reason() == MissingReason::unknown);
  const Quantity bound = eval("likes + gone", MissingMode::partial);
  CHECK(*bound.exact_value() == Rational(40));
  CHECK(bound.lower_bound());
  CHECK_FALSE(eval("gone + reach", MissingMode::partial).known());
  const Quantity share = eval("(likes + gone) / views", MissingMode::partial);
  CHECK(share.lower_bound());
  // Less of a lower bound, or a part of it, is no bound.
  CHECK_FALSE(eval("views - (likes + gone)", MissingMode::partial).known());
  CHECK_FALSE(eval("likes / (views + gone)", MissingMode::partial).known());
  CHECK_FALSE(eval("likes - gone", MissingMode::partial).known());
  CHECK(*eval("likes + gone", MissingMode::zero).exact_value() == Rational(40));
  CHECK_FALSE(eval("likes + gone", MissingMode::zero).lower_bound());
  CHECK(eval("likes / gone", MissingMode::zero).reason() == MissingReason::zero_denominator);
}

TEST_CASE("a comparison with the unknown is unknown; one side can settle and, or") {
  CHECK_FALSE(eval("gone > 5").known());
  CHECK_FALSE(eval("not gone > 5").known());
  CHECK_FALSE(yes("gone > 5 and views < 10"));
  CHECK(yes("gone > 5 or views > 10"));
  CHECK_FALSE(eval("gone > 5 and views > 10").known());
  CHECK_FALSE(eval("gone in (1, 2)").known());
}

TEST_CASE("text, lists and dates") {
  CHECK(yes("creator = 'ana'"));
  CHECK(yes("creator in (\"bo\", 'ana')"));
  CHECK(yes("creator not in ('bo')"));
  CHECK(yes("'glow' in tags and not 'moon' in tags"));
  CHECK(yes("likes in (39 + 1, 7)"));
  CHECK(yes("'it''s' = \"it's\""));
  CHECK(yes("day >= '2024-05-01' and day < '2024-05-02'"));
  CHECK(yes("'2024-04-30' < day"));
  CHECK(yes("posted_at > '2024-05-01T09:58:11Z' and posted_at <= '2024-05-01T09:58:12Z'"));
  // Text and numbers have no order.
  CHECK_FALSE(eval("creator = 5").known());
}

TEST_CASE("functions") {
  CHECK(exact("min(3, 1, 2)") == Rational(1));
  CHECK(exact("max(likes, comments)") == Rational(40));
  CHECK(exact("abs(3 - 10)") == Rational(7));
  CHECK(exact("round(2.5)") == Rational(3));
  CHECK(exact("round(-2.5)") == Rational(-3));
  CHECK(exact("round(1 / 3, 2)") == *Rational::make(33, 100));
  CHECK(exact("sum(likes * 2)") == Rational(80));
}

TEST_CASE("money keeps its currency and does not mix") {
  const Quantity each = eval("cost / likes");
  CHECK(each.unit() == Unit::money);
  CHECK(each.currency().code() == "EUR");
  CHECK(eval("cost / cost").unit() == Unit::ratio);
  const auto dollars = [](std::string_view name) {
    return name == "cost" ? Quantity::money(Rational(5), *Currency::parse("USD"))
                          : Quantity::money(Rational(5), *Currency::parse("EUR"));
  };
  CHECK(evaluate(Formula::parse("cost + views", names), dollars).reason() ==
        MissingReason::mixed_currencies);
}

TEST_CASE("a condition takes its left side from outside") {
  Diagnostic fault;
  const auto goal = Formula::parse_condition(">= 4%", fault);
  REQUIRE(goal);
  CHECK(goal->to_text() == "value >= 0.04");
  const auto with = [&](const char* text) {
    return *evaluate(*goal, [&](std::string_view) { return number(text); }).flag_value();
  };
  CHECK(with("0.04"));
  CHECK_FALSE(with("0.0399999999999"));
  CHECK(Formula::parse_condition("> 1 and value < 3", fault));
  CHECK(Formula::parse_condition("not in ('a', 'b')", fault)->to_text() ==
        "not value in ('a', 'b')");
  CHECK_FALSE(Formula::parse_condition("4%", fault));
  CHECK(fault.message == "a condition begins with a comparison");
  CHECK_FALSE(Formula::parse_condition("", fault));
}

TEST_CASE("canonical text keeps just the parentheses it needs") {
  const auto text = [](std::string_view formula) {
    return Formula::parse(formula, names).to_text();
  };
  CHECK(text("((likes)+comments)/views") == "(likes + comments) / views");
  CHECK(text("likes-(comments-views)") == "likes - (comments - views)");
  CHECK(text("likes/(comments*2)") == "likes / (comments * 2)");
  CHECK(text("1 - 0.050") == "1 - 0.05");
  CHECK(text("not (likes>1 or views>2) and creator=\"a'b\"") ==
        "not (likes > 1 or views > 2) and creator = 'a''b'");
  CHECK(text("-(likes+1)*2") == "-(likes + 1) * 2");
  CHECK(text("round(likes/3,2)") == "round(likes / 3, 2)");
}

TEST_CASE("every step can be seen with its value") {
  const Explained steps = explain(Formula::parse("(likes + comments) / views", names), value_of);
  CHECK(to_text(steps) ==
        "0.05  (likes + comments) / views\n"
        "  50  likes + comments\n"
        "    40  likes\n"
        "    10  comments\n"
        "  1000  views\n");
  CHECK(to_text(explain(Formula::parse("likes / reach > 4%", names), value_of)) ==
        "n/a (not_exported)  likes / reach > 0.04\n"
        "  n/a (not_exported)  likes / reach\n"
        "    40  likes\n"
        "    n/a (not_exported)  reach\n");
}

TEST_CASE("a fault is shown where it is, with what was meant") {
  CHECK(
      complaint("likes / vews") ==
      "bad-formula: there is nothing called \"vews\"\nlikes / vews\n        ^~~~\ndid you mean views?");
  CHECK(complaint("likes / ") == "bad-formula: the formula ends too early\nlikes / \n        ^");
  CHECK(complaint("") == "bad-formula: the formula is empty\n\n^");
  CHECK(complaint("(likes + 1") == "bad-formula: this parenthesis is never closed\n(likes + 1\n^");
  CHECK(complaint("likes + 1)") ==
        "bad-formula: this parenthesis closes nothing\nlikes + 1)\n         ^");
  CHECK(complaint("likes views") ==
        "bad-formula: an operator is missing before this\nlikes views\n      ^~~~~");
  CHECK(complaint("likes * / 2") ==
        "bad-formula: a value is missing before this\nlikes * / 2\n        ^");
  CHECK(
      complaint("1 < likes < 3") ==
      "bad-formula: comparisons do not chain\n1 < likes < 3\n          ^\njoin them with and: 1 < a and a < 3");
  CHECK(
      complaint("12O4 + 1") ==
      "bad-formula: \"12O4\" is not a number\n12O4 + 1\n^~~~\nnumbers are written 1250, 0.05, 4% or 1e6, with a point and without separators");
  CHECK(
      complaint("9^9^9") ==
      "bad-formula: \"^\" is not part of the formula language\n9^9^9\n ^\nthere are no powers; write a product");
  CHECK(
      complaint("creator = 'ana") ==
      "bad-formula: this text has no closing quotation mark\ncreator = 'ana\n          ^~~~\na quotation mark inside a text is written twice");
  CHECK(
      complaint("median(likes)") ==
      "bad-formula: there is no function \"median\"\nmedian(likes)\n^~~~~~\nthe functions are abs, max, min, round and sum");
  CHECK(complaint("sum(likes, views)") ==
        "bad-formula: sum takes one value\nsum(likes, views)\n^~~");
  CHECK(complaint("likes in 3") ==
        "bad-formula: in needs a list\nlikes in 3\n         ^\nwrite in ('a', 'b')");
  CHECK(complaint("(1, 2)") == "bad-formula: a list may only follow in\n(1, 2)\n  ^");
}

TEST_CASE("the caret counts terminal cells, not bytes") {
  CHECK(
      complaint("'千代' = vews") ==
      "bad-formula: there is nothing called \"vews\"\n'千代' = vews\n         ^~~~\ndid you mean views?");
}

TEST_CASE("the place of a fault moves with the text's own place") {
  Diagnostic fault;
  CHECK_FALSE(Formula::parse("likes / vews", names, fault, Place{3, 100}));
  CHECK(fault.place == Place{3, 108});
  CHECK(fault.length == 4);
}

TEST_CASE("hostile formulas end at a limit, whatever their shape") {
  const auto code = [](const std::string& text) {
    Diagnostic fault;
    return Formula::parse(text, names, fault) ? std::string("fine")
                                              : std::string(fault.code->id) + ": " + fault.message;
  };
  const auto repeated = [](std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
  };
  const std::string deep = "limit-exceeded: the formula is nested more than 64 deep";
  CHECK(code(repeated("(", 60) + "1" + repeated(")", 60)) == "fine");
  CHECK(code(repeated("(", 100'000) + "1" + repeated(")", 100'000)) == deep);
  CHECK(code(repeated("-", 100'000) + "1") == deep);
  CHECK(code(repeated("not ", 100'000) + "1") == deep);
  CHECK(code("1" + repeated(" - 1", 100)) == deep);
  // Chains of one kind are no nesting.
  CHECK(code("1" + repeated(" + 1", 9'000)) == "fine");
  CHECK(code("1" + repeated(" + 1", 20'000)) ==
        "limit-exceeded: the formula has more than 10,000 parts");
  CHECK(code(repeated("min(", 70) + "1" + repeated(")", 70)) == deep);
}

TEST_CASE("one formula can stand in another, within the limits") {
  Diagnostic fault;
  const Formula rate = Formula::parse("likes / views", names);
  const Formula twice = Formula::parse("reach * 2 + reach", names);
  CHECK(twice.with("reach", rate, fault)->to_text() == "likes / views * 2 + likes / views");
  // Doubling over and over would be 2^20 parts.
  Formula wide = Formula::parse("reach + reach", names);
  std::optional<Formula> grown = wide;
  for (int i = 0; i < 20 && grown; ++i) grown = grown->with("reach", wide, fault);
  CHECK_FALSE(grown);
  CHECK(fault.code->id == "limit-exceeded");
}
