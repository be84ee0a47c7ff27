// Every renderer against an approved file, byte for byte. TIKTOK_KPI_UPDATE=1 rewrites the files;
// the diff is the review. Besides, promises that no approved file can show: widths kept, ASCII
// kept, JSON well-formed.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/text.hpp"
#include "render/renderers.hpp"
#include "rich_document.hpp"
#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

class StringSink : public ByteSink {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

std::string rendered(std::string_view id, const Document& document, const RenderOptions& options) {
  const Renderer* renderer = find_renderer(id);
  REQUIRE(renderer != nullptr);
  StringSink sink;
  renderer->render(document, options, sink);
  return sink.text;
}

void compare_with_file(const std::string& name, const std::string& text) {
  INFO(name);
  const std::string path = std::string(TIKTOK_KPI_SOURCE_DIR "/tests/renderers/approved/") + name;
  if (std::getenv("TIKTOK_KPI_UPDATE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::stringstream approved;
  approved << file.rdbuf();
  CHECK(text == approved.str());
}

void check_approved(const std::string& name, std::string_view id,
                    const RenderOptions& options = {}) {
  const Document document = options.table_only ? test::one_table_document() : test::rich_document();
  compare_with_file(name, rendered(id, document, options));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("each renderer writes the approved bytes") {
  check_approved("report-80.txt", "table");
  check_approved("report-60.txt", "table", {.width = 60});
  check_approved("report-120.txt", "table", {.width = 120});
  check_approved("report-verbose.txt", "table", {.width = 100, .verbose = true});
  check_approved("report-ascii.txt", "table", {.ascii = true});
  check_approved("report-color.txt", "table", {.color = true});
  check_approved("posts-fields.txt", "table",
                 {.table_only = true, .fields = {"caption", "views", "tags"}});
  check_approved("report.md", "md");
  check_approved("report.csv", "csv");
  check_approved("posts.csv", "csv", {.table_only = true});
  check_approved("posts-raw.csv", "csv", {.table_only = true, .raw_cells = true});
  check_approved("posts.tsv", "tsv", {.table_only = true});
  check_approved("report.json", "json");
  check_approved("posts.json", "json", {.table_only = true});
  check_approved("report.ndjson", "ndjson");
  check_approved("posts.ndjson", "ndjson", {.table_only = true});
}

TEST_CASE("goals for other programs") {
  check_approved("report.xml", "junit");
  check_approved("report.sarif", "sarif");
  check_approved("report.github", "github");
}

TEST_CASE("every renderer has an approved file and a line of help") {
  for (const Renderer* renderer : renderers) {
    const std::string_view extensions = renderer->extensions;
    const std::string extension(extensions.substr(0, extensions.find('|')));
    const std::string name = renderer->id == "table"    ? "report-80.txt"
                             : renderer->id == "tsv"    ? "posts.tsv"
                             : renderer->id == "github" ? "report.github"
                                                        : "report." + extension;
    INFO(renderer->id);
    CHECK(std::ifstream(std::string(TIKTOK_KPI_SOURCE_DIR "/tests/renderers/approved/") + name)
              .good());
    CHECK_FALSE(renderer->summary.empty());
  }
}

TEST_CASE("no line of a terminal report is wider than the terminal") {
  for (int width = 20; width <= 200; ++width)
    for (const bool ascii : {false, true})
      for (const std::string& line :
           lines_of(rendered("table", test::rich_document(), {.width = width, .ascii = ascii}))) {
        INFO(width << ": " << line);
        CHECK(display_width(line) <= static_cast<std::size_t>(width));
      }
}

TEST_CASE("colour changes colours only, and no other code leaves") {
  std::string colored = rendered("table", test::rich_document(), {.color = true});
  for (std::size_t at; (at = colored.find('\x1b')) != std::string::npos;) {
    const std::size_t end = colored.find('m', at);
    const std::string code = colored.substr(at, end - at + 1);
    CHECK((code.size() == 4 || code.size() == 5));
    CHECK(code[1] == '[');
    colored.erase(at, end - at + 1);
  }
  CHECK(colored == rendered("table", test::rich_document(), {}));
}

TEST_CASE("an ASCII report of an ASCII campaign is ASCII") {
  Document document = test::rich_document();
  std::erase_if(document.sections, [](const Section& section) {
    return section.id == "posts" || section.id == "creators" || section.id == "attribution";
  });
  for (const char c : rendered("table", document, {.ascii = true}))
    REQUIRE(static_cast<unsigned char>(c) < 0x80);
}

TEST_CASE("JSON is well-formed and says why a value is missing") {
  const auto json = nlohmann::json::parse(rendered("json", test::rich_document(), {}));
  CHECK(json["schema"] == "tiktok-kpi/report/1");
  CHECK(json["currency"] == "EUR");
  CHECK(json["totals"]["roi"] == 1.3);
  CHECK(json["totals"]["er_reach"].is_null());
  CHECK(json["nulls"]["/totals/er_reach"] == "not_exported");
  CHECK(json["attribution"]["models"][1]["ana"] == 55.25);
  CHECK(json["figures"]["attribution"]["orders_attributed"] == 95);
  CHECK(json["posts"][0]["views"] == 9'223'372'036'854'775'807);
  CHECK(json["posts"][0]["posted_at"] == "2024-05-01");
  CHECK(json["total_rows"]["posts"] == 14);
  CHECK(json["lower_bounds"] == nlohmann::json{"/totals/reach", "/posts/1/views"});
  CHECK(json["inputs"][1]["sha256"].is_null());
  CHECK(json["status"] == "warn");
  std::size_t nulls = 0;
  for (const auto& [pointer, reason] : json["nulls"].items()) {
    INFO(pointer);
    CHECK(json.at(nlohmann::json::json_pointer(pointer)).is_null());
    ++nulls;
  }
  CHECK(nulls == 25);
}

TEST_CASE("each line of NDJSON is an object with the values of the JSON report") {
  const auto report = nlohmann::json::parse(rendered("json", test::rich_document(), {}));
  std::size_t totals = 0;
  for (const std::string& line : lines_of(rendered("ndjson", test::rich_document(), {}))) {
    const auto entry = nlohmann::json::parse(line);
    if (entry["section"] != "totals") continue;
    CHECK(entry["value"] == report["totals"][entry["metric"].get<std::string>()]);
    ++totals;
  }
  CHECK(totals == report["totals"].size());
}

TEST_CASE("a document without anything renders everywhere") {
  for (const Renderer* renderer : renderers)
    for (const bool table_only : {false, true}) {
      INFO(renderer->id);
      StringSink sink;
      CHECK_NOTHROW(renderer->render(Document{}, {.table_only = table_only}, sink));
    }
}
