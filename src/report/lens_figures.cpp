// Two definitions of engagement are a path of three or four steps apart; every step is a metric
// over posts like any other.
#include "report/lens_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>

#include "aggregate/medians.hpp"
#include "report/metric_columns.hpp"

namespace tiktok_kpi {
namespace {

/// The definitions from ours to theirs.
std::vector<PostMetric> path_to(const Lens& lens, const Settings& settings) {
  const std::string_view lead = leading_engagement(settings);
  Engagement step = engagement_of(lead, settings);
  std::vector<PostMetric> path{post_metric(metric(lead))};
  step.set = lens.engagement.set;
  path.push_back(metric_of(step));
  step.denominator = lens.engagement.denominator;
  path.push_back(metric_of(step));
  step.kind = lens.engagement.kind;
  path.push_back(metric_of(step));
  return path;
}

Quantity difference(const Quantity& to, const Quantity& from) {
  if (!to.known()) return Quantity::missing(to.reason(), Unit::ratio);
  if (!from.known()) return Quantity::missing(from.reason(), Unit::ratio);
  if (to.exact_value() != nullptr && from.exact_value() != nullptr)
    if (const auto exact = subtract(*to.exact_value(), *from.exact_value()))
      return Quantity::exact(*exact, Unit::ratio);
  return Quantity::real(to.to_double() - from.to_double(), Unit::ratio);
}

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

/// The newest posts of every account and of all, and the groups that rows belong to because of it.
class Windows {
 public:
  Windows(const Answers& answers, std::size_t most) : answers_(answers), most_(most) { find(); }

  /// Rates of the chosen posts: of all of them at position 0, of an account at its entry + 1.
  [[nodiscard]] std::vector<std::optional<Evaluated>> rates(const PostMetric& metric) const;

 private:
  using Chosen = std::vector<std::pair<PostRef, std::uint32_t>>;
  void find();
  /// Adds the chosen posts up, a group each.
  [[nodiscard]] Aggregates add_up(const Request& request, const Chosen& chosen) const;

  const Answers& answers_;
  std::size_t most_;
  Chosen of_all_, of_creators_;  ///< ascending
};

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

std::vector<Quantity> cells(Quantity name, const LensFigures& figures) {
  return {std::move(name),
          figures.ours,
          figures.by_set,
          figures.by_denominator,
          figures.by_aggregation,
          figures.by_window,
          figures.theirs,
          Quantity::count(static_cast<Int128>(figures.posts_used)),
          Quantity::count(static_cast<Int128>(figures.posts_left_out))};
}

}  // namespace

Request needs_of_lens(const ReportContext& context, const Lens& lens) {
  Request request;
  for (const PostMetric& step : path_to(lens, context.settings))
    request.add(step.needs(context.settings));
  if (lens.newest > 0) request.kept.insert({Field::creator, Field::posted_at});
  return request;
}

LensTable::LensTable(Answers& answers, const Lens& lens)
    : answers_(answers), steps_(path_to(lens, answers.settings())) {
  if (lens.newest == 0) return;
  newest_ = Windows(answers, lens.newest).rates(steps_.back());
  newest_total_ = newest_.front();
  newest_.erase(newest_.begin());
}

LensFigures LensTable::figures(Aggregates& shape, std::size_t at, const Evaluated* newest) {
  const auto needs_medians = [](const PostMetric& step) {
    return step.kind() == MetricKind::median || step.kind() == MetricKind::ratio_of_medians;
  };
  if (shape.groups[at].medians.empty() && std::ranges::any_of(steps_, needs_medians)) {
    // Rows of a table are worked out together, all that are not yet.
    std::vector<std::uint8_t> wanted;
    for (const Group& group : shape.groups) wanted.push_back(group.medians.empty() ? 1 : 0);
    add_medians(shape, wanted, answers_.store, answers_.select, answers_.zone, answers_.threads);
  }
  std::vector<Evaluated> rates;
  for (const PostMetric& step : steps_)
    rates.push_back(step.bind(shape, answers_.settings()).evaluate(shape.groups[at]));
  LensFigures figures;
  figures.ours = rates[0].value;
  figures.by_set = difference(rates[1].value, rates[0].value);
  figures.by_denominator = difference(rates[2].value, rates[1].value);
  figures.by_aggregation = difference(rates[3].value, rates[2].value);
  const Evaluated& last = newest != nullptr ? *newest : rates[3];
  figures.by_window = difference(last.value, rates[3].value);
  figures.theirs = last.value;
  figures.posts_used = last.posts_used;
  figures.posts_left_out = shape.groups[at].posts - last.posts_used;
  return figures;
}

LensFigures LensTable::total() {
  return figures(answers_.aggregates.at(Grouping::total), 0,
                 newest_total_ ? &*newest_total_ : nullptr);
}

std::optional<LensFigures> LensTable::of_creator(std::uint32_t creator) {
  Aggregates& creators = answers_.aggregates.at(Grouping::creator);
  const auto group = std::ranges::lower_bound(creators.groups, creator, {}, &Group::id);
  if (group == creators.groups.end() || group->id != creator) return std::nullopt;
  const bool windowed = creator < newest_.size() && newest_[creator];
  return figures(creators, static_cast<std::size_t>(group - creators.groups.begin()),
                 windowed ? &*newest_[creator] : nullptr);
}

const Lens* lens_of_newest(const ReportContext& context) {
  if (context.table.lens.empty()) return nullptr;
  const Lens& lens = find_lens(context.table.lens);
  return lens.newest > 0 ? &lens : nullptr;
}

void add_newest_lens(Answers& answers, GroupTableSpec& spec) {
  const Lens* lens = lens_of_newest(answers.context);
  if (lens == nullptr) return;
  Definition definition = define(*lens);
  spec.leading.push_back(
      {.id = definition.id, .label = std::string(lens->label), .unit = Unit::ratio});
  if (std::ranges::find(answers.definitions, definition.id, &Definition::id) ==
      answers.definitions.end())
    answers.definitions.push_back(std::move(definition));
  spec.lead = [table = std::make_shared<LensTable>(answers, *lens),
               lead = spec.lead](const Group& group) {
    std::vector<Quantity> cells = lead(group);
    const auto figures = table->of_creator(group.id);
    cells.push_back(figures ? figures->theirs
                            : Quantity::missing(MissingReason::no_posts, Unit::ratio));
    return cells;
  };
}

void add_lens(Answers& answers, Section& section) {
  const TableOptions& options = answers.context.table;
  if (options.lens.empty()) return;
  const Lens& lens = find_lens(options.lens);
  const std::string_view lead = leading_engagement(answers.settings());
  LensTable figures(answers, lens);
  const auto part = [](std::string id, std::string label) {
    return Column{.id = std::move(id),
                  .label = std::move(label),
                  .unit = Unit::ratio,
                  .digits = 2,
                  .trend = true};
  };
  Table table;
  table.id = "headline.lens";
  table.title = fmt::format("As {} counts engagement", lens.label);
  table.columns = {
      {.id = "creator", .label = "posts of", .unit = Unit::text},
      {.id = "ours", .label = "ours", .unit = Unit::ratio, .digits = 2},
      part("by_set", "by set"),
      part("by_denominator", "by base"),
      part("by_aggregation", "by averaging"),
      part("by_window", "by window"),
      {.id = "theirs", .label = std::string(lens.label), .unit = Unit::ratio, .digits = 2},
      {.id = "posts_used", .label = "posts used", .unit = Unit::count, .detail = true},
      {.id = "posts_left_out", .label = "left out", .unit = Unit::count, .detail = true}};
  table.columns[5].detail = lens.newest == 0;
  table.rows.push_back(cells(Quantity::label("(all)"), figures.total()));
  // Creators as the table of creators has them: most views first.
  const Aggregates& creators = answers.aggregates.at(Grouping::creator);
  const BoundMetric views = post_metric(metric("total_views")).bind(creators, answers.settings());
  std::vector<std::pair<Quantity, std::uint32_t>> order;
  for (const Group& group : creators.groups)
    order.emplace_back(views.evaluate(group).value, group.id);
  std::ranges::stable_sort(order, [](const auto& a, const auto& b) {
    if (a.first.known() != b.first.known()) return a.first.known();
    return Quantity::compare(a.first, b.first) > 0;
  });
  table.total_rows = order.size() + 1;
  constexpr std::size_t usual_limit = 20;
  const std::size_t limit = options.limit.value_or(usual_limit);
  if (limit > 0 && order.size() > limit) order.resize(limit);
  for (const auto& [count, creator] : order)
    if (const auto of = figures.of_creator(creator))
      table.rows.push_back(
          cells(Quantity::label("@" + answers.store.creators().spelling(creator)), *of));
  table.note = fmt::format(
      "Ours is {} ({}). {}: {}{}. From ours the definition is changed in the order of the columns, one thing at a time: the parts are percentage points and add up.",
      lead, in_words(engagement_of(lead, answers.settings())), lens.label,
      in_words(lens.engagement),
      lens.newest > 0 ? fmt::format(", of the newest {} posts", lens.newest) : "");
  section.blocks.emplace_back(std::move(table));
  if (lens.newest > 0) answers.definitions.push_back(define(lens));
}

}  // namespace tiktok_kpi
