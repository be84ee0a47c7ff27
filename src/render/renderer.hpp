#pragma once
// One row of the table of output formats.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// Where bytes go. Implementations in src/cli (standard output, files) and tests (strings); a sink throws
/// Error("write-failed") when the bytes cannot be written.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual void write(std::string_view bytes) = 0;
};

/// How people want to see it. Machine formats ignore everything but `sections_only` and `raw_cells`.
struct RenderOptions {
  int width = 80;          ///< columns of the terminal
  bool color = false;
  bool ascii = false;      ///< no characters beyond ASCII in frames, bars and marks
  bool verbose = false;    ///< every note and diagnostic
  bool table_only = false; ///< one table command: CSV, TSV, JSON and NDJSON print the table, not the long form
  bool raw_cells = false;  ///< no formula guard in CSV and TSV (--cells raw)
  std::vector<std::string> fields;  ///< --fields: which columns, in which order; empty: all (people: all but details)
};

struct Renderer {
  std::string_view id;          ///< name of --format
  std::string_view extensions;  ///< file name endings that choose it, separated by '|': "md|markdown"
  std::string_view summary;     ///< one line of help
  void (*render)(const Document&, const RenderOptions&, ByteSink&);
};

}  // namespace tiktok_kpi
