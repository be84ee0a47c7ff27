// Goals that are missed, and promises of contracts that no other finding speaks of.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "metrics/registry.hpp"
#include "report/delivery_review.hpp"
#include "report/findings/findings.hpp"
#include "report/goals.hpp"

namespace tiktok_kpi {
namespace {

/// Items of contracts with a finding of their own.
constexpr std::array<std::string_view, 4> spoken_of{"contract.posts", "disclosure", "exclusivity",
                                                    "rights"};

Request needs_of_missed(const ReportContext& context) {
  Request request = needs_of_goals(context);
  request.kept.insert(needs_of_delivery(context).kept);
  return request;
}

void find_missed_goals(Answers& answers, std::vector<Finding>& found) {
  for (const Check& check : check_goals(answers)) {
    if (check.verdict != Check::Verdict::fail || check.level < Severity::error) continue;
    const Metric* row = find_metric(check.metric);
    const auto goal = std::ranges::find(answers.campaign().goals, check.metric, &GoalSpec::metric);
    found.push_back(
        {"campaign", row != nullptr ? row->id : std::string_view(goal->metric), check.value,
         "check",
         fmt::format("is {}, and the goal is {}: the goal is missed",
                     row != nullptr ? row->label : std::string_view(goal->metric), check.rule)});
  }
}

void find_missed(Answers& answers, std::vector<Finding>& found) {
  find_missed_goals(answers, found);
  for (const Delivery::Review& review : delivery_of(answers).reviews)
    for (const ContractItem& item : review.items)
      if (item.kept == Kept::broken && item.due &&
          std::ranges::find(spoken_of, item.id) == spoken_of.end())
        found.push_back({"@" + review.creator->handle, item.metric.empty() ? item.id : item.metric,
                         item.value, "check",
                         fmt::format("of {} ({}, asked {}): {}", item.id, item.found, item.asked,
                                     item.advice)});
}

}  // namespace

const FindingRow missed_finding{"missed", Urgency::now, true, needs_of_missed, find_missed};

}  // namespace tiktok_kpi
