// The file is read like any input, its rows are spelled again, and a hash of each is remembered:
// what is equal to a row of the file is equal however the file quotes it.
#include "convert_append.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "core/text.hpp"
#include "input/formats/format.hpp"
#include "input/reader.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {

/// Takes the rows of the file for those that are new to know.
class FileRows : public RecordWriter {
 public:
  explicit FileRows(NewRows& rows) : rows_(rows) {}
  void begin(std::span<const RecordColumn>) override {}
  void write(std::span<const RecordCell> cells) override {
    const std::size_t width = rows_.columns_.size();
    for (; !cells.empty(); cells = cells.subspan(width)) (void)rows_.is_new(cells.first(width));
  }
  void write_loose(std::span<const RecordCell>) override {}
  void end() override {}

 private:
  NewRows& rows_;
};

namespace {

bool has_bytes(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) &&
         std::filesystem::file_size(path, error) > 0;
}

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw Error("bad-option", fmt::format("--append {}: {}", visible(path), why),
              fmt::format("tiktok-kpi convert {} -o new.ndjson writes one that takes more rows",
                          visible(path)));
}

}  // namespace

AppendTarget read_append_target(const std::string& path, const RecordFormat& format) {
  AppendTarget target;
  target.path = path;
  if (!has_bytes(path)) return target;
  target.exists = true;
  const ReadPlan plan = plan_input({{path, {}, {}}, {}, true}, 0, {});
  if (plan.format == nullptr || !plan.format->traits.canonical)
    refuse(path, fmt::format("it is no file that convert wrote, but {}",
                             plan.format == nullptr ? "of no known format" : plan.format->label));
  const bool table = plan.shape == Shape::csv;
  // Of a single object it cannot be told that more were to follow; of a list, that none can.
  const bool closed = !table && (plan.layout == JsonLayout::array || !plan.root.empty());
  if (table != (&format != &ndjson_records) || closed)
    refuse(path, fmt::format("it is no {}, whatever its name says", format.id));
  if (plan.encoding != "utf-8") refuse(path, fmt::format("it is written in {}", plan.encoding));
  if (table && plan.dialect.delimiter != (&format == &tsv_records ? '\t' : ','))
    refuse(path, fmt::format("its cells are separated by \"{}\"", plan.dialect.delimiter));
  for (const RecordPlan& records : plan.records) target.kinds.push_back(records.kind);
  if (table) target.columns = plan.header;
  for (const std::string& column : target.columns)
    if (find_field(column) == nullptr)
      refuse(path, fmt::format("its column \"{}\" is none that convert writes", visible(column)));
  return target;
}

void copy_file(const std::string& path, ByteSink& sink) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, std::size_t{64} * 1024> buffer{};
  char last = '\n';
  while (file) {
    file.read(buffer.data(), buffer.size());
    const auto got = static_cast<std::size_t>(file.gcount());
    if (got == 0) break;
    last = buffer[got - 1];
    sink.write({buffer.data(), got});
  }
  if (file.bad() || !file.eof())
    throw Error("no-such-file", fmt::format("{} cannot be read to its end", visible(path)),
                "check the disk and the permissions");
  if (last != '\n') sink.write("\n");
}

void NewRows::begin(std::span<const RecordColumn> columns) {
  columns_ = columns;
  if (target_.exists) {
    ConvertRequest request;
    request.invocation.inputs = {target_.path};
    request.kind = std::string(name_of(target_.kind));
    for (const RecordColumn& column : columns) request.fields.emplace_back(column.name);
    FileRows rows(*this);
    RecordWriter* writer = &rows;
    const ConvertOutcome outcome = convert(request, {&writer, 1});
    const bool damaged =
        std::ranges::any_of(outcome.diagnostics, [](const PrintedDiagnostic& printed) {
          return printed.diagnostic.severity == Severity::error;
        });
    if (damaged || outcome.exit != ExitCode::done)
      refuse(target_.path, "some of its rows are damaged; tiktok-kpi convert says which");
  }
  added_ = known_ = 0;
  to_.begin(columns);
}

bool NewRows::is_new(std::span<const RecordCell> row) {
  row_.clear();
  for (std::size_t at = 0; at < row.size(); ++at) {
    if (row[at].empty()) continue;  // a table cannot tell empty from unknown
    row_ += columns_[at].name;
    row_ += '\0';
    row_ += row[at];
    row_ += '\0';
  }
  return seen_.insert(SipHash::of_this_run().of(row_)).second;
}

void NewRows::write(std::span<const RecordCell> cells) {
  const std::size_t width = columns_.size();
  for (; !cells.empty(); cells = cells.subspan(width)) {
    const std::span<const RecordCell> row = cells.first(width);
    if (is_new(row)) {
      ++added_;
      to_.write(row);
    } else {
      ++known_;
    }
  }
}

}  // namespace tiktok_kpi
