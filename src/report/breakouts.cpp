// Posts of a creator in order of time pass into two heaps whose tops are the middle: the smaller
// half with its largest on top, the larger half with its smallest.
#include "report/breakouts.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <tuple>

namespace tiktok_kpi {
namespace {

class RunningMedian {
 public:
  void add(std::int64_t value) {
    if (low_.empty() || value <= low_.top())
      low_.push(value);
    else
      high_.push(value);
    if (low_.size() > high_.size() + 1) {
      high_.push(low_.top());
      low_.pop();
    } else if (high_.size() > low_.size()) {
      low_.push(high_.top());
      high_.pop();
    }
  }
  [[nodiscard]] std::optional<Rational> value() const {
    if (low_.empty()) return std::nullopt;
    if (low_.size() > high_.size()) return Rational(low_.top());
    return Rational::make(Int128{low_.top()} + high_.top(), 2);
  }

 private:
  std::priority_queue<std::int64_t> low_;
  std::priority_queue<std::int64_t, std::vector<std::int64_t>, std::greater<>> high_;
};

struct Earlier {
  std::uint32_t creator = 0;
  std::int64_t until = 0;  ///< counts for posts after this instant
  std::int64_t views = 0;
};

constexpr std::int64_t day_s = 86'400;

/// Views of every post of the wanted creators that has views and a date.
std::vector<Earlier> views_of(const Answers& answers, const std::vector<std::uint8_t>& wanted) {
  std::vector<std::vector<Earlier>> workers(std::max(1U, answers.threads));
  answers.store.for_each(
      answers.threads, {Field::creator, Field::posted_at, Field::views},
      [&](unsigned worker, PostBatch& posts) {
        const Batch& batch = posts.batch;
        const BatchColumn* creators = batch.column(Field::creator);
        const BatchColumn* times = batch.column(Field::posted_at);
        const BatchColumn* views = batch.column(Field::views);
        if (creators == nullptr || times == nullptr || views == nullptr) return;
        for (std::size_t row = 0; row < batch.size; ++row) {
          if (creators->states[row] != CellState::value || views->states[row] != CellState::value ||
              times->states[row] == CellState::missing)
            continue;
          const auto creator = static_cast<std::uint32_t>(creators->numbers[row]);
          if (wanted[creator] == 0) continue;
          const std::int64_t time = times->numbers[row];
          // Known by day only: not before the day is over.
          const std::int64_t until = times->states[row] == CellState::day
                                         ? answers.zone.instant_of(time + day_s) - 1
                                         : time;
          workers[worker].push_back({creator, until, views->numbers[row]});
        }
      });
  std::vector<Earlier> all = std::move(workers.front());
  for (std::size_t i = 1; i < workers.size(); ++i)
    all.insert(all.end(), workers[i].begin(), workers[i].end());
  std::ranges::sort(all, {}, [](const Earlier& post) {
    return std::tuple(post.creator, post.until, post.views);
  });
  return all;
}

}  // namespace

std::vector<std::optional<Rational>> median_views_before(const Answers& answers,
                                                         std::span<const DatedPost> posts) {
  std::vector<std::uint8_t> wanted(answers.store.creators().size());
  struct Question {
    std::uint32_t creator = 0;
    std::int64_t at = 0;
    std::size_t post = 0;
  };
  std::vector<Question> questions;
  for (std::size_t i = 0; i < posts.size(); ++i) {
    if (!posts[i].creator || posts[i].state == CellState::missing) continue;
    wanted[*posts[i].creator] = 1;
    questions.push_back(
        {*posts[i].creator,
         posts[i].state == CellState::day ? answers.zone.instant_of(posts[i].time) : posts[i].time,
         i});
  }
  std::ranges::sort(questions, {}, [](const Question& question) {
    return std::tuple(question.creator, question.at, question.post);
  });
  std::vector<std::optional<Rational>> medians(posts.size());
  if (questions.empty()) return medians;
  const std::vector<Earlier> earlier = views_of(answers, wanted);
  RunningMedian median;
  std::size_t next = 0;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    if (i > 0 && questions[i - 1].creator != question.creator) median = {};
    while (next < earlier.size() && earlier[next].creator < question.creator) ++next;
    for (; next < earlier.size() && earlier[next].creator == question.creator &&
           earlier[next].until < question.at;
         ++next)
      median.add(earlier[next].views);
    medians[question.post] = median.value();
  }
  return medians;
}

}  // namespace tiktok_kpi
