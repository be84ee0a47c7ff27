// One input, one pass (JSON: a pass before it for the keys), the cells handed on as they are.
#include "convert_raw.hpp"

#include <fmt/format.h>

#include "dataset.hpp"
#include "input/raw_rows.hpp"
#include "render/renderers.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

RawShape shape_of(const RawRequest& request, const std::string& path) {
  if (request.from == "json") return RawShape::json;
  if (request.from == "text") return RawShape::text;
  if (request.from == "csv") return RawShape::csv;
  if (has_extension(path, "json|ndjson|jsonl")) return RawShape::json;
  return has_extension(path, "txt|log") ? RawShape::text : RawShape::csv;
}

void write_rows(const RawRows& rows, RecordWriter& writer) {
  const std::span<const RecordCell> cells = rows.cells;
  std::size_t begin = 0;
  std::size_t end = 0;
  // Regular rows that follow each other go in one call.
  for (const RawRows::Row& row : rows.rows) {
    if (!row.loose) {
      end = row.end;
      continue;
    }
    if (end > begin) writer.write(cells.subspan(begin, end - begin));
    begin = std::max(begin, end);
    writer.write_loose(cells.subspan(begin, row.end - begin));
    begin = end = row.end;
  }
  if (end > begin) writer.write(cells.subspan(begin, end - begin));
}

}  // namespace

ConvertOutcome convert_raw(const RawRequest& request, std::span<RecordWriter* const> writers) {
  if (request.invocation.inputs.size() != 1)
    throw Error("usage", "--raw takes one input", "convert the files one after the other");
  const std::string& path = request.invocation.inputs.front();
  const std::vector<Location> locations =
      path == "-" ? std::vector<Location>{{path, {}}} : expand_archive(path);
  if (locations.size() != 1)
    throw Error("usage",
                fmt::format("{} holds {} files; --raw takes one input", path, locations.size()),
                "unpack it first");
  DatasetSpec spec;
  InputSpec& input = spec.inputs.emplace_back();
  input.location = locations.front();
  apply_reading(request.invocation, input.overrides);

  RawOptions options;
  options.shape = shape_of(request, input.location.member.empty() ? path : input.location.member);
  options.encoding = input.overrides.encoding;
  options.delimiter = input.overrides.delimiter.value_or('\0');
  options.header = request.header;
  if (request.invocation.block_size > 0) options.block_size = request.invocation.block_size;
  RawReader reader(input.location, options);

  std::vector<RecordColumn> columns;
  for (const std::string& name : reader.header())
    columns.push_back({name, RecordColumn::Form::text, false});
  for (RecordWriter* writer : writers) writer->begin(columns);
  RawRows rows;
  while (!(request.done && request.done()) && reader.next(rows))
    for (RecordWriter* writer : writers) write_rows(rows, *writer);
  for (RecordWriter* writer : writers) writer->end();

  ConvertOutcome outcome;
  outcome.written = true;
  ReadLog log;
  InputLog& read = log.inputs.emplace_back();
  read.path = input.location.shown();
  read.bytes = reader.log().bytes;
  read.rows.read = reader.log().rows + reader.log().left_out;
  read.rows.used = reader.log().rows;
  read.rows.left_out = reader.log().left_out;
  read.faults = reader.log().faults;
  Document document;
  describe_inputs(spec, log, request.invocation, document, false);
  outcome.diagnostics = std::move(document.diagnostics);
  outcome.exit = exit_of(spec, log, request.invocation);
  return outcome;
}

}  // namespace tiktok_kpi
