#pragma once
// Diagnostics as text for people (stderr) and as JSON lines (--diagnostics json).
#include <span>
#include <string>

#include "render/json_writer.hpp"
#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

struct DiagnosticOptions {
  bool verbose = false;  ///< every place, not only the first five of a code
  bool color = false;
  bool ascii = false;  ///< three dots instead of "…"
  int width = 80;      ///< terminal columns; lines of the input are clipped around the caret
};

/// One block for each:
///     posts.csv:118:34: error[bad-count]: "12O4" is not a count
///       | ana,2024-05-01,12O4,33
///       |                ^~~~
///       hint: …
/// Ordered by first appearance of the code; a hint stands once; after five places of a code "… 37
/// more (-v)". Nothing of the input reaches the terminal unfiltered.
[[nodiscard]] std::string format_diagnostics(std::span<const PrintedDiagnostic> diagnostics,
                                             const DiagnosticOptions& options);

/// One JSON object a line, all of them, in the order given.
[[nodiscard]] std::string diagnostics_as_json_lines(std::span<const PrintedDiagnostic> diagnostics);

/// One diagnostic as a JSON object: code, severity, message, hint, path, line, column, length,
/// count; null where unknown. The line of the input itself is left out: it may hold a customer's
/// address.
void write_diagnostic(JsonWriter& json, const PrintedDiagnostic& printed);

}  // namespace tiktok_kpi
