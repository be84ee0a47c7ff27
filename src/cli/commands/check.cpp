// check: is the answer yes? Goals, contracts and rules on the data, with an exit code.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/report_run.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// The answer is no when a check of level error is not passed, or one of level warning under
/// --strict. Nothing to check is a mistake: a gate that lets everything through should not look
/// like one.
ExitCode check(const ReportOptions& options) {
  check_outputs(options.output, options.invocation.inputs);
  const TableOptions& table = options.invocation.table;
  if (table.chooses_posts())
    throw Error("bad-option", "checks are of the whole campaign, not of some of its posts",
                "leave --where and --creator out");
  const Outcome outcome = run_report(options.invocation);
  if (outcome.document.checks.empty() && !outcome.empty)
    throw Error("nothing-to-check", "the campaign file states no goals, contracts or data rules",
                "add \"goals\": {\"er_views\": \">= 4%\"}");
  const ExitCode read = print_report(options, outcome, false);
  const bool missed = std::ranges::any_of(outcome.document.checks, [&](const Check& one) {
    return !one.passed() && (one.level >= Severity::error ||
                             (options.invocation.strict && one.level >= Severity::warning));
  });
  return worse(read, missed ? ExitCode::answer_is_no : ExitCode::done);
}

std::function<ExitCode()> prepare_check(CLI::App& app) {
  const auto options = std::make_shared<ReportOptions>();
  options->invocation.sections = {"delivery"};
  options->invocation.every_column = true;
  add_input_options(app, options->invocation);
  add_report_options(app, options->invocation);
  add_output_options(app, options->output);
  return [options] { return check(*options); };
}

}  // namespace

const Command check_command{"check",
                            "Are goals, contracts and data rules kept? Exit code 1 when one is not",
                            prepare_check};

}  // namespace tiktok_kpi
