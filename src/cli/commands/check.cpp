// check: is the answer yes? Goals, contracts and rules on the data, with an exit code.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <vector>

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
  const auto unchecked = [](const Document& campaign) { return campaign.checks.empty(); };
  const std::vector<Document>& campaigns = outcome.document.campaigns;
  if (!outcome.empty &&
      (campaigns.empty() ? unchecked(outcome.document) : std::ranges::all_of(campaigns, unchecked)))
    throw Error("nothing-to-check", "the campaign file states no goals, contracts or data rules",
                "add \"goals\": {\"er_views\": \">= 4%\"}");
  const ExitCode read = print_report(options, outcome, false);
  const Severity gate = options.invocation.strict ? Severity::warning : Severity::error;
  const auto fails = [gate](const Document& campaign) {
    return std::ranges::any_of(
        campaign.checks, [gate](const Check& one) { return !one.passed() && one.level >= gate; });
  };
  const bool missed = fails(outcome.document) || std::ranges::any_of(campaigns, fails);
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
