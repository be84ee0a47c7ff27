// Bytes to their place, with every failure noticed: a full disk must not look like success.
#include "cli/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

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

bool same_file(const struct stat& a, const struct stat& b) { return a.st_dev == b.st_dev && a.st_ino == b.st_ino; }

}  // namespace

void StandardOutput::write(std::string_view bytes) {
  if (closed_) return;
  const int error = write_all(STDOUT_FILENO, bytes);
  if (error == EPIPE) closed_ = true;
  else if (error != 0) throw Error("write-failed", fmt::format("standard output: {}", std::strerror(error)));
}

void write_file(const std::string& path, std::string_view text, std::span<const std::string> inputs) {
  struct stat target {};
  if (::lstat(path.c_str(), &target) == 0) {
    if (!S_ISREG(target.st_mode)) throw Error("path-refused", fmt::format("{} is no regular file", path), "name a file that does not exist yet, or a regular one");
    for (const std::string& input : inputs) {
      struct stat read {};
      if (::stat(input.c_str(), &read) == 0 && same_file(read, target)) throw Error("output-is-input", fmt::format("{} is one of the inputs", path), "choose another name for -o");
    }
  }
  const std::string temporary = fmt::format("{}.{}.tmp", path, ::getpid());
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0) throw Error("write-failed", fmt::format("cannot write {}: {}", path, std::strerror(errno)));
  int error = write_all(descriptor, text);
  if (error == 0 && ::fsync(descriptor) != 0 && errno != EINVAL) error = errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(temporary.c_str());
    throw Error("write-failed", fmt::format("cannot write {}: {}", path, std::strerror(error)), "check the space on the disk and the permissions");
  }
}

}  // namespace tiktok_kpi
