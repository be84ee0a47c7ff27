#pragma once
// The library's front door: what a command line asks for, and what comes back. Arguments to a
// report, in one direction: load, keep, add up, evaluate, build.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tiktok_kpi/core/exit_code.hpp"
#include "tiktok_kpi/document/document.hpp"
#include "tiktok_kpi/model/table_options.hpp"

namespace tiktok_kpi {

/// One run over one campaign, its file or bare exports; or over several campaign files.
struct Invocation {
  std::vector<std::string> inputs;    ///< a campaign file, exports, folders, patterns, "-"
  std::vector<std::string> sections;  ///< section ids in order; empty: all
  bool every_column = false;  ///< a table command: columns that reports for people leave out too
  TableOptions table;
  /// Settings by flag name ("missing", "set", "tz"…), over the campaign file; checked by
  /// apply_setting.
  std::vector<std::pair<std::string, std::string>> settings;
  /// Reading overrides by name: format, encoding, delimiter, decimal, date-order, year, timezone,
  /// creator, and columns as "field=header" (repeatable).
  std::vector<std::pair<std::string, std::string>> reading;
  unsigned threads = 0;                           ///< 0: all cores
  std::size_t block_size = 0;                     ///< bytes of a block; 0: the default
  std::optional<std::uint64_t> thread_threshold;  ///< smaller inputs are read by one thread
  bool allow_outside = false;
  bool strict = false;
  bool hash = false;                       ///< SHA-256 of every input, not only of small ones
  std::optional<std::uint64_t> max_input;  ///< bytes decompression may produce
  std::optional<std::uint64_t> max_field;  ///< bytes of one cell; a record may have four times that
  std::string key_file;  ///< secret that customers are hashed with; empty: a random one of the run
  std::string now;       ///< as-of time; empty: newest in the data; "today": the clock
};

struct Outcome {
  Document document;
  ExitCode exit = ExitCode::done;
  bool empty = false;  ///< no input could be read: there is nothing to print but the diagnostics
};

/// Reads, adds up and builds the report of one campaign, or of several and their portfolio. Throws
/// Error when the work cannot go on; wrong data is in the document's diagnostics and in the exit
/// code.
[[nodiscard]] Outcome run_report(const Invocation& invocation);

}  // namespace tiktok_kpi
