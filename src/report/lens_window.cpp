// Rows are chosen in one pass and added up in another, each to the group it was chosen for.
#include "report/lens_window.hpp"

#include <algorithm>
#include <limits>

namespace tiktok_kpi {
namespace {

struct Dated {
  std::int64_t time = 0;
  PostRef ref;
};
/// Newest first; of equal ones, as of those without a date, the one that stands first.
bool newer(const Dated& a, const Dated& b) {
  return a.time != b.time ? a.time > b.time : a.ref < b.ref;
}

/// The newest posts of a group; the oldest of them is on top.
class Newest {
 public:
  void offer(const Dated& post, std::size_t most) {
    if (held_.size() == most) {
      if (!newer(post, held_.front())) return;
      std::ranges::pop_heap(held_, newer);
      held_.pop_back();
    }
    held_.push_back(post);
    std::ranges::push_heap(held_, newer);
  }
  [[nodiscard]] const std::vector<Dated>& held() const { return held_; }

 private:
  std::vector<Dated> held_;
};

}  // namespace

void Windows::find() {
  struct Worker {
    Newest all;
    std::vector<Newest> creators;
    std::vector<std::uint8_t> selected;
  };
  std::vector<Worker> workers(std::max(1U, answers_.threads));
  for (Worker& worker : workers) worker.creators.resize(answers_.store.creators().size());
  FieldSet fields = answers_.select.fields;
  fields.insert({Field::creator, Field::posted_at});
  answers_.store.for_each(answers_.threads, fields, [&](unsigned number, PostBatch& posts) {
    Worker& worker = workers[number];
    answers_.select.choose(posts, worker.selected);
    const BatchColumn* names = posts.batch.column(Field::creator);
    const BatchColumn* times = posts.batch.column(Field::posted_at);
    for (std::size_t row = 0; row < posts.batch.size; ++row) {
      if (worker.selected[row] == 0) continue;
      const bool dated = times != nullptr && times->states[row] != CellState::missing;
      const Dated post{dated ? times->numbers[row] : std::numeric_limits<std::int64_t>::min(),
                       posts.refs[row]};
      worker.all.offer(post, most_);
      if (names != nullptr && names->states[row] == CellState::value)
        worker.creators[static_cast<std::size_t>(names->numbers[row])].offer(post, most_);
    }
  });
  const auto unite = [&](const auto& of_worker, std::uint32_t group, Chosen& chosen) {
    Newest all;
    for (const Worker& worker : workers)
      for (const Dated& post : of_worker(worker).held()) all.offer(post, most_);
    for (const Dated& post : all.held()) chosen.emplace_back(post.ref, group);
  };
  unite([](const Worker& worker) -> const Newest& { return worker.all; }, 0, of_all_);
  for (std::uint32_t i = 0; i < answers_.store.creators().size(); ++i)
    unite([i](const Worker& worker) -> const Newest& { return worker.creators[i]; }, i,
          of_creators_);
  std::ranges::sort(of_all_);
  std::ranges::sort(of_creators_);
}

Aggregates Windows::add_up(const Request& request, const Chosen& chosen) const {
  struct Worker {
    BatchNumbers numbers;
    Accumulator sums;
    std::vector<std::int64_t> groups;
  };
  std::vector<Worker> workers;
  for (unsigned i = 0; i < std::max(1U, answers_.threads); ++i) {
    BatchNumbers numbers(request);
    Accumulator sums(request, Grouping::total, answers_.zone, numbers);
    workers.push_back({std::move(numbers), std::move(sums), {}});
  }
  answers_.store.for_each(
      answers_.threads, request.fields(), [&](unsigned number, PostBatch& posts) {
        Worker& worker = workers[number];
        worker.groups.assign(posts.batch.size, -1);
        if (posts.refs.empty()) return;
        auto at =
            std::ranges::lower_bound(chosen, posts.refs.front(), {}, &Chosen::value_type::first);
        for (std::size_t row = 0; row < posts.batch.size && at != chosen.end(); ++row) {
          while (at != chosen.end() && at->first < posts.refs[row]) ++at;
          if (at != chosen.end() && at->first == posts.refs[row])
            worker.groups[row] = static_cast<std::int64_t>(at->second);
        }
        worker.numbers.compute(posts.batch);
        worker.sums.add_to(worker.numbers, worker.groups);
      });
  for (std::size_t i = 1; i < workers.size(); ++i) workers.front().sums.merge(workers[i].sums);
  return workers.front().sums.finish();
}

std::vector<std::optional<Evaluated>> Windows::rates(const PostMetric& metric) const {
  const Request request = metric.needs(answers_.settings());
  std::vector<std::optional<Evaluated>> rates(answers_.store.creators().size() + 1);
  const auto evaluate = [&](const Chosen& chosen, std::size_t offset) {
    const Aggregates sums = add_up(request, chosen);
    const BoundMetric bound = metric.bind(sums, answers_.settings());
    for (const Group& group : sums.groups)
      if (group.posts > 0) rates[group.id + offset] = bound.evaluate(group);
  };
  evaluate(of_all_, 0);
  evaluate(of_creators_, 1);
  return rates;
}

}  // namespace tiktok_kpi
