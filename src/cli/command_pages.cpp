// Declares the flags of every command once more and reads them back.
#include "cli/command_pages.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "cli/commands/commands.hpp"
#include "cli/reference.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 4> shared_groups{"Reading", "Rows", "Numbers", "Output"};

bool is_shared(const FlagRow& flag) {
  return std::ranges::find(shared_groups, flag.group) != shared_groups.end();
}

/// "a|b|c" or CLI11's "{a,b,c}" as a list; other types have none.
std::vector<std::string> choices_of(std::string text) {
  const bool braces = text.find('{') != std::string::npos && text.ends_with('}');
  if (braces) text = text.substr(text.find('{') + 1, text.size() - text.find('{') - 2);
  const char mark = braces ? ',' : '|';
  std::vector<std::string> choices;
  if (text.find(mark) == std::string::npos) return choices;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(mark, begin), text.size());
    choices.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return choices;
}

void add_rows(const CLI::App& app, const std::string& name, std::vector<CommandRow>& rows) {
  CommandRow row;
  row.name = name;
  row.summary = app.get_description();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    FlagRow flag;
    flag.names = option->get_positional() ? option->get_name(true) : option->get_name(false, true);
    for (const std::string& long_name : option->get_lnames())
      flag.longs.push_back("--" + long_name);
    const bool takes_value = option->get_items_expected_max() > 0;
    flag.type = takes_value ? option->get_type_name() : "";
    flag.choices = choices_of(flag.type);
    if (!flag.choices.empty() && flag.type.find('{') != std::string::npos)
      flag.type = fmt::format("{}", fmt::join(flag.choices, "|"));
    flag.help = option->get_description();
    flag.group = option->get_group();
    row.flags.push_back(std::move(flag));
  }
  const auto subs = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* sub : subs) row.parts.push_back(sub->get_name());
  rows.push_back(std::move(row));
  for (const CLI::App* sub : subs) add_rows(*sub, name + " " + sub->get_name(), rows);
}

std::vector<Quantity> words_of(const FlagRow& flag) {
  return words({flag.names, flag.type, flag.help});
}

Section flags_section(std::string_view id, std::string_view title,
                      std::vector<std::vector<Quantity>> rows) {
  const auto column = [](const char* name, const char* label) {
    return Column{name, label, Unit::text};
  };
  return table_section(
      id, title, {column("flag", "flag"), column("value", "value"), column("help", "what it does")},
      std::move(rows));
}

}  // namespace

std::vector<CommandRow> command_rows() {
  std::vector<CommandRow> rows;
  for (const Command* command : commands) {
    CLI::App app{std::string(command->summary), std::string(command->id)};
    const auto runner = command->prepare(app);
    add_rows(app, std::string(command->id), rows);
  }
  return rows;
}

std::string help_of_command(std::string_view id) {
  const auto found =
      std::ranges::find(commands, id, [](const Command* command) { return command->id; });
  if (found == commands.end()) return {};
  CLI::App program{"", "tiktok-kpi"};
  CLI::App* app = program.add_subcommand(std::string(id), std::string((*found)->summary));
  const auto runner = (*found)->prepare(*app);
  return app->help("tiktok-kpi");
}

Document commands_page() {
  Document document;
  document.schema = "tiktok-kpi/commands/1";
  document.title = "Commands";
  document.subtitle =
      "tiktok-kpi COMMAND …; every command takes -h, --help. Flags that several commands take stand at the end.";
  std::vector<FlagRow> shared;
  for (const CommandRow& row : command_rows()) {
    std::vector<std::vector<Quantity>> own;
    std::string groups;
    for (const FlagRow& flag : row.flags) {
      if (flag.names == "-h,--help") continue;
      if (!is_shared(flag)) {
        own.push_back(words_of(flag));
        continue;
      }
      if (groups.find(flag.group) == std::string::npos)
        groups += fmt::format("{}{}", groups.empty() ? "" : ", ", flag.group);
      if (std::ranges::find(shared, flag.names, &FlagRow::names) == shared.end())
        shared.push_back(flag);
    }
    Section section = own.empty() ? Section{} : flags_section(row.name, row.name, std::move(own));
    section.id = row.name;
    section.title = row.name;
    std::string text = row.summary + ".";
    if (!row.parts.empty())
      text += fmt::format(" Followed by one of: {}.", fmt::join(row.parts, ", "));
    if (!groups.empty()) text += fmt::format(" Takes the shared flags: {}.", groups);
    section.blocks.insert(section.blocks.begin(), Paragraph{std::move(text)});
    document.sections.push_back(std::move(section));
  }
  for (const std::string_view group : shared_groups) {
    std::vector<std::vector<Quantity>> rows;
    for (const FlagRow& flag : shared)
      if (flag.group == group) rows.push_back(words_of(flag));
    if (!rows.empty())
      document.sections.push_back(
          flags_section(group, fmt::format("Shared flags: {}", group), std::move(rows)));
  }
  return document;
}

}  // namespace tiktok_kpi
