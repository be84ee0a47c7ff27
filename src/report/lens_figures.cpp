// Two definitions of engagement are a path of three or four steps apart; every step is a metric
// over posts like any other.
#include "report/lens_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "aggregate/medians.hpp"
#include "aggregate/row_numbers.hpp"
#include "aggregate/store.hpp"
#include "report/lens_window.hpp"
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

/// The rates of all steps of one post: where each is defined, the steps are about the same posts.
std::vector<RowRate> rates_of_a_post(const Lens& lens, const Settings& settings) {
  std::vector<RowRate> rates;
  Engagement step = engagement_of(leading_engagement(settings), settings);
  step.kind = MetricKind::mean;
  const auto take = [&] {
    const Request request = metric_of(step).needs(settings);
    rates.insert(rates.end(), request.means.begin(), request.means.end());
  };
  take();
  step.set = lens.engagement.set;
  take();
  step.denominator = lens.engagement.denominator;
  take();
  return rates;
}

/// The selected posts that every step can use.
PostSelector usable_by_all(const PostSelector& select, std::vector<RowRate> rates) {
  FieldSet fields = select.fields;
  for (const RowRate& rate : rates) {
    for (const Field field : rate.numerator) fields.insert(field);
    if (rate.denominator) fields.insert(*rate.denominator);
  }
  return {fields, [choose = select.choose, rates = std::move(rates)](
                      const PostBatch& posts, std::vector<std::uint8_t>& selected) {
            choose(posts, selected);
            RowNumbers numbers;
            for (const RowRate& rate : rates) {
              compute_rows(rate, posts.batch, numbers);
              for (std::size_t row = 0; row < posts.batch.size; ++row)
                if (numbers.defined[row] == 0) selected[row] = 0;
            }
          }};
}

Quantity sum(const Quantity& a, const Quantity& b) {
  if (!a.known() || !b.known()) return Quantity::missing((a.known() ? b : a).reason(), Unit::ratio);
  if (a.exact_value() != nullptr && b.exact_value() != nullptr)
    if (const auto exact = add(*a.exact_value(), *b.exact_value()))
      return Quantity::exact(*exact, Unit::ratio);
  return Quantity::real(a.to_double() + b.to_double(), Unit::ratio);
}

Quantity difference(const Quantity& to, const Quantity& from) {
  if (!to.known()) return Quantity::missing(to.reason(), Unit::ratio);
  if (!from.known()) return Quantity::missing(from.reason(), Unit::ratio);
  if (to.exact_value() != nullptr && from.exact_value() != nullptr)
    if (const auto exact = subtract(*to.exact_value(), *from.exact_value()))
      return Quantity::exact(*exact, Unit::ratio);
  return Quantity::real(to.to_double() - from.to_double(), Unit::ratio);
}

std::vector<Quantity> cells(Quantity name, const LensFigures& figures) {
  return {std::move(name),
          figures.ours,
          figures.by_posts,
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
    : answers_(answers), lens_(&lens), steps_(path_to(lens, answers.settings())) {
  if (lens.newest == 0) return;
  newest_ = Windows(answers, lens.newest).rates(steps_.back());
  newest_total_ = newest_.front();
  newest_.erase(newest_.begin());
}

void LensTable::find_common() {
  if (std::exchange(common_found_, true)) return;
  const std::vector<Evaluated> rates =
      rates_of(answers_.aggregates.at(Grouping::total), 0, answers_.select);
  const std::uint64_t posts = answers_.aggregates.at(Grouping::total).groups.front().posts;
  if (std::ranges::all_of(rates, [&](const Evaluated& rate) { return rate.posts_used == posts; }))
    return;
  common_ =
      Common{usable_by_all(answers_.select, rates_of_a_post(*lens_, answers_.settings())), {}, {}};
  Request request;
  for (const PostMetric& step : steps_) request.add(step.needs(answers_.settings()));
  std::vector<Request> requests{request, request};
  requests[0].groupings = {Grouping::total};
  requests[1].groupings = {Grouping::creator};
  std::vector<Aggregates> sums =
      accumulate(answers_.store, requests, common_->select, answers_.zone, answers_.threads);
  common_->total = std::move(sums[0]);
  common_->creators = std::move(sums[1]);
}

std::vector<Evaluated> LensTable::rates_of(Aggregates& shape, std::size_t at,
                                           const PostSelector& select) {
  const auto needs_medians = [](const PostMetric& step) {
    return step.kind() == MetricKind::median || step.kind() == MetricKind::ratio_of_medians;
  };
  if (shape.groups[at].medians.empty() && std::ranges::any_of(steps_, needs_medians)) {
    // Rows of a table are worked out together, all that are not yet.
    std::vector<std::uint8_t> wanted;
    for (const Group& group : shape.groups) wanted.push_back(group.medians.empty() ? 1 : 0);
    add_medians(shape, wanted, answers_.store, select, answers_.zone, answers_.threads);
  }
  std::vector<Evaluated> rates;
  for (const PostMetric& step : steps_)
    rates.push_back(step.bind(shape, answers_.settings()).evaluate(shape.groups[at]));
  return rates;
}

LensFigures LensTable::figures(Aggregates& shape, std::size_t at, const Evaluated* newest) {
  const std::vector<Evaluated> all = rates_of(shape, at, answers_.select);
  const Evaluated& last = newest != nullptr ? *newest : all.back();
  LensFigures figures;
  figures.ours = all.front().value;
  figures.theirs = last.value;
  figures.posts_used = last.posts_used;
  figures.posts_left_out = shape.groups[at].posts - last.posts_used;
  figures.by_window = difference(last.value, all.back().value);
  figures.by_posts = Quantity::exact(Rational(0), Unit::ratio);
  std::vector<Evaluated> steps = all;
  // Without a rate of the vendor's there is no difference to take apart, but its first parts.
  if (common_ && last.value.known()) {
    Aggregates& common = shape.grouping == Grouping::total ? common_->total : common_->creators;
    const auto group = std::ranges::lower_bound(common.groups, shape.groups[at].id, {}, &Group::id);
    if (group != common.groups.end() && group->id == shape.groups[at].id) {
      steps = rates_of(common, static_cast<std::size_t>(group - common.groups.begin()),
                       common_->select);
    } else {
      for (Evaluated& step : steps)
        step = {Quantity::missing(MissingReason::no_posts, Unit::ratio), 0, shape.groups[at].posts};
    }
    figures.by_posts = sum(difference(steps.front().value, all.front().value),
                           difference(all.back().value, steps.back().value));
    figures.other_posts = steps.front().posts_used != all.front().posts_used ||
                          steps.back().posts_used != all.back().posts_used;
  }
  figures.by_set = difference(steps[1].value, steps[0].value);
  figures.by_denominator = difference(steps[2].value, steps[1].value);
  figures.by_aggregation = difference(steps[3].value, steps[2].value);
  return figures;
}

LensFigures LensTable::total() {
  find_common();
  return figures(answers_.aggregates.at(Grouping::total), 0,
                 newest_total_ ? &*newest_total_ : nullptr);
}

std::optional<LensFigures> LensTable::of_creator(std::uint32_t creator) {
  Aggregates& creators = answers_.aggregates.at(Grouping::creator);
  const auto group = std::ranges::lower_bound(creators.groups, creator, {}, &Group::id);
  if (group == creators.groups.end() || group->id != creator) return std::nullopt;
  find_common();
  const bool windowed = creator < newest_.size() && newest_[creator];
  return figures(creators, static_cast<std::size_t>(group - creators.groups.begin()),
                 windowed ? &*newest_[creator] : nullptr);
}

Quantity LensTable::rate_of_newest() const {
  return newest_total_ ? newest_total_->value
                       : Quantity::missing(MissingReason::no_posts, Unit::ratio);
}

Quantity LensTable::rate_of_newest(std::uint32_t creator) const {
  return creator < newest_.size() && newest_[creator]
             ? newest_[creator]->value
             : Quantity::missing(MissingReason::no_posts, Unit::ratio);
}

LensTable& lens_table(Answers& answers) {
  if (!answers.lens)
    answers.lens = std::make_shared<LensTable>(answers, find_lens(answers.context.table.lens));
  return *answers.lens;
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
  spec.lead = [table = &lens_table(answers), lead = spec.lead](const Group& group) {
    std::vector<Quantity> cells = lead(group);
    cells.push_back(table->rate_of_newest(group.id));
    return cells;
  };
}

void add_newest_lens(Answers& answers, Document& document, Figures& figures) {
  const Lens* lens = lens_of_newest(answers.context);
  if (lens == nullptr) return;
  Definition definition = define(*lens);
  const Column column{.id = definition.id, .label = std::string(lens->label), .unit = Unit::ratio};
  const Quantity rate = lens_table(answers).rate_of_newest();
  document.totals.push_back({column, rate});
  figures.items.push_back({column, rate});
  answers.definitions.push_back(std::move(definition));
}

void add_lens(Answers& answers, Section& section) {
  const TableOptions& options = answers.context.table;
  if (options.lens.empty()) return;
  const Lens& lens = find_lens(options.lens);
  const std::string_view lead = leading_engagement(answers.settings());
  LensTable& figures = lens_table(answers);
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
      part("by_posts", "by posts"),
      part("by_set", "by set"),
      part("by_denominator", "by base"),
      part("by_aggregation", "by averaging"),
      part("by_window", "by window"),
      {.id = "theirs", .label = std::string(lens.label), .unit = Unit::ratio, .digits = 2},
      {.id = "posts_used", .label = "posts used", .unit = Unit::count},
      {.id = "posts_left_out", .label = "left out", .unit = Unit::count}};
  bool other_posts = false;
  bool left_out = false;
  const auto add_row = [&](Quantity name, const LensFigures& of) {
    other_posts = other_posts || of.other_posts;
    left_out = left_out || of.posts_left_out > 0;
    table.rows.push_back(cells(std::move(name), of));
  };
  add_row(Quantity::label("(all)"), figures.total());
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
      add_row(Quantity::label("@" + answers.store.creators().spelling(creator)), *of);
  for (Column& column : table.columns) {
    if (column.id == "by_posts") column.detail = !other_posts;
    if (column.id == "by_window") column.detail = lens.newest == 0;
    if (column.id.starts_with("posts_")) column.detail = !left_out;
  }
  table.note = fmt::format(
      "Ours is {} ({}). {}: {}{}. From ours the definition is changed in the order of the columns, one thing at a time: the parts are percentage points and add up.{}",
      lead, in_words(engagement_of(lead, answers.settings())), lens.label,
      in_words(lens.engagement),
      lens.newest > 0 ? fmt::format(", of the newest {} posts", lens.newest) : "",
      other_posts
          ? " Posts that lack what one of the definitions counts or divides by make the part by posts; the others compare the same posts."
          : "");
  section.blocks.emplace_back(std::move(table));
}

}  // namespace tiktok_kpi
