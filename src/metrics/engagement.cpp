// Classes of creators, outstanding posts, reach, and what looks odd about a post.
#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"
#include "metrics/families.hpp"
#include "metrics/quotient.hpp"
#include "metrics/statistics.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {

std::string tier_of(std::int64_t followers, const Settings& settings) {
  const std::vector<Tier> tiers = settings.tiers.empty() ? tier_preset("default") : settings.tiers;
  const Tier* reached = nullptr;
  for (const Tier& tier : tiers)
    if (followers >= tier.lower) reached = &tier;
  return reached != nullptr ? reached->name : "below_" + tiers.front().name;
}

Quantity evaluate_tier(const Arguments& arguments, const Settings& settings) {
  Settings own = settings;
  if (arguments.has("preset")) {
    own.tiers = tier_preset(arguments.text("preset"));
    if (own.tiers.empty())
      throw Error("bad-vector", "\"" + arguments.text("preset") + "\" is no tier preset");
  }
  const Scalar followers = counted(arguments, "followers");
  if (!followers.known()) return Quantity::missing(followers.reason, Unit::text);
  const auto count = arguments.count("followers");
  return count ? Quantity::label(tier_of(*count, own))
               : Quantity::missing(MissingReason::unknown, Unit::text);
}

Quantity evaluate_power_influencer(const Arguments& arguments, const Settings& settings) {
  const auto engagement = arguments.number("er_views_median");
  const auto benchmark = arguments.number("tier_benchmark");
  const auto views = arguments.number("view_follower_ratio_median");
  const auto posts = arguments.count("posts");
  if (!benchmark) return Quantity::missing(MissingReason::no_benchmark, Unit::text);
  if (!engagement || !views || !posts) return Quantity::missing(MissingReason::unknown, Unit::text);
  if (*posts < settings.power_posts)
    return Quantity::missing(MissingReason::too_few_posts, Unit::text);
  const auto times_benchmark = decimal_of(settings.power_engagement);
  const auto least_views = decimal_of(settings.power_views);
  const auto least = times_benchmark ? multiply(*times_benchmark, *benchmark) : std::nullopt;
  if (!least || !least_views) return Quantity::missing(MissingReason::overflow, Unit::text);
  return Quantity::flag(*engagement >= *least && *views >= *least_views);
}

Quantity evaluate_benchmark_index(const Arguments& arguments, const Settings&) {
  if (!arguments.number("benchmark"))
    return Quantity::missing(MissingReason::no_benchmark, Unit::ratio);
  return in_unit(over(number_of(arguments, "value"), number_of(arguments, "benchmark")),
                 Unit::ratio);
}

Quantity breakout_ratio(const Quantity& views, const std::optional<Rational>& usual) {
  if (!usual) return Quantity::missing(MissingReason::no_posts, Unit::factor);
  Arguments arguments;
  arguments.set("views", views);
  return in_unit(over(counted(arguments, "views"), Scalar::of(*usual)), Unit::factor);
}

Quantity evaluate_breakout_ratio(const Arguments& arguments, const Settings&) {
  return breakout_ratio(arguments.figure("views"), median(arguments.numbers("baseline_views")));
}

Quantity evaluate_frequency(const Arguments& arguments, const Settings&) {
  return in_unit(over(counted(arguments, "views"), counted(arguments, "reach")), Unit::factor);
}

Quantity evaluate_ugc_multiplier(const Arguments& arguments, const Settings&) {
  return in_unit(over(counted(arguments, "ugc_posts"), counted(arguments, "sponsored_posts")),
                 Unit::factor);
}

Quantity evaluate_potential_reach(const Arguments& arguments, const Settings& settings) {
  const bool per_post = arguments.text("mode", "unique") == "per_post";
  std::map<std::string, Scalar> largest;
  std::size_t nameless = 0;
  for (const Argument& item : arguments.items("posts")) {
    const Arguments post = Arguments::of(item);
    std::string creator = normal_handle(post.text("creator"));
    // Without a creator nothing says that two posts share an audience.
    if (per_post || creator.empty()) creator = std::to_string(nameless++).append("\n");
    const Scalar followers = counted(post, "followers");
    const auto [at, first] = largest.try_emplace(creator, followers);
    if (first || !followers.known()) continue;
    if (!at->second.known() || at->second.exact < followers.exact) at->second = followers;
  }
  Scalar total = Scalar::of(Rational(0));
  std::size_t known = 0;
  for (const auto& [creator, followers] : largest) {
    if (followers.known()) {
      total = plus(total, followers);
      ++known;
    } else if (followers.reason == MissingReason::negative_count ||
               settings.missing == MissingMode::strict) {
      return Quantity::missing(followers.reason == MissingReason::negative_count
                                   ? followers.reason
                                   : MissingReason::incomplete,
                               Unit::count);
    }
  }
  if (settings.missing == MissingMode::partial) {
    if (known == 0 && !largest.empty())
      return Quantity::missing(MissingReason::not_exported, Unit::count);
    total.lower_bound = known < largest.size();
  }
  return in_unit(total, Unit::count);
}

std::vector<std::string> quality_flags(const PostCounts& post) {
  std::set<std::string> flags;
  const auto known = [](const std::optional<std::int64_t>& count) { return count && *count >= 0; };
  for (const auto* count :
       {&post.likes, &post.comments, &post.shares, &post.saves, &post.views, &post.followers})
    if (*count && **count < 0) flags.insert("negative_count");
  Int128 interactions = 0;
  for (const auto* count : {&post.likes, &post.comments, &post.shares})
    if (known(*count)) interactions += **count;
  if (known(post.views)) {
    if (interactions > *post.views) flags.insert("interactions_exceed_views");
    if (known(post.likes) && *post.likes > *post.views) flags.insert("likes_exceed_views");
    if (*post.views == 0) flags.insert("zero_views");
  }
  if (known(post.followers) && *post.followers == 0) flags.insert("zero_followers");
  if (!post.likes) flags.insert("missing_likes");
  if (!post.comments) flags.insert("missing_comments");
  if (!post.shares) flags.insert("missing_shares");
  if (!post.views) flags.insert("missing_views");
  return {flags.begin(), flags.end()};
}

Quantity evaluate_quality_flags(const Arguments& arguments, const Settings&) {
  const auto whole = [&](std::string_view name) -> std::optional<std::int64_t> {
    const auto number = arguments.number(name);
    if (!number || !number->is_integer() || number->numerator() > INT64_MAX ||
        number->numerator() < INT64_MIN)
      return std::nullopt;
    return static_cast<std::int64_t>(number->numerator());
  };
  return Quantity::list(quality_flags({whole("likes"), whole("comments"), whole("shares"),
                                       whole("saves"), whole("views"), whole("followers")}));
}

}  // namespace tiktok_kpi
