#pragma once
// Completion scripts, written from the rows of commands. They hold names only, so they run without
// the program.
#include <span>
#include <string>
#include <string_view>

#include "cli/command_pages.hpp"

namespace tiktok_kpi {

[[nodiscard]] std::string bash_completions(std::span<const CommandRow> rows,
                                           std::span<const std::string_view> topics);
[[nodiscard]] std::string zsh_completions(std::span<const CommandRow> rows,
                                          std::span<const std::string_view> topics);
[[nodiscard]] std::string fish_completions(std::span<const CommandRow> rows,
                                           std::span<const std::string_view> topics);

}  // namespace tiktok_kpi
