#pragma once
// First step of CSV reading: where the separators outside quotes stand. The second step (csv_rows)
// walks these positions and never looks for a separator again.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tiktok_kpi {

/// What compares bytes. Both give the same index.
enum class CsvKernel : std::uint8_t {
  vector,   ///< 32 bytes at a time where the processor has it, else as `narrow`
  narrow,   ///< 16 bytes at a time where the processor family has it
  portable  ///< 8 bytes at a time, in plain C++
};

/// How a delimited file is written, and read.
struct Dialect {
  char delimiter = ',';
  char newline = '\n';  ///< '\r' for files that use only carriage returns
  bool careful =
      false;  ///< quotes are damaged somewhere: index record by record instead of by parity
  CsvKernel kernel = CsvKernel::vector;
};

/// Separators of a block of whole records.
struct CsvIndex {
  std::vector<std::uint32_t>
      ends;  ///< position of each delimiter and line end outside quotes, ascending
  std::vector<std::uint32_t>
      rows;  ///< for each record: how many entries of `ends` come up to its line end
  std::vector<std::uint32_t> stray;  ///< careful only: positions of quotes taken as text
  /// False when a quote opens after text or closes before text: parity then means nothing and the
  /// file has to be read with dialect.careful.
  bool well_formed = true;
  bool has_quotes = false;  ///< some quote stands in the text
};

/// Fills the index of `text` (at most 2^32 - 2 bytes, starting at a record). A last record without
/// line end is closed by an entry at text.size(). Cost: one pass; the buffers are reused.
void index_csv(std::string_view text, const Dialect& dialect, CsvIndex& index);

/// Bytes of `text` up to and including the last line end outside quotes; 0 when there is none.
[[nodiscard]] std::size_t whole_records(std::string_view text, const Dialect& dialect);

}  // namespace tiktok_kpi
