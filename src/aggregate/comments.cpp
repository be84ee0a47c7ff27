// Kept per worker, then put in the order of the inputs, so that threads do not show.
#include "aggregate/comments.hpp"

#include <algorithm>
#include <tuple>

namespace tiktok_kpi {
namespace {

/// Takes an id of the row: whether there is one, whether it is text.
void take_id(const BatchColumn* ids, std::size_t row, std::int64_t& id, bool& has, bool& text) {
  if (!known(ids, row)) return;
  id = ids->numbers[row];
  has = true;
  text = ids->states[row] == CellState::day;
}

}  // namespace

FieldSet Comments::fields(bool with_text) {
  FieldSet fields{Field::post_id, Field::creator, Field::comment_id, Field::sentiment};
  if (with_text) fields.insert(Field::text);
  return fields;
}

void Comments::accept(unsigned number, const Batch& batch) {
  Worker& worker = workers_[number];
  const BatchColumn* posts = batch.column(Field::post_id);
  const BatchColumn* ids = batch.column(Field::comment_id);
  const BatchColumn* creators = batch.column(Field::creator);
  const BatchColumn* labels = batch.column(Field::sentiment);
  const BatchColumn* texts = batch.column(Field::text);
  for (std::size_t row = 0; row < batch.size; ++row) {
    KeptComment comment;
    comment.origin = batch.origin;
    comment.origin.first_record += static_cast<std::uint32_t>(row);
    take_id(posts, row, comment.post, comment.has_post, comment.text_post);
    take_id(ids, row, comment.id, comment.has_id, comment.text_id);
    if (known(creators, row)) comment.creator = static_cast<std::uint32_t>(creators->numbers[row]);
    if (known(labels, row)) {
      comment.sentiment = parse_sentiment(labels->texts[row]);
      comment.labelled = comment.sentiment.has_value();
      comment.odd_label = !comment.labelled;
    }
    if (!comment.labelled && known(texts, row)) score(worker, comment, texts->texts[row]);
    worker.comments.push_back(comment);
  }
}

void Comments::score(Worker& worker, KeptComment& comment, std::string_view text) const {
  if (lexicon_ == nullptr) return;
  comment.matches_begin = static_cast<std::uint32_t>(worker.matches.size());
  lexicon_->match(text, worker.matches);
  comment.matches = static_cast<std::uint32_t>(worker.matches.size()) - comment.matches_begin;
  if (comment.matches == 0) return;  // not neutral: nothing is known of it
  Int128 sum = 0;
  for (std::uint32_t i = 0; i < comment.matches; ++i)
    sum += lexicon_->words()[worker.matches[comment.matches_begin + i]].valence;
  comment.sentiment = sum > 0   ? Sentiment::positive
                      : sum < 0 ? Sentiment::negative
                                : Sentiment::neutral;
}

void Comments::discard(std::uint32_t input) {
  for (Worker& worker : workers_)
    std::erase_if(worker.comments,
                  [input](const KeptComment& comment) { return comment.origin.input == input; });
}

void Comments::finish(std::span<const std::vector<std::uint32_t>> creator_maps,
                      std::span<const std::vector<std::uint32_t>> text_maps) {
  for (std::size_t number = 0; number < workers_.size(); ++number) {
    const auto base = static_cast<std::uint32_t>(matches_.size());
    const auto text_of = [&](std::int64_t entry) {
      return std::int64_t{text_maps[number][static_cast<std::size_t>(entry)]};
    };
    for (KeptComment comment : workers_[number].comments) {
      comment.matches_begin += base;
      if (comment.creator != Dictionary::none)
        comment.creator = creator_maps[number][comment.creator];
      if (comment.text_id) comment.id = text_of(comment.id);
      if (comment.text_post) comment.post = text_of(comment.post);
      comments_.push_back(comment);
    }
    matches_.insert(matches_.end(), workers_[number].matches.begin(),
                    workers_[number].matches.end());
  }
  workers_.clear();
  std::ranges::sort(comments_, {}, &KeptComment::origin);
  drop_copies();
}

void Comments::drop_copies() {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < comments_.size(); ++i)
    if (comments_[i].has_id) order.push_back(i);
  std::ranges::sort(order, {}, [&](std::size_t i) {
    return std::tuple(comments_[i].text_id, comments_[i].id, i);
  });
  std::vector<std::uint8_t> copy(comments_.size(), 0);
  std::size_t first = 0;
  for (std::size_t at = 1; at < order.size(); ++at) {
    KeptComment& kept = comments_[order[first]];
    const KeptComment& other = comments_[order[at]];
    if (kept.text_id != other.text_id || kept.id != other.id) {
      first = at;
      continue;
    }
    copy[order[at]] = 1;
    ++repeated_;
    if (!kept.labelled && other.labelled) {
      kept.sentiment = other.sentiment;
      kept.labelled = true;
      kept.odd_label = false;
      kept.matches = 0;
    }
    if (!kept.has_post && other.has_post) {
      kept.post = other.post;
      kept.has_post = true;
      kept.text_post = other.text_post;
    }
    if (kept.creator == Dictionary::none) kept.creator = other.creator;
  }
  std::size_t at = 0;
  std::erase_if(comments_, [&](const KeptComment&) { return copy[at++] != 0; });
}

}  // namespace tiktok_kpi
