// The statistics are metrics of the registry; here is which posts they see.
#include "analysis/lift.hpp"

#include <algorithm>

#include "analysis/rank_tests.hpp"
#include "metrics/families.hpp"

namespace tiktok_kpi {
namespace {

Sample rates_of(const std::vector<const NewestPost*>& posts) {
  Sample rates;
  for (const NewestPost* post : posts) rates.push_back(*rate_of(*post));
  return rates;
}

Arguments samples_as(std::string_view first, std::string_view second, const LiftSamples& samples) {
  const auto list = [](const Sample& sample) {
    Argument items = Argument::list();
    for (const Rational& value : sample)
      items.items.emplace_back(Quantity::exact(value, Unit::ratio));
    return items;
  };
  Arguments arguments;
  arguments.set(std::string(first), list(samples.sponsored));
  arguments.set(std::string(second), list(samples.usual));
  return arguments;
}

Quantity member(const Argument& answer, std::string_view name) {
  const Argument* found = answer.find(name);
  return found != nullptr ? found->figure : answer.figure;
}

Quantity median_of(const Sample& sample) {
  const auto middle = median(sample);
  return middle ? Quantity::exact(*middle, Unit::ratio)
                : Quantity::missing(MissingReason::no_posts, Unit::ratio);
}

bool above_zero(const Quantity& value) { return value.is_number() && value.to_double() > 0; }
bool below_zero(const Quantity& value) { return value.is_number() && value.to_double() < 0; }

bool is_large(const Quantity& lift) {
  const Rational* share = lift.exact_value();
  return share != nullptr && *share >= *Rational::parse(large_lift);
}

void test(const LiftSamples& samples, const Settings& settings, Lift& lift) {
  const Arguments pair = samples_as("a", "b", samples);
  lift.shift = evaluate_hodges_lehmann(pair, settings);
  const Argument rank = evaluate_mann_whitney(pair, settings);
  lift.p = member(rank, "p");
  const Quantity method = member(rank, "method");
  lift.exact = method.label_value() != nullptr && *method.label_value() == "exact";
  lift.welch_p = member(evaluate_welch_t(pair, settings), "p");
  lift.delta = evaluate_cliffs_delta(pair, settings);
  const Argument interval = evaluate_bootstrap_mean_diff(pair, settings);
  lift.low = member(interval, "low");
  lift.high = member(interval, "high");
  // The interval is of means, the lift of medians: where they disagree nothing is clear.
  if (above_zero(lift.low) && above_zero(lift.lift_abs))
    lift.verdict = is_large(lift.lift_rel) ? LiftVerdict::large : LiftVerdict::higher;
  else if (below_zero(lift.high) && below_zero(lift.lift_abs))
    lift.verdict = LiftVerdict::lower;
  else
    lift.verdict = LiftVerdict::unclear;
}

Lift lift_of(const LiftSamples& samples, const Settings& settings) {
  Lift lift;
  lift.sponsored = samples.sponsored.size();
  lift.usual = samples.usual.size();
  lift.sponsored_median = median_of(samples.sponsored);
  lift.usual_median = median_of(samples.usual);
  Arguments medians;
  medians.set("sponsored", lift.sponsored_median);
  medians.set("baseline", lift.usual_median);
  lift.lift_rel = evaluate_lift_rel(medians, settings);
  lift.lift_abs = evaluate_lift_abs(medians, settings);
  for (Quantity* untested :
       {&lift.shift, &lift.low, &lift.high, &lift.p, &lift.adjusted_p, &lift.welch_p, &lift.delta})
    *untested = Quantity::missing(MissingReason::too_few_posts, Unit::ratio);
  if (lift.sponsored == 0 || lift.usual == 0) return lift;
  lift.verdict = LiftVerdict::too_few;
  if (lift.sponsored >= least_sponsored_posts && lift.usual >= least_baseline_posts)
    test(samples, settings, lift);
  return lift;
}

void adjust(std::vector<Lift>& lifts, const Settings& settings) {
  std::vector<Quantity> p;
  for (const Lift& lift : lifts) p.push_back(lift.p);
  const std::vector<Quantity> adjusted = adjusted_p_values(p, settings);
  for (std::size_t i = 0; i < lifts.size(); ++i) lifts[i].adjusted_p = adjusted[i];
}

}  // namespace

std::string_view words_for(LiftVerdict verdict) {
  switch (verdict) {
    case LiftVerdict::nothing: return "no usual posts";
    case LiftVerdict::too_few: return "too few posts";
    case LiftVerdict::large: return "large lift";
    case LiftVerdict::higher: return "higher";
    case LiftVerdict::lower: return "lower";
    case LiftVerdict::unclear: return "no clear difference";
  }
  return "no clear difference";
}

bool Lift::may_be_chance(const Settings& settings) const {
  return (verdict == LiftVerdict::large || verdict == LiftVerdict::higher ||
          verdict == LiftVerdict::lower) &&
         adjusted_p.is_number() && adjusted_p.to_double() > 1 - settings.confidence;
}

LiftPosts lift_posts(const NewestPosts& posts) {
  LiftPosts chosen;
  auto& [sponsored, usual] = chosen;
  for (const NewestPost& post : posts.sponsored)
    if (post.rated && post.day && sponsored.size() < most_sponsored_posts)
      sponsored.push_back(&post);
  for (const NewestPost& post : posts.usual) {
    if (!post.rated || !post.day || usual.size() == most_baseline_posts) continue;
    const auto before = [&](const NewestPost* paid) {
      return post.until < paid->at && *post.day >= *paid->day - baseline_days;
    };
    if (std::ranges::any_of(chosen.sponsored, before)) usual.push_back(&post);
  }
  return chosen;
}

LiftSamples lift_samples(const NewestPosts& posts) {
  const LiftPosts chosen = lift_posts(posts);
  return {rates_of(chosen.sponsored), rates_of(chosen.usual)};
}

std::vector<Lift> analyze_lift(const std::vector<LiftSamples>& creators, const Settings& settings) {
  std::vector<Lift> lifts;
  for (const LiftSamples& samples : creators) lifts.push_back(lift_of(samples, settings));
  adjust(lifts, settings);
  return lifts;
}

}  // namespace tiktok_kpi
