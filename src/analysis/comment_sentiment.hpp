#pragma once
// What the comments of the campaign's posts think: counts by creator and post, and which words of a
// lexicon they hold.
#include <cstdint>
#include <string>
#include <vector>

#include "aggregate/accumulator.hpp"
#include "aggregate/store.hpp"
#include "model/campaign.hpp"

namespace tiktok_kpi {

struct SentimentCounts {
  std::uint64_t comments = 0;
  std::uint64_t positive = 0, neutral = 0, negative = 0;
  std::uint64_t labelled = 0;  ///< of these three: by a label of the data; the others by a lexicon

  [[nodiscard]] std::uint64_t scored() const { return positive + neutral + negative; }
  void add(const KeptComment& comment);
};

/// Comments of one account's posts; `creator` is Names::none where the account is not known.
struct CreatorSentiment {
  std::uint32_t creator = Names::none;
  SentimentCounts counts;
};

struct PostSentiment {
  std::int64_t post = 0;  ///< number, or entry of the store's texts
  bool text_id = false;
  std::uint32_t creator = Names::none;
  SentimentCounts counts;
};

struct MatchedWord {
  std::uint32_t word = 0;  ///< in the lexicon
  std::uint64_t count = 0;
};

struct CommentSentiment {
  SentimentCounts all;
  std::vector<CreatorSentiment> creators;  ///< by entry; unknown accounts last
  std::vector<PostSentiment> posts;        ///< by id; comments without a post have no row
  std::uint64_t outside = 0;               ///< comments of posts and accounts that do not count
  std::uint64_t without_post = 0;          ///< counted, but of no stated post
  std::uint64_t foreign_posts = 0;         ///< counted, but of posts that stand in no export
  std::uint64_t odd_labels = 0;            ///< with a label that is none of the known ones
  std::vector<MatchedWord> words;          ///< by count, then by word
};

/// A comment counts when its post does. Of a post that no export holds, or of none, it counts
/// unless its account is not of the campaign or only some posts are looked at.
[[nodiscard]] CommentSentiment analyze_comments(const Store& store, const Campaign& campaign,
                                                const PostSelector& select, bool only_some_posts,
                                                unsigned threads);

}  // namespace tiktok_kpi
