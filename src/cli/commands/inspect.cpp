// inspect: what a file is, what was guessed, what would be read, and the flag that overrides each
// guess.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/inspection.hpp"
#include "cli/output.hpp"
#include "cli/shared_options.hpp"
#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

struct InspectOptions {
  Invocation invocation;
  OutputOptions output;
};

std::string title_of(const DatasetSpec& spec) {
  const std::string inputs = counted(spec.inputs.size(), "input");
  return spec.campaign.path.empty()
             ? inputs
             : fmt::format("{}: campaign file of {}", spec.campaign.path, inputs);
}

ExitCode run(const InspectOptions& options) {
  const Invocation& invocation = options.invocation;
  check_outputs(options.output, invocation.inputs);
  const DatasetSpec spec = resolve_dataset(invocation);
  std::vector<InspectedInput> inputs;
  for (std::size_t i = 0; i < spec.inputs.size(); ++i)
    inputs.push_back(inspect_input(spec.inputs[i], static_cast<std::uint32_t>(i), spec.options));
  if (options.output.format == "json") {
    const std::string text = inspection_as_json(inputs);
    for (const std::string& file : options.output.files)
      if (file != "-") write_file(file, text, invocation.inputs);
    if (options.output.files.empty() ||
        std::ranges::find(options.output.files, "-") != options.output.files.end()) {
      StandardOutput out;
      out.write(text);
    }
  } else {
    write_document(describe_inspection(inputs, title_of(spec)), options.output, false,
                   invocation.inputs);
  }
  const bool failed = std::ranges::any_of(
      inputs, [](const InspectedInput& input) { return input.named && !input.readable; });
  return failed ? ExitCode::input : ExitCode::done;
}

std::function<ExitCode()> prepare_inspect(CLI::App& app) {
  const auto options = std::make_shared<InspectOptions>();
  add_input_options(app, options->invocation);
  add_output_options(app, options->output);
  return [options] { return run(*options); };
}

}  // namespace

const Command inspect_command{
    "inspect", "What a file is, what would be read, and the flag that overrides each guess",
    prepare_inspect};

}  // namespace tiktok_kpi
