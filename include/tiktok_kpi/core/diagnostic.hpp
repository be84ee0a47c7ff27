#pragma once
// What is said about an input, a campaign file or a command line. A diagnostic is a value: the
// library collects them, only src/cli prints them.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "tiktok_kpi/core/exit_code.hpp"
#include "tiktok_kpi/core/place.hpp"

namespace tiktok_kpi {

enum class Severity : std::uint8_t { note, repair, warning, error };

[[nodiscard]] std::string_view name_of(Severity severity);

/// One row of the table of diagnostic codes: a stable word, what it means, what to do.
/// `tiktok-kpi explain CODE` prints it.
struct DiagnosticCode {
  std::string_view id;  ///< stable, e.g. "bad-count"
  Severity severity;    ///< severity unless a caller states another
  ExitCode exit;  ///< exit code when thrown as an Error, or when --strict turns it into a failure
  std::string_view summary;      ///< one line: what happened
  std::string_view explanation;  ///< why it matters and what to do, one paragraph
};

/// The one table, sorted by id.
[[nodiscard]] std::span<const DiagnosticCode> diagnostic_codes();
/// Row of the table; asserts that the code exists (a test walks every use).
[[nodiscard]] const DiagnosticCode& diagnostic_code(std::string_view id);
/// Row of the table, or nullptr.
[[nodiscard]] const DiagnosticCode* find_diagnostic_code(std::string_view id);

/// A message about one place (or none), in full sentences a user can act on.
struct Diagnostic {
  const DiagnosticCode* code = nullptr;
  Severity severity = Severity::error;
  Place place{};             ///< where the offending text begins; unknown for command lines
  std::uint32_t length = 0;  ///< bytes of offending text, 0 when unknown
  std::string message;       ///< without file, code and caret
  std::string hint;          ///< what to do, or empty

  [[nodiscard]] static Diagnostic make(std::string_view code, std::string message,
                                       std::string hint = {}, Place place = {},
                                       std::uint32_t length = 0);
};

}  // namespace tiktok_kpi
