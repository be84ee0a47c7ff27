// Arguments in, exit code out. The only place that catches, prints errors and exits.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <new>

#include "cli/commands/commands.hpp"
#include "cli/output.hpp"
#include "cli/shared_options.hpp"
#include "cli/usage_faults.hpp"
#include "dataset.hpp"
#include "tiktok_kpi/core/error.hpp"
#include "version.hpp"

namespace tiktok_kpi {
namespace {

int code(ExitCode exit) { return static_cast<int>(exit); }

void print(std::string_view text) {
  StandardOutput out;
  out.write(text);
}

ExitCode fail(const Diagnostic& diagnostic, const Invocation& invocation = {},
              const OutputOptions& output = {}) {
  OutputOptions options = output;
  options.quiet = false;
  PrintedDiagnostic printed = describe_error(diagnostic, invocation);
  printed.diagnostic.severity = Severity::error;  // it ended the work, whatever it is in an input
  print_diagnostics({printed}, options);
  return diagnostic.code->exit;
}

/// The name of the command: the first argument that is no flag. The program itself takes flags
/// without values only.
std::string_view command_name(const std::vector<std::string>& arguments) {
  const auto named = std::ranges::find_if(
      arguments, [](const std::string& argument) { return !argument.starts_with('-'); });
  return named == arguments.end() ? std::string_view() : *named;
}

int run(int argc, char** argv) {
  CLI::App app{"Campaign analytics for exported TikTok data", "tiktok-kpi"};
  app.set_version_flag("--version", std::string("tiktok-kpi ") + version);
  app.footer(
      "tiktok-kpi help lists topics; tiktok-kpi COMMAND --help lists the flags of a command.");
  app.require_subcommand(1);
  app.fallthrough(false);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::string_view name = command_name(arguments);
  CLI::App* used = nullptr;
  std::function<ExitCode()> runner;
  for (const Command* command : commands) {
    CLI::App* sub = app.add_subcommand(std::string(command->id), std::string(command->summary));
    if (command->id != name) continue;
    // Options are declared only for the command that runs: start-up stays in milliseconds.
    used = sub;
    runner = command->prepare(*sub);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    print(innermost(app).help());
    return code(ExitCode::done);
  } catch (const CLI::CallForVersion& text) {
    print(fmt::format("{}\n", text.what()));
    return code(ExitCode::done);
  } catch (const CLI::ParseError& error) {
    return code(fail(explain_parse_error(error, app, arguments)));
  }
  try {
    return code(runner());
  } catch (const Error& error) {
    const CLI::App& command = innermost(*used);
    return code(fail(error.diagnostic(), stated_invocation(command), stated_output(command)));
  }
}

}  // namespace
}  // namespace tiktok_kpi

int main(int argc, char** argv) {
  using namespace tiktok_kpi;
  std::signal(SIGPIPE, SIG_IGN);
  remove_temporary_files_on_signals();
  try {
    return run(argc, argv);
  } catch (const Error& error) {
    return code(fail(error.diagnostic()));
  } catch (const std::bad_alloc&) {
    return code(fail(Diagnostic::make("limit-exceeded", "memory is exhausted")));
  } catch (const std::exception& error) {
    return code(fail(Diagnostic::make("internal", error.what())));
  }
}
