#pragma once
// Commands and flags, walked: the page about them and the completions of shells.
#include <string>
#include <string_view>
#include <vector>

#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// One section per command with the flags of its own, and one per group of flags that several
/// share.
[[nodiscard]] Document commands_page();

/// The help text of one command; empty when there is none.
[[nodiscard]] std::string help_of_command(std::string_view id);

/// A flag or positional argument of a command.
struct FlagRow {
  std::string names;                 ///< "-f,--format"
  std::vector<std::string> longs;    ///< "--format"
  std::vector<std::string> choices;  ///< allowed values, where they are a list
  std::string type;
  std::string help;
  std::string group;
};

struct CommandRow {
  std::string name;  ///< "formulas eval"
  std::string summary;
  std::vector<FlagRow> flags;
  std::vector<std::string> parts;  ///< names of subcommands
};

/// Every command and subcommand with its flags, in the order of help. Builds all of them: for
/// pages, not for runs.
[[nodiscard]] std::vector<CommandRow> command_rows();

}  // namespace tiktok_kpi
