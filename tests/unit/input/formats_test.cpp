// Every format has samples (synthetic, in the shape of real exports), and each is read as the file
// beside it says: NAME.expected, written anew when TIKTOK_KPI_UPDATE is set, and then reviewed.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "core/keyed_hash.hpp"
#include "input/formats/formats.hpp"
#include "support/catch.hpp"
#include "support/describe_rows.hpp"

namespace tiktok_kpi {
namespace {

namespace fs = std::filesystem;
const fs::path folder = fs::path(TIKTOK_KPI_SOURCE_DIR) / "tests/formats";

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string read_sample(const fs::path& path) {
  const std::vector<InputSpec> inputs{{{path.string(), {}}, {}, true}};
  test::CollectingSink sink;
  ReadOptions options;
  options.keys = std::make_shared<const KeyedHash>("the secret of the samples");
  const ReadLog log = read(inputs, test::every_field(), options, sink);
  std::string text = test::describe(log, sink);
  // Where the sources stand is none of the expectation's business.
  for (std::size_t at = text.find(path.string()); at != std::string::npos;
       at = text.find(path.string()))
    text.replace(at, path.string().size(), path.filename().string());
  return text;
}

}  // namespace

TEST_CASE("every format has samples, and every folder of samples a format") {
  std::set<std::string> ids;
  for (const Format* format : formats) {
    INFO(format->id);
    ids.emplace(format->id);
    const fs::path samples = folder / std::string(format->id);
    CHECK((fs::is_directory(samples) && !fs::is_empty(samples)));
  }
  CHECK(ids.size() == formats.size());
  for (const auto& entry : fs::directory_iterator(folder))
    CHECK(ids.count(entry.path().filename().string()) == 1);
}

TEST_CASE("samples are read as expected") {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() == ".expected") continue;
    INFO(entry.path().string());
    const std::string found = read_sample(entry.path());
    CHECK(found.starts_with(entry.path().parent_path().filename().string() + ":"));
    const fs::path expected = entry.path().string() + ".expected";
    if (std::getenv("TIKTOK_KPI_UPDATE") != nullptr)
      std::ofstream(expected, std::ios::binary) << found;
    CHECK(found == contents(expected));
  }
}

TEST_CASE("formats that are not read say what they are and what is read instead") {
  const ReadLog log = [] {
    test::CollectingSink sink;
    const std::vector<InputSpec> inputs{
        {{(folder / "tiktok-shop-performance/creators.csv").string(), {}}, {}, true}};
    return read(inputs, test::every_field(), {}, sink);
  }();
  const Diagnostic& told = log.inputs[0].faults.entries().at("not-supported").first.at(0);
  CHECK(told.message == (folder / "tiktok-shop-performance/creators.csv").string() +
                            " is TikTok Shop affiliate performance");
  CHECK(told.hint == "sums by creator are not orders; the affiliate order export is read");
  CHECK(log.inputs[0].failed);
  for (const Format* format : formats)
    if (format->traits.unread || format->traits.aside) CHECK_FALSE(format->advice.empty());
}

}  // namespace tiktok_kpi
