// One place for each flag.
#include "cli/shared_options.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "cli/output.hpp"
#include "core/text.hpp"
#include "input/campaign_settings.hpp"
#include "metrics/lenses.hpp"
#include "render/renderers.hpp"
#include "report/metric_columns.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

bool environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' && std::string_view(value) != "0";
}

bool wants_color(const OutputOptions& options, int descriptor) {
  if (options.color == "always") return true;
  if (options.color == "never") return false;
  if (std::getenv("NO_COLOR") != nullptr) return false;
  if (environment("CLICOLOR_FORCE")) return true;
  return ::isatty(descriptor) != 0 &&
         std::string_view(std::getenv("TERM") != nullptr ? std::getenv("TERM") : "") != "dumb";
}

int terminal_width() {
  struct winsize size {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

const Renderer& renderer_named(std::string_view id) {
  if (const Renderer* renderer = find_renderer(id)) return *renderer;
  std::vector<std::string_view> known;
  for (const Renderer* renderer : renderers) known.push_back(renderer->id);
  const std::string_view near = nearest(id, known);
  throw Error("unknown-name", fmt::format("there is no format \"{}\"", id),
              near.empty() ? fmt::format("formats: {}", fmt::join(known, ", "))
                           : fmt::format("did you mean {}?", near));
}

/// The format of one output: stated, by the ending of the file's name, or the table.
const Renderer& renderer_for(const OutputOptions& options, const std::string& file) {
  if (!options.format.empty()) return renderer_named(options.format);
  if (file != "-")
    if (const Renderer* by_extension = renderer_for_extension(file)) return *by_extension;
  return renderer_named("table");
}

std::vector<std::string> files_of(const OutputOptions& options) {
  return options.files.empty() ? std::vector<std::string>{"-"} : options.files;
}

/// What the option was given last; empty when it is not there.
std::string stated(const CLI::App& app, const std::string& name) {
  const CLI::Option* option = app.get_option_no_throw(name);
  return option == nullptr || option->count() == 0 ? std::string() : option->results().back();
}

void add_column_ids(const Document& document, std::vector<std::string_view>& known) {
  for (const Document& campaign : document.campaigns) add_column_ids(campaign, known);
  for (const Section& section : document.sections)
    for (const SectionPart& part : section.blocks)
      if (const Table* table = std::get_if<Table>(&part))
        for (const Column& column : table->columns)
          if (std::ranges::find(known, column.id) == known.end()) known.emplace_back(column.id);
}

void check_column(const Document& document, std::string_view id, std::string_view flag) {
  std::vector<std::string_view> known;
  add_column_ids(document, known);
  if (known.empty() || std::ranges::find(known, id) != known.end()) return;
  throw unknown_column(fmt::format("{}: the report", flag), id, known);
}

}  // namespace

std::vector<std::string> split_commas(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    if (end > begin) parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

void add_output_options(CLI::App& app, OutputOptions& options) {
  std::string formats;
  for (const Renderer* renderer : renderers)
    formats += fmt::format("{}{}", formats.empty() ? "" : "|", renderer->id);
  const char* group = "Output";
  app.add_option("-f,--format", options.format, "How to print")->type_name(formats)->group(group);
  app.add_option("-o,--output", options.files,
                 "Write to a file, format by its ending; repeatable; - is standard output")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--fields", options.fields, "Columns to print, in this order")
      ->type_name("A,B")
      ->group(group);
  app.add_option("--color", options.color, "Colour")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("auto|always|never")
      ->group(group);
  app.add_option("--width", options.width, "Columns of the terminal")
      ->check(CLI::Range(20, 1000))
      ->type_name("N")
      ->group(group);
  app.add_option("--cells", options.cells,
                 "raw: no guard against spreadsheet formulas in CSV and TSV")
      ->check(CLI::IsMember({"guarded", "raw"}))
      ->type_name("guarded|raw")
      ->group(group);
  app.add_option("--diagnostics", options.diagnostics, "How messages are printed")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("text|json")
      ->group(group);
  app.add_flag("--ascii", options.ascii, "Only ASCII in frames and bars")->group(group);
  app.add_flag("-q,--quiet", options.quiet, "No messages but errors")->group(group);
  app.add_flag("-v,--verbose", options.verbose, "Every message and every detail")->group(group);
}

void add_input_options(CLI::App& app, Invocation& invocation) {
  app.add_option(
         "FILE", invocation.inputs,
         "A campaign file (reports take several), or exports, folders, patterns, - for standard input")
      ->type_name("");
  const char* group = "Reading";
  auto& list = invocation.reading;
  const auto reading = [&](const std::string& name, const std::string& help,
                           const std::string& type) {
    app.add_option_function<std::string>(
           "--" + name, [&list, name](const std::string& value) { list.emplace_back(name, value); },
           help)
        ->type_name(type)
        ->group(group);
  };
  reading("input-format", "Format of the inputs, instead of detection", "ID");
  reading("encoding", "Encoding of the inputs", "utf-8|utf-16le|utf-16be|windows-1252");
  reading("delimiter", "Delimiter of tables", "CHAR");
  reading("decimal", "Decimal mark", ",|.");
  reading("date-order", "Order in dates such as 03/04/2024", "dmy|mdy|ymd");
  reading("year", "Year of the last row where dates have none", "YEAR");
  reading("exported-at", "When the figures were exported, where neither rows nor name say",
          "DAY|TIME");
  reading("source-timezone", "Zone of times that state none", "ZONE");
  app.add_option_function<std::vector<std::string>>(
         "--columns",
         [&list](const std::vector<std::string>& values) {
           for (const std::string& value : values)
             for (const std::string& part : split_commas(value)) list.emplace_back("columns", part);
         },
         "Which header stands for which field")
      ->type_name("FIELD=HEADER,…")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("-j,--threads", invocation.threads, "Threads; default all cores")
      ->check(CLI::Range(1U, 1024U))
      ->type_name("N")
      ->group(group);
  app.add_option("--block-size", invocation.block_size, "Bytes read at a time")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 30U))
      ->type_name("BYTES")
      ->group(group);
  app.add_option("--thread-threshold", invocation.thread_threshold,
                 "Smaller inputs are read by one thread")
      ->type_name("BYTES")
      ->group(group);
  const auto bytes = CLI::AsSizeValue(false);
  app.add_option("--max-input", invocation.max_input, "Most bytes an archive may unpack to, as 2G")
      ->transform(bytes)
      ->type_name("BYTES")
      ->group(group);
  app.add_option("--max-field", invocation.max_field, "Most bytes of one cell or text; 16M")
      ->transform(bytes)
      ->type_name("BYTES")
      ->group(group);
  app.add_flag("--allow-outside", invocation.allow_outside,
               "Let a campaign file name paths outside its folder")
      ->group(group);
  app.add_flag("--strict", invocation.strict, "Exit 3 when a row was repaired or left out")
      ->group(group);
  app.add_flag("--hash", invocation.hash, "SHA-256 of inputs of any size")->group(group);
}

void add_report_options(CLI::App& app, Invocation& invocation) {
  const char* rows = "Rows";
  TableOptions& table = invocation.table;
  app.add_option("--where", table.where, "Count only posts for which this holds")
      ->type_name("EXPR")
      ->group(rows);
  app.add_option("--having", table.having, "Print only rows for which this holds")
      ->type_name("EXPR")
      ->group(rows);
  app.add_option("--sort", table.sort, "Column to sort by, FIELD:asc or FIELD:desc")
      ->type_name("FIELD")
      ->group(rows);
  app.add_option_function<std::size_t>(
         "--limit", [&table](std::size_t value) { table.limit = value; },
         "Rows of each table; 0 for all")
      ->type_name("N")
      ->group(rows);
  app.add_option("--creator", table.creator, "Only posts of this account")
      ->type_name("HANDLE")
      ->group(rows);
  app.add_option("--since", table.since, "First day")->type_name("DAY")->group(rows);
  app.add_option("--until", table.until, "Last day")->type_name("DAY")->group(rows);
  app.add_option(
         "--explain", table.explain,
         "One figure step by step, of all posts or of a row: er_views@ana, er_views@#glow, velocity@POST_ID")
      ->type_name("METRIC[@ROW]")
      ->group("Output");
  const char* numbers = "Numbers";
  auto& settings = invocation.settings;
  const auto setting = [&](const std::string& flag, const std::string& name,
                           const std::string& help, const std::string& type) {
    app.add_option_function<std::string>(
           flag,
           [&settings, name](const std::string& value) { settings.emplace_back(name, value); },
           help)
        ->type_name(type)
        ->group(numbers);
  };
  setting("--tz,--timezone", "timezone", "Time zone of days", "ZONE");
  setting("--currency", "currency", "Reporting currency", "CODE");
  for (const SettingFlag& flag : setting_flags()) {
    if (flag.name.find("NAME") != std::string::npos) continue;
    std::string type;
    for (const std::string_view choice : flag.choices)
      type += fmt::format("{}{}", type.empty() ? "" : "|", choice);
    const std::string also = flag.also.empty() ? "" : fmt::format("--{},", flag.also);
    setting(also + "--" + flag.name, flag.name, std::string(flag.help),
            type.empty() ? "VALUE" : type);
  }
  std::string vendors;
  for (const Lens& lens : lenses())
    vendors += fmt::format("{}{}", vendors.empty() ? "" : "|", lens.id);
  app.add_option("--as", table.lens, "A vendor's engagement rate beside ours, and why they differ")
      ->type_name(vendors)
      ->group(numbers);
  app.add_option("--now", invocation.now,
                 "As-of time; default the newest date in the data; today for the clock")
      ->type_name("TIME")
      ->group(numbers);
}

RenderOptions render_options(const OutputOptions& options) {
  RenderOptions render;
  render.width = options.width > 0 ? options.width : terminal_width();
  render.color = wants_color(options, STDOUT_FILENO);
  render.ascii = options.ascii;
  render.verbose = options.verbose;
  render.raw_cells = options.cells == "raw";
  render.fields = split_commas(options.fields);
  return render;
}

DiagnosticOptions diagnostic_options(const OutputOptions& options) {
  DiagnosticOptions diagnostics;
  diagnostics.verbose = options.verbose;
  diagnostics.color = wants_color(options, STDERR_FILENO);
  diagnostics.ascii = options.ascii;
  diagnostics.width = options.width > 0 ? options.width : terminal_width();
  return diagnostics;
}

Invocation stated_invocation(const CLI::App& app) {
  Invocation invocation;
  if (const CLI::Option* files = app.get_option_no_throw("FILE"))
    invocation.inputs = files->results();
  invocation.table.where = stated(app, "--where");
  invocation.table.having = stated(app, "--having");
  return invocation;
}

OutputOptions stated_output(const CLI::App& app) {
  OutputOptions options;
  if (const std::string color = stated(app, "--color"); !color.empty()) options.color = color;
  if (const std::string form = stated(app, "--diagnostics"); !form.empty())
    options.diagnostics = form;
  if (const std::string width = stated(app, "--width"); !width.empty())
    options.width = std::stoi(width);
  options.ascii = !stated(app, "--ascii").empty();
  options.verbose = !stated(app, "--verbose").empty();
  return options;
}

void check_outputs(const OutputOptions& options, const std::vector<std::string>& inputs) {
  for (const std::string& file : files_of(options)) {
    (void)renderer_for(options, file);
    if (file != "-") check_target(file, inputs);
  }
}

void check_columns(const Document& document, const OutputOptions& options,
                   const std::string& sort) {
  for (const std::string& field : split_commas(options.fields))
    check_column(document, field, "--fields");
  if (!sort.empty())
    check_column(document, std::string_view(sort).substr(0, sort.find(':')), "--sort");
}

void write_document(const Document& document, const OutputOptions& options, bool table_only,
                    const std::vector<std::string>& inputs) {
  RenderOptions render = render_options(options);
  render.table_only = table_only;
  for (const std::string& file : files_of(options)) {
    const Renderer& renderer = renderer_for(options, file);
    if (file == "-") {
      StandardOutput out;
      renderer.render(document, render, out);
      continue;
    }
    RenderOptions plain = render;
    plain.color = options.color == "always";
    if (options.width == 0) plain.width = 100;
    NewFile out(file, inputs);
    renderer.render(document, plain, out);
    out.finish();
  }
}

void print_diagnostics(const std::vector<PrintedDiagnostic>& diagnostics,
                       const OutputOptions& options) {
  std::string text;
  if (options.diagnostics == "json") {
    text = diagnostics_as_json_lines(diagnostics);
  } else {
    std::vector<PrintedDiagnostic> shown;
    for (const PrintedDiagnostic& printed : diagnostics) {
      const Severity severity = printed.diagnostic.severity;
      if (options.quiet && severity != Severity::error) continue;
      if (!options.verbose && severity < Severity::warning) continue;
      shown.push_back(printed);
    }
    text = format_diagnostics(shown, diagnostic_options(options));
  }
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void print_notes(const std::vector<Diagnostic>& notes, const OutputOptions& options) {
  if (notes.empty() || (options.quiet && options.diagnostics != "json")) return;
  std::vector<PrintedDiagnostic> printed;
  for (const Diagnostic& note : notes) printed.emplace_back().diagnostic = note;
  const std::string text = options.diagnostics == "json"
                               ? diagnostics_as_json_lines(printed)
                               : format_diagnostics(printed, diagnostic_options(options));
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace tiktok_kpi
