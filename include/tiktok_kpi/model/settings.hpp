#pragma once
// Everything that may be set about how numbers are computed. Each member is a key of "settings" in
// the campaign file and a flag of the same name; flags win.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tiktok_kpi/core/money.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// Which interactions count.
enum class InteractionSet : std::uint8_t {
  likes_comments,               ///< "lc"
  likes_comments_shares,        ///< "lcs"
  likes_comments_shares_saves,  ///< "lcss"
};

/// How missing counts are read: `strict` makes a figure undefined, `partial` sums the parts that
/// exist and marks a lower bound, `zero` reads missing as 0.
enum class MissingMode : std::uint8_t { strict, partial, zero };

/// How the rates of several posts become the headline rate; the others stand beside it.
enum class Averaging : std::uint8_t { pooled, mean, median };

/// Whose follower growth is reported.
enum class GrowthSubject : std::uint8_t { brand, creator, both };

/// Revenue net of discounts and refunds, or before refunds.
enum class RevenueBasis : std::uint8_t { net, gross };

/// What clicks are divided by in the click-through rate.
enum class ClickBase : std::uint8_t { views, impressions };

/// Tier: `name` from `lower` followers on (inclusive) up to the next one.
struct Tier {
  std::string name;
  std::int64_t lower = 0;
};

struct Settings {
  std::optional<InteractionSet> set;  ///< for every engagement metric; default: each metric's own
  std::map<std::string, InteractionSet, std::less<>>
      metric_sets;  ///< for one metric, by id; before `set`
  MissingMode missing = MissingMode::strict;
  std::string headline = "er_views";  ///< metric that leads the report and ranks creators
  Averaging aggregate = Averaging::pooled;
  std::string view_definition = "start";  ///< label only; exported numbers are never rescaled
  GrowthSubject subject = GrowthSubject::both;
  RevenueBasis revenue_basis = RevenueBasis::net;
  ClickBase ctr_denominator = ClickBase::views;
  Rational margin{1};  ///< gross margin in `roi`, above 0 and at most 1
  std::string
      benchmarks;  ///< file of benchmarks, relative to the campaign file; empty: the published ones
  std::string sentiment_lexicon;  ///< file of words and their valence; empty: labels only
  /// Values of earned media in the reporting currency: "reference_cpm", "value_per_mille" and one
  /// per interaction ("likes", "comments", "shares", "saves", "clicks"). None are built in.
  std::map<std::string, Rational, std::less<>> emv;
  std::map<std::string, Rational, std::less<>>
      rating_weights;  ///< of `fit_score`; a rating without weight is not used
  std::vector<std::string> disclosure_tags;  ///< normal forms; empty: the list of the country
  std::string
      disclosure_country;   ///< empty: ad, advertisement, sponsored, paidpartnership disclose
  std::vector<Tier> tiers;  ///< ascending; empty: the default preset
  double power_engagement =
      1.5;  ///< power label: median er_views at least this times the band's benchmark
  double power_views = 1.0;  ///< power label: median views per follower at least this
  int power_posts = 5;       ///< power label: at least this many posts
  double band_low = 1.0;     ///< posting rhythm, posts a day
  double band_high = 3.0;
  int shrink = 5;      ///< k of the shrunk mean
  int slot_posts = 3;  ///< fewest posts for a best-time cell
  double confidence = 0.95;
  std::string timezone = "UTC";  ///< report time zone, IANA name
  Currency currency{};           ///< reporting currency
};

/// Presets "default", "five", "hundredk"; empty when the name is none of them.
[[nodiscard]] std::vector<Tier> tier_preset(std::string_view name);

}  // namespace tiktok_kpi
