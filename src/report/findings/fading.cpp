// Posts worth boosting while they live, and how long there is to act.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "metrics/families.hpp"
#include "metrics/samples.hpp"
#include "report/findings/findings.hpp"
#include "report/post_cells.hpp"
#include "report/post_fading.hpp"
#include "report/post_ranking.hpp"

namespace tiktok_kpi {
namespace {

/// Posts that gain most are looked at.
constexpr std::size_t most_candidates = 50;
/// A post is over the usual from this many times the median views of the creator's earlier ones.
constexpr std::int64_t over_usual = 2;
/// Of fewer posts a median half-life is no rule; of more than so many it is not worked out.
constexpr std::size_t fewest_half_lives = 5;
constexpr std::size_t most_half_lives = 1'000;

Request needs_of_findings(const ReportContext&) { return needs_of_fading(); }

/// A post with two dated exports, and what it is called.
struct Fader {
  std::string subject;
  std::string id;
  DatedPost dated;
  Quantity views;
  Fading fading;
};

std::vector<Fader> faders(const Answers& answers, const std::vector<PostRef>& posts) {
  std::vector<Fader> found;
  visit_posts(
      answers, posts, Request{}, needs_of_fading().kept,
      [&](const PostCells& post, const Group&, const Aggregates&) {
        const Quantity creator = post.creator();
        const Quantity day = post.day();
        const Rational* known_day = day.exact_value();
        std::string subject = creator.label_value() != nullptr ? *creator.label_value() : "a post";
        if (known_day != nullptr)
          subject +=
              fmt::format(" {}", format_day(static_cast<std::int32_t>(known_day->numerator())));
        const PostRef ref = posts[found.size()];
        const Quantity id = post.id();
        found.push_back(
            {std::move(subject),
             id.label_value() != nullptr ? "post " + *id.label_value() : "a post without id",
             post.dated(), post.number(Field::views), fading_of(answers, ref, post.dated())});
      });
  return found;
}

bool is_alive(const Fading& fading) {
  const bool* alive = fading.still_alive.flag_value();
  return alive != nullptr && *alive;
}

void find_living(Answers& answers, std::vector<Finding>& found) {
  if (answers.store.snapshots().empty()) return;
  std::vector<Fader> living = faders(answers, fastest_posts(answers, most_candidates).fastest);
  std::erase_if(living, [](const Fader& post) { return !is_alive(post.fading); });
  std::vector<DatedPost> dated;
  for (const Fader& post : living) dated.push_back(post.dated);
  const auto usual = median_views_before(answers, dated);
  for (std::size_t i = 0; i < living.size(); ++i) {
    const Quantity times = breakout_ratio(living[i].views, usual[i]);
    const Rational* ratio = times.exact_value();
    if (ratio == nullptr || *ratio < Rational(over_usual)) continue;
    found.push_back(
        {living[i].subject, "velocity", living[i].fading.velocity, "report --sections posts",
         fmt::format(
             "views an hour of late, with {} times the usual views of the account: boost this post while it lives, if its rights allow ({})",
             ratio->to_fixed(1), living[i].id)});
  }
  std::ranges::stable_sort(found, [](const Finding& a, const Finding& b) {
    return Quantity::compare(a.value, b.value) > 0;
  });
}

/// Only half-lives between two exports: a half that came before the first one is a guess.
void find_half_life(Answers& answers, std::vector<Finding>& found) {
  if (answers.store.snapshots().empty()) return;
  const FadingPosts posts = fastest_posts(answers, most_half_lives);
  if (posts.posts > most_half_lives) return;
  Sample hours;
  for (const Fader& post : faders(answers, posts.fastest)) {
    const Rational* exact = post.fading.half_life.exact_value();
    if (exact != nullptr && !post.fading.half_before_first) hours.push_back(*exact);
  }
  if (hours.size() < fewest_half_lives) return;
  const auto middle = median(hours);
  if (!middle) return;
  found.push_back(
      {counted(hours.size(), "post"), "time_to_fraction", Quantity::exact(*middle, Unit::hours),
       "report --sections posts",
       "until half of the views so far had come (median): answer comments and boost within this time"});
}

}  // namespace

const FindingRow living_posts_finding{"boost", Urgency::next, false, needs_of_findings,
                                      find_living};
const FindingRow half_life_finding{"half_life", Urgency::later, false, needs_of_findings,
                                   find_half_life};

}  // namespace tiktok_kpi
