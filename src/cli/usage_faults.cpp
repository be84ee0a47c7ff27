// From a parse error to one message with a way out.
#include "cli/usage_faults.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

/// "tiktok-kpi formulas eval", for hints.
std::string path_of(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name()
                                     : path_of(*app.get_parent()) + " " + app.get_name();
}

std::vector<std::string> flags_of(const CLI::App& app) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
    for (const std::string& name : option->get_snames()) flags.push_back("-" + name);
  }
  return flags;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(sub->get_name());
  return names;
}

template <class Names>
std::string_view nearest_of(std::string_view name, const Names& names) {
  const std::vector<std::string_view> known(names.begin(), names.end());
  return nearest(name, known);
}

/// The first word behind the names of the commands that were understood; empty when there is none.
std::string first_unknown_word(const CLI::App& used, const std::vector<std::string>& arguments) {
  std::size_t depth = 0;
  for (const CLI::App* app = &used; app->get_parent() != nullptr; app = app->get_parent()) ++depth;
  for (const std::string& argument : arguments) {
    if (argument.starts_with('-')) continue;
    if (depth == 0) return argument;
    --depth;
  }
  return {};
}

Diagnostic missing_or_unknown_command(const CLI::App& used,
                                      const std::vector<std::string>& arguments) {
  const std::vector<std::string> names = commands_of(used);
  const std::string word = first_unknown_word(used, arguments);
  const bool outermost = used.get_parent() == nullptr;
  if (word.empty())
    return Diagnostic::make(
        "usage", "a command is missing",
        outermost ? "try: tiktok-kpi report FILE; tiktok-kpi --help lists the commands"
                  : fmt::format("{} {}", path_of(used), fmt::join(names, "|")));
  const std::string_view near = nearest_of(word, names);
  std::string hint = fmt::format("{} --help lists the commands", path_of(used));
  if (!near.empty())
    hint = fmt::format("did you mean \"{}\"?", near);
  else if (outermost && word.find('.') != std::string::npos)
    hint = fmt::format("to report on a file: tiktok-kpi report {}", visible(word));
  return Diagnostic::make("usage", fmt::format("there is no command \"{}\"", visible(word)), hint);
}

}  // namespace

const CLI::App& innermost(const CLI::App& app) {
  const auto named = app.get_subcommands();
  return named.empty() ? app : innermost(*named.back());
}

Diagnostic explain_parse_error(const CLI::ParseError& error, const CLI::App& app,
                               const std::vector<std::string>& arguments) {
  const CLI::App& used = innermost(app);
  const std::string help = fmt::format("{} --help lists the flags", path_of(used));
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError) &&
      used.get_require_subcommand_min() > 0)
    return missing_or_unknown_command(used, arguments);
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
    const std::vector<std::string> flags = flags_of(used);
    for (const std::string& argument : arguments) {
      if (!argument.starts_with('-') || argument == "-") continue;
      const bool is_long = argument.starts_with("--");
      const std::string flag = argument.substr(0, is_long ? argument.find('=') : 2);
      if (std::ranges::find(flags, flag) != flags.end()) continue;
      const std::string_view near = is_long ? nearest_of(flag, flags) : std::string_view();
      return Diagnostic::make("usage",
                              fmt::format("{} has no flag {}", path_of(used), visible(flag)),
                              near.empty() ? help : fmt::format("did you mean {}?", near));
    }
    if (!commands_of(used).empty()) return missing_or_unknown_command(used, arguments);
  }
  std::string message = error.what();
  // CLI11: "Could not convert: --limit = abc".
  constexpr std::string_view unconverted = "Could not convert: ";
  if (message.starts_with(unconverted))
    if (const std::size_t equals = message.find(" = "); equals != std::string::npos)
      message = fmt::format("\"{}\" is no value of {}", message.substr(equals + 3),
                            message.substr(unconverted.size(), equals - unconverted.size()));
  std::ranges::replace(message, '\n', ' ');
  return Diagnostic::make("usage", visible(message), help);
}

}  // namespace tiktok_kpi
