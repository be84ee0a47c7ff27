#pragma once
// Where output goes: standard output (a closed pipe is quiet), or files that appear whole or not at
// all.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "render/renderer.hpp"

namespace tiktok_kpi {

/// Standard output. After a closed pipe further bytes are dropped; other failures throw
/// write-failed.
class StandardOutput : public ByteSink {
 public:
  void write(std::string_view bytes) override;
  /// Nobody reads any more: further bytes are dropped.
  [[nodiscard]] bool closed() const { return closed_; }

 private:
  bool closed_ = false;
};

/// A file that is written beside its name and takes it at the end. Without `finish`, and after
/// SIGINT or SIGTERM, nothing of it stays.
class NewFile : public ByteSink {
 public:
  /// See check_target; throws Error as it does, and write-failed.
  NewFile(std::string path, std::span<const std::string> inputs, std::string_view flag = "-o");
  ~NewFile() override;
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view bytes) override;
  /// Puts the file in its place. Throws write-failed.
  void finish();

 private:
  [[noreturn]] void fail(int error);
  void discard();

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
  std::size_t slot_ = 0;  ///< where the signal handler finds the temporary name
};

/// May `path` be written? Only new names and regular files, never one of `inputs`, a link, a folder
/// or a device. `flag` names it in messages. Throws Error (output-is-input, path-refused).
void check_target(const std::string& path, std::span<const std::string> inputs,
                  std::string_view flag = "-o");

/// Writes `text` through a NewFile.
void write_file(const std::string& path, std::string_view text,
                std::span<const std::string> inputs);

/// From now on SIGINT and SIGTERM remove unfinished files and end the program with 130 or 143.
void remove_temporary_files_on_signals();

/// A sink that collects.
class StringSink : public ByteSink {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

}  // namespace tiktok_kpi
