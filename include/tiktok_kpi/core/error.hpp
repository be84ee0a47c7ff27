#pragma once
// The one exception of the library: the work cannot go on. Caught once, in src/cli/main.cpp.
#include <exception>
#include <string>
#include <utility>

#include "tiktok_kpi/core/diagnostic.hpp"

namespace tiktok_kpi {

/// Thrown when the work cannot go on (no such file, unknown metric, disk full). Wrong data is never
/// an Error: readers report it as a Diagnostic and go on.
class Error : public std::exception {
 public:
  explicit Error(Diagnostic diagnostic) : diagnostic_(std::move(diagnostic)) {}
  /// Short form: code of the table, message, hint.
  Error(std::string_view code, std::string message, std::string hint = {})
      : diagnostic_(Diagnostic::make(code, std::move(message), std::move(hint))) {}

  [[nodiscard]] const Diagnostic& diagnostic() const { return diagnostic_; }
  [[nodiscard]] ExitCode exit_code() const { return diagnostic_.code->exit; }
  [[nodiscard]] const char* what() const noexcept override { return diagnostic_.message.c_str(); }

 private:
  Diagnostic diagnostic_;
};

}  // namespace tiktok_kpi
