#pragma once
// Tables to tables without a look at their cells: CSV, JSON and lines of text into each other. Part
// of the pipeline.
#include "convert.hpp"

namespace tiktok_kpi {

struct RawRequest {
  Invocation invocation;  ///< exactly one input; only encoding and delimiter are heeded of the
                          ///< reading options
  std::string from;       ///< "csv", "json" or "text"; empty: by the ending of the name, else csv
  bool header = true;     ///< CSV: the first record names the columns
  std::function<bool()> done;  ///< true once every output is closed; may be empty
};

/// Cells pass as they are. A CSV record with another number of cells than the header stays a row of
/// its own shape (an array in JSON); a header that names a column twice is a row like any other.
/// JSON objects are flattened to `a.b`, arrays inside them stay JSON text; keys of all objects make
/// the header, those of the first MiB when the input is a pipe. Throws Error.
[[nodiscard]] ConvertOutcome convert_raw(const RawRequest& request,
                                         std::span<RecordWriter* const> writers);

}  // namespace tiktok_kpi
