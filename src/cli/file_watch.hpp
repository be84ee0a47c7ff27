#pragma once
// Waits until one of some files changes, appears or goes away. Folders are watched, not files: an
// editor that saves by rename puts another file in the place of the old one.
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tiktok_kpi {

/// What is watched: names by their folder; an empty set of names stands for every name that does
/// not begin with a full stop.
using WatchedNames = std::map<std::string, std::set<std::string>>;

class FileWatch {
 public:
  /// Throws Error (not-supported) where the system has no inotify, or gives no more of it.
  FileWatch();
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  /// Watches these from now on. Of a folder that is not there the nearest one above it is watched,
  /// until it comes. Changes since the last `wait` are not lost by calling this.
  void watch(const WatchedNames& names);
  /// Blocks until something changed and then nothing for a moment. False when nobody reads standard
  /// output any more.
  [[nodiscard]] bool wait();

 private:
  /// Takes the events that are there; true when one of them is of a watched name.
  [[nodiscard]] bool take_events();

  struct Folder {
    std::string path;
    std::set<std::string> names;  ///< empty: all
  };
  int descriptor_ = -1;
  /// Is that name of that watch one of those?
  [[nodiscard]] static bool holds(const std::map<int, Folder>& folders, int number,
                                  const std::string& name);

  std::map<int, Folder> folders_;   ///< by watch descriptor
  std::map<int, Folder> previous_;  ///< before the last `watch`: its events may still be waiting
};

}  // namespace tiktok_kpi
