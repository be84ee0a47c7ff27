// compare: two campaigns, periods or saved reports, and a gate for pipelines.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/report_run.hpp"
#include "compare.hpp"

namespace tiktok_kpi {
namespace {

struct CompareOptions {
  ReportOptions report;
  CompareRequest request;
};

std::function<ExitCode()> prepare_compare(CLI::App& app) {
  const auto options = std::make_shared<CompareOptions>();
  add_input_options(app, options->report.invocation);
  add_report_options(app, options->report.invocation);
  add_output_options(app, options->report.output);
  const char* group = "Comparison";
  app.add_option("--period", options->request.periods, "Days of a side, A's first; given twice")
      ->type_name("FROM..TO")
      ->allow_extra_args(false)
      ->group(group);
  app.add_flag("--previous", options->request.previous,
               "A is the time just before the period, as long as it")
      ->group(group);
  app.add_option("--fail-on", options->request.fail_on,
                 "Exit 1 when B is worse than A by more: er_views:-5%, roi:-0.1; repeatable")
      ->type_name("METRIC:LIMIT,…")
      ->allow_extra_args(false)
      ->group(group);
  return [options] {
    check_outputs(options->report.output, options->report.invocation.inputs);
    options->request.invocation = options->report.invocation;
    options->request.inputs = options->report.invocation.inputs;
    ReportOptions report = options->report;
    report.invocation.table.sort.clear();  // was asked of the sides
    return print_report(report, run_compare(options->request), false);
  };
}

}  // namespace

const Command compare_command{
    "compare", "Two campaigns, periods or saved reports; exit code 1 when B is worse",
    prepare_compare};

}  // namespace tiktok_kpi
