// The worst of the candidates so far stands on top of the heap, where a better one replaces it.
#include "report/post_ranking.hpp"

#include <algorithm>

#include "aggregate/row_numbers.hpp"

namespace tiktok_kpi {
namespace {

struct Candidate {
  bool known = false;
  std::int64_t count = 0;  ///< exact values, in storage units
  double value = 0;        ///< all others; 0 for exact ones
  PostRef ref;
};

/// Whether `a` is printed before `b`; a strict order, since no two posts share a reference.
struct Better {
  bool descending;
  bool operator()(const Candidate& a, const Candidate& b) const {
    if (a.known != b.known) return a.known;
    if (a.known && a.count != b.count) return descending ? a.count > b.count : a.count < b.count;
    if (a.known && a.value != b.value) return descending ? a.value > b.value : a.value < b.value;
    return a.ref < b.ref;
  }
};

/// The numbers that posts of a batch are ranked by.
void find_numbers(const PostRank& rank, const TimeZone& zone, const Batch& batch, RowNumbers& to) {
  if (rank.by == PostRank::By::rate) {
    compute_rows(rank.rate, batch, to);
    return;
  }
  const BatchColumn* times = batch.column(Field::posted_at);
  to.exact = true;
  to.counts.assign(batch.size, 0);
  to.defined.assign(batch.size, 0);
  if (rank.by == PostRank::By::nothing || times == nullptr) return;
  for (std::size_t row = 0; row < batch.size; ++row) {
    if (times->states[row] == CellState::missing) continue;
    to.defined[row] = 1;
    to.counts[row] = rank.by == PostRank::By::time
                         ? times->numbers[row]
                         : day_of(times->numbers[row], times->states[row], zone);
  }
}

class Heap {
 public:
  Heap(std::size_t limit, Better better) : limit_(limit), better_(better) {}

  void offer(const Candidate& candidate) {
    if (limit_ == 0 || held_.size() < limit_) {
      held_.push_back(candidate);
      if (limit_ != 0) std::ranges::push_heap(held_, better_);
      return;
    }
    if (!better_(candidate, held_.front())) return;
    std::ranges::pop_heap(held_, better_);
    held_.back() = candidate;
    std::ranges::push_heap(held_, better_);
  }
  [[nodiscard]] const std::vector<Candidate>& held() const { return held_; }

 private:
  std::size_t limit_;
  Better better_;
  std::vector<Candidate> held_;
};

}  // namespace

FieldSet PostRank::fields() const {
  if (by == By::nothing) return {};
  if (by != By::rate) return {Field::posted_at};
  Request request;
  request.means.push_back(rate);
  return request.fields();
}

RankedPosts rank_posts(const Answers& answers, const PostRank& rank, std::size_t limit) {
  if (rank.by == PostRank::By::nothing) limit = 0;
  struct Worker {
    Heap heap;
    RowNumbers numbers;
    std::vector<std::uint8_t> selected;
    std::uint64_t count = 0;
  };
  const Better better{rank.descending};
  std::vector<Worker> workers;
  for (unsigned i = 0; i < std::max(1U, answers.threads); ++i)
    workers.push_back({Heap(limit, better), {}, {}, 0});
  FieldSet fields = answers.select.fields;
  fields.insert(rank.fields());
  answers.store.for_each(answers.threads, fields, [&](unsigned number, PostBatch& posts) {
    Worker& worker = workers[number];
    answers.select.choose(posts, worker.selected);
    find_numbers(rank, answers.zone, posts.batch, worker.numbers);
    const RowNumbers& numbers = worker.numbers;
    for (std::size_t row = 0; row < posts.batch.size; ++row) {
      if (worker.selected[row] == 0) continue;
      ++worker.count;
      worker.heap.offer({numbers.defined[row] != 0, numbers.exact ? numbers.counts[row] : 0,
                         numbers.exact ? 0.0 : numbers.values[row], posts.refs[row]});
    }
  });
  Heap best(limit, better);
  RankedPosts ranked;
  for (const Worker& worker : workers) {
    ranked.selected += worker.count;
    for (const Candidate& candidate : worker.heap.held()) best.offer(candidate);
  }
  for (const Candidate& candidate : best.held()) ranked.refs.push_back(candidate.ref);
  std::ranges::sort(ranked.refs);
  return ranked;
}

void visit_posts(
    const Answers& answers, const std::vector<PostRef>& refs, const Request& request,
    const FieldSet& fields,
    const std::function<void(const PostCells&, const Group&, const Aggregates&)>& visit) {
  BatchNumbers numbers(request);
  Aggregates sums;
  PostBatch chunk;
  std::vector<std::int64_t> groups;
  for (std::size_t begin = 0; begin < refs.size();) {
    std::size_t end = begin;
    while (end < refs.size() && refs[end].chunk == refs[begin].chunk) ++end;
    answers.store.unpack(refs[begin].chunk, fields, chunk);
    groups.assign(chunk.batch.size, -1);
    std::vector<std::size_t> rows;
    for (std::size_t i = begin; i < end; ++i) {
      rows.push_back(static_cast<std::size_t>(std::ranges::lower_bound(chunk.refs, refs[i]) -
                                              chunk.refs.begin()));
      groups[rows.back()] = static_cast<std::int64_t>(i - begin);
    }
    numbers.compute(chunk.batch);
    Accumulator accumulator(request, Grouping::total, answers.zone, numbers);
    accumulator.add_to(numbers, groups);
    sums = accumulator.finish();
    for (std::size_t i = 0; i < rows.size(); ++i)
      visit(PostCells(answers, chunk.batch, rows[i]), sums.groups[i], sums);
    begin = end;
  }
}

}  // namespace tiktok_kpi
