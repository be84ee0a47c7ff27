// Lists grow to twice what is kept, then the newest half stays.
#include "analysis/newest_posts.hpp"

#include <algorithm>

namespace tiktok_kpi {
namespace {

constexpr std::int64_t day_s = 86'400;

/// By the times of the store: a local midnight stands among instants there, which matters only for
/// posts at the border of a thousand.
struct Newer {
  bool operator()(const NewestPost& a, const NewestPost& b) const {
    if (a.time != b.time) return a.time > b.time;
    return a.ref > b.ref;
  }
};

/// One list of one row while it grows.
class Growing {
 public:
  /// False for a post that is older than all that will be kept.
  [[nodiscard]] bool takes(std::int64_t time) const { return time >= oldest_; }
  void add(const NewestPost& post) {
    posts_.push_back(post);
    if (posts_.size() >= 2 * most_newest_posts) cut();
  }
  void unite(Growing& other) {
    posts_.insert(posts_.end(), other.posts_.begin(), other.posts_.end());
    other.posts_ = {};
  }
  [[nodiscard]] std::vector<NewestPost> finish(const TimeZone& zone);

 private:
  void cut() {
    if (posts_.size() <= most_newest_posts) return;
    const auto last = posts_.begin() + most_newest_posts - 1;
    std::ranges::nth_element(posts_, last, Newer{});
    oldest_ = last->time;
    posts_.resize(most_newest_posts);
  }

  std::int64_t oldest_ = INT64_MIN;
  std::vector<NewestPost> posts_;
};

std::vector<NewestPost> Growing::finish(const TimeZone& zone) {
  cut();
  for (NewestPost& post : posts_) {
    if (post.time == INT64_MIN) continue;
    post.day = day_of(post.time, post.by_day ? CellState::day : CellState::value, zone);
    post.at = post.by_day ? zone.instant_of(post.time) : post.time;
    post.until = post.by_day ? zone.instant_of(post.time + day_s) - 1 : post.time;
  }
  std::ranges::sort(posts_, Newer{});
  return std::move(posts_);
}

struct GrowingRow {
  Growing counted, sponsored, usual, account;
};

/// A worker's view of one batch.
class BatchReader {
 public:
  BatchReader(const NewestRequest& request, const SponsorRules& rules)
      : request_(request), rules_(rules), top_(request.rate) {
    top_.denominator.reset();
  }

  void read(const PostSelector& select, const PostBatch& posts, std::vector<GrowingRow>& rows) {
    const BatchColumn* keys =
        posts.batch.column(request_.grouping == Grouping::creator ? Field::creator : Field::tags);
    select.choose(posts, selected_);
    compute_rows(top_, posts.batch, interactions_);
    const BatchColumn* times = posts.batch.column(Field::posted_at);
    for (std::size_t row = 0; row < posts.batch.size; ++row) {
      if (selected_[row] == 0 && !request_.lift && !request_.account) continue;
      const std::int64_t time = known(times, row) ? times->numbers[row] : INT64_MIN;
      if (request_.everything && selected_[row] != 0 && rows.back().counted.takes(time))
        rows.back().counted.add(post_of(posts, row, time));
      if (keys == nullptr) continue;
      if (request_.grouping == Grouping::creator) {
        if (keys->states[row] == CellState::value)
          add(posts, row, time, request_.rows[static_cast<std::size_t>(keys->numbers[row])], rows);
      } else {
        for (const std::uint32_t tag : list_of(*keys, row))
          add(posts, row, time, request_.rows[tag], rows);
      }
    }
  }

 private:
  void add(const PostBatch& posts, std::size_t row, std::int64_t time, std::uint32_t to,
           std::vector<GrowingRow>& rows) {
    if (to == NewestRequest::none) return;
    GrowingRow& lists = rows[to];
    const bool counted = selected_[row] != 0;
    if (counted && lists.counted.takes(time)) lists.counted.add(post_of(posts, row, time));
    if (request_.account && lists.account.takes(time)) lists.account.add(post_of(posts, row, time));
    if (!request_.lift) return;
    const PostScope scope = posts.scopes.empty() ? PostScope::campaign : posts.scopes[row];
    const BatchColumn* flags = posts.batch.column(Field::sponsored);
    std::optional<bool> flag;
    if (flags != nullptr && flags->states[row] == CellState::value) flag = flags->numbers[row] != 0;
    if (counted && rules_.sponsored(scope, flag) && lists.sponsored.takes(time))
      lists.sponsored.add(post_of(posts, row, time));
    if (rules_.usual(scope, flag) && lists.usual.takes(time))
      lists.usual.add(post_of(posts, row, time));
  }

  [[nodiscard]] NewestPost post_of(const PostBatch& posts, std::size_t row,
                                   std::int64_t time) const {
    const Batch& batch = posts.batch;
    NewestPost post;
    post.ref = posts.refs[row];
    post.time = time;
    post.by_day =
        time != INT64_MIN && batch.column(Field::posted_at)->states[row] == CellState::day;
    post.views = count(batch, Field::views, row);
    post.interactions = interactions_.counts[row];
    post.rated = interactions_.defined[row] != 0 && post.views > 0;
    if (request_.counts) {
      post.likes = count(batch, Field::likes, row);
      post.comments = count(batch, Field::comments, row);
      post.followers = count(batch, Field::followers, row);
    }
    return post;
  }

  static std::int64_t count(const Batch& batch, Field field, std::size_t row) {
    const BatchColumn* column = batch.column(field);
    return column != nullptr && column->states[row] == CellState::value ? column->numbers[row] : -1;
  }

  const NewestRequest& request_;
  const SponsorRules& rules_;
  RowRate top_;
  RowNumbers interactions_;
  std::vector<std::uint8_t> selected_;
};

}  // namespace

std::optional<Rational> rate_of(const NewestPost& post) {
  if (!post.rated) return std::nullopt;
  constexpr Int128 decimals = 1'000'000'000'000;
  // Half away from zero: twice the quotient, and one, halved. Neither count is negative.
  const Int128 views = post.views;
  const Int128 doubled = 2 * static_cast<Int128>(post.interactions) * decimals / views;
  return Rational::make((doubled + 1) / 2, decimals);
}

FieldSet NewestRequest::fields() const {
  FieldSet fields{grouping == Grouping::creator ? Field::creator : Field::tags, Field::posted_at,
                  Field::views};
  for (const Field field : rate.numerator) fields.insert(field);
  if (counts) fields.insert({Field::likes, Field::comments, Field::followers});
  if (lift) fields.insert(Field::sponsored);
  return fields;
}

bool SponsorRules::sponsored(PostScope scope, std::optional<bool> flag) const {
  if (scope != PostScope::campaign) return false;
  if (tracks) return true;
  return lists ? flag.value_or(true) : flag.value_or(false);
}

bool SponsorRules::usual(PostScope scope, std::optional<bool> flag) const {
  if (flag.value_or(false)) return false;
  if (scope == PostScope::usual) return true;
  return scope == PostScope::campaign && !tracks && flag.has_value();
}

std::vector<NewestPosts> newest_posts(const Store& store, const PostSelector& select,
                                      const SponsorRules& rules, const TimeZone& zone,
                                      const NewestRequest& request, unsigned threads) {
  threads = std::max(1U, threads);
  std::vector<BatchReader> readers(threads, BatchReader(request, rules));
  const std::size_t size = request.size + (request.everything ? 1 : 0);
  std::vector<std::vector<GrowingRow>> workers(threads, std::vector<GrowingRow>(size));
  FieldSet fields = select.fields;
  fields.insert(request.fields());
  store.for_each(threads, fields, [&](unsigned worker, PostBatch& posts) {
    readers[worker].read(select, posts, workers[worker]);
  });
  std::vector<NewestPosts> rows;
  for (std::size_t i = 0; i < size; ++i) {
    GrowingRow& row = workers.front()[i];
    for (std::size_t worker = 1; worker < threads; ++worker) {
      row.counted.unite(workers[worker][i].counted);
      row.sponsored.unite(workers[worker][i].sponsored);
      row.usual.unite(workers[worker][i].usual);
      row.account.unite(workers[worker][i].account);
    }
    rows.push_back({row.counted.finish(zone), row.sponsored.finish(zone), row.usual.finish(zone),
                    row.account.finish(zone)});
  }
  return rows;
}

}  // namespace tiktok_kpi
