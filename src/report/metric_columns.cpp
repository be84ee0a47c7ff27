// One way from a metric's id to a printed column.
#include "report/metric_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "core/text.hpp"
#include "metrics/arguments.hpp"
#include "metrics/formula.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {

namespace {

struct Header {
  std::string_view id;
  std::string_view label;
};
/// Headers are read in a table, where every cell of width counts; definitions carry the full label.
constexpr std::array headers{
    Header{"video_count", "posts"},
    Header{"total_views", "views"},
    Header{"er_views", "eng. of views"},
    Header{"er_views_pooled", "eng. of views"},
    Header{"er_views_mean", "eng. of views, mean"},
    Header{"er_views_median", "eng. of views, median"},
    Header{"er_views_ratio_of_medians", "median eng. / median views"},
    Header{"er_followers", "eng. of followers"},
    Header{"er_followers_pooled", "eng. of followers"},
    Header{"er_followers_mean", "eng. of followers, mean"},
    Header{"er_reach", "eng. of viewers"},
    Header{"view_follower_ratio", "views / followers"},
    Header{"breakout_ratio", "breakout"},
    Header{"avg_interactions_per_post", "interactions / post"},
    Header{"views_mean", "views / post, mean"},
    Header{"views_median", "views / post, median"},
    Header{"completion_rate_pooled", "completion"},
    Header{"completion_rate_mean", "completion, mean"},
    Header{"completion_rate", "completion, counted"},
    Header{"avg_watch_ratio", "watch time / length"},
    Header{"view_rate_2s", "2 s views"},
    Header{"view_rate_6s", "6 s views"},
    Header{"hold_rate", "2 to 6 s hold"},
    Header{"gap_cv", "irregularity"},
};

std::string lower_first(std::string_view text) {
  std::string lower(text);
  // "ROI" and "CPM" stay as they are.
  if (lower.size() > 1 && lower[0] >= 'A' && lower[0] <= 'Z' &&
      !(lower[1] >= 'A' && lower[1] <= 'Z'))
    lower[0] = static_cast<char>(lower[0] - 'A' + 'a');
  return lower;
}

/// The quotient of one post, whatever is done with those of several.
std::optional<PostMetric> of_one_post(const PostMetric& metric, std::optional<InteractionSet> set) {
  const MetricKind kind = metric.kind() == MetricKind::sum ? MetricKind::sum : MetricKind::ratio;
  Diagnostic fault;
  return PostMetric::make(metric.formula(), kind, metric.unit(), set, fault);
}

}  // namespace

std::string column_label(const Metric& metric) {
  const auto* header = std::ranges::find(headers, metric.id, &Header::id);
  return header != headers.end() ? std::string(header->label) : lower_first(metric.label);
}

Quantity call(std::string_view id,
              std::initializer_list<std::pair<std::string_view, Quantity>> values,
              const Settings& settings) {
  Arguments arguments;
  for (const auto& [name, value] : values) arguments.set(std::string(name), value);
  return evaluate_sums(metric(id), arguments, settings);
}

void define(Answers& answers, std::string_view id) {
  const Metric& row = metric(id);
  if (std::ranges::find(answers.definitions, row.id, &Definition::id) == answers.definitions.end())
    answers.definitions.push_back(define(row, answers.settings()));
}

MetricColumns::MetricColumns(const ReportContext& context, std::span<const std::string_view> shown,
                             std::span<const std::string_view> detail, RowOf rows)
    : context_(context) {
  const auto over_posts = [&](const PostMetric& own, std::optional<InteractionSet> set) {
    if (rows == RowOf::posts) return &own;
    auto of_one = of_one_post(own, set);
    if (!of_one) return static_cast<const PostMetric*>(nullptr);
    return static_cast<const PostMetric*>(&of_one_.emplace_back(*std::move(of_one)));
  };
  const auto add = [&](std::string_view id, bool is_detail) {
    if (find(id) != std::string_view::npos) return;
    const Metric& row = metric(id);
    if (const PostMetric* own = over_posts(post_metric(row), row.set))
      entries_.push_back({std::string(row.id), column_label(row), row.unit, &row, own, is_detail});
  };
  const auto add_own = [&](bool of_vendor) {
    for (const OwnMetric& own : context.own_metrics)
      if (own.definition.has_value() == of_vendor)
        if (const PostMetric* metric = over_posts(own.metric, std::nullopt))
          entries_.push_back({own.id, own.label, own.metric.unit(), nullptr, metric, !of_vendor});
  };
  for (const std::string_view id : shown) add(id, false);
  add_own(true);
  for (const std::string_view id : detail) add(id, true);
  add_own(false);
}

std::size_t MetricColumns::find(std::string_view id) const {
  const auto found = std::ranges::find(entries_, id, &Entry::id);
  return found == entries_.end() ? std::string_view::npos
                                 : static_cast<std::size_t>(found - entries_.begin());
}

Request MetricColumns::needs() const {
  Request request;
  for (const Entry& entry : entries_) request.add(entry.over_posts->needs(context_.settings));
  return request;
}

std::vector<Column> MetricColumns::columns() const {
  std::vector<Column> columns;
  for (const Entry& entry : entries_)
    columns.push_back({entry.id, entry.label, entry.unit, -1, entry.id == "total_views",
                       entry.detail && !context_.every_column, false});
  return columns;
}

bool MetricColumns::is_median(std::size_t index) const {
  const MetricKind kind = entries_[index].over_posts->kind();
  return kind == MetricKind::median || kind == MetricKind::ratio_of_medians;
}

bool MetricColumns::any_median() const {
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (is_median(i)) return true;
  return false;
}

std::optional<RowRate> MetricColumns::row_rate(std::size_t index) const {
  const Entry& entry = entries_[index];
  Diagnostic fault;
  const auto mean =
      PostMetric::make(entry.over_posts->formula(), MetricKind::mean, entry.unit,
                       entry.metric != nullptr ? entry.metric->set : std::nullopt, fault);
  if (!mean) return std::nullopt;
  const Request needs = mean->needs(context_.settings);
  return needs.means.size() == 1 ? std::optional(needs.means.front()) : std::nullopt;
}

void MetricColumns::bind(const Aggregates& shape) {
  if (bound_to_ == &shape) return;
  bound_.clear();
  for (const Entry& entry : entries_)
    bound_.push_back(entry.over_posts->bind(shape, context_.settings));
  bound_to_ = &shape;
}

Quantity MetricColumns::value(std::size_t index, const Group& group, const Aggregates& shape) {
  bind(shape);
  return bound_[index].evaluate(group).value;
}

std::vector<Quantity> MetricColumns::values(const Group& group, const Aggregates& shape) {
  bind(shape);
  std::vector<Quantity> values;
  for (const BoundMetric& metric : bound_) values.push_back(metric.evaluate(group).value);
  return values;
}

void MetricColumns::define(Answers& answers, const Group* total, const Aggregates* shape) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    if (std::ranges::find(answers.definitions, entry.id, &Definition::id) !=
        answers.definitions.end())
      continue;
    Definition definition;
    const auto own = std::ranges::find(context_.own_metrics, entry.id, &OwnMetric::id);
    if (entry.metric != nullptr) {
      definition = tiktok_kpi::define(*entry.metric, context_.settings);
    } else if (own != context_.own_metrics.end() && own->definition) {
      definition = *own->definition;
    } else {
      definition.id = entry.id;
      definition.label = entry.label;
      definition.unit = entry.unit;
      definition.formula = entry.over_posts->formula().to_text();
      definition.denominator = entry.over_posts->denominator(context_.settings);
      definition.source = "campaign file";
    }
    if (total != nullptr && shape != nullptr) {
      bind(*shape);
      const Evaluated evaluated = bound_[i].evaluate(*total);
      definition.posts_used = static_cast<std::int64_t>(evaluated.posts_used);
      definition.posts_left_out = static_cast<std::int64_t>(evaluated.posts_left_out);
    }
    answers.definitions.push_back(std::move(definition));
  }
}

SortSpec parse_sort(std::string_view text, std::string_view otherwise) {
  if (text.empty()) text = otherwise;
  if (text.empty()) return {};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {std::string(text), true};
  const std::string_view direction = text.substr(colon + 1);
  if (direction != "asc" && direction != "desc")
    throw Error("bad-option", fmt::format("\"{}\" is no sort direction", direction),
                "use --sort FIELD:asc or --sort FIELD:desc");
  return {std::string(text.substr(0, colon)), direction == "desc"};
}

Error unknown_column(std::string_view where, std::string_view id,
                     std::span<const std::string_view> known) {
  std::string hint;
  if (const std::string_view near = nearest(id, known); !near.empty()) {
    hint = fmt::format("did you mean {}?", near);
  } else {
    std::vector<std::string_view> akin;
    for (const std::string_view name : known)
      for (std::size_t begin = 0; begin < name.size();) {
        const std::size_t end = std::min(name.find('_', begin), name.size());
        const std::string_view word = name.substr(begin, end - begin);
        if (word.size() > 2 && !nearest(id, {&word, 1}).empty() &&
            (akin.empty() || akin.back() != name))
          akin.push_back(name);
        begin = end + 1;
      }
    const bool related = !akin.empty();
    std::vector<std::string_view> named =
        related ? akin : std::vector<std::string_view>(known.begin(), known.end());
    constexpr std::size_t most = 8;
    const bool more = named.size() > most;
    if (more) named.resize(most);
    hint = fmt::format("{}{}{}{}",
                       related ? "did you mean one of " : "columns: ", fmt::join(named, ", "),
                       more ? ", …" : "", related ? "?" : "");
  }
  return {"unknown-column", fmt::format("{} has no column \"{}\"", where, visible(id)),
          std::move(hint)};
}

SortSpec sort_of(const Table& table, const ReportContext& context, std::string_view otherwise) {
  SortSpec sort = parse_sort(context.table.sort, otherwise);
  if (!context.every_column &&
      std::ranges::find(table.columns, sort.column, &Column::id) == table.columns.end())
    sort = parse_sort({}, otherwise);
  return sort;
}

void hide_empty_columns(Table& table, const ReportContext& context) {
  if (context.every_column || table.rows.empty()) return;
  for (std::size_t at = 1; at < table.columns.size(); ++at)
    if (std::ranges::none_of(table.rows,
                             [at](const std::vector<Quantity>& row) { return row[at].known(); }))
      table.columns[at].detail = true;
}

namespace {

void sort_rows(Table& table, const SortSpec& sort) {
  const auto found = std::ranges::find(table.columns, sort.column, &Column::id);
  if (found == table.columns.end()) {
    std::vector<std::string_view> known;
    for (const Column& column : table.columns) known.push_back(column.id);
    throw unknown_column(fmt::format("the table \"{}\"", table.id), sort.column, known);
  }
  const auto at = static_cast<std::size_t>(found - table.columns.begin());
  std::ranges::stable_sort(table.rows,
                           [&](const std::vector<Quantity>& a, const std::vector<Quantity>& b) {
                             if (a[at].known() != b[at].known()) return a[at].known();
                             const int order = Quantity::compare(a[at], b[at]);
                             return sort.descending ? order > 0 : order < 0;
                           });
}

void keep_rows(Table& table, const std::string& having) {
  std::vector<std::string_view> names;
  for (const Column& column : table.columns) names.push_back(column.id);
  const Formula condition = Formula::parse(having, names);
  std::erase_if(table.rows, [&](const std::vector<Quantity>& row) {
    const Quantity verdict = evaluate(condition, [&](std::string_view name) {
      const auto column = std::ranges::find(table.columns, name, &Column::id);
      return column == table.columns.end()
                 ? Quantity()
                 : row[static_cast<std::size_t>(column - table.columns.begin())];
    });
    return verdict.flag_value() == nullptr || !*verdict.flag_value();
  });
}

}  // namespace

void arrange(Table& table, const SortSpec& sort, const TableOptions& options,
             std::size_t usual_limit) {
  if (!options.having.empty()) keep_rows(table, options.having);
  if (!sort.column.empty()) sort_rows(table, sort);
  table.total_rows = table.rows.size();
  const std::size_t limit = options.limit.value_or(usual_limit);
  if (limit > 0 && table.rows.size() > limit) table.rows.resize(limit);
}

}  // namespace tiktok_kpi
