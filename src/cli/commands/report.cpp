// report, and the tables of it that are commands of their own: the same run with one section and
// every column.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/shared_options.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct ReportOptions {
  Invocation invocation;
  OutputOptions output;
  std::string sections;
};

ExitCode print(const ReportOptions& options, const Outcome& outcome, bool table_only) {
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

ExitCode run(const ReportOptions& options, bool table_only) {
  check_outputs(options.output, options.invocation.inputs);
  return print(options, run_report(options.invocation), table_only);
}

std::function<ExitCode()> prepare_report(CLI::App& app) {
  const auto options = std::make_shared<ReportOptions>();
  add_input_options(app, options->invocation);
  add_report_options(app, options->invocation);
  add_output_options(app, options->output);
  app.add_option("--sections", options->sections, "Sections to print, in this order")
      ->type_name("A,B")
      ->group("Output");
  return [options] {
    options->invocation.sections = split_commas(options->sections);
    return run(*options, false);
  };
}

template <const char* section, bool one_table = true>
std::function<ExitCode()> prepare_table(CLI::App& app) {
  const auto options = std::make_shared<ReportOptions>();
  options->invocation.sections = {section};
  options->invocation.every_column = true;
  add_input_options(app, options->invocation);
  add_report_options(app, options->invocation);
  add_output_options(app, options->output);
  return [options] { return run(*options, one_table); };
}

/// The answer is no when a goal of level error is not met, or one of level warning under --strict.
/// Nothing to check is a mistake: a gate that lets everything through should not look like one.
ExitCode check(const ReportOptions& options) {
  check_outputs(options.output, options.invocation.inputs);
  const TableOptions& table = options.invocation.table;
  if (table.chooses_posts())
    throw Error("bad-option", "goals are of the whole campaign, not of some of its posts",
                "leave --where and --creator out");
  const Outcome outcome = run_report(options.invocation);
  if (outcome.document.checks.empty() && !outcome.empty)
    throw Error("nothing-to-check", "the campaign file states no goals",
                "add \"goals\": {\"er_views\": \">= 4%\"}");
  const ExitCode read = print(options, outcome, false);
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

constexpr char creators[] = "creators";
constexpr char posts[] = "posts";
constexpr char hashtags[] = "hashtags";
constexpr char timeline[] = "timeline";
constexpr char attribution[] = "attribution";
constexpr char money[] = "money";

}  // namespace

const Command report_command{"report", "The whole story of a campaign", prepare_report};
const Command creators_command{"creators", "One row per creator, every column",
                               prepare_table<creators>};
const Command posts_command{"posts", "One row per post, every column", prepare_table<posts>};
const Command hashtags_command{"hashtags", "One row per hashtag, every column",
                               prepare_table<hashtags>};
const Command timeline_command{"timeline", "One row per publish day, every column",
                               prepare_table<timeline>};

const Command attribute_command{"attribute", "Orders to creators, under every model and policy",
                                prepare_table<attribution, false>};
const Command check_command{"check", "Are the goals met? Exit code 1 when one is not",
                            prepare_check};
const Command roi_command{"roi", "Cost, revenue and return per creator, tier, post and hashtag",
                          prepare_table<money, false>};

}  // namespace tiktok_kpi
