#pragma once
// Any export to canonical records, row after row: what `convert` does below its options. Part of
// the pipeline.
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "model/fields.hpp"
#include "render/record_writer.hpp"
#include "tiktok_kpi/pipeline.hpp"

namespace tiktok_kpi {

/// A file that rows are written behind.
struct AppendTarget {
  std::string path;
  bool exists = false;                 ///< and is not empty
  std::vector<RecordKind> kinds;       ///< of its records
  std::vector<std::string> columns;    ///< of a table, in order; empty: any
  RecordKind kind = RecordKind::post;  ///< of the rows that are written; set by `convert`
};

struct ConvertRequest {
  Invocation invocation;
  std::string kind;  ///< name of a record kind; empty: the first of post, daily, creator, order,
                     ///< line, touch, ad_day that the inputs hold
  std::vector<std::string>
      fields;  ///< columns in this order; empty: every one that an input can fill
  AppendTarget* append = nullptr;  ///< rows have to fit behind those of this file; may be null
  std::function<bool()> done;      ///< true once every output is closed; may be empty
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
