// Endless rows as CSV, TSV and plain lines.
#include "render/delimited.hpp"
#include "render/output.hpp"
#include "render/record_writer.hpp"

namespace tiktok_kpi {
namespace {

class DelimitedWriter : public RecordWriter {
 public:
  DelimitedWriter(const RecordOptions& options, ByteSink& sink, char delimiter)
      : dialect_{.delimiter = delimiter, .guard = !options.raw_cells},
        header_(options.header),
        output_(sink) {}

  void begin(std::span<const RecordColumn> columns) override {
    columns_ = columns;
    if (!header_ || columns.empty()) return;
    std::string& out = output_.text();
    for (std::size_t at = 0; at < columns.size(); ++at) {
      if (at > 0) out += dialect_.delimiter;
      append_text_cell(out, columns[at].name, dialect_);
    }
    end_row(0);
  }

  void write(std::span<const RecordCell> cells) override {
    std::string& out = output_.text();
    const std::size_t width = columns_.size();
    for (; !cells.empty(); cells = cells.subspan(width)) {
      const std::size_t start = out.size();
      for (std::size_t at = 0; at < width; ++at) {
        if (at > 0) out += dialect_.delimiter;
        if (columns_[at].form == RecordColumn::Form::bare)
          out += cells[at];
        else
          append_text_cell(out, cells[at], dialect_);
      }
      end_row(start);
    }
  }

  void write_loose(std::span<const RecordCell> cells) override {
    std::string& out = output_.text();
    const std::size_t start = out.size();
    for (std::size_t at = 0; at < cells.size(); ++at) {
      if (at > 0) out += dialect_.delimiter;
      append_text_cell(out, cells[at], dialect_);
    }
    end_row(start);
  }

  void end() override { output_.finish(); }

 private:
  void end_row(std::size_t start) {
    std::string& out = output_.text();
    if (out.size() == start) out += "\"\"";  // an empty line would be no row at all
    out += '\n';
    output_.row_done();
  }

  CellDialect dialect_;
  bool header_;
  Output output_;
  std::span<const RecordColumn> columns_;
};

/// Lines: the cells as they are, with tabs between them.
class LineWriter : public RecordWriter {
 public:
  explicit LineWriter(ByteSink& sink) : output_(sink) {}

  void begin(std::span<const RecordColumn> columns) override { width_ = columns.size(); }
  void write(std::span<const RecordCell> cells) override {
    for (; !cells.empty(); cells = cells.subspan(width_)) write_loose(cells.first(width_));
  }
  void write_loose(std::span<const RecordCell> cells) override {
    std::string& out = output_.text();
    for (std::size_t at = 0; at < cells.size(); ++at) {
      if (at > 0) out += '\t';
      out += cells[at];
    }
    out += '\n';
    output_.row_done();
  }
  void end() override { output_.finish(); }

 private:
  Output output_;
  std::size_t width_ = 0;
};

}  // namespace

constinit const RecordFormat csv_records{
    "csv", "csv",
    [](const RecordOptions& options, ByteSink& sink) -> std::unique_ptr<RecordWriter> {
      return std::make_unique<DelimitedWriter>(options, sink, ',');
    }};

constinit const RecordFormat tsv_records{
    "tsv", "tsv|tab",
    [](const RecordOptions& options, ByteSink& sink) -> std::unique_ptr<RecordWriter> {
      return std::make_unique<DelimitedWriter>(options, sink, '\t');
    }};

constinit const RecordFormat text_records{
    "text", "txt", [](const RecordOptions&, ByteSink& sink) -> std::unique_ptr<RecordWriter> {
      return std::make_unique<LineWriter>(sink);
    }};

}  // namespace tiktok_kpi
