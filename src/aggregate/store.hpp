#pragma once
// Keeps the asked columns of every post, the newest figures of every creator and the daily series;
// merges what stands in several rows or files; gives the posts back batch by batch, in order of
// Origin.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "aggregate/comments.hpp"
#include "aggregate/commerce.hpp"
#include "aggregate/names.hpp"
#include "aggregate/packed_chunk.hpp"
#include "aggregate/snapshots.hpp"
#include "model/membership.hpp"
#include "model/sink.hpp"
#include "tiktok_kpi/core/place.hpp"

namespace tiktok_kpi {

/// Newest known figures of one account; missing ones are not known.
struct CreatorFacts {
  std::optional<std::int64_t> followers, following, total_likes, video_count;
  std::optional<bool> verified;
  std::string name;
  Origin origin{};  ///< of the record they come from
};

/// One day of one account; fields of RecordKind::daily that are known.
struct DailyFacts {
  std::uint32_t creator = Names::none;
  std::int32_t day = 0;
  std::map<Field, std::int64_t> values;
};

/// What a record of an account said on the day of its export.
struct DatedFollowers {
  std::uint32_t creator = Names::none;
  std::int32_t day = 0;  ///< in UTC
  std::int64_t followers = 0;
};

/// The newest of some times: of instants, and of days without an hour, which are the same day in
/// every zone (their first second, UTC).
struct NewestTime {
  std::optional<std::int64_t> instant, day;

  [[nodiscard]] bool known() const { return instant || day; }
  void add(std::int64_t time, CellState state) {
    std::optional<std::int64_t>& to = state == CellState::day ? day : instant;
    to = std::max(to.value_or(time), time);
  }
  void add(const NewestTime& other) {
    if (other.instant) add(*other.instant, CellState::value);
    if (other.day) add(*other.day, CellState::day);
  }
};

/// What was merged.
struct MergeCounts {
  std::uint64_t merged_rows = 0;  ///< rows beyond the first of each post
  std::uint64_t conflicting = 0;  ///< of them with a different number
};

/// A value that a post has from another of its rows.
struct MergedCell {
  std::uint32_t row = 0;  ///< of the post in its chunk
  Field field{};
  CellState state = CellState::missing;
  PostRef source;
  std::int64_t number = 0;  ///< names and ids of text as united entries
  std::string_view text;
  std::vector<std::uint32_t> list;
};
/// What merging changed in one chunk.
struct ChunkMerges {
  std::vector<std::uint32_t> dropped;  ///< rows merged into others, ascending
  std::vector<MergedCell> cells;       ///< by row and field
};

/// Posts on their way out: a batch with united entries, without the rows that were merged away.
struct PostBatch {
  Batch batch;
  std::vector<PostRef> refs;
  std::vector<PostScope> scopes;
};

class Store : public Sink {
 public:
  /// `posts`: fields kept of each post. Creators and daily series are always kept whole.
  explicit Store(FieldSet posts, RevenueBasis basis = RevenueBasis::net);

  /// From `finish` on, what dated exports said of repeated posts can be asked for.
  void keep_snapshots() { keeps_snapshots_ = true; }

  void begin(unsigned workers) override;
  void accept(unsigned worker, const Batch& batch, const Dictionaries& dictionaries) override;
  void end(unsigned worker, Dictionaries dictionaries) override;
  void discard(std::uint32_t input) override;

  /// Unites dictionaries, orders chunks, merges repeated posts. Once, after reading.
  void finish();
  /// Sets the scope of every post. `listed_followers` gives followers that the campaign file
  /// states.
  using Scoper = std::function<void(PostBatch&)>;
  void set_scopes(const Scoper& scoper, unsigned threads);
  /// Followers for posts that carry none: of that day, stated, or newest.
  void set_stated_followers(std::uint32_t creator, std::int64_t followers) {
    stated_followers_[creator] = followers;
  }

  /// Orders, visits and advertising rows; finished by whoever uses them.
  [[nodiscard]] Commerce& commerce() { return commerce_; }
  [[nodiscard]] const Commerce& commerce() const { return commerce_; }
  [[nodiscard]] Comments& comments() { return comments_; }
  [[nodiscard]] const Comments& comments() const { return comments_; }

  [[nodiscard]] std::size_t chunks() const { return chunks_.size(); }
  /// Unpacks chunk `at`. Safe from several threads, each with its own `to`.
  void unpack(std::size_t at, const FieldSet& fields, PostBatch& to) const;
  /// Calls `use` for every chunk with the given fields, chunks shared among threads; worker numbers
  /// are below `threads`. Cost grows with the fields: ask for what is used.
  void for_each(unsigned threads, const FieldSet& fields,
                const std::function<void(unsigned worker, PostBatch&)>& use) const;
  /// The given posts, unpacked in the order asked.
  void fetch(
      const std::vector<PostRef>& refs,
      const std::function<void(std::size_t index, const PostBatch&, std::size_t row)>& use) const;

  /// Where the record stands whose value of `field` counts for a post: its own, or of a post that
  /// stands in several rows the newest that states one. O(rows of its chunk) for the latter.
  [[nodiscard]] Place record_of(PostRef post, Field field) const;

  /// Where the record of a row stands, merged away or not. O(rows of its chunk).
  [[nodiscard]] Place place_of(PostRef row) const;

  [[nodiscard]] std::uint64_t posts() const { return posts_; }
  [[nodiscard]] const ScopeCounts& scope_counts() const { return scope_counts_; }
  [[nodiscard]] const MergeCounts& merge_counts() const { return merge_counts_; }
  /// Empty unless they are kept.
  [[nodiscard]] const Snapshots& snapshots() const { return snapshots_; }
  [[nodiscard]] const Names& creators() const { return creators_; }
  [[nodiscard]] const Names& tags() const { return tags_; }
  [[nodiscard]] const Names& texts() const { return texts_; }
  /// By united entry; accounts without a record have no facts.
  [[nodiscard]] const std::vector<std::optional<CreatorFacts>>& creator_facts() const {
    return facts_;
  }
  /// Followers on the newest day of the account's history; nothing without one. O(days).
  [[nodiscard]] std::optional<std::int64_t> newest_followers(std::uint32_t creator) const;
  /// Sorted by creator and day.
  [[nodiscard]] const std::vector<DailyFacts>& daily() const { return daily_; }
  /// Followers that dated records of the account state, one a day, ascending.
  [[nodiscard]] std::span<const DatedFollowers> dated_followers(std::uint32_t creator) const;
  [[nodiscard]] const FieldSet& kept() const { return kept_; }
  /// Fields of posts that at least one post has.
  [[nodiscard]] const FieldSet& seen() const { return seen_; }
  /// Newest export time of the rows, and newest publication.
  [[nodiscard]] const NewestTime& newest_export() const { return newest_export_; }
  [[nodiscard]] const NewestTime& newest_post() const { return newest_post_; }

 private:
  friend class RepeatMerger;
  struct Worker {
    std::vector<PackedChunk> chunks;
    std::vector<std::optional<CreatorFacts>> facts;  ///< by local creator entry
    struct Day {
      Origin origin;
      std::uint32_t row = 0;
      DailyFacts facts;
    };
    std::vector<Day> daily;
    std::vector<std::pair<Origin, DatedFollowers>> dated;
    FieldSet seen;
    NewestTime newest_export, newest_post;
  };
  void keep_creators(Worker& worker, const Batch& batch);
  void keep_daily(Worker& worker, const Batch& batch);
  void note_times(Worker& worker, const Batch& batch);
  void unite_facts();
  void unite_dated();
  /// One column of a chunk with united entries; false when the chunk does not have it.
  bool unpack_column(std::size_t chunk, Field field, BatchColumn& to) const;
  void fill_followers(PostBatch& to) const;
  void apply_merged(std::size_t at, PostBatch& to) const;

  FieldSet kept_;
  Commerce commerce_;
  Comments comments_;
  std::vector<Worker> workers_;
  std::vector<Dictionaries> dictionaries_;
  std::vector<PackedChunk> chunks_;
  std::vector<std::vector<std::uint32_t>> creator_maps_, tag_maps_, text_maps_;
  Names creators_, tags_, texts_;
  std::vector<std::optional<CreatorFacts>> facts_;
  std::vector<DailyFacts> daily_;
  std::vector<DatedFollowers> dated_;  ///< sorted by creator and day
  std::unordered_map<std::uint32_t, std::int64_t> stated_followers_;
  std::unordered_map<std::uint32_t, ChunkMerges> merged_;  ///< by chunk
  std::vector<std::vector<PostScope>> scopes_;             ///< by chunk; empty: all in the campaign
  std::vector<std::pair<std::uint32_t, std::uint32_t>>
      history_;  ///< begin and end in daily_ of each creator with followers
  FieldSet seen_;
  ScopeCounts scope_counts_;
  MergeCounts merge_counts_;
  bool keeps_snapshots_ = false;
  Snapshots snapshots_;
  std::uint64_t posts_ = 0;
  NewestTime newest_export_, newest_post_;
};

}  // namespace tiktok_kpi
