// Orders whose way to the shop tells that something is wrong.
#include <fmt/format.h>

#include <algorithm>

#include "report/findings/findings.hpp"

namespace tiktok_kpi {
namespace {

void find_leaks(Answers& answers, std::vector<Finding>& found) {
  if (!answers.attribution) return;
  const OrderAttribution& attribution = *answers.attribution;
  for (std::size_t i = 0; i < attribution.codes.size(); ++i) {
    const CodeUse& use = attribution.codes[i];
    if (use.orders < fewest_orders || 2 * (use.orders - use.clicked) < use.orders) continue;
    found.push_back(
        {"@" + attribution.channels[i].name, "code_leak_rate", attribution.code_leak_rate(i),
         "attribute",
         "of the orders with a code of this account came without a visit from it: the code may stand on coupon pages"});
  }
  std::ranges::stable_sort(found, [](const Finding& a, const Finding& b) {
    return Quantity::compare(a.value, b.value) > 0;
  });
}

void find_typos(Answers& answers, std::vector<Finding>& found) {
  if (!answers.attribution) return;
  for (const ForeignCode& code : answers.attribution->foreign) {
    if (code.near.empty()) continue;
    found.push_back(
        {code.code, "orders", Quantity::count(static_cast<Int128>(code.orders)), "attribute",
         fmt::format(
             "orders carry this code, which nobody owns and which looks like {}: if it is the same, list it among the creator's codes",
             code.near)});
  }
}

void find_unattributed(Answers& answers, std::vector<Finding>& found) {
  if (!answers.attribution || !answers.attribution->chosen().worked_out) return;
  const OrderAttribution& attribution = *answers.attribution;
  if (attribution.orders < fewest_orders) return;
  const auto share = divide(attribution.chosen().unattributed.orders,
                            Rational(static_cast<Int128>(attribution.orders)));
  if (!share || *share < *Rational::make(1, 4)) return;
  found.push_back(
      {"(unattributed)", "share", Quantity::exact(*share, Unit::ratio), "attribute",
       "of the store's orders are credited to nobody: tracking links or codes are missing where people buy"});
}

}  // namespace

const FindingRow code_leaks_finding{"code_leak", Urgency::next, true, nullptr, find_leaks};
const FindingRow code_typos_finding{"code_typo", Urgency::next, true, nullptr, find_typos};
const FindingRow unattributed_finding{"unattributed", Urgency::next, true, nullptr,
                                      find_unattributed};

}  // namespace tiktok_kpi
