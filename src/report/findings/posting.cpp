// Hours that do better than those most posts go out at, and rhythms outside the band.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/lift.hpp"
#include "report/findings/findings.hpp"
#include "report/metric_columns.hpp"
#include "report/posting_review.hpp"

namespace tiktok_kpi {
namespace {

std::string handle_of(const Answers& answers, const CreatorPosting& posting) {
  return "@" + answers.store.creators().spelling(posting.creator);
}

/// A large difference that chance does not explain, at an hour of fewer than half of the posts.
void find_hours(Answers& answers, std::vector<Finding>& found) {
  for (const CreatorPosting& posting : posting_review(answers).creators) {
    if (!posting.habits) continue;
    const PostingHabits& habits = *posting.habits;
    if (!habits.best.name.known() || 2 * habits.best.posts >= habits.timed.posts ||
        !habits.best_p.is_number() || habits.best_p.to_double() > 1 - answers.settings().confidence)
      continue;
    const Quantity lift = call("lift_rel",
                               {{"sponsored", habits.best.rate},
                                {"baseline", Quantity::exact(habits.timed.rate, Unit::ratio)}},
                               answers.settings());
    const Rational* above = lift.exact_value();
    if (above == nullptr || *above < *Rational::parse(large_lift)) continue;
    found.push_back(
        {handle_of(answers, posting), "lift_rel", lift, "report --sections posting",
         fmt::format(
             "more engagement at the best time, {} h, than over all posts, yet {} of {} went out at another: publish more then",
             *habits.best.name.label_value(), habits.timed.posts - habits.best.posts,
             habits.timed.posts)});
  }
  std::ranges::stable_sort(found, [](const Finding& a, const Finding& b) {
    return Quantity::compare(a.value, b.value) > 0;
  });
}

/// One finding for those below the band and one for those above, about the farthest. Of a creator
/// whose usual posts are not in the data the rhythm is not known.
void find_rhythms(Answers& answers, std::vector<Finding>& found) {
  const DayRange& period = answers.campaign().period;
  const Settings& settings = answers.settings();
  struct Outside {
    const CreatorPosting* farthest = nullptr;
    Quantity rate;
    std::size_t creators = 0;
  };
  Outside below;
  Outside above;
  std::size_t known = 0;
  for (const CreatorPosting& posting : posting_review(answers).creators) {
    if (posting.days.all.size() <= posting.days.campaign.size()) continue;
    const Quantity rate = posting_rate(posting.days.all, period.from, period.to);
    const Quantity band = call("posting_rate_band", {{"rate", rate}}, settings);
    if (!band.known()) continue;
    ++known;
    const bool seldom = *band.label_value() == "below";
    if (!seldom && *band.label_value() != "above") continue;
    Outside& side = seldom ? below : above;
    ++side.creators;
    const int order = side.farthest == nullptr ? 0 : Quantity::compare(rate, side.rate);
    if (side.farthest != nullptr && (seldom ? order >= 0 : order <= 0)) continue;
    side.farthest = &posting;
    side.rate = rate;
  }
  for (const Outside* side : {&below, &above}) {
    if (side->farthest == nullptr) continue;
    const std::string others = side->creators > 1
                                   ? fmt::format(" ({} of {} creators are)", side->creators, known)
                                   : std::string();
    found.push_back(
        {handle_of(answers, *side->farthest), "posting_rate", side->rate,
         "report --sections posting",
         fmt::format(
             "is {} the band of {:g} to {:g} posts a day{}: {}", side == &below ? "below" : "above",
             settings.band_low, settings.band_high, others,
             side == &below ? "agree on more posts, or state the band that you want (posting.band)"
                            : "ask whether the posts still get their time to be seen")});
  }
}

}  // namespace

const FindingRow hours_finding{"best_time", Urgency::next, false, needs_of_posting_review,
                               find_hours};
const FindingRow rhythms_finding{"rhythm", Urgency::later, false, needs_of_posting_review,
                                 find_rhythms};

}  // namespace tiktok_kpi
