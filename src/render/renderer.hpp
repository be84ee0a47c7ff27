#pragma once
// One row of the table of output formats.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// Where bytes go. Implementations in src/cli (standard output, files) and tests (strings); a sink
/// throws Error("write-failed") when the bytes cannot be written.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual void write(std::string_view bytes) = 0;
};

/// How people want to see it. Machine formats heed `table_only`, `raw_cells` and `fields`, and
/// nothing else.
struct RenderOptions {
  int width = 80;  ///< columns of the terminal
  bool color = false;
  bool ascii = false;       ///< no characters beyond ASCII in frames, bars and marks
  bool verbose = false;     ///< definitions below the tables of the terminal
  bool table_only = false;  ///< a table command: CSV, TSV, JSON and NDJSON print the table if it is
                            ///< the only one, not the long form
  bool raw_cells = false;   ///< no formula guard in CSV and TSV (--cells raw)
  /// --fields: which columns, in which order; empty, or none of them in a table: all (people: all
  /// but details).
  std::vector<std::string> fields{};
};

struct Renderer {
  std::string_view id;  ///< name of --format
  std::string_view
      extensions;            ///< file name endings that choose it, separated by '|': "md|markdown"
  std::string_view summary;  ///< one line of help
  void (*render)(const Document&, const RenderOptions&, ByteSink&);
};

}  // namespace tiktok_kpi
