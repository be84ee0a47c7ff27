// convert: any export to canonical records, or with --raw any table to another without a look at
// its cells.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/output.hpp"
#include "cli/shared_options.hpp"
#include "convert.hpp"
#include "convert_append.hpp"
#include "convert_raw.hpp"
#include "core/text.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct ConvertOptions {
  ConvertRequest request;
  OutputOptions output;
  bool raw = false;
  bool no_header = false;
  std::string from, to;
  std::string append;  ///< file whose rows are kept; empty: outputs are new
};

const RecordFormat& format_named(std::string_view id) {
  if (const RecordFormat* format = find_record_format(id)) return *format;
  std::vector<std::string_view> known;
  for (const RecordFormat* format : record_formats) known.push_back(format->id);
  const std::string_view near = nearest(id, known);
  throw Error("unknown-name", fmt::format("convert writes no format \"{}\"", visible(id)),
              near.empty() ? fmt::format("formats: {}", fmt::join(known, ", "))
                           : fmt::format("did you mean {}?", near));
}

const RecordFormat& format_for(const ConvertOptions& options, const std::string& file) {
  if (!options.to.empty()) return format_named(options.to);
  if (!options.output.format.empty()) return format_named(options.output.format);
  if (file != "-")
    if (const RecordFormat* by_extension = record_format_for_extension(file)) return *by_extension;
  return csv_records;
}

/// Every output with its writer; files appear when all is done.
class Outputs {
 public:
  explicit Outputs(const ConvertOptions& options) {
    const std::vector<std::string> files =
        options.output.files.empty() ? std::vector<std::string>{"-"} : options.output.files;
    const RecordOptions record{options.output.cells == "raw", !options.no_header};
    for (const std::string& file : files) {
      const RecordFormat& format = format_for(options, file);
      if (!options.raw && &format == &text_records)
        throw Error("unknown-name", "text is a format of --raw only",
                    "formats: csv, tsv, json, ndjson");
      ByteSink* sink = &standard_;
      if (file == "-")
        standard_used_ = true;
      else
        sink =
            files_.emplace_back(std::make_unique<NewFile>(file, options.request.invocation.inputs))
                .get();
      owned_.push_back(format.make(record, *sink));
      writers_.push_back(owned_.back().get());
    }
  }
  [[nodiscard]] std::span<RecordWriter* const> writers() const { return writers_; }
  /// Nobody reads what is still to come.
  [[nodiscard]] bool closed() const {
    return standard_used_ && files_.empty() && standard_.closed();
  }
  void commit() {
    for (const auto& file : files_) file->finish();
  }

 private:
  StandardOutput standard_;
  bool standard_used_ = false;
  std::vector<std::unique_ptr<NewFile>> files_;
  std::vector<std::unique_ptr<RecordWriter>> owned_;
  std::vector<RecordWriter*> writers_;
};

ConvertOutcome run_raw(const ConvertOptions& options, Outputs& outputs) {
  const RawRequest request{options.request.invocation, options.from, !options.no_header,
                           [&outputs] { return outputs.closed(); }};
  return convert_raw(request, outputs.writers());
}

/// What may be appended to: the formats in which a row can stand behind another.
const RecordFormat& format_of_collection(const ConvertOptions& options) {
  const std::string& file = options.append;
  if (file == "-")
    throw Error("usage", "--append needs a file, not standard output",
                "--append history.ndjson collects rows; -o - writes them");
  if (options.raw || !options.output.files.empty())
    throw Error("usage",
                fmt::format("--append and {} do not go together", options.raw ? "--raw" : "-o"),
                "--append FILE is the output: canonical rows behind those it holds");
  for (const std::string_view packed : {".gz", ".zst", ".zip", ".xlsx"})
    if (file.ends_with(packed))
      throw Error(
          "bad-option",
          fmt::format("--append {}: rows cannot be added to a compressed file", visible(file)),
          "unpack it, or collect in history.ndjson; reports read compressed files too");
  const RecordFormat* format = record_format_for_extension(file);
  if (format != &csv_records && format != &tsv_records && format != &ndjson_records)
    throw Error("bad-option",
                fmt::format("--append {}: rows are added to CSV, TSV and NDJSON", visible(file)),
                "end its name in .csv, .tsv or .ndjson");
  if (!options.output.format.empty() && options.output.format != format->id)
    throw Error("usage",
                fmt::format("-f {} contradicts the name of the file", options.output.format),
                fmt::format("leave -f out: {} is {}", visible(file), format->id));
  return *format;
}

/// Writes the file anew with the rows that it does not hold yet; leaves it alone when there are
/// none.
ExitCode run_append(ConvertOptions& options) {
  const RecordFormat& format = format_of_collection(options);
  NewFile file(options.append, options.request.invocation.inputs, "--append");
  AppendTarget target = read_append_target(options.append, format);
  if (target.exists) copy_file(options.append, file);
  const std::unique_ptr<RecordWriter> writer = format.make(
      {options.output.cells == "raw", &format == &ndjson_records || !target.exists}, file);
  NewRows rows(target, *writer);
  RecordWriter* first = &rows;
  options.request.append = &target;
  ConvertOutcome outcome = convert(options.request, {&first, 1});
  if (outcome.written && (rows.added() > 0 || !target.exists)) file.finish();
  if (outcome.written)
    outcome.notes.push_back(Diagnostic::make(
        "appended", fmt::format("{}: {} added, {} there already", visible(options.append),
                                counted(rows.added(), "row"), rows.known())));
  print_diagnostics(outcome.diagnostics, options.output);
  print_notes(outcome.notes, options.output);
  return outcome.exit;
}

ExitCode run(ConvertOptions& options) {
  if (!options.raw && (!options.from.empty() || !options.to.empty() || options.no_header))
    throw Error("usage", "--from, --to and --no-header go with --raw",
                "without --raw inputs are recognised; -f names the output");
  if (options.raw && (!options.request.kind.empty() || !options.output.fields.empty()))
    throw Error("usage", "--kind and --fields do not go with --raw",
                "--raw keeps every cell as it is");
  options.request.fields = split_commas(options.output.fields);
  if (!options.append.empty()) return run_append(options);
  Outputs outputs(options);
  options.request.done = [&outputs] { return outputs.closed(); };
  const ConvertOutcome outcome =
      options.raw ? run_raw(options, outputs) : convert(options.request, outputs.writers());
  if (outcome.written) outputs.commit();
  print_diagnostics(outcome.diagnostics, options.output);
  print_notes(outcome.notes, options.output);
  return outcome.exit;
}

std::function<ExitCode()> prepare_convert(CLI::App& app) {
  const auto options = std::make_shared<ConvertOptions>();
  add_input_options(app, options->request.invocation);
  add_output_options(app, options->output);
  app.get_option("--format")->type_name("csv|tsv|json|ndjson");
  app.add_option("--kind", options->request.kind,
                 "Records to write; default the first of these that the inputs hold")
      ->check(CLI::IsMember({"post", "daily", "creator", "order", "line", "touch", "ad_day"}))
      ->group("Output");
  app.add_option("--append", options->append,
                 "Add rows to this CSV, TSV or NDJSON file that it does not hold yet")
      ->type_name("FILE")
      ->group("Output");
  app.add_option("--key", options->request.invocation.key_file,
                 "Write keys of customers, hashed with the secret in this file")
      ->type_name("FILE")
      ->group("Output");
  app.add_option("--now", options->request.invocation.now,
                 "As-of time: later visits are left out; default none")
      ->type_name("TIME|today")
      ->group("Output");
  app.add_flag("--raw", options->raw, "Keep every cell as it is: no canonical columns")
      ->group("Raw");
  app.add_option("--from", options->from, "What the input is; default by the ending of its name")
      ->check(CLI::IsMember({"csv", "json", "text"}))
      ->group("Raw");
  app.add_option("--to", options->to, "What to write; default as -f")
      ->type_name("csv|tsv|json|ndjson|text")
      ->group("Raw");
  app.add_flag("--no-header", options->no_header,
               "The first row is no header; JSON rows are arrays")
      ->group("Raw");
  return [options] { return run(*options); };
}

}  // namespace

const Command convert_command{"convert", "Any export to CSV, TSV, JSON or NDJSON", prepare_convert};

}  // namespace tiktok_kpi
