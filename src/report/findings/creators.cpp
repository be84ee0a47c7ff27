// Creators whose paid posts did better or worse than their usual ones, and figures to ask about.
#include <fmt/format.h>

#include <algorithm>

#include "core/civil_time.hpp"
#include "report/creator_comparisons.hpp"
#include "report/findings/findings.hpp"
#include "report/post_cells.hpp"
#include "report/post_ranking.hpp"
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

/// "post 7365401813332312641 of 2024-05-14".
std::string name_of(const Answers& answers, const Question& question) {
  std::string name;
  if (question.post) {
    const std::vector<PostRef> ref{*question.post};
    visit_posts(answers, ref, Request{}, {Field::post_id},
                [&](const PostCells& post, const Group&, const Aggregates&) {
                  const Quantity id = post.id();
                  name = id.label_value() != nullptr ? "post " + *id.label_value()
                                                     : "a post without id";
                });
  }
  if (const Rational* day = question.day.exact_value())
    name += fmt::format("{}{}", name.empty() ? "" : " of ",
                        format_day(static_cast<std::int32_t>(day->numerator())));
  return name;
}

std::string usual_of(const Question& question) {
  const Rational& usual = *question.usual.exact_value();
  switch (question.usual.unit()) {
    case Unit::ratio: return fmt::format("{}%", multiply(usual, Rational(100))->to_fixed(2));
    case Unit::factor: return fmt::format("{}x", usual.to_fixed(2));
    default: return usual.to_fixed(usual.is_integer() ? 0 : 1);
  }
}

Request needs_of_questions(const ReportContext& context) {
  Request request = needs_of_comparisons(context);
  request.kept.insert(Field::post_id);
  return request;
}

void find_questions(Answers& answers, std::vector<Finding>& found) {
  std::vector<Question> questions = questions_of(answers);
  // Only these are printed, and the name of a post takes a look at the store.
  if (questions.size() > most_findings_of_a_kind) questions.resize(most_findings_of_a_kind);
  for (const Question& question : questions)
    found.push_back({question.subject, question.metric, question.value, "report --sections posts",
                     fmt::format("by {}, where {} is usual: {}", name_of(answers, question),
                                 usual_of(question), question.text)});
}

}  // namespace

const FindingRow lifts_finding{"lift", Urgency::later, false, needs_of_comparisons, find_lifts};
const FindingRow drops_finding{"drop", Urgency::next, false, needs_of_comparisons, find_drops};
const FindingRow questions_finding{"question", Urgency::ask, false, needs_of_questions,
                                   find_questions};

}  // namespace tiktok_kpi
