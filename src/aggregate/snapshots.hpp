#pragma once
// What dated exports said of the same post, one after the other: how its views grew.
#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace tiktok_kpi {

/// A post of the store: chunk and row in it. Order is the order of Origin.
struct PostRef {
  std::uint32_t chunk = 0;
  std::uint32_t row = 0;
  friend constexpr auto operator<=>(const PostRef&, const PostRef&) = default;
};

/// Views of a post at one export.
struct PostSnapshot {
  PostRef post;                  ///< the row that stands for the post
  PostRef source;                ///< the row that says so
  std::int64_t exported_at = 0;  ///< Unix seconds; of a day without an hour its first second, UTC
  std::int64_t views = 0;
  bool day_only = false;
};

/// Of all posts with two export times at least: nothing is kept of others. 40 bytes a row.
class Snapshots {
 public:
  /// The copies of one post, in any order. Of one export time the largest views count.
  void add(std::vector<PostSnapshot>& copies);
  /// Another copy of a post whose export time or views are not known.
  void leave_out() { ++left_out_; }
  /// Once, after all posts were added.
  void finish();

  [[nodiscard]] bool empty() const { return all_.empty(); }
  /// By post, then time.
  [[nodiscard]] std::span<const PostSnapshot> all() const { return all_; }
  /// Of one post, ascending by time; empty without two.
  [[nodiscard]] std::span<const PostSnapshot> of(PostRef post) const;
  /// Rows of posts with several rows that are no snapshot: no export time, or no views.
  [[nodiscard]] std::uint64_t left_out() const { return left_out_; }

 private:
  std::vector<PostSnapshot> all_;
  std::uint64_t left_out_ = 0;
};

}  // namespace tiktok_kpi
