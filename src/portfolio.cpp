#include "portfolio.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <utility>

#include "core/text.hpp"
#include "dataset.hpp"
#include "definition_differences.hpp"
#include "report/checks.hpp"
#include "report/metric_columns.hpp"
#include "report/portfolio.hpp"
#include "report/sections/sections.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// Which sections the portfolio has of those that are asked for.
std::vector<std::string> sections_of(const Invocation& invocation) {
  std::vector<std::string> ids = invocation.sections;
  if (ids.empty())
    for (const ReportSection* section : report_sections) ids.emplace_back(section->id);
  std::erase_if(ids, [](const std::string& id) { return !is_of_portfolio(id); });
  return ids;
}

/// Names that tell the campaigns apart: files of the same name are told by their paths.
void name_apart(std::vector<Document>& reports, const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  for (const Document& report : reports) names.push_back(report.title);
  for (std::size_t i = 0; i < reports.size(); ++i)
    if (std::ranges::count(names, names[i]) > 1)
      reports[i].title = fmt::format("{} ({})", names[i], paths[i]);
}

const Table* only_table(const Document& report) {
  const Table* only = nullptr;
  for (const Section& section : report.sections)
    for (const SectionPart& part : section.blocks)
      if (const Table* table = std::get_if<Table>(&part)) {
        if (only != nullptr) return nullptr;
        only = table;
      }
  return only;
}

/// Rows of all campaigns under the columns of all of them.
Table joined(const std::vector<Document>& reports, const TableOptions& options) {
  Table table;
  table.columns = {{"campaign", "campaign", Unit::text}};
  for (const Document& report : reports) {
    const Table& one = *only_table(report);
    table.id = one.id;
    table.title = one.title;
    for (const Column& column : one.columns)
      if (std::ranges::find(table.columns, column.id, &Column::id) == table.columns.end())
        table.columns.push_back(column);
  }
  std::size_t total = 0;
  for (const Document& report : reports) {
    const Table& one = *only_table(report);
    total += std::max(one.total_rows, one.rows.size());
    for (const std::vector<Quantity>& row : one.rows) {
      std::vector<Quantity>& cells = table.rows.emplace_back();
      for (const Column& column : table.columns) {
        const auto at = std::ranges::find(one.columns, column.id, &Column::id);
        cells.push_back(at != one.columns.end()
                            ? row[static_cast<std::size_t>(at - one.columns.begin())]
                            : Quantity::missing(MissingReason::not_exported, column.unit));
      }
      cells.front() = Quantity::label(report.title);
    }
  }
  // Each campaign's rows are sorted and cut already; a stated order is one over all of them.
  if (!options.sort.empty()) {
    TableOptions sorted = options;
    sorted.having.clear();
    arrange(table, parse_sort(options.sort, {}), sorted, 0);
  }
  table.total_rows = total;
  return table;
}

/// What the portfolio puts side by side must mean the same in every campaign.
void warn_of_differences(Document& document) {
  constexpr std::array<std::string_view, 5> compared{"er_views", "cvr", "net_revenue", "cost_total",
                                                     "missing"};
  const Document& first = document.campaigns.front();
  for (std::size_t i = 1; i < document.campaigns.size(); ++i)
    for (const DefinitionDifference& one : differences(first, document.campaigns[i]))
      if (std::ranges::find(compared, one.subject) != compared.end()) {
        PrintedDiagnostic printed;
        printed.diagnostic = describe(one, first.title, document.campaigns[i].title);
        document.diagnostics.push_back(std::move(printed));
      }
}

std::string worst_status(const Document& document) {
  const auto any = [&](std::string_view status) {
    return std::ranges::any_of(document.campaigns,
                               [&](const Document& one) { return one.status == status; });
  };
  if (any("fail")) return "fail";
  return any("warn") || !document.diagnostics.empty() ? "warn" : "pass";
}

std::string footer_of(const Document& document) {
  CheckCounts counts;
  for (const Document& report : document.campaigns) counts += count_checks(report.checks);
  return counts.all == 0 ? std::string() : in_words(counts, "check");
}

}  // namespace

std::vector<std::string> several_campaigns(const Invocation& invocation) {
  std::vector<std::string> campaigns;
  for (const std::string& input : invocation.inputs)
    if (is_campaign_file(input)) campaigns.push_back(input);
  // A mixture is refused by whoever resolves it.
  if (campaigns.size() < 2 || campaigns.size() != invocation.inputs.size()) return {};
  for (std::size_t i = 1; i < campaigns.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (std::error_code error; std::filesystem::equivalent(campaigns[i], campaigns[j], error))
        throw Error("usage",
                    fmt::format("{} is the same campaign file as {}", campaigns[i], campaigns[j]),
                    "name each campaign once: its posts, orders and cost would count twice");
  return campaigns;
}

bool join_tables(Document& document, const TableOptions& options) {
  if (document.campaigns.empty() ||
      !std::ranges::all_of(document.campaigns,
                           [](const Document& one) { return only_table(one) != nullptr; }))
    return false;
  const Document& first = document.campaigns.front();
  Section section;
  section.id = first.sections.front().id;
  section.title = first.sections.front().title;
  section.blocks.emplace_back(joined(document.campaigns, options));
  document.schema = first.schema;
  document.title = section.title;
  document.subtitle = counted(document.campaigns.size(), "campaign");
  document.sections = {std::move(section)};
  for (Document& report : document.campaigns) {
    for (InputSummary& input : report.inputs) document.inputs.push_back(std::move(input));
    for (PrintedDiagnostic& printed : report.diagnostics)
      document.diagnostics.push_back(std::move(printed));
    for (Definition& definition : report.definitions)
      if (std::ranges::find(document.definitions, definition.id, &Definition::id) ==
          document.definitions.end())
        document.definitions.push_back(std::move(definition));
  }
  document.campaigns.clear();
  return true;
}

Outcome run_portfolio(const Invocation& invocation, const std::vector<std::string>& campaigns,
                      const RunCampaign& run) {
  const bool explained = !invocation.table.explain.empty();
  const std::vector<std::string> sections =
      explained ? std::vector<std::string>{} : sections_of(invocation);
  Outcome whole;
  std::vector<CampaignFigures> figures;
  std::vector<std::string> paths;
  std::vector<std::string> elsewhere;  // campaigns without the creator that is asked for
  std::exception_ptr unknown;
  for (const std::string& path : campaigns) {
    Invocation one = invocation;
    one.inputs = {path};
    CampaignRun made;
    try {
      made = run(one, !sections.empty());
    } catch (const Error& error) {
      // Not everyone works for every campaign.
      if (error.diagnostic().code->id != "unknown-creator") throw;
      if (elsewhere.empty()) unknown = std::current_exception();
      elsewhere.push_back(path);
      continue;
    }
    whole.exit = worse(whole.exit, made.outcome.exit);
    Document& report = made.outcome.document;
    if (made.outcome.empty) {  // only its diagnostics say something
      for (PrintedDiagnostic& printed : report.diagnostics)
        whole.document.diagnostics.push_back(std::move(printed));
      continue;
    }
    if (made.figures) {
      CampaignFigures& of_report = figures.emplace_back(*std::move(made.figures));
      const CheckCounts counts = count_checks(report.checks);
      of_report.checks = counts.all;
      of_report.missed = counts.missed;
      of_report.unknown = counts.unknown;
    }
    paths.push_back(path);
    whole.document.campaigns.push_back(std::move(report));
  }
  if (elsewhere.size() == campaigns.size()) std::rethrow_exception(unknown);
  Document& document = whole.document;
  for (const std::string& path : elsewhere) {
    PrintedDiagnostic printed;
    printed.diagnostic = Diagnostic::make("campaign-without-creator",
                                          fmt::format("{} has no post by @{}: left out", path,
                                                      normal_handle(invocation.table.creator)),
                                          "");
    document.diagnostics.push_back(std::move(printed));
  }
  if (document.campaigns.empty()) {
    whole.empty = true;
    return whole;
  }
  name_apart(document.campaigns, paths);
  document.status = worst_status(document);
  document.schema = "tiktok-kpi/portfolio/1";
  document.title = "Portfolio";
  document.campaign = {{{"name", "name", Unit::text}, Quantity::label(document.title)}};
  const auto& first = document.campaigns.front().currency;
  if (std::ranges::all_of(document.campaigns,
                          [&](const Document& one) { return one.currency == first; }))
    document.currency = first;
  if (!sections.empty()) {
    for (std::size_t i = 0; i < figures.size(); ++i) figures[i].name = document.campaigns[i].title;
    if (std::string words = counted_repeatedly(figures); !words.empty()) {
      PrintedDiagnostic printed;
      printed.diagnostic =
          Diagnostic::make("counted-twice", std::move(words),
                           "tell the campaigns apart by period, creators or track");
      document.diagnostics.push_back(std::move(printed));
    }
    const Portfolio portfolio = portfolio_of(figures);
    build_portfolio(portfolio, sections, invocation.table, document);
    for (const std::string_view id : {"er_views", "cvr", "roi", "lift_rel", "repeat_rate"})
      document.definitions.push_back(define(metric(id), figures.front().settings));
    warn_of_differences(document);
  }
  document.status = worst_status(document);
  document.footer = footer_of(document);
  return whole;
}

}  // namespace tiktok_kpi
