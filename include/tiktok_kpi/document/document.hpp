#pragma once
// What a report says, as values: sections, tables, figures, notes. No format, no text of a number.
// Renderers turn it into bytes; JSON keys are the ids given here.
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "tiktok_kpi/core/definition.hpp"
#include "tiktok_kpi/core/diagnostic.hpp"
#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

/// How a number of a column is shown to people; machines always get the full value.
struct Column {
  std::string id;     ///< metric or field id; key in JSON, header in CSV
  std::string label;  ///< header for people
  Unit unit = Unit::none;
  int digits = -1;      ///< decimals for people; -1: by unit
  bool bar = false;     ///< draw a bar behind the value in tables for people
  bool detail = false;  ///< left out of the terminal table unless asked for by --fields; always in
                        ///< machine formats
  bool trend = false;   ///< show with sign: +7%
  bool from_one =
      false;  ///< a quotient of two like figures: people see how far it is from 1, 1.07 as 7%
  bool clip_front = false;  ///< where there is no room the end stays: a place in a file
  std::size_t lines = 0;    ///< most lines of a sentence in a terminal table; 0: all of it
  /// Id of the column with the upper end of a range whose lower end stands here: people see both in
  /// one cell, "4.1-6.0%".
  std::string to = {};
};

/// Rows of values under columns; every row has as many cells as there are columns. Missing cells
/// carry their reason. The first column names the row (it is "row" in the long form); columns stand
/// in order of importance, since a narrow terminal drops them from the right; words in the last
/// column are sentences: wrapped, not clipped.
struct Table {
  std::string id;  ///< key in JSON: "creators", "posts", …; "attribution.models" is a member of
                   ///< "attribution"
  std::string title;
  std::vector<Column> columns;
  std::vector<std::vector<Quantity>> rows;
  std::size_t total_rows = 0;  ///< before --limit
  /// People see `people_rows` rows from `people_first` on, of 0 not even the title; machines get
  /// them all.
  std::size_t people_first = 0;
  std::size_t people_rows = static_cast<std::size_t>(-1);
  bool rest_elsewhere = false;  ///< people find the other rows in another table of the section
  std::string note;             ///< one line under the table, or empty
};

/// One labelled value of the headline.
struct Figure {
  Column column;
  Quantity value;
};

/// A line of key figures.
struct Figures {
  std::vector<Figure> items;
};

/// Picture of columns of a table that the document also holds.
struct Chart {
  enum class Kind : std::uint8_t { bars, line };
  Kind kind = Kind::bars;
  std::string table;  ///< id of the table
  std::string x, y;   ///< ids of its columns
};

struct Paragraph {
  std::string text;
};

using SectionPart = std::variant<Paragraph, Figures, Table, Chart>;

/// A part of the report. `absent` holds the one line that says which export would supply it.
struct Section {
  std::string id;
  std::string title;
  std::vector<SectionPart> blocks;
  std::string absent;
};

/// One input as it was read.
struct InputSummary {
  std::string path;
  std::string sha256;  ///< empty: not computed
  std::string format;  ///< id
  std::string why;     ///< evidence for the format
  std::uint64_t bytes = 0;
  std::uint64_t rows_read = 0, rows_used = 0, rows_repaired = 0, rows_left_out = 0;
};

/// A place in an input, for people.
struct FilePosition {
  std::string path;        ///< empty: not known
  std::uint64_t line = 0;  ///< 0: unknown, the input cannot be read again
  std::uint64_t column = 0;
  /// "posts.csv:12:7"; what is not known is left out.
  [[nodiscard]] std::string in_words() const {
    return line == 0 ? path : path + ":" + std::to_string(line) + ":" + std::to_string(column);
  }
};

/// What a check found in an input.
struct CheckEvidence {
  FilePosition at;
  std::string text;
};

/// A goal, a promise of a contract or a rule on the data, and how it stands.
struct Check {
  /// What is not known is no pass.
  enum class Verdict : std::uint8_t { pass, fail, unknown };
  std::string id;    ///< stable: a metric, "data.missing_share", "contract.posts@ana"
  std::string rule;  ///< what is asked: ">= 4%", "5 posts by 2024-05-25"
  Quantity value;
  Verdict verdict = Verdict::unknown;
  Severity level = Severity::error;  ///< what missing it means
  std::string kind = "goals";        ///< "goals", "data", "contract", "disclosure", …
  std::string metric = {};           ///< of the value; empty: none of the registry
  std::string subject = {};          ///< "@ana"; empty: the campaign
  std::string found = {};            ///< in words, where the value says too little
  std::string advice = {};           ///< what to do; empty when passed
  /// Of goals; missing where there is none.
  Quantity goal_attainment = {}, pacing = {}, projected_total = {};
  Place place = {};      ///< of the rule in the campaign file
  FilePosition at = {};  ///< the same for people
  std::vector<CheckEvidence> evidence = {};
  [[nodiscard]] bool passed() const { return verdict == Verdict::pass; }
};

/// A diagnostic with its place worked out.
struct PrintedDiagnostic {
  Diagnostic diagnostic;
  std::string path;        ///< empty: no input
  std::uint64_t line = 0;  ///< 0: unknown
  std::uint64_t column = 0;
  std::string excerpt;      ///< the physical line, not yet made safe to print
  std::uint64_t count = 1;  ///< how often this code occurred in this input, on the first of them
};

struct Document {
  std::string schema = "tiktok-kpi/report/1";
  /// Of a portfolio: the reports of its campaigns, in the order given; the rest of the document is
  /// about all of them together. Empty otherwise.
  std::vector<Document> campaigns;
  std::string title;
  std::string subtitle;  ///< "1-31 May 2024 (Europe/Berlin), 3 creators, 14 posts"
  std::vector<Figure>
      campaign;  ///< name, brand, period_from, period_to, timezone, as_of, … for JSON "campaign"
  Currency currency{};
  std::vector<Definition> definitions;
  std::vector<Figure> totals;  ///< every total, whether or not the headline shows it
  std::vector<Section> sections;
  std::string footer;  ///< one line: goals, posts used, warnings
  std::vector<Check> checks;
  std::vector<InputSummary> inputs;
  std::vector<PrintedDiagnostic> diagnostics;
  std::string status = "pass";  ///< pass, warn, fail
};

}  // namespace tiktok_kpi
