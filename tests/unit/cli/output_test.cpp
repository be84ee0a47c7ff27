// Files appear whole or not at all, also when the program is stopped.
#include "cli/output.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;
namespace fs = std::filesystem;

namespace {

/// A folder of its own, removed at the end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("output-test-" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

std::string content(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Exit code of a child that begins a file and is then sent `signal`.
int code_after(int signal, const std::string& path) {
  const pid_t child = ::fork();
  if (child == 0) {
    remove_temporary_files_on_signals();
    NewFile file(path, {});
    file.write("half");
    ::kill(::getpid(), signal);
    ::_exit(99);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string refusal(const std::string& path, std::initializer_list<std::string> inputs = {}) {
  try {
    write_file(path, "new", std::vector<std::string>(inputs));
  } catch (const Error& error) {
    return std::string(error.diagnostic().code->id);
  }
  return "written";
}

}  // namespace

TEST_CASE("a file that is not finished leaves nothing and keeps the old one") {
  const Folder folder;
  const std::string path = folder.file("report.json");
  write_file(path, "old", {});
  {
    NewFile file(path, {});
    file.write("half");
  }
  CHECK(content(path) == "old");
  CHECK(folder.files() == 1);
  write_file(path, "new", {});
  CHECK(content(path) == "new");
  CHECK(folder.files() == 1);
}

TEST_CASE("SIGINT and SIGTERM remove unfinished files and end with 130 and 143") {
  const Folder folder;
  const std::string path = folder.file("report.json");
  write_file(path, "old", {});
  CHECK(code_after(SIGINT, path) == 130);
  CHECK(code_after(SIGTERM, path) == 143);
  CHECK(content(path) == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("inputs, links, folders and devices are never written") {
  const Folder folder;
  const std::string input = folder.file("posts.csv");
  write_file(input, "rows", {});
  fs::create_symlink(input, folder.file("link.csv"));
  fs::create_hard_link(input, folder.file("same.csv"));
  CHECK(refusal(input, {input}) == "output-is-input");
  CHECK(refusal(folder.file("same.csv"), {input}) == "output-is-input");
  CHECK(refusal(folder.file("link.csv")) == "path-refused");
  CHECK(refusal(folder.file("")) == "path-refused");
  CHECK(refusal("/dev/null") == "path-refused");
  CHECK(refusal(folder.file("none/report.csv")) == "write-failed");
  CHECK(content(input) == "rows");
}
