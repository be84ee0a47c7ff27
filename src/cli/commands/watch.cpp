// watch: the report again whenever the campaign file or one of its inputs changes. What is broken
// for a moment does not take the last good report away.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "cli/commands/commands.hpp"
#include "cli/file_watch.hpp"
#include "cli/output.hpp"
#include "cli/report_run.hpp"
#include "cli/shared_options.hpp"
#include "core/text.hpp"
#include "dataset.hpp"
#include "input/paths.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

namespace fs = std::filesystem;

/// Mistakes of the command line stay what they are whatever the files become.
bool is_of_command_line(const Error& error) {
  return !error.diagnostic().place.known() && error.exit_code() == ExitCode::usage;
}

void add_file(const std::string& path, WatchedNames& names) {
  const fs::path whole(path);
  const auto [folder, fresh] = names.try_emplace(whole.parent_path().string());
  if (fresh || !folder->second.empty()) folder->second.insert(whole.filename().string());
}

/// A folder of exports with all below it.
void add_folder(const fs::path& path, WatchedNames& names) {
  names[path.string()] = {};
  std::error_code error;
  for (fs::recursive_directory_iterator at(path, error), end; !error && at != end;
       at.increment(error))
    if (at->is_directory(error) && !at->path().filename().string().starts_with('.'))
      names[at->path().string()] = {};
}

/// Everything whose change may change the report.
void add_sources(const std::string& base, const std::vector<SourceSpec>& sources,
                 WatchedNames& names) {
  for (const SourceSpec& source : sources) {
    const fs::path path = fs::path(base) / source.path;
    // The folder in front of the first pattern: a new file may match.
    if (const std::size_t star = path.string().find('*'); star != std::string::npos) {
      const std::string fixed = path.string().substr(0, star);
      add_folder(fs::path(fixed.substr(0, fixed.rfind('/') + 1)), names);
      continue;
    }
    std::error_code error;
    if (fs::is_directory(path, error))
      add_folder(path, names);
    else
      add_file(path.string(), names);
  }
}

class Watch {
 public:
  explicit Watch(const ReportOptions& options)
      : options_(options), terminal_(::isatty(STDOUT_FILENO) != 0) {}

  ExitCode run() {
    if (options_.invocation.inputs.empty())
      throw Error("usage", "nothing to watch", "name a campaign file, exports or a folder");
    for (const std::string& input : options_.invocation.inputs)
      if (input == "-")
        throw Error("usage", "standard input cannot be watched", "save it to a file");
    check_outputs(options_.output, options_.invocation.inputs);
    FileWatch watch;
    // Watched before it is read, so that no change falls between.
    watch.watch(names());
    draw(true);
    for (;;) {
      watch.watch(names());
      say(fmt::format("watching {}; Ctrl-C ends", fmt::join(options_.invocation.inputs, ", ")));
      if (!watch.wait()) return ExitCode::done;
      watch.watch(names());
      draw(false);
    }
  }

 private:
  /// Of a campaign file that cannot be read just now the sources of the last one are watched.
  WatchedNames names() {
    WatchedNames found;
    std::vector<SourceSpec> named;
    for (const std::string& input : options_.invocation.inputs) {
      named.push_back({input, {}, {}});
      try {
        if (!fs::is_regular_file(input) || !input.ends_with(".json")) continue;
        const Campaign campaign = load_campaign(input).campaign;
        std::vector<SourceSpec>& sources = sources_[input];
        sources = campaign.sources;
        if (!campaign.settings.sentiment_lexicon.empty())
          sources.push_back({campaign.settings.sentiment_lexicon, {}, {}});
      } catch (const std::exception&) {
        continue;  // an export, or a campaign file that is being written
      }
    }
    add_sources("", named, found);
    for (const auto& [campaign, sources] : sources_)
      add_sources(folder_of(campaign), sources, found);
    return found;
  }

  void say(const std::string& text) const {
    if (!options_.output.quiet && terminal_) {
      const std::string line = visible(text) + "\n";
      std::fwrite(line.data(), 1, line.size(), stderr);
    }
  }

  void clear() {
    StandardOutput out;
    if (terminal_)
      out.write("\x1B[H\x1B[2J\x1B[3J");
    else if (drawn_ && (options_.output.format.empty() || options_.output.format == "table") &&
             options_.output.files.empty())
      out.write("\n" + std::string(60, '-') + "\n\n");
    drawn_ = true;
  }

  void draw(bool first) {
    try {
      Outcome outcome = run_report(options_.invocation);
      if (outcome.exit < ExitCode::input) {
        clear();
        (void)print_report(options_, outcome, false);
        last_good_ = std::move(outcome);
        return;
      }
      keep_last();
      print_diagnostics(outcome.document.diagnostics, options_.output);
    } catch (const Error& error) {
      if (first && is_of_command_line(error)) throw;
      keep_last();
      PrintedDiagnostic printed = describe_error(error.diagnostic(), options_.invocation);
      printed.diagnostic.severity = Severity::error;
      print_diagnostics({printed}, options_.output);
    }
    const std::string_view word = last_good_ ? "the report above is the last good one\n"
                                             : "no report yet; waiting for a change\n";
    std::fwrite(word.data(), 1, word.size(), stderr);
  }

  /// A terminal shows one thing at a time: the last report stays, with what is wrong below it.
  void keep_last() {
    if (!terminal_ || !last_good_ || !options_.output.files.empty()) return;
    clear();
    write_document(last_good_->document, options_.output, false, {});
  }

  const ReportOptions& options_;
  bool terminal_;
  bool drawn_ = false;
  std::optional<Outcome> last_good_;
  std::map<std::string, std::vector<SourceSpec>> sources_;  ///< by campaign file
};

std::function<ExitCode()> prepare_watch(CLI::App& app) {
  const auto options = add_whole_report_options(app);
  return [options] { return Watch(*options).run(); };
}

}  // namespace

const Command watch_command{"watch", "The report again whenever a file of it changes",
                            prepare_watch};

}  // namespace tiktok_kpi
