#pragma once
// Which posts are the campaign: pure rules over what is known of a post.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "model/campaign.hpp"

namespace tiktok_kpi {

enum class PostScope : std::uint8_t {
  campaign,  ///< counts in every total
  usual,     ///< of a listed creator, but not of the campaign: baseline, rhythm and trend only
  fan,       ///< carries the campaign's mark, its creator is not listed
  outside_period,  ///< would be in the campaign but for its day
  without_date,    ///< would be in the campaign if its day were known and in the period
  other,           ///< has nothing to do with the campaign
};
inline constexpr std::size_t post_scope_count = 6;

/// What the footer says of posts: "in the campaign", "usual"…
[[nodiscard]] std::string_view words_for(PostScope scope);

/// The rules of one campaign, compiled once.
///
/// A post is *marked* when the campaign tracks nothing, when it carries a tracked hashtag or
/// mention, or when it is sponsored. It is in the campaign if its creator is listed (or none is),
/// it is marked and its day is in the period. What a listed creator posts besides is usual; but a
/// marked post of a campaign that tracks marks is never usual: it is paid work at another time. A
/// post with a tracked hashtag or mention whose creator is not listed is a fan post, whatever its
/// day.
class Membership {
 public:
  Membership() : Membership(Campaign{}) {}
  explicit Membership(const Campaign& campaign);

  /// For callers that look up each creator and tag once and keep the answer. Keys are normal forms.
  [[nodiscard]] bool lists(
      std::string_view creator) const;  ///< true for everybody when none is listed
  [[nodiscard]] bool tracks_tag(std::string_view tag) const;
  [[nodiscard]] bool tracks_mention(std::string_view handle) const;

  /// `listed` and `tracked` as answered above; `day` in the campaign's zone. A few comparisons.
  [[nodiscard]] PostScope scope(bool listed, bool tracked, bool sponsored,
                                std::optional<Day> day) const;
  /// The same from names. Tags and mentions are normal forms.
  [[nodiscard]] PostScope scope(std::string_view creator, std::span<const std::string_view> tags,
                                std::span<const std::string_view> mentions, bool sponsored,
                                std::optional<Day> day) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Names = std::unordered_set<std::string, Hash, std::equal_to<>>;

  Names creators_;
  Names tags_;
  Names mentions_;
  DayRange period_;
};

/// How many posts of each scope; the footer of a report.
class ScopeCounts {
 public:
  void add(PostScope scope, std::uint64_t posts = 1) {
    counts_[static_cast<std::size_t>(scope)] += posts;
  }
  void add(const ScopeCounts& other);
  [[nodiscard]] std::uint64_t of(PostScope scope) const {
    return counts_[static_cast<std::size_t>(scope)];
  }
  [[nodiscard]] std::uint64_t total() const;
  /// "14 in the campaign, 31 usual, 6 outside the period, 2 without a date"; scopes without posts
  /// are left out, the campaign never is.
  [[nodiscard]] std::string in_words() const;

 private:
  std::array<std::uint64_t, post_scope_count> counts_{};
};

}  // namespace tiktok_kpi
