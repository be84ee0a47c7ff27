#pragma once
// links --parse: URLs in, what a browser and a shop make of them out.
#include <string_view>
#include <vector>

#include "render/diagnostics.hpp"
#include "render/renderer.hpp"

namespace tiktok_kpi {

class ByteStream;

/// Reads lines of `bytes`, each a JSON string, and writes one JSON object a line: ok, host, search,
/// params, utm. A line that is no JSON string gives an object that is not ok and a diagnostic;
/// empty lines are skipped. The diagnostics, in order.
[[nodiscard]] std::vector<PrintedDiagnostic> parse_links(ByteStream& bytes,
                                                         std::string_view shown_path,
                                                         ByteSink& out);

}  // namespace tiktok_kpi
