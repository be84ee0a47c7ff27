// One script per shell. bash and zsh share the work: zsh loads bash completions.
#include "cli/completions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tiktok_kpi {
namespace {

bool is_top(const CommandRow& row) { return row.name.find(' ') == std::string::npos; }

std::string flags_of(const CommandRow& row) {
  std::string text;
  for (const FlagRow& flag : row.flags)
    for (const std::string& name : flag.longs)
      text += fmt::format("{}{}", text.empty() ? "" : " ", name);
  return text;
}

/// In single quotes for a shell.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + "'";
}

std::string functions(std::span<const CommandRow> rows, std::span<const std::string_view> topics) {
  std::string names;
  for (const CommandRow& row : rows)
    if (is_top(row)) names += fmt::format("{}{}", names.empty() ? "" : " ", row.name);
  std::string text =
      "_tiktok_kpi() {\n  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= i words=\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case ${COMP_WORDS[i]} in -*) ;; *) command=\"$command ${COMP_WORDS[i]}\" ;; esac\n  done\n"
      "  COMPREPLY=()\n"
      "  case \"$command \" in\n";
  // Inner commands first: " formulas eval " before " formulas ".
  std::vector<const CommandRow*> order;
  for (const CommandRow& row : rows) order.push_back(&row);
  std::ranges::stable_sort(
      order, [](const CommandRow* a, const CommandRow* b) { return is_top(*a) < is_top(*b); });
  for (const CommandRow* row : order) {
    std::string words = fmt::format("{}", fmt::join(row->parts, " "));
    if (row->name == "help") words = fmt::format("{} {}", fmt::join(topics, " "), names);
    if (row->name == "completions") words = "bash zsh fish";
    text += fmt::format("    \" {} \"*)\n", row->name);
    std::string values;
    for (const FlagRow& flag : row->flags)
      if (!flag.choices.empty() && !flag.longs.empty()) {
        std::string names_of_flag = flag.names;
        std::ranges::replace(names_of_flag, ',', '|');
        values += fmt::format("        {}) words={} ;;\n", names_of_flag,
                              shell_quoted(fmt::format("{}", fmt::join(flag.choices, " "))));
      }
    if (!values.empty()) text += "      case $before in\n" + values + "      esac\n";
    text += fmt::format(
        "      if [ -z \"$words\" ]; then case $word in -*) words={} ;; *) words={} ;; esac; fi ;;\n",
        shell_quoted(flags_of(*row)), shell_quoted(words));
  }
  text += fmt::format("    *) words={} ;;\n  esac\n", shell_quoted(names + " --help --version"));
  text += "  if [ -n \"$words\" ]; then COMPREPLY=($(compgen -W \"$words\" -- \"$word\")); fi\n}\n";
  return text;
}

}  // namespace

std::string bash_completions(std::span<const CommandRow> rows,
                             std::span<const std::string_view> topics) {
  return "# bash completions of tiktok-kpi: source <(tiktok-kpi completions bash)\n" +
         functions(rows, topics) + "complete -o default -F _tiktok_kpi tiktok-kpi\n";
}

std::string zsh_completions(std::span<const CommandRow> rows,
                            std::span<const std::string_view> topics) {
  return "# zsh completions of tiktok-kpi: source <(tiktok-kpi completions zsh)\nautoload -U +X compinit bashcompinit\n"
         "(( $+functions[compdef] )) || compinit\nbashcompinit\n" +
         functions(rows, topics) + "complete -o default -F _tiktok_kpi tiktok-kpi\n";
}

std::string fish_completions(std::span<const CommandRow> rows,
                             std::span<const std::string_view> topics) {
  std::string text = "# fish completions of tiktok-kpi: tiktok-kpi completions fish | source\n";
  for (const CommandRow& row : rows)
    if (is_top(row))
      text += fmt::format("complete -c tiktok-kpi -n __fish_use_subcommand -f -a {} -d {}\n",
                          row.name, shell_quoted(row.summary));
  for (const CommandRow& row : rows) {
    std::string condition = "__fish_seen_subcommand_from " + row.name;
    if (const std::size_t blank = row.name.find(' '); blank != std::string::npos)
      condition = fmt::format("__fish_seen_subcommand_from {}; and __fish_seen_subcommand_from {}",
                              row.name.substr(0, blank), row.name.substr(blank + 1));
    for (const std::string& part : row.parts)
      text += fmt::format("complete -c tiktok-kpi -n {} -f -a {}\n", shell_quoted(condition), part);
    if (row.name == "help")
      text += fmt::format("complete -c tiktok-kpi -n {} -f -a {}\n", shell_quoted(condition),
                          shell_quoted(fmt::format("{}", fmt::join(topics, " "))));
    for (const FlagRow& flag : row.flags)
      for (const std::string& name : flag.longs)
        text += fmt::format(
            "complete -c tiktok-kpi -n {} -l {} -d {}{}\n", shell_quoted(condition), name.substr(2),
            shell_quoted(flag.help),
            flag.type.empty() ? ""
            : flag.choices.empty()
                ? " -r"
                : fmt::format(" -x -a {}",
                              shell_quoted(fmt::format("{}", fmt::join(flag.choices, " ")))));
  }
  return text;
}

}  // namespace tiktok_kpi
