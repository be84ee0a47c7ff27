// Diagnostics as values, and the order of exit codes.
#include "tiktok_kpi/core/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace tiktok_kpi {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::repair: return "repair";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "error";
}

ExitCode worse(ExitCode a, ExitCode b) {
  constexpr std::array order{ExitCode::terminated, ExitCode::interrupted,  ExitCode::own_fault,
                             ExitCode::output,     ExitCode::refused,      ExitCode::input,
                             ExitCode::usage,      ExitCode::answer_is_no, ExitCode::done};
  return std::ranges::find(order, a) < std::ranges::find(order, b) ? a : b;
}

const DiagnosticCode* find_diagnostic_code(std::string_view id) {
  const auto codes = diagnostic_codes();
  const auto found = std::ranges::lower_bound(codes, id, {}, &DiagnosticCode::id);
  return found != codes.end() && found->id == id ? &*found : nullptr;
}

const DiagnosticCode& diagnostic_code(std::string_view id) {
  const DiagnosticCode* code = find_diagnostic_code(id);
  assert(code != nullptr);
  return *code;
}

Diagnostic Diagnostic::make(std::string_view code, std::string message, std::string hint,
                            Place place, std::uint32_t length) {
  const DiagnosticCode& row = diagnostic_code(code);
  return {&row, row.severity, place, length, std::move(message), std::move(hint)};
}

}  // namespace tiktok_kpi
