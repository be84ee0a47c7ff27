// Arguments in, exit code out. The only place that catches, prints errors and exits.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <new>

#include "cli/commands/commands.hpp"
#include "cli/shared_options.hpp"
#include "core/text.hpp"
#include "dataset.hpp"
#include "tiktok_kpi/core/error.hpp"
#include "version.hpp"

namespace tiktok_kpi {
namespace {

int code(ExitCode exit) { return static_cast<int>(exit); }

void print(std::FILE* to, std::string_view text) { std::fwrite(text.data(), 1, text.size(), to); }

ExitCode fail(const Diagnostic& diagnostic, const std::vector<std::string>& arguments) {
  // Places in a thrown error count the inputs as they were named.
  Invocation invocation;
  for (const std::string& argument : arguments)
    if (!argument.starts_with('-') || argument == "-") invocation.inputs.push_back(argument);
  const PrintedDiagnostic printed = describe_error(diagnostic, invocation);
  print(stderr, format_diagnostics({&printed, 1}, diagnostic_options({})));
  return diagnostic.code->exit;
}

/// A mistyped command or flag, in words.
Diagnostic explain(const CLI::ParseError& error, const CLI::App& app, const std::vector<std::string>& arguments) {
  std::vector<std::string> flags;
  const CLI::App* used = &app;
  for (const CLI::App* sub : app.get_subcommands()) used = sub;
  for (const CLI::Option* option : used->get_options())
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  std::vector<std::string_view> known(flags.begin(), flags.end());
  if (used == &app) {
    std::vector<std::string_view> names;
    for (const Command* command : commands) names.push_back(command->id);
    for (const std::string& argument : arguments) {
      if (argument.starts_with('-')) continue;
      const std::string_view near = nearest(argument, names);
      return Diagnostic::make("usage", fmt::format("there is no command \"{}\"", visible(argument)),
                              near.empty() ? "tiktok-kpi --help lists the commands" : fmt::format("did you mean \"{}\"?", near));
    }
    return Diagnostic::make("usage", "a command is missing", "try: tiktok-kpi report FILE");
  }
  for (const std::string& argument : arguments) {
    if (!argument.starts_with("--")) continue;
    const std::string flag = argument.substr(0, argument.find('='));
    if (std::ranges::find(known, flag) != known.end()) continue;
    const std::string_view near = nearest(flag, known);
    return Diagnostic::make("usage", fmt::format("{} has no flag {}", used->get_name(), visible(flag)),
                            near.empty() ? fmt::format("tiktok-kpi {} --help lists the flags", used->get_name()) : fmt::format("did you mean {}?", near));
  }
  return Diagnostic::make("usage", error.what(), fmt::format("tiktok-kpi {} --help lists the flags", used->get_name()));
}

int run(int argc, char** argv) {
  CLI::App app{"Campaign analytics for exported TikTok data", "tiktok-kpi"};
  app.set_version_flag("--version", std::string("tiktok-kpi ") + version);
  app.require_subcommand(1);
  app.fallthrough(false);
  std::vector<std::pair<CLI::App*, std::function<ExitCode()>>> runners;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  for (const Command* command : commands) {
    CLI::App* sub = app.add_subcommand(std::string(command->id), std::string(command->summary));
    // Options are declared only for the command that runs: start-up stays in milliseconds.
    if (std::ranges::find(arguments, command->id) != arguments.end()) runners.emplace_back(sub, command->prepare(*sub));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* used = &app;
    for (const CLI::App* sub : app.get_subcommands()) used = sub;
    print(stdout, used->help());
    return 0;
  } catch (const CLI::CallForVersion& text) {
    print(stdout, fmt::format("{}\n", text.what()));
    return 0;
  } catch (const CLI::ParseError& error) {
    return code(fail(explain(error, app, arguments), {}));
  }
  for (const auto& [sub, runner] : runners)
    if (sub->parsed()) {
      try {
        return code(runner());
      } catch (const Error& error) {
        const std::vector<std::string> inputs = sub->get_option_no_throw("FILE") != nullptr ? sub->get_option("FILE")->results() : std::vector<std::string>{};
        return code(fail(error.diagnostic(), inputs));
      }
    }
  return code(ExitCode::own_fault);
}

}  // namespace
}  // namespace tiktok_kpi

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  using namespace tiktok_kpi;
  try {
    return run(argc, argv);
  } catch (const Error& error) {
    return code(fail(error.diagnostic(), {}));
  } catch (const std::bad_alloc&) {
    return code(fail(Diagnostic::make("limit-exceeded", "memory is exhausted"), {}));
  } catch (const std::exception& error) {
    return code(fail(Diagnostic::make("internal", error.what()), {}));
  }
}
