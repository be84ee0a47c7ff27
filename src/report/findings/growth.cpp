// What the campaign did for the followers of its accounts, beyond what they gain anyway.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/lift.hpp"
#include "report/findings/findings.hpp"
#include "report/growth.hpp"

namespace tiktok_kpi {
namespace {

/// Fewer known days than this are no ground for advice.
constexpr int fewest_days = 7;

/// Rows of one window of the campaign with enough known days; none without a period, since nothing
/// is during or after then.
std::vector<GrowthRow> rows_of(const Answers& answers, std::string_view window) {
  const DayRange& period = answers.campaign().period;
  if (!period.from || !period.to) return {};
  std::vector<GrowthRow> rows = follower_growth(answers);
  std::erase_if(rows, [&](const GrowthRow& row) {
    const Rational* days = row.covered_days.exact_value();
    return row.window != window || !row.gain.known() || days == nullptr ||
           *days < Rational(fewest_days);
  });
  return rows;
}

/// Did it grow, by a fifth more than usual or more?
bool is_large(const GrowthRow& row) {
  const Rational* excess = row.excess.exact_value();
  const Rational* usual = row.usual_per_day.exact_value();
  const Rational* gain = row.gain.exact_value();
  if (excess == nullptr || usual == nullptr || gain == nullptr || *gain <= Rational(0) ||
      *excess <= Rational(0))
    return false;
  if (*usual <= Rational(0)) return true;
  const auto expected = multiply(*usual, *row.covered_days.exact_value());
  const auto bound = expected ? multiply(*expected, *Rational::parse(large_lift)) : std::nullopt;
  return bound && *excess >= *bound;
}

void find_gains(Answers& answers, std::vector<Finding>& found) {
  for (const GrowthRow& row : rows_of(answers, "during"))
    if (is_large(row))
      found.push_back(
          {"@" + row.account, "follower_growth_excess", row.excess, "report --sections timeline",
           row.brand
               ? "followers more than the usual gain came during the campaign: worth doing again"
               : "followers more than the usual gain came during the campaign: it helped the account too, say so when you book again"});
  std::ranges::stable_sort(found, [](const Finding& a, const Finding& b) {
    return Quantity::compare(a.value, b.value) > 0;
  });
}

void find_losses(Answers& answers, std::vector<Finding>& found) {
  for (const GrowthRow& row : rows_of(answers, "after")) {
    const Rational* gain = row.gain.exact_value();
    const Rational* excess = row.excess.exact_value();
    if (gain == nullptr || !gain->is_negative()) continue;
    // An account that shrinks anyway did not lose them to the end of the campaign.
    if (excess != nullptr && !excess->is_negative()) continue;
    found.push_back(
        {"@" + row.account, "follower_growth_abs", row.gain, "report --sections timeline",
         fmt::format(
             "followers in the {} known days after the campaign: give those who came with it a reason to stay",
             row.covered_days.exact_value()->to_fixed(0))});
  }
  std::ranges::stable_sort(found, [](const Finding& a, const Finding& b) {
    return Quantity::compare(a.value, b.value) < 0;
  });
}

/// Only where growth is what the campaign is for: its whole cost is divided.
void find_cost(Answers& answers, std::vector<Finding>& found) {
  if (answers.campaign().objective != "growth") return;
  for (const GrowthRow& row : rows_of(answers, "during"))
    if (row.cost_per_follower.known())
      found.push_back(
          {"@" + row.account, "cost_per_follower", row.cost_per_follower,
           "report --sections timeline",
           "was the whole cost for each follower gained: set it against what followers cost by ads"});
}

}  // namespace

const FindingRow follower_gains_finding{"follower_gain", Urgency::later, true, nullptr, find_gains};
const FindingRow follower_losses_finding{"follower_loss", Urgency::next, true, nullptr,
                                         find_losses};
const FindingRow follower_cost_finding{"follower_cost", Urgency::later, true, nullptr, find_cost};

}  // namespace tiktok_kpi
