#include "analysis/post_outliers.hpp"

#include <algorithm>

#include "metrics/samples.hpp"

namespace tiktok_kpi {
namespace {

/// top / bottom, rounded to 12 decimals; nothing when either is unknown or nothing is divided by.
std::optional<Rational> quotient(std::int64_t top, std::int64_t bottom, std::int64_t factor) {
  if (top < 0 || bottom <= 0) return std::nullopt;
  constexpr Int128 decimals = 1'000'000'000'000;
  return Rational::make((2 * Int128{top} * factor * decimals / bottom + 1) / 2, decimals);
}

std::optional<Rational> measure_of(OutlierMeasure measure, const NewestPost& post) {
  switch (measure) {
    case OutlierMeasure::engagement: return rate_of(post);
    case OutlierMeasure::comments: return quotient(post.comments, post.likes, 1'000);
    case OutlierMeasure::reach: return quotient(post.views, post.followers, 1);
  }
  return std::nullopt;
}

Rational magnitude(const Rational& value) {
  return value.is_negative() ? *subtract(Rational(0), value) : value;
}

/// The farthest value, and how many are beyond the bound; nothing when none is.
struct Farthest {
  std::size_t at = 0, beyond = 0;
  Rational middle, z;
};
std::optional<Farthest> farthest_of(const Sample& values, bool only_above) {
  const auto scale = robust_scale(values);
  if (!scale) return std::nullopt;
  Farthest farthest;
  farthest.middle = scale->middle;
  for (const std::size_t at : outliers(values)) {
    const auto z = modified_z(*scale, values[at]);
    if (!z || (only_above && z->is_negative())) continue;
    if (++farthest.beyond == 1 || magnitude(*z) > magnitude(farthest.z)) {
      farthest.at = at;
      farthest.z = *z;
    }
  }
  return farthest.beyond > 0 ? std::optional(farthest) : std::nullopt;
}

std::vector<NewestPost> all_of(const NewestPosts& posts) {
  std::vector<NewestPost> all = posts.counted;
  all.insert(all.end(), posts.usual.begin(), posts.usual.end());
  // Newest first, a post of both lists once.
  std::ranges::sort(all, [](const NewestPost& a, const NewestPost& b) {
    return a.time != b.time ? a.time > b.time : a.ref > b.ref;
  });
  const auto twice = std::ranges::unique(all, {}, &NewestPost::ref);
  all.erase(twice.begin(), twice.end());
  if (all.size() > most_outlier_posts) all.resize(most_outlier_posts);
  return all;
}

}  // namespace

std::string_view metric_of(OutlierMeasure measure) {
  switch (measure) {
    case OutlierMeasure::engagement: return "er_views";
    case OutlierMeasure::comments: return "comments_per_1k_likes";
    case OutlierMeasure::reach: return "view_follower_ratio";
  }
  return "er_views";
}

std::vector<PostOutlier> post_outliers(const NewestPosts& posts) {
  const std::vector<NewestPost> all = all_of(posts);
  std::vector<PostOutlier> found;
  for (const OutlierMeasure measure : outlier_measures) {
    Sample values;
    std::vector<const NewestPost*> measured;
    for (const NewestPost& post : all)
      if (const auto value = measure_of(measure, post)) {
        values.push_back(*value);
        measured.push_back(&post);
      }
    if (values.size() < least_outlier_posts) continue;
    if (const auto far = farthest_of(values, false))
      found.push_back({measure, values.size(), far->beyond, *measured[far->at], values[far->at],
                       far->middle, far->z});
  }
  return found;
}

std::optional<FollowerSpike> follower_spike(std::span<const DailyFacts> days) {
  struct Gain {
    Day day;
    std::int64_t gain;
    std::int64_t before;
  };
  std::vector<Gain> gains;
  const DailyFacts* last = nullptr;
  const auto followers_of = [](const DailyFacts& facts) {
    return facts.values.find(Field::followers)->second;
  };
  for (const DailyFacts& facts : days) {
    if (!facts.values.contains(Field::followers)) continue;
    if (last != nullptr && facts.day == last->day + 1)
      gains.push_back({facts.day, followers_of(facts) - followers_of(*last), followers_of(*last)});
    last = &facts;
  }
  if (gains.size() < least_outlier_days) return std::nullopt;
  Sample values;
  for (const Gain& gain : gains) values.emplace_back(Int128{gain.gain});
  const auto far = farthest_of(values, true);
  if (!far) return std::nullopt;
  const Gain& jump = gains[far->at];
  if (Int128{jump.gain} * 100 < Int128{jump.before}) return std::nullopt;
  return FollowerSpike{gains.size(), far->beyond, jump.day, jump.gain, far->middle, far->z};
}

}  // namespace tiktok_kpi
