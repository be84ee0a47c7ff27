// links: a tracking link and a code for each creator; --parse takes links apart.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "analysis/creator_links.hpp"
#include "cli/commands/commands.hpp"
#include "cli/output.hpp"
#include "cli/parsed_links.hpp"
#include "cli/reference.hpp"
#include "cli/shared_options.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "dataset.hpp"
#include "input/source.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct LinkOptions {
  OutputOptions output;
  std::string file;
  std::string url;
  bool parse = false;
};

ExitCode parse(const LinkOptions& options) {
  if (!options.url.empty() || !options.output.format.empty() || !options.output.files.empty())
    throw Error("bad-option", "--parse writes one JSON object a line to standard output",
                "leave --url, -f and -o out");
  const std::string path = options.file.empty() ? "-" : options.file;
  const auto bytes = open_location({path, {}}, {});
  StandardOutput out;
  const auto faults = parse_links(*bytes, path == "-" ? "standard input" : path, out);
  print_diagnostics(faults, options.output);
  return faults.empty() ? ExitCode::done : ExitCode::input;
}

/// The landing page: a place on the web that can be followed.
std::string landing_page(const LinkOptions& options, const Campaign& campaign) {
  const std::string& url = options.url.empty() ? campaign.links.url : options.url;
  if (url.empty())
    throw Error("usage", "no landing page is stated",
                "give --url https://…, or \"links\": {\"url\": …} in the campaign file");
  const std::string lower = case_fold(url);
  const bool on_the_web = lower.starts_with("http://") || lower.starts_with("https://");
  if (!on_the_web || !parse_url(url).absolute)
    throw Error("bad-option", fmt::format("\"{}\" is no landing page", visible(url)),
                "write the whole address: https://shop.example/soap");
  return url;
}

Document links_document(const Campaign& campaign, const std::vector<CreatorLink>& links) {
  std::vector<std::vector<Quantity>> rows;
  bool proposed = false;
  for (const CreatorLink& link : links) {
    proposed = proposed || link.proposed_content || link.proposed_code;
    const std::string_view state = link.proposed_content && link.proposed_code ? "content, code"
                                   : link.proposed_content                     ? "content"
                                   : link.proposed_code                        ? "code"
                                                                               : "";
    rows.push_back(words({link.creator, fmt::format("{}", fmt::join(link.codes, ", ")), state,
                          link.utm_content, link.link}));
  }
  const auto column = [](const char* id, const char* label, bool detail = false) {
    return Column{.id = id, .label = label, .unit = Unit::text, .detail = detail};
  };
  Document document;
  document.schema = "tiktok-kpi/links/1";
  document.title = campaign.name;
  Section section = table_section(
      "links", "Links",
      {column("creator", "creator"), column("codes", "codes"), column("proposed", "proposed"),
       column("utm_content", "UTM content", true), column("link", "link")},
      std::move(rows));
  std::get<Table>(section.blocks.front()).note =
      proposed ? "What is proposed is not in the campaign file yet: orders are credited by it once "
                 "utm_content and codes state it. To copy whole links: -f tsv."
               : "To copy whole links: -f tsv.";
  document.sections.push_back(std::move(section));
  return document;
}

ExitCode run(const LinkOptions& options) {
  if (options.parse) return parse(options);
  if (options.file.empty())
    throw Error("usage", "no campaign file", "name one, or read links with --parse");
  check_outputs(options.output, {options.file});
  const CampaignFile file = load_campaign(options.file);
  Invocation invocation;
  invocation.inputs = {options.file};
  std::vector<PrintedDiagnostic> warnings;
  for (const Diagnostic& warning : file.warnings)
    warnings.push_back(describe_error(warning, invocation));
  print_diagnostics(warnings, options.output);
  if (file.campaign.creators.empty())
    throw Error("bad-campaign", "the campaign file lists no creators",
                "Add them under \"creators\": each needs a handle.");
  const std::string url = landing_page(options, file.campaign);
  const Document document = links_document(file.campaign, creator_links(file.campaign, url));
  check_columns(document, options.output, {});
  write_document(document, options.output, true, {options.file});
  return ExitCode::done;
}

std::function<ExitCode()> prepare_links(CLI::App& app) {
  const auto options = std::make_shared<LinkOptions>();
  app.add_option("FILE", options->file,
                 "Campaign file; with --parse, lines of JSON strings (standard input)")
      ->type_name("");
  app.add_option("--url", options->url, "Landing page, over the campaign file's links.url")
      ->type_name("URL");
  app.add_flag("--parse", options->parse,
               "Read URLs, one JSON string a line; print host, query and UTM of each as JSON");
  add_output_options(app, options->output);
  return [options] { return run(*options); };
}

}  // namespace

const Command links_command{
    "links", "A tracking link and a promo code for each creator; or take links apart",
    prepare_links};

}  // namespace tiktok_kpi
