// Sources to files, and what a campaign file must not reach.
#include "input/paths.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;
namespace fs = std::filesystem;

namespace {

/// A folder with a campaign's exports, gone at the end.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "tiktok-kpi-paths-XXXXXX").string();
    root_ = mkdtemp(name.data());
    for (const char* file :
         {"secret.csv", "c/exports/b.csv", "c/exports/a.csv", "c/exports/.hidden.csv",
          "c/exports/ana/Content.csv", "c/exports/.git/x.csv", "c/shop/orders_export.csv",
          "c/shop/orders.txt"})
      write(file);
    fs::create_directories(root_ / "c/empty");
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(root_); }

  void write(const std::string& file) const {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << "x";
  }
  [[nodiscard]] fs::path at(const std::string& file) const { return root_ / file; }

  /// The files, relative to the campaign's folder, with the source and what named them; or the
  /// error.
  [[nodiscard]] std::string resolve(const std::vector<std::string>& paths,
                                    bool confined = true) const {
    std::vector<SourceSpec> sources;
    for (const std::string& path : paths) sources.push_back({path, {}, {0, 10}});
    std::string out;
    try {
      for (const InputPath& file : resolve_paths(sources, {(root_ / "c").string(), confined})) {
        constexpr const char* words[] = {"path", "folder", "pattern"};
        out += fs::path(file.path).lexically_relative(root_ / "c").string() + " " +
               std::to_string(file.source) + " " + words[static_cast<int>(file.named_by)] + "\n";
      }
    } catch (const Error& error) {
      CHECK(error.diagnostic().place == Place{0, 10});
      return std::string(error.diagnostic().code->id) + ": " + error.diagnostic().message;
    }
    return out;
  }

 private:
  fs::path root_;
};

}  // namespace

TEST_CASE("files, folders and patterns become sorted files; hidden ones are skipped") {
  const Folder folder;
  CHECK(folder.resolve({"exports"}) ==
        "exports/a.csv 0 folder\nexports/ana/Content.csv 0 folder\nexports/b.csv 0 folder\n");
  CHECK(folder.resolve({"exports/*.csv", "shop/orders_export.csv"}) ==
        "exports/a.csv 0 pattern\nexports/b.csv 0 pattern\nshop/orders_export.csv 1 path\n");
  CHECK(folder.resolve({"*/*/C*t.csv"}) == "exports/ana/Content.csv 0 pattern\n");
}

TEST_CASE("a file named several times is read once, as its most exact source says") {
  const Folder folder;
  CHECK(folder.resolve({"exports/a.csv", "exports/*.csv", "exports/"}) ==
        "exports/a.csv 0 path\nexports/ana/Content.csv 2 folder\nexports/b.csv 2 folder\n");
  CHECK(folder.resolve({"./shop/../exports/a.csv", "exports/a.csv"}) == "exports/a.csv 1 path\n");
}

TEST_CASE("what is not there is said, not skipped") {
  const Folder folder;
  CHECK(folder.resolve({"exports/*.xlsx"}) == "no-match: no file matches \"exports/*.xlsx\"");
  CHECK(folder.resolve({"empty"}) == "no-match: there are no files in \"empty\"");
  CHECK(folder.resolve({"nope.csv"}) == "no-such-file: there is no file \"nope.csv\"");
}

TEST_CASE("a campaign file reaches only its own folder") {
  const Folder folder;
  CHECK(folder.resolve({"../secret.csv"}) ==
        "path-refused: \"../secret.csv\" leaves the folder of the campaign file");
  CHECK(folder.resolve({"exports/../../c/../secret.csv"}) ==
        "path-refused: \"exports/../../c/../secret.csv\" leaves the folder of the campaign file");
  CHECK(folder.resolve({"../*.csv"}) ==
        "path-refused: \"../*.csv\" leaves the folder of the campaign file");
  CHECK(folder.resolve({"/etc/passwd"}) == "path-refused: \"/etc/passwd\" is an absolute path");
  CHECK(folder.resolve({"../secret.csv"}, false) == "../secret.csv 0 path\n");
}

TEST_CASE("links may lead anywhere inside, nowhere outside") {
  const Folder folder;
  fs::create_symlink("../exports/a.csv", folder.at("c/shop/inside.csv"));
  CHECK(folder.resolve({"shop/inside.csv"}) == "shop/inside.csv 0 path\n");
  fs::create_symlink("../../secret.csv", folder.at("c/shop/out.csv"));
  CHECK(folder.resolve({"shop/out.csv"}) ==
        "path-refused: \"shop/out.csv\" leads outside the folder of the campaign file");
  CHECK(
      folder.resolve({"shop"}) ==
      "path-refused: \"shop\" holds a link that leads outside the folder of the campaign file: \"out.csv\"");
  CHECK(
      folder.resolve({"shop/*.csv"}) ==
      "path-refused: \"shop/*.csv\" holds a link that leads outside the folder of the campaign file: \"out.csv\"");
  fs::create_directory_symlink("..", folder.at("c/up"));
  CHECK(folder.resolve({"up/secret.csv"}) ==
        "path-refused: \"up/secret.csv\" leads outside the folder of the campaign file");
  CHECK(folder.resolve({"up/*.csv"}) ==
        "path-refused: \"up/*.csv\" leads outside the folder of the campaign file");
}

TEST_CASE("pipes are refused to a campaign file and left to the command line") {
  const Folder folder;
  REQUIRE(mkfifo(folder.at("c/pipe").c_str(), 0600) == 0);
  CHECK(folder.resolve({"pipe"}) == "path-refused: \"pipe\" is a pipe");
  CHECK(folder.resolve({"pipe"}, false) == "pipe 0 path\n");
}

TEST_CASE("a star is any run of characters") {
  CHECK(matches_pattern("orders.csv", "*.csv"));
  CHECK(matches_pattern("a.b.csv", "a*.*v"));
  CHECK(matches_pattern("", "*"));
  CHECK_FALSE(matches_pattern("orders.csv.bak", "*.csv"));
  CHECK_FALSE(matches_pattern("a", "a*b"));
  // No exponential search.
  CHECK_FALSE(matches_pattern(std::string(20'000, 'a'), "*a*a*a*a*a*a*a*a*a*b"));
}
