#pragma once
// Any export to canonical records, row after row: what `convert` does below its options. Part of
// the pipeline.
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "render/record_writer.hpp"
#include "tiktok_kpi/pipeline.hpp"

namespace tiktok_kpi {

struct ConvertRequest {
  Invocation invocation;
  std::string kind;  ///< name of a record kind; empty: the first of post, daily, creator, order,
                     ///< line, touch, ad_day that the inputs hold
  std::vector<std::string>
      fields;                  ///< columns in this order; empty: every one that an input can fill
  std::function<bool()> done;  ///< true once every output is closed; may be empty
};

struct ConvertOutcome {
  std::vector<PrintedDiagnostic> diagnostics;
  std::vector<Diagnostic>
      notes;             ///< about the whole conversion: worth a line even when not verbose
  bool written = false;  ///< false: no input could be read, the writers were not begun
  ExitCode exit = ExitCode::done;
};

/// Reads every input in order and hands its records to all writers. Memory does not depend on the
/// number of rows. Throws Error (unknown-column, bad-option, limits, and what the writers' sinks
/// throw).
[[nodiscard]] ConvertOutcome convert(const ConvertRequest& request,
                                     std::span<RecordWriter* const> writers);

}  // namespace tiktok_kpi
