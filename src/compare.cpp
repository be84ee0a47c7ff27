// Both sides are documents, so that a saved report is compared like one that was just made.
#include "compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "compare_parts.hpp"
#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "dataset.hpp"
#include "metrics/registry.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct Period {
  std::int32_t from = 0, to = 0;
  friend bool operator==(const Period&, const Period&) = default;
};

Period parse_period(const std::string& text) {
  const std::size_t dots = text.find("..");
  const auto from = parse_day(std::string_view(text).substr(0, dots));
  const auto to =
      dots == std::string::npos ? std::nullopt : parse_day(std::string_view(text).substr(dots + 2));
  if (!from || !to || *from > *to)
    throw Error("bad-option", fmt::format("\"{}\" is no value of --period", visible(text)),
                "write --period 2024-04-01..2024-04-30, both days inside");
  return {*from, *to};
}

/// The newest posts are enough for a test of their rates.
constexpr std::size_t most_rows = 1000;

std::optional<Period> period_of_days(const DayRange& days) {
  return days.from && days.to ? std::optional(Period{*days.from, *days.to}) : std::nullopt;
}

/// As the campaign file states it, whatever the flags say.
std::optional<Period> period_of_file(const Invocation& shared, const std::string& input) {
  Invocation invocation = shared;
  invocation.inputs = {input};
  invocation.table.since.clear();
  invocation.table.until.clear();
  return period_of_days(resolve_dataset(invocation).campaign.period);
}

bool is_of_cost(std::string_view id) {
  if (id == "cost_total" || id == "gifted_cost") return true;
  const Metric* row = find_metric(id);
  if (row == nullptr) return false;
  const std::string inputs = fmt::format(" {} ", row->inputs);
  return inputs.find(" cost ") != std::string::npos ||
         inputs.find(" total_spend ") != std::string::npos;
}

/// Fees and costs carry no dates: they are of the whole campaign, not of some other days.
void leave_out_cost(CompareSide& side) {
  const auto leave_out = [&](Quantity& value) {
    side.without_cost = side.without_cost || value.known();
    value = Quantity::missing(MissingReason::unknown, value.unit());
  };
  for (Figure& figure : side.document.totals)
    if (is_of_cost(figure.column.id)) leave_out(figure.value);
  for (Section& section : side.document.sections)
    for (SectionPart& part : section.blocks)
      if (Table* table = std::get_if<Table>(&part); table != nullptr)
        for (std::size_t at = 0; at < table->columns.size(); ++at)
          if (is_of_cost(table->columns[at].id))
            for (std::vector<Quantity>& row : table->rows) leave_out(row[at]);
}

CompareSide make_side(const Invocation& shared, const std::string& input,
                      const std::optional<Period>& period, Outcome& outcome) {
  if (is_saved_report(input)) {
    if (period)
      throw Error("usage", fmt::format("{} is a saved report: its period cannot be changed", input),
                  "--period and --previous take a campaign file or exports");
    return {read_saved_report(input), true};
  }
  Invocation invocation = shared;
  invocation.inputs = {input};
  invocation.sections = {"headline",    "creators", "hashtags", "tiers",
                         "attribution", "money",    "posts"};
  invocation.table.limit = most_rows;
  invocation.table.sort = "posted_at";
  if (period) {
    invocation.table.since = format_day(period->from);
    invocation.table.until = format_day(period->to);
  }
  Outcome made = run_report(invocation);
  outcome.exit = worse(outcome.exit, made.exit);
  outcome.empty = outcome.empty || made.empty;
  for (PrintedDiagnostic& printed : made.document.diagnostics)
    outcome.document.diagnostics.push_back(printed);
  for (InputSummary& summary : made.document.inputs) {
    const auto same = [&](const InputSummary& known) { return known.path == summary.path; };
    if (std::ranges::none_of(outcome.document.inputs, same))
      outcome.document.inputs.push_back(summary);
  }
  CompareSide side{std::move(made.document), false};
  if (period && period_of_file(shared, input) != period) leave_out_cost(side);
  return side;
}

/// As long as the period of the campaign, and ending the day before it begins.
Period before(const Period& period) {
  return {period.from - (period.to - period.from + 1), period.from - 1};
}

Period period_of(const Invocation& shared, const std::string& input) {
  Invocation invocation = shared;
  invocation.inputs = {input};
  const auto period = period_of_days(resolve_dataset(invocation).campaign.period);
  if (!period)
    throw Error("usage", "--previous: the period is not known",
                "state \"period\" in the campaign file, or --since and --until");
  return *period;
}

std::string label_of(const CompareSide& side, const std::string& input,
                     const std::optional<Period>& period) {
  std::string label = side.document.title.empty() ? input : side.document.title;
  if (period) label += fmt::format(", {} to {}", format_day(period->from), format_day(period->to));
  return label;
}

}  // namespace

Outcome run_compare(const CompareRequest& request) {
  const std::vector<Gate> gates = parse_gates(request.fail_on);
  std::vector<std::string> inputs = request.inputs;
  std::array<std::optional<Period>, 2> periods;
  if (request.previous && !request.periods.empty())
    throw Error("usage", "--previous and --period cannot be given together", "leave one out");
  if (inputs.empty() || inputs.size() > 2)
    throw Error("usage", fmt::format("compare takes two reports, not {}", inputs.size()),
                "tiktok-kpi compare A B, or compare A --previous");
  if (request.previous) {
    if (inputs.size() != 1)
      throw Error("usage", "--previous compares one campaign with the time before it",
                  "name one campaign file");
    periods[1] = period_of(request.invocation, inputs.front());
    periods[0] = before(*periods[1]);
  } else if (!request.periods.empty()) {
    if (request.periods.size() != 2)
      throw Error("usage", "--period is given once for each side",
                  "compare a.json --period 2024-04-01..2024-04-30 --period 2024-05-01..2024-05-31");
    for (std::size_t i = 0; i < 2; ++i) periods[i] = parse_period(request.periods[i]);
  } else if (inputs.size() == 1) {
    throw Error("usage", "one report has nothing to be compared with",
                "name a second one, two periods (--period FROM..TO, twice) or --previous");
  }
  if (inputs.size() == 1) inputs.push_back(inputs.front());
  Outcome outcome;
  CompareSide a = make_side(request.invocation, inputs[0], periods[0], outcome);
  CompareSide b = make_side(request.invocation, inputs[1], periods[1], outcome);
  if (outcome.empty) return outcome;
  const std::array labels{label_of(a, inputs[0], periods[0]), label_of(b, inputs[1], periods[1])};
  build_comparison(a, b, labels, gates, request.invocation.table, outcome.document);
  const bool failed = std::ranges::any_of(outcome.document.checks,
                                          [](const Check& check) { return !check.passed(); });
  if (failed) outcome.exit = worse(outcome.exit, ExitCode::answer_is_no);
  const bool warned = std::ranges::any_of(
      outcome.document.diagnostics,
      [](const PrintedDiagnostic& d) { return d.diagnostic.severity >= Severity::warning; });
  outcome.document.status = outcome.exit != ExitCode::done ? "fail" : warned ? "warn" : "pass";
  return outcome;
}

}  // namespace tiktok_kpi
