// What stderr shows: whole messages, carets included.
#include "render/diagnostics.hpp"

#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

PrintedDiagnostic bad_count(std::string excerpt, std::uint64_t column, std::uint32_t length = 4) {
  PrintedDiagnostic printed;
  printed.diagnostic =
      Diagnostic::make("bad-count", "\"12O4\" is not a count", "correct the cell", {}, length);
  printed.path = "posts.csv";
  printed.line = 118;
  printed.column = column;
  printed.excerpt = std::move(excerpt);
  return printed;
}

std::string shown(const PrintedDiagnostic& printed, DiagnosticOptions options = {}) {
  return format_diagnostics(std::span(&printed, 1), options);
}

}  // namespace

TEST_CASE("the caret stands under the offending text") {
  CHECK(shown(bad_count("ana,2024-05-01,12O4,33", 16)) ==
        "posts.csv:118:16: error[bad-count]: \"12O4\" is not a count\n"
        "  | ana,2024-05-01,12O4,33\n"
        "  |                ^~~~\n"
        "  hint: correct the cell\n");
}

TEST_CASE("columns are characters, the caret counts cells") {
  CHECK(shown(bad_count("千代,👩‍🚀,12O4", 6)) ==
        "posts.csv:118:6: error[bad-count]: \"12O4\" is not a count\n"
        "  | 千代,👩‍🚀,12O4\n"
        "  |         ^~~~\n"
        "  hint: correct the cell\n");
}

TEST_CASE("a long line is clipped around the caret") {
  const std::string line = std::string(200, 'a') + ",12O4," + std::string(200, 'b');
  CHECK(shown(bad_count(line, 202), {.width = 40}) ==
        "posts.csv:118:202: error[bad-count]: \"12O4\" is not a count\n"
        "  | …aaaaaaaaaaaaaaaaaaaaaa,12O4,bbbbbb…\n"
        "  |                         ^~~~\n"
        "  hint: correct the cell\n");
}

TEST_CASE("a line that fits is shown whole, wherever the caret stands") {
  const std::string line = std::string(30, 'a') + ",12O4";
  CHECK(shown(bad_count(line, 32), {.width = 40}) ==
        "posts.csv:118:32: error[bad-count]: \"12O4\" is not a count\n"
        "  | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,12O4\n"
        "  |                                ^~~~\n"
        "  hint: correct the cell\n");
}

TEST_CASE("nothing in the line reaches the terminal as a command") {
  const std::string text = shown(bad_count("\x1b]52;c;aGk=\x07,12O4\r", 15));
  CHECK(text ==
        "posts.csv:118:15: error[bad-count]: \"12O4\" is not a count\n"
        "  | ␛]52;c;aGk=␇,12O4␍\n"
        "  |               ^~~~\n"
        "  hint: correct the cell\n");
}

TEST_CASE("five places of a code, then how many more") {
  std::vector<PrintedDiagnostic> many(7, bad_count("", 0));
  many.front().count = 42;
  for (auto& printed : many) printed.diagnostic.hint.clear();
  const std::string line = "posts.csv:118: error[bad-count]: \"12O4\" is not a count\n";
  std::string expected;
  for (int i = 0; i < 5; ++i) expected += line;
  CHECK(format_diagnostics(many, {}) == expected + "  … 37 more (-v)\n");
  CHECK(format_diagnostics(many, {.verbose = true}) == expected + line + line + "  … 35 more\n");
}

TEST_CASE("a message without a place has none, in colour the severity stands out") {
  PrintedDiagnostic printed;
  printed.diagnostic =
      Diagnostic::make("unknown-metric", "no metric \"er_view\"", "did you mean er_views?");
  CHECK(shown(printed) ==
        "error[unknown-metric]: no metric \"er_view\"\n  hint: did you mean er_views?\n");
  printed.diagnostic.hint.clear();
  CHECK(shown(printed, {.color = true}) ==
        "\x1b[31merror[unknown-metric]\x1b[0m: no metric \"er_view\"\n");
}

TEST_CASE("machines get every one as a line of JSON, without the customer's line") {
  CHECK(
      diagnostics_as_json_lines(std::vector{bad_count("x", 34)}) ==
      R"({"code": "bad-count", "severity": "error", "message": "\"12O4\" is not a count", "hint": "correct the cell", )"
      R"("path": "posts.csv", "line": 118, "column": 34, "length": 4, "count": 1})"
      "\n");
}
