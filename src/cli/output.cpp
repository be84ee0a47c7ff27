// Bytes to their place, with every failure noticed: a full disk must not look like success.
#include "cli/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "core/text.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// Names of unfinished files, for the signal handler: it may read nothing that allocates or locks.
constexpr std::size_t slots = 16;
std::array<std::atomic<const char*>, slots> unfinished{};
static_assert(std::atomic<const char*>::is_always_lock_free);

extern "C" void remove_unfinished(int signal) {
  for (const std::atomic<const char*>& name : unfinished)
    if (const char* path = name.load()) ::unlink(path);
  ::_exit(128 + signal);
}

std::size_t remember(const char* path) {
  for (std::size_t slot = 0; slot < slots; ++slot) {
    const char* free = nullptr;
    if (unfinished[slot].compare_exchange_strong(free, path)) return slot;
  }
  return slots;  // more outputs at once than any command has: only a signal would leave it behind
}

void forget(std::size_t slot) {
  if (slot < slots) unfinished[slot] = nullptr;
}

/// Writes all bytes; the errno of the failure, or 0.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(descriptor, bytes.data(), bytes.size());
    if (wrote < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return 0;
}

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

std::string_view kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISLNK(mode)) return "a symbolic link";
  return "a device or pipe";
}

}  // namespace

void StandardOutput::write(std::string_view bytes) {
  if (closed_) return;
  const int error = write_all(STDOUT_FILENO, bytes);
  if (error == EPIPE)
    closed_ = true;
  else if (error != 0)
    throw Error("write-failed", fmt::format("standard output: {}", std::strerror(error)));
}

void check_target(const std::string& path, std::span<const std::string> inputs,
                  std::string_view flag) {
  struct stat target {};
  if (::lstat(path.c_str(), &target) != 0) return;
  if (!S_ISREG(target.st_mode))
    throw Error("path-refused",
                fmt::format("{} {} is {}; only files are written", flag, visible(path),
                            kind_of(target.st_mode)),
                S_ISDIR(target.st_mode)
                    ? fmt::format("name a file in it: {} {}/report.json", flag,
                                  visible(path.substr(0, path.find_last_not_of('/') + 1)))
                    : fmt::format("name a file that does not exist yet, or a regular one{}",
                                  flag == "-o" ? "; -o - is standard output" : ""));
  for (const std::string& input : inputs) {
    struct stat read {};
    if (::stat(input.c_str(), &read) == 0 && same_file(read, target))
      throw Error("output-is-input",
                  fmt::format("{} {} would replace an input", flag, visible(path)),
                  fmt::format("choose another name for {}", flag));
  }
}

NewFile::NewFile(std::string path, std::span<const std::string> inputs, std::string_view flag)
    : path_(std::move(path)) {
  check_target(path_, inputs, flag);
  temporary_ = fmt::format("{}.{}.tmp", path_, ::getpid());
  slot_ = remember(temporary_.c_str());
  descriptor_ =
      ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor_ >= 0) return;
  const int error = errno;
  forget(slot_);
  throw Error("write-failed",
              fmt::format("cannot write {}: {}", visible(path_), std::strerror(error)),
              error == ENOENT ? "make the folder first" : "check the permissions of the folder");
}

NewFile::~NewFile() { discard(); }

void NewFile::discard() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  descriptor_ = -1;
  ::unlink(temporary_.c_str());
  forget(slot_);
}

void NewFile::fail(int error) {
  discard();
  throw Error("write-failed",
              fmt::format("cannot write {}: {}", visible(path_), std::strerror(error)),
              "check the space on the disk and the permissions");
}

void NewFile::write(std::string_view bytes) {
  if (const int error = write_all(descriptor_, bytes); error != 0) fail(error);
}

void NewFile::finish() {
  if (::fsync(descriptor_) != 0 && errno != EINVAL) fail(errno);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail(errno);
  forget(slot_);
  const int descriptor = descriptor_;
  descriptor_ = -1;
  if (::close(descriptor) != 0)
    throw Error("write-failed",
                fmt::format("cannot write {}: {}", visible(path_), std::strerror(errno)),
                "check the space on the disk");
}

void write_file(const std::string& path, std::string_view text,
                std::span<const std::string> inputs) {
  NewFile file(path, inputs);
  file.write(text);
  file.finish();
}

void remove_temporary_files_on_signals() {
  struct sigaction action {};
  action.sa_handler = remove_unfinished;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction before {};
    // A shell that starts a job in the background lets it ignore SIGINT; that is respected.
    if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) continue;
    ::sigaction(signal, &action, nullptr);
  }
}

}  // namespace tiktok_kpi
