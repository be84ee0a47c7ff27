#pragma once
// The newest posts of every account and of all, and rates over them: what a vendor looks at that
// leaves older posts out.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "metrics/post_metric.hpp"
#include "report/answers.hpp"

namespace tiktok_kpi {

/// The newest posts of every account and of all, and the groups that rows belong to because of it.
class Windows {
 public:
  Windows(const Answers& answers, std::size_t most) : answers_(answers), most_(most) { find(); }

  /// Rates of the chosen posts: of all of them at position 0, of an account at its entry + 1.
  [[nodiscard]] std::vector<std::optional<Evaluated>> rates(const PostMetric& metric) const;

 private:
  using Chosen = std::vector<std::pair<PostRef, std::uint32_t>>;
  void find();
  /// Adds the chosen posts up, a group each.
  [[nodiscard]] Aggregates add_up(const Request& request, const Chosen& chosen) const;

  const Answers& answers_;
  std::size_t most_;
  Chosen of_all_, of_creators_;  ///< ascending
};

}  // namespace tiktok_kpi
