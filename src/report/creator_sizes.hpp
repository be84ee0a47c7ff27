#pragma once
// How large each creator is: what decides the tier.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/answers.hpp"

namespace tiktok_kpi {

class CreatorSizes {
 public:
  /// Looks at the posts once when the size of a creator is known from them only.
  explicit CreatorSizes(const Answers& answers);

  /// Followers as the campaign file states them, else the newest known: of the account's record, of
  /// its history, of its newest post. Missing(not_exported) when nobody does.
  [[nodiscard]] Quantity followers(std::uint32_t creator) const;
  /// Name of the size class; missing without followers.
  [[nodiscard]] Quantity tier(std::uint32_t creator) const;

 private:
  void look_at_posts(const Answers& answers);

  const Settings& settings_;
  std::vector<std::optional<std::int64_t>> known_;  ///< by entry
};

/// Size classes in ascending order, the one below the lowest bound first, "unknown" last.
[[nodiscard]] std::vector<std::string> tier_names(const Settings& settings);

/// Followers of all creators of the selected posts, each once with the most any of them states;
/// posts without a creator stand for themselves. One pass over the store.
[[nodiscard]] Quantity potential_reach(const Answers& answers);

}  // namespace tiktok_kpi
