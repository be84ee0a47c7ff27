#pragma once
// Rows without end to bytes: what `convert` writes, row after row, with the escaping of whole
// documents. A format is one file of this folder and one row in the table below.
#include <array>
#include <memory>
#include <span>
#include <string_view>

#include "render/renderer.hpp"

namespace tiktok_kpi {

/// A column of every row.
struct RecordColumn {
  /// `text`: any bytes. `bare`: a number, true or false, written without quotes and never guarded.
  enum class Form : std::uint8_t { text, bare };
  std::string_view name;
  Form form = Form::text;
  bool null_says_more = false;  ///< in JSON null would not mean missing: the key is left out
};

/// Text of one cell. A view without data is missing: an empty cell in tables, null in JSON.
using RecordCell = std::string_view;

struct RecordOptions {
  bool raw_cells = false;  ///< no formula guard in CSV and TSV
  bool header = true;      ///< tables begin with the names; JSON rows are objects, else arrays
};

/// Calls: `begin` once, rows in any number, `end` once. The sink's errors pass through.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  /// Names and their text must outlive the writer. At least one column unless there is no header.
  virtual void begin(std::span<const RecordColumn> columns) = 0;
  /// Whole rows, one after the other: cells.size() is a multiple of the number of columns.
  virtual void write(std::span<const RecordCell> cells) = 0;
  /// A row that does not fit the columns (or that has none): as many cells as there are; an array
  /// in JSON.
  virtual void write_loose(std::span<const RecordCell> cells) = 0;
  virtual void end() = 0;
};

struct RecordFormat {
  std::string_view id;          ///< name of --format
  std::string_view extensions;  ///< separated by '|'
  std::unique_ptr<RecordWriter> (*make)(const RecordOptions&, ByteSink&);
};

extern const RecordFormat csv_records;
extern const RecordFormat tsv_records;
extern const RecordFormat json_records;
extern const RecordFormat ndjson_records;
extern const RecordFormat text_records;  ///< lines; cells separated by tabs, as they are

inline constexpr std::array record_formats{&csv_records, &tsv_records, &json_records,
                                           &ndjson_records, &text_records};

/// By name; nullptr when there is none.
[[nodiscard]] const RecordFormat* find_record_format(std::string_view id);
/// By the ending of a file's name, in any case; nullptr when no format has it.
[[nodiscard]] const RecordFormat* record_format_for_extension(std::string_view path);

}  // namespace tiktok_kpi
