// help, explain, completions: the program describes itself from its tables.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>

#include "cli/command_pages.hpp"
#include "cli/commands/commands.hpp"
#include "cli/completions.hpp"
#include "cli/output.hpp"
#include "cli/reference.hpp"
#include "cli/shared_options.hpp"
#include "core/text.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct Topic {
  std::string_view id;
  std::string_view summary;
  Document (*page)();
};

constexpr std::array topics{
    Topic{"commands", "every command and flag", commands_page},
    Topic{"metrics", "every metric with its definition", metrics_page},
    Topic{"formulas", "the language of --where, --having, goals and own metrics", formulas_page},
    Topic{"campaign", "the keys of a campaign file", campaign_page},
    Topic{"sections", "the sections of a report", sections_page},
    Topic{"formats", "exports that are read, and output formats", formats_page},
    Topic{"fields", "columns of posts, creators, days and orders", fields_page},
    Topic{"missing", "what a missing value does to a figure", missing_page},
    Topic{"messages", "codes of messages and what to do", diagnostics_page},
    Topic{"exit-codes", "what the exit code says", exit_codes_page},
};

struct Options {
  std::string name;
  OutputOptions output;
};

void print(std::string_view text) {
  StandardOutput out;
  out.write(text);
}

std::string topics_in_words() {
  std::string text = "tiktok-kpi help TOPIC, where TOPIC is a command or one of\n";
  for (const Topic& topic : topics) text += fmt::format("  {:<12}{}\n", topic.id, topic.summary);
  text += "commands\n";
  for (const Command* command : commands)
    text += fmt::format("  {:<12}{}\n", command->id, command->summary);
  return text;
}

ExitCode help(const Options& options) {
  if (options.name.empty()) {
    print(topics_in_words());
    return ExitCode::done;
  }
  const auto topic = std::ranges::find(topics, options.name, &Topic::id);
  if (topic != topics.end()) {
    check_outputs(options.output, {});
    const Document document = topic->page();
    check_columns(document, options.output, {});
    write_document(document, options.output, true, {});
    return ExitCode::done;
  }
  const std::string text = help_of_command(options.name);
  if (text.empty()) {
    std::vector<std::string_view> known;
    for (const Topic& each : topics) known.push_back(each.id);
    for (const Command* command : commands) known.push_back(command->id);
    const std::string_view near = nearest(options.name, known);
    throw Error("unknown-name", fmt::format("there is no help about \"{}\"", visible(options.name)),
                near.empty() ? "tiktok-kpi help lists the topics"
                             : fmt::format("did you mean \"{}\"?", near));
  }
  print(text);
  return ExitCode::done;
}

ExitCode explain(const Options& options) {
  if (const DiagnosticCode* code = find_diagnostic_code(options.name)) {
    print(code_in_words(*code));
    return ExitCode::done;
  }
  if (const Metric* metric = find_metric(options.name)) {
    print(metric_in_words(*metric));
    return ExitCode::done;
  }
  std::vector<std::string_view> known;
  for (const DiagnosticCode& code : diagnostic_codes()) known.push_back(code.id);
  for (const Metric& metric : metrics()) known.push_back(metric.id);
  const std::string_view near = nearest(options.name, known);
  throw Error("unknown-name",
              fmt::format("\"{}\" is neither a message code nor a metric", visible(options.name)),
              near.empty() ? "tiktok-kpi help messages and tiktok-kpi formulas list name them all"
                           : fmt::format("did you mean {}?", near));
}

ExitCode complete(const Options& options) {
  std::vector<std::string_view> words;
  for (const Topic& topic : topics) words.push_back(topic.id);
  const std::vector<CommandRow> rows = command_rows();
  print(options.name == "bash"  ? bash_completions(rows, words)
        : options.name == "zsh" ? zsh_completions(rows, words)
                                : fish_completions(rows, words));
  return ExitCode::done;
}

std::function<ExitCode()> prepare_help(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("TOPIC", options->name, "A topic or a command; none: the list of topics")
      ->type_name("");
  add_output_options(app, options->output);
  return [options] { return help(*options); };
}

std::function<ExitCode()> prepare_explain(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("NAME", options->name, "Code of a message, such as bad-count, or id of a metric")
      ->required()
      ->type_name("");
  return [options] { return explain(*options); };
}

std::function<ExitCode()> prepare_completions(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("SHELL", options->name, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->type_name("");
  return [options] { return complete(*options); };
}

}  // namespace

const Command explain_command{"explain", "What a message code or a metric means", prepare_explain};
const Command completions_command{"completions",
                                  "Completions of a shell: source <(tiktok-kpi completions bash)",
                                  prepare_completions};
const Command help_command{
    "help", "Topics: commands, formulas, campaign, formats, fields, missing, exit-codes…",
    prepare_help};

}  // namespace tiktok_kpi
