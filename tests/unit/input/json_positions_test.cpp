// JSON with positions: what is said of broken text, and where.
#include "input/json_positions.hpp"

#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;

namespace {

/// "code@offset+length: message / hint" of the error, or the value back as JSON.
std::string outcome(std::string_view text) {
  try {
    return to_json(parse_json(text, 0));
  } catch (const Error& error) {
    const Diagnostic& d = error.diagnostic();
    return std::string(d.code->id) + "@" + std::to_string(d.place.offset) + "+" +
           std::to_string(d.length) + ": " + d.message + (d.hint.empty() ? "" : " / " + d.hint);
  }
}

}  // namespace

TEST_CASE("values keep their bytes, their order and the spelling of their numbers") {
  const JsonValue value = parse_json(
      "\xEF\xBB\xBF{ // why\n \"b\": [0.10, 1e3], /* x */ \"a\": \"\\u00e9\\ud83d\\ude00\" }", 7);
  CHECK(to_json(value) == "{\"b\":[0.10,1e3],\"a\":\"é😀\"}");
  CHECK(value.offset == 3);
  CHECK(value.members[0].key_offset == 13);
  CHECK(value.members[0].key_length == 3);
  CHECK(value.find("b")->offset == 18);
  CHECK(value.find("b")->length == 11);
  CHECK(value.find("b")->items[1].offset == 25);
  CHECK(value.find("c") == nullptr);
}

TEST_CASE("syntax errors name the byte and the way out") {
  CHECK(outcome("") ==
        "bad-json@0+0: the file holds no JSON value / A JSON file begins with { or [.");
  CHECK(
      outcome("{\"a\": 1,}") ==
      "bad-json@7+1: the comma before the closing bracket has nothing after it / Remove the comma.");
  CHECK(outcome("[1 2]") ==
        "bad-json@3+1: a comma or ] is missing before this / Values are separated by commas.");
  CHECK(
      outcome("{\"a\" 1}") ==
      "bad-json@5+1: a colon is missing after the key \"a\" / A key and its value are written \"key\": value.");
  CHECK(outcome("{a: 1}") ==
        "bad-json@1+1: a key must stand in double quotation marks / Write \"a\".");
  CHECK(outcome("['x']") ==
        "bad-json@1+1: text must stand in double quotation marks / Write \"…\" instead of '…'.");
  CHECK(outcome("[True]") ==
        "bad-json@1+4: \"True\" is no JSON word / Write true in small letters.");
  CHECK(outcome("[NaN]") ==
        "bad-json@1+3: \"NaN\" is no JSON word / Write null for an unknown value.");
  CHECK(
      outcome("{\"a\":\n [1}") ==
      "bad-json@9+1: the bracket } does not close the [ of line 2 / Write ] here, or check the brackets before it.");
  CHECK(outcome("{\n\"a\": [1],\n") ==
        "bad-json@12+0: the file ends before the { of line 1 is closed / Close it with }.");
  CHECK(
      outcome("[\"a\n\"]") ==
      "bad-json@1+2: the text that begins here does not end on its line / Close it with a double quotation mark; a line break inside text is written \\n.");
  CHECK(
      outcome("[012]") ==
      "bad-json@1+3: a number must not begin with 0 / Write it without the leading 0, or as text if it is a code.");
  CHECK(outcome("[10%]") ==
        "bad-json@1+3: \"10%\" is not a number / Put text in double quotation marks: \"10%\".");
  CHECK(outcome("[1.]") == "bad-json@1+3: the number has no digit after the point");
  CHECK(
      outcome("{} {}") ==
      "bad-json@3+1: there is text after the end of the JSON value / Remove it, or check for a closing bracket too many.");
  CHECK(outcome("[1] /* x") ==
        "bad-json@4+2: the comment that begins here is not closed / End it with */.");
  CHECK(outcome("[\"\\ud800\"]") ==
        "bad-json@2+6: half of a character (a lone surrogate) / Write the character itself.");
  CHECK(outcome("[\"a\xC3(\"]") ==
        "bad-json@3+1: the file holds bytes that are no UTF-8 / Save the file as UTF-8.");
}

TEST_CASE("a NUL byte does not end the text in silence") {
  CHECK(
      outcome(std::string_view("123\0", 4)) ==
      "bad-json@3+1: the file holds a NUL byte / JSON is plain UTF-8 text. The file may be UTF-16 or damaged.");
  CHECK(outcome("\"\\u0000\"") == "bad-json@1+6: a NUL character inside text / Remove it.");
}

TEST_CASE("the second of two equal keys is an error, however it is spelled") {
  CHECK(
      outcome("{\"a\": 1, \"\\u0061\": 2}") ==
      "duplicate-key@9+8: the key \"a\" occurs twice in one object / Only one value can count; remove the other.");
}

TEST_CASE("nesting ends at 128 levels") {
  CHECK(outcome(std::string(128, '[') + std::string(128, ']')) ==
        std::string(128, '[') + std::string(128, ']'));
  CHECK(
      outcome(std::string(100'000, '[')) ==
      "limit-exceeded@128+1: the JSON is nested deeper than 128 levels / No file that this program reads needs that.");
}

TEST_CASE("one value alone, at its place, without comments") {
  const std::string text =
      "{\"a\": 1, // \"b\"\n \"posts\": [1, /* two */ \"// no comment \\\" \", // three\n 3]}";
  const JsonValue file = parse_json(text, 0);
  const std::string alone = isolated(text, *file.find("posts"));
  CHECK(alone.size() == text.size());
  CHECK(alone ==
        "               \n          [1,           \"// no comment \\\" \",         \n 3] ");
}
