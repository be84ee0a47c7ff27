// Creators whose paid posts did better or worse than their usual ones, and figures to ask about.
#include <fmt/format.h>

#include <algorithm>

#include "report/creator_comparisons.hpp"
#include "report/findings/findings.hpp"
#include "report/question_table.hpp"

namespace tiktok_kpi {
namespace {

std::string handle_of(const Answers& answers, const CreatorComparison& creator) {
  return "@" + answers.store.creators().spelling(creator.creator);
}

/// Lifts of one verdict that chance does not explain, the farthest first.
std::vector<const CreatorComparison*> with_verdict(Answers& answers,
                                                   std::initializer_list<LiftVerdict> verdicts) {
  std::vector<const CreatorComparison*> found;
  for (const CreatorComparison& creator : creator_comparisons(answers).creators)
    if (std::ranges::find(verdicts, creator.lift.verdict) != verdicts.end() &&
        !creator.lift.may_be_chance(answers.settings()))
      found.push_back(&creator);
  return found;
}

void find_lifts(Answers& answers, std::vector<Finding>& found) {
  auto creators = with_verdict(answers, {LiftVerdict::large});
  std::ranges::stable_sort(creators, [](const auto* a, const auto* b) {
    return Quantity::compare(a->lift.lift_rel, b->lift.lift_rel) > 0;
  });
  for (const CreatorComparison* creator : creators)
    found.push_back(
        {handle_of(answers, *creator), "lift_rel", creator->lift.lift_rel,
         "report --sections creators",
         fmt::format(
             "above the usual engagement of the account in {} paid posts: do more of what they did",
             creator->lift.sponsored)});
}

void find_drops(Answers& answers, std::vector<Finding>& found) {
  auto creators = with_verdict(answers, {LiftVerdict::lower});
  std::ranges::stable_sort(creators, [](const auto* a, const auto* b) {
    return Quantity::compare(a->lift.lift_rel, b->lift.lift_rel) < 0;
  });
  for (const CreatorComparison* creator : creators)
    found.push_back(
        {handle_of(answers, *creator), "lift_rel", creator->lift.lift_rel,
         "report --sections creators",
         fmt::format(
             "below the usual engagement of the account in {} paid posts: give more freedom, or another creator",
             creator->lift.sponsored)});
}

void find_questions(Answers& answers, std::vector<Finding>& found) {
  for (Question& question : questions_of(answers))
    found.push_back({std::move(question.subject), question.metric, question.value,
                     "report --sections posts", std::move(question.text)});
}

}  // namespace

const FindingRow lifts_finding{"lift", Urgency::later, false, needs_of_comparisons, find_lifts};
const FindingRow drops_finding{"drop", Urgency::next, false, needs_of_comparisons, find_drops};
const FindingRow questions_finding{"question", Urgency::ask, false, needs_of_comparisons,
                                   find_questions};

}  // namespace tiktok_kpi
