// Who cost more than they brought, and who is worth booking again.
#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "report/findings/findings.hpp"
#include "report/metric_columns.hpp"

namespace tiktok_kpi {
namespace {

Quantity roi_of(const Answers& answers, const MoneyRow& row) {
  return call("roi", {{"revenue", row.net_revenue}, {"cost", row.cost}}, answers.settings());
}

/// Creators by a number, largest first; those without it are left out.
std::vector<const MoneyRow*> ranked(
    const Answers& answers, const std::function<std::optional<Rational>(const MoneyRow&)>& number) {
  std::vector<std::pair<Rational, const MoneyRow*>> rows;
  for (const MoneyRow& row : answers.money.creators)
    if (const auto value = number(row)) rows.emplace_back(*value, &row);
  std::ranges::stable_sort(rows, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<const MoneyRow*> first;
  for (const auto& [value, row] : rows) first.push_back(row);
  return first;
}

void find_losses(Answers& answers, std::vector<Finding>& found) {
  const auto loss = [&](const MoneyRow& row) -> std::optional<Rational> {
    const Quantity roi = roi_of(answers, row);
    const Rational* share = roi.exact_value();
    if (share == nullptr || !share->is_negative()) return std::nullopt;
    return multiply(*row.cost.exact_value(), *subtract(Rational(0), *share));
  };
  for (const MoneyRow* row : ranked(answers, loss))
    found.push_back({"@" + row->creator, "roi", roi_of(answers, *row), "roi",
                     "cost more than the orders credited to the account brought"});
}

void find_rebookings(Answers& answers, std::vector<Finding>& found) {
  const auto gain = [&](const MoneyRow& row) -> std::optional<Rational> {
    const Quantity roi = roi_of(answers, row);
    const Rational* rate = roi.exact_value();
    const Rational* orders = row.orders.exact_value();
    if (rate == nullptr || rate->is_negative() || rate->is_zero() || orders == nullptr ||
        *orders < Rational(fewest_orders))
      return std::nullopt;
    return *rate;
  };
  for (const MoneyRow* row : ranked(answers, gain))
    found.push_back({"@" + row->creator, "roi", roi_of(answers, *row), "roi",
                     "earned more than it cost: book again"});
}

}  // namespace

const FindingRow losses_finding{"loss", Urgency::now, true, nullptr, find_losses};
const FindingRow rebookings_finding{"rebook", Urgency::later, true, nullptr, find_rebookings};

}  // namespace tiktok_kpi
