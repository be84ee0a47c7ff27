#pragma once
// What is wrong with a command line, in words: a command or flag that does not exist is answered
// with the nearest one that does.
#include <string>
#include <vector>

#include "tiktok_kpi/core/diagnostic.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming)
class App;
class ParseError;
}  // namespace CLI

namespace tiktok_kpi {

/// The innermost subcommand that was named; `app` itself when none was.
[[nodiscard]] const CLI::App& innermost(const CLI::App& app);

/// A usage diagnostic for what CLI11 could not parse.
[[nodiscard]] Diagnostic explain_parse_error(const CLI::ParseError& error, const CLI::App& app,
                                             const std::vector<std::string>& arguments);

}  // namespace tiktok_kpi
