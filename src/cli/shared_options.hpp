#pragma once
// Options that several commands take, declared once: what to read, how to compute, how to show.
#include <string>
#include <vector>

#include "render/diagnostics.hpp"
#include "render/renderer.hpp"
#include "tiktok_kpi/pipeline.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming)
class App;
}

namespace tiktok_kpi {

struct OutputOptions {
  std::string format;              ///< name of --format; empty: table, or by the extension of -o
  std::vector<std::string> files;  ///< -o, repeatable; "-" is standard output
  std::string color = "auto";
  std::string cells = "guarded";
  std::string diagnostics = "text";
  std::string fields;
  int width = 0;  ///< 0: the terminal's, 80 when there is none
  bool ascii = false;
  bool quiet = false;
  bool verbose = false;
};

void add_output_options(CLI::App& app, OutputOptions& options);
/// Files and how to read them.
void add_input_options(CLI::App& app, Invocation& invocation);
/// Settings of metrics, filters and sorting.
void add_report_options(CLI::App& app, Invocation& invocation);

[[nodiscard]] RenderOptions render_options(const OutputOptions& options);
[[nodiscard]] DiagnosticOptions diagnostic_options(const OutputOptions& options);

/// What a parsed command was told of these, for messages about errors that end it: the named inputs
/// and the texts of formulas; how messages are to be printed.
[[nodiscard]] Invocation stated_invocation(const CLI::App& app);
[[nodiscard]] OutputOptions stated_output(const CLI::App& app);

/// Fails before the work begins when a format does not exist or an output cannot be written where
/// it is wanted. Throws Error (unknown-name, path-refused, output-is-input).
void check_outputs(const OutputOptions& options, const std::vector<std::string>& inputs);
/// --fields and --sort name columns of the document's tables. Throws Error(unknown-column) with the
/// nearest.
void check_columns(const Document& document, const OutputOptions& options, const std::string& sort);

/// "a,b" to its parts; empty parts are left out.
[[nodiscard]] std::vector<std::string> split_commas(const std::string& text);

/// Renders to every output; throws Error (unknown-name, write-failed…).
void write_document(const Document& document, const OutputOptions& options, bool table_only,
                    const std::vector<std::string>& inputs);
/// Warnings and errors to stderr; notes and repairs as one line unless verbose.
void print_diagnostics(const std::vector<PrintedDiagnostic>& diagnostics,
                       const OutputOptions& options);
/// What is worth a line about the whole run: to stderr unless quiet.
void print_notes(const std::vector<Diagnostic>& notes, const OutputOptions& options);

}  // namespace tiktok_kpi
