// Width, cuts and visible marks; checking and repairing UTF-8.
#include "core/text.hpp"

#include "support/catch.hpp"

using namespace tiktok_kpi;

TEST_CASE("width counts cells: wide East Asian 2, combining marks 0") {
  CHECK(display_width("") == 0);
  CHECK(display_width("views 12") == 8);
  CHECK(display_width("千代") == 4);
  CHECK(display_width("ｶﾅ") == 2);
  CHECK(display_width("ＡＢ") == 4);
  CHECK(display_width("한국") == 4);
  CHECK(display_width("\u1112\u1161\u11AB") == 2);  // one syllable in three parts
  CHECK(display_width("e\u0301te\u0301") == 3);
  CHECK(display_width("\u0301") == 0);
  CHECK(display_width("a\u200Bb") == 2);
  CHECK(display_width("สวัสดี") == 4);
  CHECK(display_width("█▏…·") == 4);
  CHECK(display_width("a\xFF"
                      "b") == 3);  // shown as U+FFFD
}

TEST_CASE("an emoji takes two cells however many code points it is made of") {
  CHECK(display_width("🔥") == 2);
  CHECK(display_width("\u2764") == 1);
  CHECK(display_width("\u2764\uFE0F") == 2);
  CHECK(display_width("👩‍👩‍👧‍👦") == 2);
  CHECK(display_width("❤️‍🔥") == 2);
  CHECK(display_width("👍🏽") == 2);
  CHECK(display_width("🇩🇪") == 2);
  CHECK(display_width("🇩🇪🇫🇷") == 4);
  CHECK(display_width("\U0001F1E9") == 1);  // half a flag
  CHECK(display_width("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F") == 2);
  CHECK(display_width("1\uFE0F\u20E3") == 2);
  CHECK(display_width("1\uFE0F") == 1);
  CHECK(display_width("©\uFE0F") == 2);
}

TEST_CASE("a cut falls between clusters and never exceeds the width") {
  CHECK(clip_to_width("abcdef", 4) == "abcd");
  CHECK(clip_to_width("ab", 4) == "ab");
  CHECK(clip_to_width("千代", 3) == "千");
  CHECK(clip_to_width("千代", 4) == "千代");
  CHECK(clip_to_width("千代", 1).empty());
  CHECK(clip_to_width("e\u0301x", 1) == "e\u0301");
  CHECK(clip_to_width("a👩‍👩‍👧b", 2) == "a");
  CHECK(clip_to_width("a👩‍👩‍👧b", 3) == "a👩‍👩‍👧");
}

TEST_CASE("characters are what a reader counts") {
  CHECK(count_characters("abc") == 3);
  CHECK(count_characters("e\u0301🇩🇪👩‍👩‍👧千") == 4);
  CHECK(count_characters("a\tb") == 3);
  CHECK(count_characters("\xC3\xFF") == 2);
}

TEST_CASE("what commands a terminal is shown instead of sent") {
  CHECK(visible("plain, 千代 🔥 é") == "plain, 千代 🔥 é");
  CHECK(visible("\x1B[31mred\x1B]52;c;x\x07") == "␛[31mred␛]52;c;x␇");
  CHECK(visible("a\rb\nc\td\x7F") == "a␍b␊c␉d␡");
  CHECK(visible(std::string_view("\0", 1)) == "␀");
  CHECK(visible("\u009B31m") == "{U+009B}31m");
  CHECK(visible("\x9B"
                "31m") == "\uFFFD31m");  // the same as one byte, for 8-bit terminals
  CHECK(visible("\u202Etxt.exe\u2066") == "{U+202E}txt.exe{U+2066}");
  CHECK(visible("a\u2028b\u2029c") == "a{U+2028}b{U+2029}c");
  CHECK(visible("👩‍👧") == "👩‍👧");
}

TEST_CASE("each maximal subpart of a bad sequence becomes one U+FFFD") {
  const auto repaired = [](std::string text) {
    const std::size_t count = repair_utf8(text);
    return std::to_string(count) + " " + text;
  };
  CHECK(repaired("fine é 千 🔥") == "0 fine é 千 🔥");
  // Unicode 15, tables 3-8 to 3-11
  CHECK(repaired("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41") ==
        "8 \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
        "A");
  CHECK(repaired("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41") ==
        "8 \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
        "A");
  CHECK(repaired("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42") ==
        "7 \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
        "A\uFFFD\uFFFD"
        "B");
  CHECK(repaired("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41") ==
        "4 \uFFFD\uFFFD\uFFFD\uFFFD"
        "A");
  CHECK(repaired("x\xF0\x9F\x94") == "1 x\uFFFD");  // cut at the end
}

TEST_CASE("only strict UTF-8 is valid") {
  CHECK(is_valid_utf8(""));
  CHECK(is_valid_utf8("é 千 🔥 \xF4\x8F\xBF\xBF"));
  CHECK(is_valid_utf8(std::string_view("a\0b", 3)));
  for (const char* text :
       {"\x80", "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80"}) {
    CHECK_FALSE(is_valid_utf8(text));
  }
}
