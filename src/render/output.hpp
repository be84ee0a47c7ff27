#pragma once
// Text on its way to a sink, handed over in pieces so that a long table is never held twice.
#include <cstddef>
#include <string>

#include "render/renderer.hpp"

namespace tiktok_kpi {

class Output {
 public:
  explicit Output(ByteSink& sink) : sink_(sink) {}

  /// Append here.
  [[nodiscard]] std::string& text() { return text_; }
  /// Between two rows: passes the text on once it is worth a write.
  void row_done() {
    if (text_.size() >= worth_a_write) finish();
  }
  /// Passes on what is left.
  void finish() {
    if (!text_.empty()) sink_.write(text_);
    text_.clear();
  }

 private:
  static constexpr std::size_t worth_a_write = std::size_t{64} * 1024;

  ByteSink& sink_;
  std::string text_;
};

}  // namespace tiktok_kpi
