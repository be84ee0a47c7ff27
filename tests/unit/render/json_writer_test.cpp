// JSON tokens and escapes.
#include "render/json_writer.hpp"

#include <nlohmann/json.hpp>

#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

std::string written(std::string_view text) {
  std::string out;
  JsonWriter(out).text(text);
  return out;
}

}  // namespace

TEST_CASE("text is escaped so that neither a parser nor a terminal is led astray") {
  CHECK(written("a\"b\\c\n\t") == R"("a\"b\\c\n\t")");
  CHECK(written("\x1b[31m") == R"("\u001b[31m")");
  CHECK(written(std::string_view("\0", 1)) == R"("\u0000")");
  CHECK(written("\xC2\x9B"
                "31m \xE2\x80\xAE \xE2\x80\xA8") == R"("\u009b31m \u202e \u2028")");
  CHECK(written("千代 é 👩‍🚀 ·") == "\"千代 é 👩‍🚀 ·\"");
  CHECK(written("bad \xFF\xC3 end") == "\"bad \xEF\xBF\xBD\xEF\xBF\xBD end\"");
}

TEST_CASE("every two-byte text reads back as itself, or as its repaired form") {
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second) {
      const std::string text{static_cast<char>(first), static_cast<char>(second)};
      const auto parsed = nlohmann::json::parse(written(text), nullptr, false);
      REQUIRE(parsed.is_string());
      if (first < 128 && second < 128) REQUIRE(parsed.get<std::string>() == text);
    }
}

TEST_CASE("containers in lines or flat, empty ones short") {
  std::string out;
  JsonWriter json(out);
  json.begin_object(JsonWriter::Layout::lines);
  json.key("rows");
  json.begin_array(JsonWriter::Layout::lines);
  json.begin_object();
  json.key("a");
  json.value(Quantity::count(1));
  json.key("b");
  json.value(Quantity{});
  json.end_object();
  json.end_array();
  json.key("none");
  json.begin_object(JsonWriter::Layout::lines);
  json.end_object();
  json.key("tags");
  json.value(Quantity::list({"x", "y"}));
  json.end_object();
  CHECK(
      out ==
      "{\n  \"rows\": [\n    {\"a\": 1, \"b\": null}\n  ],\n  \"none\": {},\n  \"tags\": [\"x\", \"y\"]\n}");
}

TEST_CASE("a pointer step escapes what separates steps") {
  CHECK(pointer_step("a/b~c") == "/a~1b~0c");
}
