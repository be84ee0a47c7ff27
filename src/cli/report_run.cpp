#include "cli/report_run.hpp"

#include <vector>

namespace tiktok_kpi {

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
