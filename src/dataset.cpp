// From names to inputs, and from reading logs to what people read.
#include "dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <memory>
#include <utility>

#include "core/civil_time.hpp"
#include "core/keyed_hash.hpp"
#include "core/text.hpp"
#include "input/campaign_reader.hpp"
#include "input/campaign_settings.hpp"
#include "input/formats/formats.hpp"
#include "input/locate.hpp"
#include "input/paths.hpp"
#include "metrics/formula_rows.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::uint64_t largest_campaign = 64ULL << 20U;

std::string read_all(const Location& location) {
  const auto stream = open_location(location, {});
  std::string text;
  std::vector<char> buffer(64 * 1024);
  for (std::size_t got = 0; (got = stream->read(buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), got);
    if (text.size() > largest_campaign)
      throw Error("limit-exceeded", fmt::format("{} is larger than 64 MiB", location.shown()));
  }
  return text;
}

void apply_flags(const Invocation& invocation, Campaign& campaign) {
  for (const auto& [name, value] : invocation.settings) {
    if (name == "timezone")
      campaign.settings.timezone = value;
    else if (name == "currency") {
      const auto currency = Currency::parse(value);
      if (!currency)
        throw Error("bad-option", fmt::format("\"{}\" is no currency", value),
                    "use a code of three letters, such as EUR");
      campaign.settings.currency = *currency;
    } else {
      apply_setting(campaign, name, value);
    }
  }
  const auto day = [](const std::string& text, std::string_view flag) {
    const auto parsed = parse_day(text);
    if (!parsed)
      throw Error("bad-option", fmt::format("\"{}\" is no day for --{}", text, flag),
                  "write 2024-05-31");
    return *parsed;
  };
  if (!invocation.table.since.empty()) campaign.period.from = day(invocation.table.since, "since");
  if (!invocation.table.until.empty()) campaign.period.to = day(invocation.table.until, "until");
  if (campaign.period.from && campaign.period.to && *campaign.period.from > *campaign.period.to)
    throw Error("bad-option", "--since is after --until", "both days count; exchange them");
}

/// The last second that --now states, in the report's zone; nothing when it is not given.
std::optional<std::int64_t> stated_now(const Invocation& invocation, const std::string& timezone) {
  if (invocation.now.empty()) return std::nullopt;
  if (invocation.now == "today")
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  const auto stated = parse_iso_time(invocation.now);
  if (!stated)
    throw Error("bad-option", fmt::format("\"{}\" is no time for --now", invocation.now),
                "use 2024-05-31, 2024-05-31T12:00:00Z or today");
  constexpr std::int32_t last_second = 86'399;
  const std::int64_t local =
      std::int64_t{stated->day} * 86'400 + (stated->has_time ? stated->second_of_day : last_second);
  if (stated->offset_s) return local - *stated->offset_s;
  const auto zone = TimeZone::find(timezone);
  return zone ? zone->instant_of(local) : local;
}

/// A secret without the line end that editors add. Throws Error.
std::string secret_in(const std::string& path) {
  constexpr std::size_t shortest = 16;
  std::string secret = read_all({path, {}});
  while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
  if (secret.size() < shortest)
    throw Error("bad-option",
                fmt::format("the secret in {} has less than {} bytes", path, shortest),
                "head -c 32 /dev/urandom | base64 > FILE makes one; keep it to yourself");
  return secret;
}

/// What the shell names, as a campaign without a file: its name is that of the inputs.
std::string name_of_inputs(const std::vector<std::string>& inputs) {
  if (inputs.size() == 1) {
    if (inputs.front() == "-") return "standard input";
    std::filesystem::path path(inputs.front());
    if (path.filename().empty()) path = path.parent_path();
    return path.filename().string();
  }
  return fmt::format("{} inputs", inputs.size());
}

std::uint64_t rows_lost(const ReadLog& log) {
  std::uint64_t lost = 0;
  for (const InputLog& input : log.inputs) lost += input.rows.repaired + input.rows.left_out;
  return lost;
}

/// What is said of a whole column stands at the first of its cells, once.
std::vector<Diagnostic> with_column_placed(std::vector<Diagnostic> diagnostics) {
  const auto is_placed = [](const Diagnostic& d) {
    return d.place.known() && (d.place.offset > 0 || d.length > 0);
  };
  const auto of_column = std::ranges::find_if_not(diagnostics, is_placed);
  const auto first = std::ranges::find_if(diagnostics, is_placed);
  if (of_column == diagnostics.end() ||
      std::ranges::count_if(diagnostics, is_placed) + 1 != std::ssize(diagnostics) ||
      first == diagnostics.end())
    return diagnostics;
  first->message = of_column->message;
  first->hint = of_column->hint;
  diagnostics.erase(of_column);
  return diagnostics;
}

/// A fault in a formula of the command line: which flag it stands in, and the caret.
void place_in_flag(const TableOptions& table, PrintedDiagnostic& printed) {
  if (table.where.empty() && table.having.empty()) return;
  const Diagnostic& fault = printed.diagnostic;
  const auto is_of_where = [&] {
    try {
      (void)compile_filter(table.where, Settings{}, {});
    } catch (const Error& error) {
      return error.diagnostic().message == fault.message && error.diagnostic().place == fault.place;
    }
    return false;
  };
  const bool where = !table.where.empty() && (table.having.empty() || is_of_where());
  const std::string& text = where ? table.where : table.having;
  if (fault.place.offset > text.size()) return;
  printed.path = where ? "--where" : "--having";
  printed.column = count_characters(std::string_view(text).substr(0, fault.place.offset)) + 1;
  printed.excerpt = text;
}

/// Orders and visits carry names and addresses of customers, comments the words of people: their
/// lines are never shown.
bool is_private(const ReadPlan& plan) {
  constexpr std::array kinds{RecordKind::order, RecordKind::line, RecordKind::touch,
                             RecordKind::comment};
  const auto is_one = [&](RecordKind kind) {
    return std::ranges::find(kinds, kind) != kinds.end();
  };
  return (plan.format != nullptr && is_one(plan.format->kind)) ||
         std::ranges::any_of(plan.records, is_one, &RecordPlan::kind);
}

}  // namespace

void place_diagnostics(const Location& location, std::string_view encoding,
                       std::vector<PrintedDiagnostic*> printed) {
  std::ranges::sort(printed, {},
                    [](const PrintedDiagnostic* p) { return p->diagnostic.place.offset; });
  std::vector<std::uint64_t> offsets;
  for (const PrintedDiagnostic* p : printed) offsets.push_back(p->diagnostic.place.offset);
  const auto located = locate(location, encoding, offsets);
  for (std::size_t i = 0; i < printed.size(); ++i) {
    printed[i]->line = located[i].at.line;
    printed[i]->column = located[i].at.column;
    printed[i]->excerpt = located[i].excerpt;
  }
}

bool is_campaign_file(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return false;
  try {
    const auto stream = open_location({path, {}}, {});
    std::string head(64 * 1024, '\0');
    std::size_t filled = 0;
    for (std::size_t got = 0; filled < head.size() &&
                              (got = stream->read(head.data() + filled, head.size() - filled)) > 0;)
      filled += got;
    head.resize(filled);
    return looks_like_campaign(head);
  } catch (const Error&) {
    return false;  // met again when it is read, where it is one failed input among others
  }
}

CampaignFile load_campaign(const std::string& path) {
  return read_campaign(read_all({path, {}}), 0, path);
}

namespace {

/// An input that is no campaign file stands beside one.
[[noreturn]] void refuse_beside_campaign(const std::string& input) {
  std::error_code error;
  if (input != "-" && input.find('*') == std::string::npos &&
      !std::filesystem::exists(input, error))
    throw Error("no-such-file", fmt::format("there is no file \"{}\"", visible(input)),
                "check the path; paths are relative to the folder you are in");
  throw Error(
      "usage",
      fmt::format("a campaign file and exports cannot be given together: {} is no campaign file",
                  input == "-" ? "standard input" : visible(input)),
      "list the exports under \"sources\" in the campaign file");
}

}  // namespace

DatasetSpec resolve_dataset(const Invocation& invocation) {
  DatasetSpec spec;
  if (invocation.inputs.empty())
    throw Error("usage", "no input named",
                "name a campaign file, exports, a folder, or - for standard input");
  std::vector<std::string> campaigns;
  for (const std::string& input : invocation.inputs)
    if (is_campaign_file(input)) campaigns.push_back(input);
  PathRules rules;
  if (!campaigns.empty()) {
    for (const std::string& input : invocation.inputs)
      if (std::ranges::find(campaigns, input) == campaigns.end()) refuse_beside_campaign(input);
    if (campaigns.size() > 1)
      throw Error("usage", "only one campaign file at a time",
                  "report, check and the tables of a report take several");
    CampaignFile file = load_campaign(campaigns.front());
    spec.campaign = std::move(file.campaign);
    spec.warnings = std::move(file.warnings);
    rules = {folder_of(campaigns.front()), !invocation.allow_outside};
  } else {
    spec.campaign.name = name_of_inputs(invocation.inputs);
    for (const std::string& input : invocation.inputs)
      spec.campaign.sources.push_back({input, {}, {}});
  }
  // What the file names lies beside it; what a flag names lies where the user is.
  std::string& lexicon = spec.campaign.settings.sentiment_lexicon;
  const std::string of_file = std::exchange(lexicon, {});
  apply_flags(invocation, spec.campaign);
  spec.lexicon = lexicon;
  if (lexicon.empty() && !of_file.empty()) {
    lexicon = of_file;
    spec.lexicon = resolve_paths(std::vector<SourceSpec>{{of_file, {}, {}}}, rules).front().path;
  }
  std::vector<SourceSpec> to_find;
  std::vector<std::size_t> source_of;
  for (std::size_t i = 0; i < spec.campaign.sources.size(); ++i) {
    const SourceSpec& source = spec.campaign.sources[i];
    if (source.path == "-") {
      spec.inputs.push_back({{"-", {}}, source.overrides, true});
      continue;
    }
    to_find.push_back(source);
    source_of.push_back(i);
  }
  for (const InputPath& found : resolve_paths(to_find, rules)) {
    const bool named = found.named_by == NamedBy::path;
    if (!named && is_campaign_file(found.path)) continue;
    ReadOverrides overrides = spec.campaign.sources[source_of[found.source]].overrides;
    std::vector<Location> locations;
    try {
      locations = expand_archive(found.path);
    } catch (const Error&) {
      locations = {{found.path, {}}};  // opened again when it is read, where its failure is logged
    }
    for (Location& location : locations)
      spec.inputs.push_back({std::move(location), overrides, named});
  }
  for (InputSpec& input : spec.inputs) apply_reading(invocation, input.overrides);
  if (!spec.campaign.posts_json.empty()) {
    ReadOverrides canonical;
    canonical.format = "canonical-json";
    spec.inputs.push_back(
        {{spec.campaign.path, {}, std::make_shared<const std::string>(spec.campaign.posts_json)},
         std::move(canonical),
         true});
  }
  spec.options.threads = invocation.threads;
  if (invocation.block_size > 0) spec.options.blocks.size = invocation.block_size;
  if (invocation.thread_threshold) spec.options.thread_threshold = *invocation.thread_threshold;
  if (invocation.max_field) {
    BlockLimits& limits = spec.options.blocks;
    limits.max_field = *invocation.max_field;
    limits.max_record = std::max(limits.max_record, 4 * limits.max_field);
  }
  spec.options.as_of = stated_now(invocation, spec.campaign.settings.timezone);
  if (!invocation.key_file.empty())
    spec.options.keys = std::make_shared<const KeyedHash>(secret_in(invocation.key_file));
  if (invocation.max_input) spec.options.stream.max_decompressed = *invocation.max_input;
  return spec;
}

void describe_inputs(const DatasetSpec& spec, const ReadLog& log, const Invocation& invocation,
                     Document& document, bool hashed) {
  constexpr std::uint64_t small = 64ULL << 20U;
  for (const Diagnostic& warning : spec.warnings)
    document.diagnostics.push_back(describe_error(warning, invocation));
  for (std::size_t i = 0; i < log.inputs.size(); ++i) {
    const InputLog& input = log.inputs[i];
    InputSummary summary;
    summary.path = input.path;
    summary.sha256 = hashed && spec.inputs[i].location.member.empty()
                         ? sha256_of(spec.inputs[i].location, invocation.hash ? UINT64_MAX : small)
                         : "";
    summary.format = input.plan.format != nullptr ? std::string(input.plan.format->id) : "";
    summary.why = input.plan.why;
    summary.bytes = input.bytes;
    summary.rows_read = input.rows.read;
    summary.rows_used = input.rows.used;
    summary.rows_repaired = input.rows.repaired;
    summary.rows_left_out = input.rows.left_out;
    document.inputs.push_back(std::move(summary));
    const std::size_t first = document.diagnostics.size();
    for (const auto& [code, entry] : input.faults.entries()) {
      bool begins = true;
      for (const Diagnostic& diagnostic : with_column_placed(entry.first)) {
        PrintedDiagnostic printed;
        printed.diagnostic = diagnostic;
        printed.diagnostic.message = without_name(diagnostic.message, input.path);
        // What a folder holds besides exports is worth a note, not an error.
        if (input.failed && !spec.inputs[i].named) printed.diagnostic.severity = Severity::note;
        printed.path = input.path;
        printed.count =
            begins ? entry.count - (entry.first.size() - with_column_placed(entry.first).size())
                   : 1;
        begins = false;
        document.diagnostics.push_back(std::move(printed));
      }
    }
    std::vector<PrintedDiagnostic*> placed;
    for (std::size_t at = first; at < document.diagnostics.size(); ++at)
      if (document.diagnostics[at].diagnostic.place.offset > 0 ||
          document.diagnostics[at].diagnostic.length > 0)
        placed.push_back(&document.diagnostics[at]);
    if (!placed.empty())
      place_diagnostics(spec.inputs[i].location, input.plan.encoding, std::move(placed));
    if (is_private(input.plan))
      for (std::size_t at = first; at < document.diagnostics.size(); ++at)
        document.diagnostics[at].excerpt.clear();
  }
  const bool any_named = std::ranges::any_of(spec.inputs, &InputSpec::named);
  if (nothing_readable(log) && !any_named) {
    PrintedDiagnostic none;
    none.diagnostic = Diagnostic::make(
        "no-match", fmt::format("there is no export among {}", counted(log.inputs.size(), "file")),
        fmt::format("tiktok-kpi inspect {} says what each one is",
                    fmt::join(invocation.inputs, " ")));
    document.diagnostics.push_back(std::move(none));
  }
}

std::string without_name(const std::string& message, const std::string& path) {
  return !path.empty() && message.starts_with(path + " ") ? "this" + message.substr(path.size())
                                                          : message;
}

bool nothing_readable(const ReadLog& log) {
  return !log.inputs.empty() && std::ranges::all_of(log.inputs, &InputLog::failed);
}

ExitCode exit_of(const DatasetSpec& spec, const ReadLog& log, const Invocation& invocation) {
  ExitCode exit = ExitCode::done;
  for (std::size_t i = 0; i < log.inputs.size(); ++i)
    if (log.inputs[i].failed && spec.inputs[i].named) exit = worse(exit, ExitCode::input);
  if (nothing_readable(log)) exit = worse(exit, ExitCode::input);
  if (invocation.strict && rows_lost(log) > 0) exit = worse(exit, ExitCode::input);
  if (invocation.strict)
    for (const InputLog& input : log.inputs)
      for (const auto& [code, entry] : input.faults.entries())
        if (entry.count > 0 && diagnostic_code(code).severity >= Severity::warning)
          exit = worse(exit, ExitCode::input);
  return exit;
}

PrintedDiagnostic describe_error(const Diagnostic& diagnostic, const Invocation& invocation) {
  PrintedDiagnostic printed;
  printed.diagnostic = diagnostic;
  if (!diagnostic.place.known()) {
    if (diagnostic.code->id == "bad-formula" || diagnostic.length > 0)
      place_in_flag(invocation.table, printed);
    return printed;
  }
  if (diagnostic.place.input >= invocation.inputs.size()) return printed;
  printed.path = invocation.inputs[diagnostic.place.input];
  std::error_code error;
  if (std::filesystem::is_regular_file(printed.path, error))
    place_diagnostics({printed.path, {}}, "utf-8", {&printed});
  return printed;
}

}  // namespace tiktok_kpi
