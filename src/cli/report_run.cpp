#include "cli/report_run.hpp"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "portfolio.hpp"

namespace tiktok_kpi {

namespace {

/// A campaign file names inputs of its own; no output may replace one of them either.
void add_inputs(const Document& document, std::vector<std::string>& inputs) {
  for (const InputSummary& input : document.inputs) inputs.push_back(input.path);
  for (const Document& campaign : document.campaigns) add_inputs(campaign, inputs);
}

void print(const Document& document, const ReportOptions& options, bool table_only) {
  const Invocation& invocation = options.invocation;
  check_columns(document, options.output, invocation.table.sort);
  std::vector<std::string> inputs = invocation.inputs;
  add_inputs(document, inputs);
  write_document(document, options.output, table_only, inputs);
}

}  // namespace

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
  for (const Document& campaign : outcome.document.campaigns)
    print_diagnostics(campaign.diagnostics, options.output);
  print_diagnostics(outcome.document.diagnostics, options.output);
  if (outcome.empty) return outcome.exit;
  const TableOptions& table = options.invocation.table;
  table_only = table_only && table.explain.empty();
  Document joined;
  if (table_only && !outcome.document.campaigns.empty()) {
    joined = outcome.document;
    if (join_tables(joined, table)) {
      print(joined, options, true);
      return outcome.exit;
    }
  }
  print(outcome.document, options, table_only);
  return outcome.exit;
}

}  // namespace tiktok_kpi
