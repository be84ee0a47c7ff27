#pragma once
// The table of subcommands, in the order of help. To add one: write commands/NAME.cpp, declare it
// here, list it. Help, completions and "did you mean" walk this table.
#include <array>
#include <functional>
#include <string_view>

#include "tiktok_kpi/core/exit_code.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming)
class App;
}

namespace tiktok_kpi {

struct Command {
  std::string_view id;
  std::string_view summary;
  /// Declares the options on `app` and gives back what runs after parsing.
  std::function<ExitCode()> (*prepare)(CLI::App& app);
};

extern const Command report_command;
extern const Command creators_command;
extern const Command posts_command;
extern const Command hashtags_command;
extern const Command timeline_command;
extern const Command attribute_command;
extern const Command roi_command;
extern const Command check_command;
extern const Command compare_command;
extern const Command convert_command;
extern const Command links_command;
extern const Command formulas_command;
extern const Command inspect_command;
extern const Command init_command;
extern const Command watch_command;
extern const Command schema_command;
extern const Command explain_command;
extern const Command completions_command;
extern const Command help_command;

inline constexpr std::array commands{
    &report_command,   &creators_command,    &posts_command, &hashtags_command,
    &timeline_command, &attribute_command,   &roi_command,   &check_command,
    &compare_command,  &convert_command,     &links_command, &formulas_command,
    &inspect_command,  &init_command,        &watch_command, &schema_command,
    &explain_command,  &completions_command, &help_command,
};

}  // namespace tiktok_kpi
