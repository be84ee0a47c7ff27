// Cells of CSV and TSV: quoting, and the guard against formulas.
#include "render/delimited.hpp"

#include "core/formula_guard.hpp"
#include "render/renderers.hpp"
#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

std::string cell(std::string_view text, CellDialect dialect = {}) {
  std::string out;
  append_text_cell(out, text, dialect);
  return out;
}

}  // namespace

TEST_CASE("text that a spreadsheet would run gets an apostrophe") {
  for (const std::string_view text : {"=1+1", "+1", "-1", "@ana", "＝1", "＋1", "－1", "＠a", " =1",
                                      "\xEF\xBB\xBF=1", "\xE2\x80\x8B@x"})
    CHECK(cell(text) == "'" + std::string(text));
  CHECK(cell("\t=1") == "'\t=1");
  CHECK(cell(std::string_view("\0=1", 3)) == std::string("'\0=1", 4));
  CHECK(cell("=HYPERLINK(\"http://x\",\"y\")") == "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
  for (const std::string_view text : {"soap", "5 - 3", "", " ", "1=1", "#tag", "'quoted'"})
    CHECK(cell(text) == text);
}

TEST_CASE("a computed number is never guarded, and raw cells are not either") {
  std::string out;
  append_cell(out, Quantity::count(-5), {});
  CHECK(out == "-5");
  CHECK(cell("=1+1", {.guard = false}) == "=1+1");
}

TEST_CASE("the guard can be taken off again, whatever the text was") {
  for (const std::string_view text :
       {"=1", "'=1", "''=1", "'soap", "soap", "", "'", " =x", "@ana", "-"})
    CHECK(unguard_formula(guard_formula(text)) == text);
}

TEST_CASE("cells are quoted only where they must be") {
  CHECK(cell("a,b") == "\"a,b\"");
  CHECK(cell("a,b", {.delimiter = '\t'}) == "a,b");
  CHECK(cell("a\tb", {.delimiter = '\t'}) == "\"a\tb\"");
  CHECK(cell("two\nlines") == "\"two\nlines\"");
}

TEST_CASE("a format is found by name and by the ending of a file") {
  CHECK(find_renderer("ndjson") == &ndjson_renderer);
  CHECK(find_renderer("pdf") == nullptr);
  CHECK(renderer_for_extension("out/report.JSONL") == &ndjson_renderer);
  CHECK(renderer_for_extension("report.md") == &markdown_renderer);
  CHECK(renderer_for_extension("dir.csv/report") == nullptr);
}
