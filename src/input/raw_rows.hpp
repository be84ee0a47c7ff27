#pragma once
// Rows of cells as they stand in a file, with no canonical meaning: what `convert --raw` reads.
// Constant memory; cells live until the next batch.
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "input/fault_log.hpp"
#include "input/source.hpp"

namespace tiktok_kpi {

enum class RawShape : std::uint8_t { csv, json, text };

struct RawOptions {
  RawShape shape = RawShape::csv;
  std::string encoding;   ///< empty: guess
  char delimiter = '\0';  ///< NUL: guess
  bool header = true;     ///< CSV: the first record names the columns
  std::size_t block_size = 256 * 1024;
};

/// Whole rows, one after the other. A row that fits the header has as many cells as it; a loose one
/// has its own number. A cell without data is JSON's null.
struct RawRows {
  struct Row {
    std::uint32_t end = 0;  ///< of its cells in `cells`
    bool loose = false;
  };
  std::vector<std::string_view> cells;
  std::vector<Row> rows;
};

struct RawLog {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::uint64_t left_out = 0;
  FaultLog faults = FaultLog(0);
};

class RawReader {
 public:
  /// Opens the input and finds its header: of JSON the keys of all objects (a pass of its own), or
  /// of those in the first MiB when the input can be opened only once. Throws Error.
  RawReader(const Location& location, const RawOptions& options);
  ~RawReader();

  /// Names of the columns; empty: every row is loose.
  [[nodiscard]] const std::vector<std::string>& header() const;
  /// The next rows; false at the end. Throws Error.
  bool next(RawRows& rows);
  [[nodiscard]] const RawLog& log() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tiktok_kpi
