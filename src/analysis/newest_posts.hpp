#pragma once
// The newest posts of chosen creators or hashtags one by one, for what sums cannot tell: intervals,
// tests, outliers.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "aggregate/accumulator.hpp"
#include "aggregate/store.hpp"
#include "model/campaign.hpp"

namespace tiktok_kpi {

/// More posts of one row than this are not looked at one by one: the newest count.
inline constexpr std::size_t most_newest_posts = 1'000;

/// A post on its own. Counts below zero stand for unknown.
struct NewestPost {
  std::int64_t at = 0;            ///< earliest instant it may have been published
  std::int64_t until = 0;         ///< latest: known by day only it may be the end of the day
  std::optional<Day> day;         ///< in the report zone; nothing without a date
  PostRef ref;                    ///< of equal times the later record counts as newer
  std::int64_t time = INT64_MIN;  ///< as in the store; the smallest number without a date
  bool by_day = false;            ///< the hour is not known
  bool rated = false;  ///< has a rate of engagement: views above zero, interactions known
  std::int64_t interactions = 0;
  std::int64_t views = -1;
  std::int64_t likes = -1;
  std::int64_t comments = -1;
  std::int64_t followers = -1;
};

/// Interactions over views, rounded to 12 decimals as medians of rates are everywhere; nothing when
/// it is not `rated`.
[[nodiscard]] std::optional<Rational> rate_of(const NewestPost& post);

/// Posts of one row, newest first; those without a date last.
struct NewestPosts {
  std::vector<NewestPost> counted;    ///< in the report
  std::vector<NewestPost> sponsored;  ///< of them, paid work
  std::vector<NewestPost> usual;      ///< of the same creator, not paid, in the report or not
  std::vector<NewestPost> account;    ///< of the same creator, paid or not, in the report or not
};

/// What to gather.
struct NewestRequest {
  Grouping grouping = Grouping::creator;  ///< or tag
  /// By entry of a creator or tag the row it belongs to; `none` for no row.
  std::vector<std::uint32_t> rows;
  std::size_t size = 0;     ///< number of rows
  RowRate rate;             ///< interactions over views, as the settings count them
  bool counts = false;      ///< likes, comments and followers, too
  bool lift = false;        ///< sponsored and usual posts, too
  bool account = false;     ///< every post of the creator, too
  bool everything = false;  ///< one row more, the last: all posts in the report
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  /// Fields of posts that it reads, beside those of the selector.
  [[nodiscard]] FieldSet fields() const;
};

/// Which posts are paid work and which are usual ones.
///
/// In a campaign that tracks hashtags or mentions its posts are paid work; in one that only lists
/// creators they are unless an export says they are not. Without either, only what exports say
/// counts. A usual post is one that the campaign's rules call so, or of an untracked campaign one
/// that an export says is not sponsored; never one that an export says is.
struct SponsorRules {
  bool tracks = false;
  bool lists = false;
  explicit SponsorRules(const Campaign& campaign)
      : tracks(!campaign.track_hashtags.empty() || !campaign.track_mentions.empty()),
        lists(!campaign.creators.empty()) {}
  [[nodiscard]] bool sponsored(PostScope scope, std::optional<bool> flag) const;
  [[nodiscard]] bool usual(PostScope scope, std::optional<bool> flag) const;
};

/// One pass over the store. At most most_newest_posts of each list, and twice as many held
/// meanwhile, a thread; the number of threads changes nothing.
[[nodiscard]] std::vector<NewestPosts> newest_posts(const Store& store, const PostSelector& select,
                                                    const SponsorRules& rules, const TimeZone& zone,
                                                    const NewestRequest& request, unsigned threads);

}  // namespace tiktok_kpi
