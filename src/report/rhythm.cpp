// Days are gathered; hours of the week are 168 groups of an accumulator, whose mean rate is the
// registry's.
#include "report/rhythm.hpp"

#include <algorithm>
#include <array>

namespace tiktok_kpi {
namespace {

constexpr std::uint32_t not_asked = 0xFFFF'FFFF;

void append(std::vector<std::int32_t>& to, const std::vector<std::int32_t>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

SlotMean mean_of(const BoundMetric& rate, const Group& group) {
  const Evaluated evaluated = rate.evaluate(group);
  const Rational* exact = evaluated.value.exact_value();
  return exact != nullptr ? SlotMean{static_cast<std::int64_t>(evaluated.posts_used), *exact}
                          : SlotMean{};
}

}  // namespace

std::vector<PostingDays> posting_days(const Answers& answers,
                                      const std::vector<std::uint32_t>& creators) {
  std::vector<std::uint32_t> position(answers.store.creators().size(), not_asked);
  for (std::uint32_t i = 0; i < creators.size(); ++i) position[creators[i]] = i;
  const std::size_t threads = std::max(1U, answers.threads);
  std::vector<std::vector<PostingDays>> workers(threads, std::vector<PostingDays>(creators.size()));
  std::vector<std::vector<std::uint8_t>> selected(threads);
  FieldSet fields = answers.select.fields;
  fields.insert({Field::creator, Field::posted_at});
  answers.store.for_each(answers.threads, fields, [&](unsigned worker, PostBatch& posts) {
    answers.select.choose(posts, selected[worker]);
    const BatchColumn* names = posts.batch.column(Field::creator);
    const BatchColumn* times = posts.batch.column(Field::posted_at);
    if (names == nullptr || times == nullptr) return;
    for (std::size_t row = 0; row < posts.batch.size; ++row) {
      if (names->states[row] != CellState::value || times->states[row] == CellState::missing)
        continue;
      const std::uint32_t at = position[static_cast<std::size_t>(names->numbers[row])];
      if (at == not_asked) continue;
      const std::int32_t day = day_of(times->numbers[row], times->states[row], answers.zone);
      workers[worker][at].all.push_back(day);
      if (selected[worker][row] != 0) workers[worker][at].campaign.push_back(day);
    }
  });
  std::vector<PostingDays> days = std::move(workers.front());
  for (std::size_t i = 0; i < days.size(); ++i) {
    for (std::size_t worker = 1; worker < threads; ++worker) {
      append(days[i].all, workers[worker][i].all);
      append(days[i].campaign, workers[worker][i].campaign);
    }
    std::ranges::sort(days[i].all);
    std::ranges::sort(days[i].campaign);
  }
  return days;
}

FieldSet fields_of_best_slot(const Settings& settings) {
  FieldSet fields = needs(metric("er_views_mean"), settings).fields();
  fields.insert({Field::creator, Field::posted_at});
  return fields;
}

BestSlot best_slot_of(const Answers& answers) {
  const Request request = needs(metric("er_views_mean"), answers.settings());
  std::vector<std::uint8_t> wanted(answers.store.creators().size());
  for (const Group& group : answers.aggregates.at(Grouping::creator).groups) wanted[group.id] = 1;
  const std::size_t threads = std::max(1U, answers.threads);
  struct Worker {
    BatchNumbers numbers;
    Accumulator hours;
    std::vector<std::uint8_t> selected;
    std::vector<std::int64_t> slots;
  };
  std::vector<Worker> workers;
  for (std::size_t i = 0; i < threads; ++i) {
    BatchNumbers numbers(request);
    Accumulator hours_of_worker(request, Grouping::total, answers.zone, numbers);
    workers.push_back({std::move(numbers), std::move(hours_of_worker), {}, {}});
  }
  FieldSet fields = answers.select.fields;
  fields.insert(fields_of_best_slot(answers.settings()));
  answers.store.for_each(answers.threads, fields, [&](unsigned number, PostBatch& posts) {
    Worker& worker = workers[number];
    answers.select.choose(posts, worker.selected);
    worker.slots.assign(posts.batch.size, -1);
    const BatchColumn* names = posts.batch.column(Field::creator);
    const BatchColumn* times = posts.batch.column(Field::posted_at);
    if (times == nullptr) return;
    for (std::size_t row = 0; row < posts.batch.size; ++row) {
      if (times->states[row] != CellState::value) continue;
      const bool named = names != nullptr && names->states[row] == CellState::value;
      if (named ? wanted[static_cast<std::size_t>(names->numbers[row])] == 0
                : worker.selected[row] == 0)
        continue;
      worker.slots[row] = static_cast<std::int64_t>(
          slot_of(times->numbers[row] + answers.zone.offset_at(times->numbers[row])));
    }
    worker.numbers.compute(posts.batch);
    worker.hours.add_to(worker.numbers, worker.slots);
  });
  for (std::size_t worker = 1; worker < threads; ++worker)
    workers.front().hours.merge(workers[worker].hours);
  const Aggregates hours = workers.front().hours.finish();
  const BoundMetric rate = post_metric(metric("er_views_mean")).bind(hours, answers.settings());
  std::array<SlotMean, slot_count> means;
  Group all = hours.groups.front();
  for (const Group& hour : hours.groups) {
    means[hour.id] = mean_of(rate, hour);
    if (&hour != &hours.groups.front()) all = Aggregates::merge(all, hour);
  }
  return best_slot(means, mean_of(rate, all), answers.settings());
}

}  // namespace tiktok_kpi
