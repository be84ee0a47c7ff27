#include "aggregate/snapshots.hpp"

#include <algorithm>
#include <tuple>

namespace tiktok_kpi {

void Snapshots::add(std::vector<PostSnapshot>& copies) {
  const auto time = [](const PostSnapshot& copy) {
    return std::tuple(copy.exported_at, copy.day_only);
  };
  std::ranges::sort(copies, {}, [&](const PostSnapshot& copy) {
    return std::tuple(time(copy), -copy.views, copy.source);
  });
  const auto repeated = std::ranges::unique(copies, {}, time);
  copies.erase(repeated.begin(), repeated.end());
  if (copies.size() > 1) all_.insert(all_.end(), copies.begin(), copies.end());
}

void Snapshots::finish() {
  std::ranges::sort(all_, {}, [](const PostSnapshot& each) {
    return std::tuple(each.post, each.exported_at, each.day_only);
  });
  all_.shrink_to_fit();
}

std::span<const PostSnapshot> Snapshots::of(PostRef post) const {
  const auto found = std::ranges::equal_range(all_, post, {}, &PostSnapshot::post);
  return {found.begin(), found.end()};
}

}  // namespace tiktok_kpi
