// Comments name their post by id: the ids are looked up in one pass over the posts.
#include "analysis/comment_sentiment.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace tiktok_kpi {
namespace {

/// Id of a post, as comments and posts both write it: numbers before texts.
using PostKey = std::pair<bool, std::int64_t>;

struct CommentedPost {
  PostKey key;
  bool found = false;
  bool counts = false;
  std::uint32_t creator = Names::none;
};

std::vector<CommentedPost> commented_posts(const Comments& comments) {
  std::vector<CommentedPost> posts;
  for (const KeptComment& comment : comments.all())
    if (comment.has_post) posts.push_back({{comment.text_post, comment.post}});
  std::ranges::sort(posts, {}, &CommentedPost::key);
  const auto rest = std::ranges::unique(posts, {}, &CommentedPost::key);
  posts.erase(rest.begin(), rest.end());
  return posts;
}

CommentedPost* find(std::vector<CommentedPost>& posts, const PostKey& key) {
  const auto found = std::ranges::lower_bound(posts, key, {}, &CommentedPost::key);
  return found != posts.end() && found->key == key ? &*found : nullptr;
}

/// Every id stands on one post only, so threads never meet at an entry.
void look_up(const Store& store, const PostSelector& select, unsigned threads,
             std::vector<CommentedPost>& commented) {
  if (commented.empty()) return;
  FieldSet fields = select.fields;
  fields.insert({Field::post_id, Field::creator});
  std::vector<std::vector<std::uint8_t>> selected(std::max(1U, threads));
  store.for_each(threads, fields, [&](unsigned worker, PostBatch& posts) {
    select.choose(posts, selected[worker]);
    const BatchColumn* ids = posts.batch.column(Field::post_id);
    const BatchColumn* creators = posts.batch.column(Field::creator);
    for (std::size_t row = 0; ids != nullptr && row < posts.batch.size; ++row) {
      if (!known(ids, row)) continue;
      CommentedPost* post =
          find(commented, {ids->states[row] == CellState::day, ids->numbers[row]});
      if (post == nullptr) continue;
      post->found = true;
      post->counts = selected[worker][row] != 0;
      if (known(creators, row)) post->creator = static_cast<std::uint32_t>(creators->numbers[row]);
    }
  });
}

/// Of a post that no export holds, a comment may tell the account.
void take_creators(const Comments& comments, std::vector<CommentedPost>& commented) {
  for (const KeptComment& comment : comments.all()) {
    if (!comment.has_post || comment.creator == Names::none) continue;
    CommentedPost* post = find(commented, {comment.text_post, comment.post});
    if (post->creator == Names::none) post->creator = comment.creator;
  }
}

}  // namespace

void SentimentCounts::add(const KeptComment& comment) {
  ++comments;
  if (!comment.sentiment) return;
  if (comment.labelled) ++labelled;
  switch (*comment.sentiment) {
    case Sentiment::positive: ++positive; return;
    case Sentiment::neutral: ++neutral; return;
    case Sentiment::negative: ++negative; return;
  }
}

CommentSentiment analyze_comments(const Store& store, const Campaign& campaign,
                                  const PostSelector& select, bool only_some_posts,
                                  unsigned threads) {
  const Comments& comments = store.comments();
  std::vector<CommentedPost> commented = commented_posts(comments);
  look_up(store, select, threads, commented);
  take_creators(comments, commented);
  const Membership membership(campaign);
  const auto is_listed = [&](std::uint32_t creator) {
    return creator == Names::none || membership.lists(store.creators().key(creator));
  };
  CommentSentiment result;
  std::map<std::uint32_t, SentimentCounts> creators;
  std::map<PostKey, PostSentiment> posts;
  std::vector<std::uint64_t> words(
      comments.lexicon() != nullptr ? comments.lexicon()->words().size() : 0);
  for (const KeptComment& comment : comments.all()) {
    const PostKey key{comment.text_post, comment.post};
    const CommentedPost* post = comment.has_post ? find(commented, key) : nullptr;
    const bool found = post != nullptr && post->found;
    const std::uint32_t creator =
        post != nullptr && post->creator != Names::none ? post->creator : comment.creator;
    if (found ? !post->counts : only_some_posts || !is_listed(creator)) {
      ++result.outside;
      continue;
    }
    if (post == nullptr) ++result.without_post;
    if (post != nullptr && !found) ++result.foreign_posts;
    if (comment.odd_label) ++result.odd_labels;
    result.all.add(comment);
    creators[creator].add(comment);
    if (post != nullptr) {
      PostSentiment& row = posts[key];
      row.post = comment.post;
      row.text_id = comment.text_post;
      row.creator = creator;
      row.counts.add(comment);
    }
    for (const std::uint32_t word : comments.matches_of(comment)) ++words[word];
  }
  for (const auto& [creator, counts] : creators) result.creators.push_back({creator, counts});
  for (auto& [key, row] : posts) result.posts.push_back(row);
  for (std::uint32_t word = 0; word < words.size(); ++word)
    if (words[word] > 0) result.words.push_back({word, words[word]});
  std::ranges::sort(result.words, [&](const MatchedWord& a, const MatchedWord& b) {
    if (a.count != b.count) return a.count > b.count;
    return comments.lexicon()->words()[a.word].text < comments.lexicon()->words()[b.word].text;
  });
  return result;
}

}  // namespace tiktok_kpi
