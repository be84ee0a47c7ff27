// init: a first campaign file from a folder of exports. Never over a file that is there.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "campaign_draft.hpp"
#include "cli/commands/commands.hpp"
#include "cli/output.hpp"
#include "core/text.hpp"
#include "input/paths.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

namespace fs = std::filesystem;

struct InitOptions {
  std::string folder = ".";
  std::string file;
  bool force = false;
  bool quiet = false;
};

/// Paths of a campaign file never leave its folder, so the exports have to lie below it.
void check_place(const std::string& folder, const std::string& beside) {
  std::error_code error;
  const fs::path below = fs::weakly_canonical(folder, error);
  const fs::path above = fs::weakly_canonical(beside.empty() ? "." : beside, error);
  const fs::path relative = below.lexically_relative(above);
  if (error || relative.empty() || *relative.begin() == "..")
    throw Error("path-refused",
                fmt::format("a campaign file in {} cannot name the exports of {}",
                            visible(above.string()), visible(folder)),
                "write it into the folder of the exports, or one above it");
}

ExitCode run(const InitOptions& options) {
  std::error_code error;
  if (!fs::is_directory(options.folder, error))
    throw Error("no-such-file", fmt::format("{} is no folder", visible(options.folder)),
                "--from names a folder of exports");
  const bool printed = options.file == "-";
  const std::string file =
      options.file.empty() ? (fs::path(options.folder) / "campaign.json").string() : options.file;
  const std::string beside = printed ? options.folder : folder_of(file);
  if (!printed) {
    check_place(options.folder, beside);
    if (!options.force && fs::symlink_status(file, error).type() != fs::file_type::not_found)
      throw Error("path-refused", fmt::format("{} is there already", visible(file)),
                  "-o FILE writes another one, -o - prints the draft, --force replaces the file");
  }
  const CampaignDraft draft = draft_campaign(options.folder, beside);
  if (printed) {
    StandardOutput out;
    out.write(draft.text);
    return ExitCode::done;
  }
  write_file(file, draft.text, {});
  if (!options.quiet) {
    StandardOutput out;
    out.write(fmt::format(
        "{}: {}{}\nnext: tiktok-kpi report {}\n", visible(file), counted(draft.sources, "export"),
        draft.left_out > 0 ? fmt::format(", {} left out", counted(draft.left_out, "file")) : "",
        visible(file)));
  }
  return ExitCode::done;
}

std::function<ExitCode()> prepare_init(CLI::App& app) {
  const auto options = std::make_shared<InitOptions>();
  app.add_option("--from", options->folder, "Folder of exports; default the working directory")
      ->type_name("DIR");
  app.add_option("-o,--output", options->file,
                 "File to write; default campaign.json in the folder; - is standard output")
      ->type_name("FILE");
  app.add_flag("--force", options->force, "Replace a file that is there");
  app.add_flag("-q,--quiet", options->quiet, "Say nothing when it is done");
  return [options] { return run(*options); };
}

}  // namespace

const Command init_command{"init", "Draft a campaign file from a folder of exports", prepare_init};

}  // namespace tiktok_kpi
