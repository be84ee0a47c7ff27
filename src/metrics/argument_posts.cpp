// Arguments to batches, and batches to the aggregates of one group.
#include "metrics/argument_posts.hpp"

#include <algorithm>
#include <array>

#include "metrics/linear.hpp"
#include "metrics/statistics.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// The cell in storage units, half away from zero when it has more digits than they hold.
std::optional<std::int64_t> stored(const Quantity& figure, Field field) {
  if (const bool* flag = figure.flag_value()) return *flag ? 1 : 0;
  const Rational* exact = figure.exact_value();
  if (exact == nullptr) return std::nullopt;
  const auto scaled = multiply(*exact, Rational(scale_of(field)));
  const auto whole = scaled ? Rational::parse(scaled->to_fixed(0)) : std::nullopt;
  if (!whole || whole->numerator() > INT64_MAX || whole->numerator() < INT64_MIN) return std::nullopt;
  return static_cast<std::int64_t>(whole->numerator());
}

void put(BatchColumn& column, Field field, const Quantity& figure) {
  const auto number = stored(figure, field);
  const bool negative = number && *number < 0 && row_of(field).type != FieldType::money;
  column.numbers.push_back(number.value_or(0));
  column.states.push_back(!number ? CellState::missing : negative ? CellState::invalid : CellState::value);
}

void put(Batch& batch, const Arguments& post) {
  for (const Field field : batch.asked) put(*batch.column(field), field, post.figure(name_of(field)));
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

Presence presence_of(const BatchColumn& column, std::size_t row) {
  if (column.states[row] == CellState::missing) return Presence::missing;
  if (column.states[row] == CellState::invalid) return Presence::invalid;
  return column.numbers[row] == 0 ? Presence::zero : Presence::positive;
}

/// The value of a row rate in one row: a sum of fields over a denominator.
std::optional<Rational> rate_of(const RowRate& rate, const Batch& batch, std::size_t row) {
  Rational total;
  bool any = false;
  for (const Field field : rate.numerator) {
    const BatchColumn& column = *batch.column(field);
    const Presence state = presence_of(column, row);
    if (state == Presence::invalid || (state == Presence::missing && rate.missing == MissingMode::strict)) return std::nullopt;
    if (state == Presence::missing) continue;
    any = true;
    const auto cell = Rational::make(column.numbers[row], scale_of(field));
    const auto sum = cell ? add(total, *cell) : std::nullopt;
    if (!sum) return std::nullopt;
    total = *sum;
  }
  if (!any && rate.missing != MissingMode::zero) return std::nullopt;
  const auto above_zero = [&](Field field) {
    const BatchColumn& column = *batch.column(field);
    return presence_of(column, row) == Presence::positive && column.numbers[row] > 0;
  };
  if (rate.positive && !above_zero(*rate.positive)) return std::nullopt;
  if (!rate.denominator) return total;
  if (!above_zero(*rate.denominator)) return std::nullopt;
  const auto bottom = Rational::make(batch.column(*rate.denominator)->numbers[row], scale_of(*rate.denominator));
  return bottom ? divide(total, *bottom) : std::nullopt;
}

std::vector<Rational> values_of(const RowRate& rate, const std::vector<Batch>& batches) {
  std::vector<Rational> values;
  for (const Batch& batch : batches) {
    if (rate.formula == nullptr) {
      for (std::size_t row = 0; row < batch.size; ++row)
        if (const auto value = rate_of(rate, batch, row)) values.push_back(*value);
      continue;
    }
    std::vector<double> numbers(batch.size);
    std::vector<std::uint8_t> defined(batch.size);
    rate.formula->evaluate(batch, numbers, defined);
    for (std::size_t row = 0; row < batch.size; ++row)
      if (defined[row] != 0)
        if (const auto value = decimal_of(numbers[row])) values.push_back(*value);
  }
  return values;
}

MeanSum mean_of(const std::vector<Rational>& values) {
  MeanSum mean;
  for (const Rational& value : values) {
    // Whole part and rest apart, so that the shift by 60 bits does not overflow.
    const Int128 whole = value.numerator() / value.denominator();
    const auto rest = checked_multiply(value.numerator() % value.denominator(), Int128{1} << MeanSum::fraction_bits);
    const Int128 fraction = rest ? *rest / value.denominator() : 0;
    mean.fixed += (whole << MeanSum::fraction_bits) + fraction;
    ++mean.rows;
  }
  return mean;
}

Quantity median_of(std::vector<Rational> values) {
  if (values.empty()) return Quantity::missing(MissingReason::no_posts);
  const auto middle = median(std::move(values));
  const auto rounded = middle ? Rational::parse(middle->to_fixed(12)) : std::nullopt;
  return rounded ? Quantity::exact(*rounded, Unit::none) : Quantity::missing(MissingReason::overflow);
}

void add_sums(const Aggregates& shape, const Batch& batch, std::size_t row, Group& group) {
  Pattern pattern = 0;
  for (std::size_t i = 0; i < shape.fields.size(); ++i) pattern = with_presence(pattern, i, presence_of(*batch.column(shape.fields[i]), row));
  auto at = std::ranges::lower_bound(group.patterns, pattern, {}, &PatternSums::pattern);
  if (at == group.patterns.end() || at->pattern != pattern)
    at = group.patterns.insert(at, PatternSums{pattern, 0, std::vector<Int128>(shape.sums.size())});
  ++at->posts;
  const auto cell = [&](Field field) -> Int128 {
    const BatchColumn& column = *batch.column(field);
    return column.states[row] == CellState::value ? column.numbers[row] : 0;
  };
  for (std::size_t i = 0; i < shape.sums.size(); ++i) {
    const SumTerm& term = shape.sums[i];
    const auto sum = checked_add(at->sums[i], cell(term.field) * (term.times ? cell(*term.times) : 1));
    if (!sum) throw Error("limit-exceeded", "a sum over posts does not fit 128 bits");
    at->sums[i] = *sum;
  }
}

}  // namespace

std::vector<Batch> batches_of(const Arguments& arguments, const FieldSet& fields) {
  std::vector<Batch> batches;
  const auto add_post = [&](const Arguments& post) {
    if (batches.empty() || batches.back().size == Batch::capacity) batches.push_back(empty_batch(fields));
    put(batches.back(), post);
  };
  if (!arguments.has("posts")) add_post(arguments);
  for (const Argument& post : arguments.items("posts")) add_post(Arguments::of(post));
  return batches;
}

Aggregates aggregate_posts(const Arguments& arguments, const Request& request) {
  Aggregates result;
  result.sums = request.sums;
  result.means = request.means;
  result.medians = request.medians;
  FieldSet summed;
  for (const SumTerm& term : request.sums) {
    summed.insert(term.field);
    if (term.times) summed.insert(*term.times);
  }
  for (const FieldRow& row : fields())
    if (summed.contains(row.field)) result.fields.push_back(row.field);

  const std::vector<Batch> batches = batches_of(arguments, request.fields());
  Group group;
  for (const Batch& batch : batches) {
    group.posts += batch.size;
    for (std::size_t row = 0; row < batch.size; ++row) add_sums(result, batch, row, group);
  }
  for (const RowRate& rate : request.means) group.means.push_back(mean_of(values_of(rate, batches)));
  for (const RowRate& rate : request.medians) {
    auto values = values_of(rate, batches);
    group.median_rows.push_back(values.size());
    group.medians.push_back(median_of(std::move(values)));
  }
  result.groups.push_back(std::move(group));
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
         std::array{Sets{"lc", InteractionSet::likes_comments}, Sets{"lcs", InteractionSet::likes_comments_shares},
                    Sets{"lcss", InteractionSet::likes_comments_shares_saves}});
  choose("missing", settings.missing, std::array{Modes{"strict", MissingMode::strict}, Modes{"partial", MissingMode::partial}, Modes{"zero", MissingMode::zero}});
  if (const auto confidence = arguments.number("confidence")) settings.confidence = confidence->to_double();
  return settings;
}

Argument evaluate(const Metric& metric, const Arguments& arguments, const Settings& settings) {
  const Settings own = with_options(settings, arguments);
  if (metric.answer != nullptr) return metric.answer(arguments, own);
  if (metric.function != nullptr) return metric.function(arguments, own);
  const PostMetric& over_posts = post_metric(metric);
  const Aggregates aggregates = aggregate_posts(arguments, over_posts.needs(own));
  return over_posts.bind(aggregates, own).evaluate(aggregates.groups.front()).value;
}

}  // namespace tiktok_kpi
