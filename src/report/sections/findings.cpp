// What to do next: rules over figures that other sections show, each with its number and the
// command that shows it. A rule without evidence finds nothing.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/metric_columns.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

struct Finding {
  std::string subject;  ///< whom or what it is about
  std::string_view metric;
  Quantity value;
  std::string_view command;  ///< shows the evidence
  std::string text;
};

/// Fewer orders than this are no ground for advice.
constexpr int fewest_orders = 10;
/// Most findings of one rule.
constexpr std::size_t most_of_a_kind = 3;

bool positive(const Rational& value) { return !value.is_negative() && !value.is_zero(); }

Quantity roi_of(const Answers& answers, const MoneyRow& row) {
  return call("roi", {{"revenue", row.net_revenue}, {"cost", row.cost}}, answers.settings());
}

/// Creators ordered by a number, largest first; those without it are left out.
std::vector<std::pair<Rational, const MoneyRow*>> ranked(
    const Answers& answers, const std::function<std::optional<Rational>(const MoneyRow&)>& number) {
  std::vector<std::pair<Rational, const MoneyRow*>> rows;
  for (const MoneyRow& row : answers.money.creators)
    if (const auto value = number(row)) rows.emplace_back(*value, &row);
  std::ranges::stable_sort(rows, [](const auto& a, const auto& b) { return a.first > b.first; });
  if (rows.size() > most_of_a_kind) rows.resize(most_of_a_kind);
  return rows;
}

void find_losses(const Answers& answers, std::vector<Finding>& found) {
  const auto loss = [&](const MoneyRow& row) -> std::optional<Rational> {
    const Quantity roi = roi_of(answers, row);
    const Rational* share = roi.exact_value();
    if (share == nullptr || !share->is_negative()) return std::nullopt;
    return multiply(*row.cost.exact_value(), *subtract(Rational(0), *share));
  };
  for (const auto& [lost, row] : ranked(answers, loss))
    found.push_back({"@" + row->creator, "roi", roi_of(answers, *row), "roi",
                     "cost more than the orders credited to the account brought"});
}

void find_rebookings(const Answers& answers, std::vector<Finding>& found) {
  const auto gain = [&](const MoneyRow& row) -> std::optional<Rational> {
    const Quantity roi = roi_of(answers, row);
    const Rational* orders = row.orders.exact_value();
    if (roi.exact_value() == nullptr || !positive(*roi.exact_value()) || orders == nullptr ||
        *orders < Rational(fewest_orders))
      return std::nullopt;
    return *roi.exact_value();
  };
  for (const auto& [rate, row] : ranked(answers, gain))
    found.push_back({"@" + row->creator, "roi", Quantity::exact(rate, Unit::ratio), "roi",
                     "earned more than it cost: book again"});
}

void find_leaks(const Answers& answers, std::vector<Finding>& found) {
  if (!answers.attribution) return;
  const OrderAttribution& attribution = *answers.attribution;
  for (std::size_t i = 0; i < attribution.codes.size(); ++i) {
    const CodeUse& use = attribution.codes[i];
    const std::uint64_t unclicked = use.orders - use.clicked;
    if (use.orders < fewest_orders || 2 * unclicked < use.orders) continue;
    found.push_back(
        {"@" + attribution.channels[i].name, "code_leak_rate",
         Quantity::exact(
             *Rational::make(static_cast<Int128>(unclicked), static_cast<Int128>(use.orders)),
             Unit::ratio),
         "attribute",
         "of the orders with a code of this account came without a visit from it: the code may stand on coupon pages"});
  }
}

void find_typos(const Answers& answers, std::vector<Finding>& found) {
  if (!answers.attribution) return;
  std::size_t typos = 0;
  for (const ForeignCode& code : answers.attribution->foreign) {
    if (code.near.empty() || ++typos > most_of_a_kind) continue;
    found.push_back(
        {code.code, "orders", Quantity::count(static_cast<Int128>(code.orders)), "attribute",
         fmt::format(
             "orders carry this code, which nobody owns and which looks like {}: if it is the same, list it among the creator's codes",
             code.near)});
  }
}

void find_unattributed(const Answers& answers, std::vector<Finding>& found) {
  if (!answers.attribution || !answers.attribution->chosen().worked_out) return;
  const OrderAttribution& attribution = *answers.attribution;
  const auto all = static_cast<Int128>(attribution.orders);
  if (all < fewest_orders) return;
  const auto share = divide(attribution.chosen().unattributed.orders, Rational(all));
  if (!share || *share < *Rational::make(1, 4)) return;
  found.push_back(
      {"(unattributed)", "share", Quantity::exact(*share, Unit::ratio), "attribute",
       "of the store's orders are credited to nobody: tracking links or codes are missing where people buy"});
}

constexpr std::array rules{&find_losses, &find_rebookings, &find_leaks, &find_typos,
                           &find_unattributed};

Request needs_of_findings(const ReportContext&) {
  Request request;
  request.commerce = true;
  return request;
}

void build_findings(Answers& answers, Document& document, Section& section) {
  std::vector<Finding> found;
  // Cost, revenue and orders are those of the whole campaign.
  const TableOptions& options = answers.context.table;
  if (!options.chooses_posts())
    for (const auto& rule : rules) rule(answers, found);
  if (found.empty()) {
    section.absent = "nothing found: what there is to compare are cost, orders and promo codes";
    return;
  }
  if (answers.money.currency.known()) document.currency = answers.money.currency;
  Table table;
  table.id = "findings";
  table.title = "What to do next";
  table.columns = {{"subject", "about", Unit::text},
                   {"value", "value", Unit::none},
                   {.id = "metric", .label = "metric", .unit = Unit::text, .detail = true},
                   {"command", "shown by", Unit::text},
                   {"finding", "finding", Unit::text}};
  for (Finding& finding : found)
    table.rows.push_back({Quantity::label(std::move(finding.subject)), finding.value,
                          Quantity::label(std::string(finding.metric)),
                          Quantity::label(std::string(finding.command)),
                          Quantity::label(std::move(finding.text))});
  table.total_rows = table.rows.size();
  section.blocks.emplace_back(std::move(table));
}

}  // namespace

const ReportSection findings_section{"findings", "What to do next",
                                     "what the figures advise, each with its evidence",
                                     needs_of_findings, build_findings};

}  // namespace tiktok_kpi
