// Arguments to batches, which go the way of every export: store, accumulator, medians.
#include "metrics/argument_posts.hpp"

#include <algorithm>
#include <array>

#include "aggregate/accumulator.hpp"
#include "aggregate/medians.hpp"
#include "aggregate/row_numbers.hpp"
#include "aggregate/store.hpp"
#include "metrics/linear.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// The cell in storage units, half away from zero when it has more digits than they hold.
std::optional<std::int64_t> stored(const Quantity& figure, Field field) {
  if (const bool* flag = figure.flag_value()) return *flag ? 1 : 0;
  const Rational* exact = figure.exact_value();
  if (exact == nullptr) return std::nullopt;
  const auto scaled = multiply(*exact, Rational(storage_scale(field)));
  const auto whole = scaled ? Rational::parse(scaled->to_fixed(0)) : std::nullopt;
  if (!whole || whole->numerator() > INT64_MAX || whole->numerator() < INT64_MIN)
    return std::nullopt;
  return static_cast<std::int64_t>(whole->numerator());
}

void put(BatchColumn& column, Field field, const Quantity& figure) {
  const auto number = stored(figure, field);
  const bool negative = number && *number < 0 && row_of(field).type != FieldType::money;
  column.numbers.push_back(number.value_or(0));
  column.states.push_back(!number    ? CellState::missing
                          : negative ? CellState::invalid
                                     : CellState::value);
}

void put(Batch& batch, const Arguments& post) {
  for (const Field field : batch.asked)
    put(*batch.column(field), field, post.figure(name_of(field)));
  ++batch.size;
}

Batch empty_batch(const FieldSet& fields) {
  Batch batch;
  for (const FieldRow& row : tiktok_kpi::fields()) {
    if (!fields.contains(row.field) || !is_summable(row.field)) continue;
    batch.asked.push_back(row.field);
    batch.columns[static_cast<std::size_t>(row.field)] = std::make_unique<BatchColumn>();
  }
  return batch;
}

}  // namespace

std::vector<Batch> batches_of(const Arguments& arguments, const FieldSet& fields) {
  std::vector<Batch> batches;
  const auto add_post = [&](const Arguments& post) {
    if (batches.empty() || batches.back().size == Batch::capacity) {
      batches.push_back(empty_batch(fields));
      batches.back().origin.block = static_cast<std::uint32_t>(batches.size());
    }
    put(batches.back(), post);
  };
  if (!arguments.has("posts")) add_post(arguments);
  for (const Argument& post : arguments.items("posts")) add_post(Arguments::of(post));
  return batches;
}

Aggregates aggregate_posts(const Arguments& arguments, const Request& request) {
  Store store(request.fields());
  store.begin(1);
  Dictionaries dictionaries;
  for (const Batch& batch : batches_of(arguments, request.fields()))
    store.accept(0, batch, dictionaries);
  store.end(0, std::move(dictionaries));
  store.finish();

  Request total = request;
  total.groupings = {Grouping::total};
  const PostSelector all{{}, [](const PostBatch& posts, std::vector<std::uint8_t>& selected) {
                           selected.assign(posts.batch.size, 1);
                         }};
  Aggregates result = accumulate(store, {&total, 1}, all, TimeZone::utc(), 1).front();
  add_medians(result, {1}, store, all, TimeZone::utc(), 1);
  return result;
}

Settings with_options(Settings settings, const Arguments& arguments) {
  const auto choose = [&](std::string_view name, auto& target, auto&& choices) {
    if (!arguments.has(name)) return;
    const std::string text = arguments.text(name);
    for (const auto& [word, value] : choices)
      if (text == word) {
        target = value;
        return;
      }
    throw Error("bad-vector", "\"" + text + "\" is no value of " + std::string(name));
  };
  using Sets = std::pair<std::string_view, InteractionSet>;
  using Modes = std::pair<std::string_view, MissingMode>;
  choose("set", settings.set,
         std::array{Sets{"lc", InteractionSet::likes_comments},
                    Sets{"lcs", InteractionSet::likes_comments_shares},
                    Sets{"lcss", InteractionSet::likes_comments_shares_saves}});
  choose("missing", settings.missing,
         std::array{Modes{"strict", MissingMode::strict}, Modes{"partial", MissingMode::partial},
                    Modes{"zero", MissingMode::zero}});
  using Bases = std::pair<std::string_view, ClickBase>;
  choose(
      "denominator", settings.ctr_denominator,
      std::array{Bases{"views", ClickBase::views}, Bases{"impressions", ClickBase::impressions}});
  if (const auto confidence = arguments.number("confidence"))
    settings.confidence = confidence->to_double();
  return settings;
}

Argument evaluate(const Metric& metric, const Arguments& arguments, const Settings& settings) {
  const Settings own = with_options(settings, arguments);
  if (metric.answer != nullptr) return metric.answer(arguments, own);
  if (metric.function != nullptr && !(is_over_posts(metric) && arguments.has("posts")))
    return metric.function(arguments, own);
  const PostMetric& over_posts = post_metric(metric);
  const Aggregates aggregates = aggregate_posts(arguments, over_posts.needs(own));
  return over_posts.bind(aggregates, own).evaluate(aggregates.groups.front()).value;
}

}  // namespace tiktok_kpi
