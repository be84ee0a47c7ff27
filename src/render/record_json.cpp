// Endless rows as one JSON array (a row a line) and as NDJSON. Keys are escaped once, not per row.
#include <string>
#include <vector>

#include "render/json_writer.hpp"
#include "render/output.hpp"
#include "render/record_writer.hpp"

namespace tiktok_kpi {
namespace {

class JsonRecords : public RecordWriter {
 public:
  JsonRecords(const RecordOptions& options, ByteSink& sink, bool lines)
      : objects_(options.header), lines_(lines), output_(sink) {}

  void begin(std::span<const RecordColumn> columns) override {
    columns_ = columns;
    for (const RecordColumn& column : columns) {
      std::string& lead = leads_.emplace_back();
      if (!objects_) continue;
      append_json_string(lead, column.name);
      lead += ": ";
    }
    if (!lines_) output_.text() += '[';
  }

  void write(std::span<const RecordCell> cells) override {
    std::string& out = output_.text();
    const std::size_t width = columns_.size();
    for (; !cells.empty(); cells = cells.subspan(width)) {
      begin_row();
      out += objects_ ? '{' : '[';
      for (std::size_t at = 0, written = 0; at < width; ++at) {
        if (objects_ && columns_[at].null_says_more && cells[at].data() == nullptr) continue;
        if (written++ > 0) out += ", ";
        out += leads_[at];
        append_cell(cells[at], columns_[at].form);
      }
      out += objects_ ? '}' : ']';
      end_row();
    }
  }

  void write_loose(std::span<const RecordCell> cells) override {
    std::string& out = output_.text();
    begin_row();
    out += '[';
    for (std::size_t at = 0; at < cells.size(); ++at) {
      if (at > 0) out += ", ";
      append_cell(cells[at], RecordColumn::Form::text);
    }
    out += ']';
    end_row();
  }

  void end() override {
    if (!lines_) output_.text() += empty_ ? "]\n" : "\n]\n";
    output_.finish();
  }

 private:
  void append_cell(RecordCell cell, RecordColumn::Form form) {
    std::string& out = output_.text();
    if (cell.data() == nullptr)
      out += "null";
    else if (form == RecordColumn::Form::bare)
      out += cell;
    else
      append_json_string(out, cell);
  }
  void begin_row() {
    if (!lines_) output_.text() += empty_ ? "\n" : ",\n";
    empty_ = false;
  }
  void end_row() {
    if (lines_) output_.text() += '\n';
    output_.row_done();
  }

  bool objects_;
  bool lines_;
  bool empty_ = true;
  Output output_;
  std::span<const RecordColumn> columns_;
  std::vector<std::string> leads_;  ///< what stands before each cell
};

}  // namespace

constinit const RecordFormat json_records{
    "json", "json",
    [](const RecordOptions& options, ByteSink& sink) -> std::unique_ptr<RecordWriter> {
      return std::make_unique<JsonRecords>(options, sink, false);
    }};

constinit const RecordFormat ndjson_records{
    "ndjson", "ndjson|jsonl",
    [](const RecordOptions& options, ByteSink& sink) -> std::unique_ptr<RecordWriter> {
      return std::make_unique<JsonRecords>(options, sink, true);
    }};

}  // namespace tiktok_kpi
