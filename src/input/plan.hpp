#pragma once
// A plan says how the bytes of one input become records. It is pure data, made once per input from
// its first MiB; `inspect` prints it.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "input/cells.hpp"
#include "input/csv_index.hpp"
#include "model/campaign.hpp"
#include "model/fields.hpp"
#include "tiktok_kpi/core/diagnostic.hpp"

namespace tiktok_kpi {

struct Format;
class KeyedHash;

/// One source of one field: a column of a table or a path in a JSON record.
struct ColumnPlan {
  std::string source;        ///< header as written, or path
  std::uint32_t column = 0;  ///< CSV: which cell; JSON: ordinal of the source in the plan
  std::uint8_t rank = 0;     ///< of several sources of a field the lowest rank that is known wins
  bool either = false;       ///< flags: yes in any source wins
  Field field{};
  char decimal = '.';
  TimeRule time{};
  bool seen = true;       ///< JSON: the path occurs in the first MiB
  bool adds = false;      ///< amounts of several sources, or of a list, are added
  bool presence = false;  ///< flags: any value says yes
  std::string_view
      key{};  ///< names: whose value is meant among "name: value" pairs; see keyed_value
};

/// Records of one kind that every row (or JSON record) yields.
struct RecordPlan {
  RecordKind kind = RecordKind::post;
  std::vector<ColumnPlan> columns;
  bool tags_from_caption = false;  ///< no column of tags: scan the caption
  bool tags_else_caption = false;  ///< JSON: a record without the list of tags is scanned, too
  FieldSet also;  ///< read beside what is asked: the format settles its records with them
};

enum class Shape : std::uint8_t { csv, json };
/// How JSON records follow each other in the file.
enum class JsonLayout : std::uint8_t { lines, array, documents };

struct ReadPlan {
  const Format* format = nullptr;
  std::string why;  ///< evidence for the format, for people
  Shape shape = Shape::csv;
  std::string encoding = "utf-8";
  Dialect dialect;
  std::uint32_t header_cells = 0;  ///< cells of a regular row
  std::uint64_t body = 0;          ///< offset of the first record
  std::uint64_t end = 0;           ///< offset behind the last record; 0: the end of the input
  /// What lines above the records say about the account: a table of one row, written out in
  /// `profile_row`; its body is where those lines begin.
  std::shared_ptr<const ReadPlan> profile;
  std::string profile_row;
  JsonLayout layout = JsonLayout::lines;
  std::string
      root;  ///< JSON: path from a document to its records, "data.videos[]"; empty: it is one
  std::vector<RecordPlan> records;
  std::string creator;                    ///< account of every record that names none
  std::optional<ExportTime> exported_at;  ///< of every record that states none
  std::vector<std::string> header;        ///< CSV: header cells as written
  std::uint64_t passed_over = 0;          ///< records that are none, found while planning
  std::shared_ptr<const KeyedHash> keys;  ///< what customers are hashed with; null: a random key
  bool customers_counted = false;     ///< only whether a record names a customer is asked, not whom
  std::optional<std::int64_t> as_of;  ///< Unix seconds; nothing can have happened later
  bool open_question = false;         ///< the head does not settle a decimal mark or a date order
  std::vector<std::string>
      guesses;  ///< what was decided on evidence and how to override it, a line each
  std::vector<Diagnostic> warnings;  ///< open questions and missing columns
};

}  // namespace tiktok_kpi
