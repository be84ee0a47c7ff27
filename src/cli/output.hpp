#pragma once
// Where output goes: standard output (a closed pipe is quiet), or files that appear whole or not at all.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "render/renderer.hpp"

namespace tiktok_kpi {

/// Standard output. After a closed pipe further bytes are dropped; other failures throw write-failed.
class StandardOutput : public ByteSink {
 public:
  void write(std::string_view bytes) override;

 private:
  bool closed_ = false;
};

/// Writes `text` to a temporary file beside `path`, then renames. Replaces regular files only, never one of
/// `inputs`, a link or a device. Throws Error (write-failed, output-is-input, path-refused).
void write_file(const std::string& path, std::string_view text, std::span<const std::string> inputs);

/// A sink that collects.
class StringSink : public ByteSink {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

}  // namespace tiktok_kpi
