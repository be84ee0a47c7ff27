#pragma once
// What a command line names, resolved: the campaign, the inputs in order with their overrides, and
// how what was read is described afterwards. Part of the pipeline; shared by report, convert and
// inspect.
#include <string>
#include <vector>

#include "input/campaign_reader.hpp"
#include "input/reader.hpp"
#include "model/campaign.hpp"
#include "tiktok_kpi/pipeline.hpp"

namespace tiktok_kpi {

struct DatasetSpec {
  Campaign campaign;
  std::vector<InputSpec> inputs;
  ReadOptions options;
  std::vector<Diagnostic> warnings;  ///< of the campaign file
  std::string lexicon;               ///< file to score comments by; empty: labels only
};

/// Is this a campaign file rather than an export? Only regular JSON files are looked into.
[[nodiscard]] bool is_campaign_file(const std::string& path);

/// Reads one campaign file and none of its sources. Throws Error.
[[nodiscard]] CampaignFile load_campaign(const std::string& path);

/// Reads the campaign file if there is one, finds the files, applies flags. Throws Error.
[[nodiscard]] DatasetSpec resolve_dataset(const Invocation& invocation);

/// How to read, as the command line states it. Throws Error (bad-option).
void apply_reading(const Invocation& invocation, ReadOverrides& overrides);

/// Fills inputs and diagnostics of the document; `hashed`: with SHA-256 of the inputs, which reads
/// them again.
void describe_inputs(const DatasetSpec& spec, const ReadLog& log, const Invocation& invocation,
                     Document& document, bool hashed = true);

/// Place and excerpt of diagnostics of one input, whose offsets their places state.
void place_diagnostics(const Location& location, std::string_view encoding,
                       std::vector<PrintedDiagnostic*> printed);

/// A message that begins with the name of the file it is about, for places that name the file
/// already.
[[nodiscard]] std::string without_name(const std::string& message, const std::string& path);

/// There were inputs, and none could be read: a report of zeros would say something else.
[[nodiscard]] bool nothing_readable(const ReadLog& log);

/// What the reading itself means for the exit code.
[[nodiscard]] ExitCode exit_of(const DatasetSpec& spec, const ReadLog& log,
                               const Invocation& invocation);

/// A thrown diagnostic with its line, column and excerpt, when its place is in one of the named
/// inputs.
[[nodiscard]] PrintedDiagnostic describe_error(const Diagnostic& diagnostic,
                                               const Invocation& invocation);

}  // namespace tiktok_kpi
