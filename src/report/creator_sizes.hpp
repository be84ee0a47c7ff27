#pragma once
// How large each creator is: what decides the tier.
#include <cstdint>
#include <optional>
#include <vector>

#include "report/answers.hpp"

namespace tiktok_kpi {

class CreatorSizes {
 public:
  /// O(listed creators x log creators).
  explicit CreatorSizes(const Answers& answers);

  /// Followers as the campaign file states them, else the newest known; missing(not_exported) when nobody does.
  [[nodiscard]] Quantity followers(std::uint32_t creator) const;
  /// Name of the size class; missing without followers.
  [[nodiscard]] Quantity tier(std::uint32_t creator) const;

 private:
  const Answers& answers_;
  std::vector<std::optional<std::int64_t>> stated_;  ///< by entry
};

}  // namespace tiktok_kpi
