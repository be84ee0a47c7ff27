// inotify where there is one; a clear word where there is none.
#include "cli/file_watch.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <utility>

#include "tiktok_kpi/core/error.hpp"

#if defined(__linux__)
#include <sys/inotify.h>
#endif

namespace tiktok_kpi {

#if defined(__linux__)

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t changes = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |
                                  IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF;
/// Editors save in several steps, exports arrive in several pieces: as long as they come closer
/// than this, they are one change. Milliseconds.
constexpr int quiet_time = 80;
/// A file that never rests is looked at all the same.
constexpr int most_waits = 40;

}  // namespace

FileWatch::FileWatch() : descriptor_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (descriptor_ < 0)
    throw Error("not-supported",
                std::string("the system gives no more inotify: ") + std::strerror(errno),
                "end another program that watches files, or raise fs.inotify.max_user_instances");
}

FileWatch::~FileWatch() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void FileWatch::watch(const WatchedNames& names) {
  std::map<int, Folder> kept;
  for (const auto& [folder, wanted] : names) {
    fs::path path = folder.empty() ? fs::path(".") : fs::path(folder);
    std::set<std::string> watched = wanted;
    int number = ::inotify_add_watch(descriptor_, path.c_str(), changes | IN_ONLYDIR);
    while (number < 0 && (errno == ENOENT || errno == ENOTDIR)) {
      fs::path above = path.parent_path();
      if (above == path) break;
      watched = {path.filename().string()};
      path = above.empty() ? fs::path(".") : std::move(above);
      number = ::inotify_add_watch(descriptor_, path.c_str(), changes | IN_ONLYDIR);
    }
    if (number < 0)
      throw Error("not-supported", "cannot watch " + path.string() + ": " + std::strerror(errno),
                  "check the permissions of the folder, and fs.inotify.max_user_watches");
    const auto [found, fresh] = kept.try_emplace(number, Folder{path.string(), watched});
    if (fresh) continue;
    // Two ways to one folder: all names of both.
    if (watched.empty() || found->second.names.empty())
      found->second.names.clear();
    else
      found->second.names.insert(watched.begin(), watched.end());
  }
  for (const auto& [number, folder] : folders_)
    if (!kept.contains(number)) ::inotify_rm_watch(descriptor_, number);
  previous_ = std::exchange(folders_, std::move(kept));
}

bool FileWatch::holds(const std::map<int, Folder>& folders, int number, const std::string& name) {
  const auto folder = folders.find(number);
  if (folder == folders.end()) return false;
  const std::set<std::string>& names = folder->second.names;
  return names.empty() ? !name.starts_with('.') && !name.ends_with(".tmp") : names.contains(name);
}

bool FileWatch::take_events() {
  bool concerned = false;
  alignas(inotify_event) std::array<char, 16UL * 1024> buffer{};
  for (;;) {
    const ssize_t got = ::read(descriptor_, buffer.data(), buffer.size());
    if (got <= 0) return concerned;
    for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(got);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const std::string name =
          event.len > 0 ? std::string(buffer.data() + at + sizeof event) : std::string();
      at += sizeof event + event.len;
      // Events were lost, or the folder itself went: look again.
      if ((event.mask & (IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF)) != 0) concerned = true;
      // A file that was only made is still empty; a folder that was made is complete.
      if ((event.mask & IN_CREATE) != 0 && (event.mask & IN_ISDIR) == 0) continue;
      if (!name.empty() && (holds(folders_, event.wd, name) || holds(previous_, event.wd, name)))
        concerned = true;
    }
  }
}

bool FileWatch::wait() {
  bool changed = false;
  for (int waits = 0; waits < most_waits;) {
    std::array<pollfd, 2> watched{{{descriptor_, POLLIN, 0}, {STDOUT_FILENO, 0, 0}}};
    const int ready = ::poll(watched.data(), watched.size(), changed ? quiet_time : -1);
    if (ready < 0 && errno != EINTR) return false;
    if (ready == 0) return true;
    if ((watched[1].revents & (POLLERR | POLLHUP)) != 0) return false;
    if (changed) ++waits;
    if ((watched[0].revents & POLLIN) != 0 && take_events()) changed = true;
  }
  return true;
}

#else

FileWatch::FileWatch() {
  throw Error("not-supported", "watching files needs inotify, which this system does not have",
              "run tiktok-kpi report again after a change");
}
FileWatch::~FileWatch() = default;
void FileWatch::watch(const WatchedNames&) {}
bool FileWatch::take_events() { return false; }
bool FileWatch::wait() { return false; }

#endif

}  // namespace tiktok_kpi
