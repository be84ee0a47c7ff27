#include "cli/report_run.hpp"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace tiktok_kpi {

std::shared_ptr<ReportOptions> add_whole_report_options(CLI::App& app) {
  auto options = std::make_shared<ReportOptions>();
  add_input_options(app, options->invocation);
  add_report_options(app, options->invocation);
  add_output_options(app, options->output);
  app.add_option_function<std::string>(
         "--sections",
         [options](const std::string& list) { options->invocation.sections = split_commas(list); },
         "Sections to print, in this order")
      ->type_name("A,B")
      ->group("Output");
  return options;
}

ExitCode print_report(const ReportOptions& options, const Outcome& outcome, bool table_only) {
  const Invocation& invocation = options.invocation;
  print_diagnostics(outcome.document.diagnostics, options.output);
  if (outcome.empty) return outcome.exit;
  check_columns(outcome.document, options.output, invocation.table.sort);
  // A campaign file names inputs of its own; no output may replace one of them either.
  std::vector<std::string> inputs = invocation.inputs;
  for (const InputSummary& input : outcome.document.inputs) inputs.push_back(input.path);
  write_document(outcome.document, options.output, table_only && invocation.table.explain.empty(),
                 inputs);
  return outcome.exit;
}

}  // namespace tiktok_kpi
