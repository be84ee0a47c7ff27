// report, and the tables of it that are commands of their own: the same run with one section and
// every column.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/report_run.hpp"
#include "cli/shared_options.hpp"

namespace tiktok_kpi {
namespace {

ExitCode run(const ReportOptions& options, bool table_only) {
  check_outputs(options.output, options.invocation.inputs);
  return print_report(options, run_report(options.invocation), table_only);
}

std::function<ExitCode()> prepare_report(CLI::App& app) {
  const auto options = add_whole_report_options(app);
  return [options] { return run(*options, false); };
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
const Command roi_command{"roi", "Cost, revenue and return per creator, tier, post and hashtag",
                          prepare_table<money, false>};

}  // namespace tiktok_kpi
