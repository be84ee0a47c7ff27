// What several campaigns advise about creators: whom to keep, whom to ask, whom to leave.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "report/portfolio.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::string_view command = "report --sections partnerships";

bool negative(const Quantity& value) { return value.is_number() && value.to_double() < 0; }
bool positive(const Quantity& value) { return value.is_number() && value.to_double() > 0; }

bool enough_orders(const PartnerFigures& figures) {
  const Rational* orders = figures.orders.exact_value();
  return orders != nullptr && *orders >= Rational(static_cast<Int128>(fewest_orders));
}

/// Both rates are of enough posts to be called a change, which is large.
bool changed(const Partnership& creator, bool up) {
  const Rational* change = creator.er_lift.exact_value();
  if (change == nullptr || creator.parts.front().figures->posts < least_baseline_posts ||
      creator.later.posts < least_baseline_posts)
    return false;
  const Rational bound = *Rational::parse(large_lift);
  return up ? *change >= bound : *change <= *subtract(Rational(0), bound);
}

void find_losses(const Portfolio& portfolio, std::vector<Finding>& found) {
  for (const Partnership& creator : portfolio.partnerships.creators)
    if (const Quantity roi = creator.together.roi(); creator.lasting() && negative(roi))
      found.push_back(
          {"@" + creator.together.name, "roi", roi, command,
           fmt::format("over {}: cost more than they brought; agree on a lower fee or part",
                       counted(creator.parts.size(), "campaign"))});
}

void find_drops(const Portfolio& portfolio, std::vector<Finding>& found) {
  for (const Partnership& creator : portfolio.partnerships.creators)
    if (changed(creator, false))
      found.push_back(
          {"@" + creator.together.name, "lift_rel", creator.er_lift, command,
           "engagement since the first campaign: the audience may tire of the brand; try another idea"});
}

void find_gains(const Portfolio& portfolio, std::vector<Finding>& found) {
  for (const Partnership& creator : portfolio.partnerships.creators)
    if (changed(creator, true))
      found.push_back({"@" + creator.together.name, "lift_rel", creator.er_lift, command,
                       "engagement since the first campaign: offer a longer contract"});
}

void find_returns(const Portfolio& portfolio, std::vector<Finding>& found) {
  for (const Partnership& creator : portfolio.partnerships.creators)
    if (const Quantity roi = creator.together.roi();
        !creator.lasting() && positive(roi) && enough_orders(creator.together))
      found.push_back(
          {"@" + creator.together.name, "roi", roi, command,
           fmt::format("paid off in {}, the only campaign so far: ask again",
                       portfolio.partnerships.campaigns[creator.parts.front().campaign]->name)});
}

struct Row {
  std::string_view id;
  Urgency urgency;
  void (*find)(const Portfolio&, std::vector<Finding>&);
};
constexpr std::array rows{
    Row{"partnership_loss", Urgency::now, find_losses},
    Row{"partnership_drop", Urgency::next, find_drops},
    Row{"partnership_gain", Urgency::later, find_gains},
    Row{"partnership_return", Urgency::later, find_returns},
};

}  // namespace

std::vector<RankedFinding> find_in_partnerships(const Portfolio& portfolio) {
  std::vector<RankedFinding> all;
  for (const Row& row : rows) {
    std::vector<Finding> found;
    row.find(portfolio, found);
    const bool lowest_first = row.id == "partnership_loss" || row.id == "partnership_drop";
    std::ranges::stable_sort(found, [&](const Finding& a, const Finding& b) {
      const int order = Quantity::compare(a.value, b.value);
      return lowest_first ? order < 0 : order > 0;
    });
    take(row.id, row.urgency, std::move(found), all);
  }
  rank(all);
  return all;
}

}  // namespace tiktok_kpi
