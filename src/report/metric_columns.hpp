#pragma once
// Metrics as columns of a table or figures of a line: ids from the registry or the campaign file to
// needs, values and definitions.
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/answers.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {

/// What the groups of a table are.
enum class RowOf : std::uint8_t {
  posts,  ///< several posts
  post,   ///< one: means, medians and rates of it are all the same quotient
};

class MetricColumns {
 public:
  /// `shown` stand in reports for people, `detail` only in machine formats and table commands.
  /// Metrics of the campaign file are appended as details. Throws unknown-metric.
  MetricColumns(const ReportContext& context, std::span<const std::string_view> shown,
                std::span<const std::string_view> detail, RowOf rows = RowOf::posts);

  [[nodiscard]] Request needs() const;
  [[nodiscard]] std::vector<Column> columns() const;
  /// Values of one group, in the order of columns; definitions of pooled metrics gain their counts
  /// of posts.
  [[nodiscard]] std::vector<Quantity> values(const Group& group, const Aggregates& shape);
  /// Only the metric at `index`.
  [[nodiscard]] Quantity value(std::size_t index, const Group& group, const Aggregates& shape);
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  /// Position of an id, or npos.
  [[nodiscard]] std::size_t find(std::string_view id) const;
  [[nodiscard]] bool is_median(std::size_t index) const;
  [[nodiscard]] bool any_median() const;
  /// The metric as a number of each post, to rank posts by; nothing when it is none.
  [[nodiscard]] std::optional<RowRate> row_rate(std::size_t index) const;
  /// Adds the definitions of all columns to the answers, with the posts behind `total` when given.
  void define(Answers& answers, const Group* total, const Aggregates* shape);

 private:
  struct Entry {
    std::string id;
    std::string label;
    Unit unit;
    const Metric* metric;  ///< of the registry, else null
    const PostMetric* over_posts;
    bool detail;
  };
  void bind(const Aggregates& shape);

  const ReportContext& context_;
  std::deque<PostMetric> of_one_;  ///< entries of RowOf::post point here
  std::vector<Entry> entries_;
  const Aggregates* bound_to_ = nullptr;
  std::vector<BoundMetric> bound_;
};

/// A label or function of the registry from named figures.
[[nodiscard]] Quantity call(std::string_view id,
                            std::initializer_list<std::pair<std::string_view, Quantity>> values,
                            const Settings& settings);

/// Adds the definition of a metric of the registry to the answers, once.
void define(Answers& answers, std::string_view id);

/// Header of a metric's column in tables, shorter than its label.
[[nodiscard]] std::string column_label(const Metric& metric);

/// "id:asc", "id:desc" or "id".
struct SortSpec {
  std::string column;
  bool descending = true;
};
[[nodiscard]] SortSpec parse_sort(std::string_view text, std::string_view otherwise);
/// What --sort means for a table: in a report with several tables it concerns those that have the
/// column.
[[nodiscard]] SortSpec sort_of(const Table& table, const ReportContext& context,
                               std::string_view otherwise);
/// Columns without a single known cell become details: a report for people does not print them.
void hide_empty_columns(Table& table, const ReportContext& context);

/// Error(unknown-column): "WHERE has no column ID", with the nearest, those that share a word
/// ("views" of "total_views"), or all of them.
[[nodiscard]] Error unknown_column(std::string_view where, std::string_view id,
                                   std::span<const std::string_view> known);

/// Sorts rows by a column (missing last, ties in the order given; no column: as they are), applies
/// --having and --limit. Throws unknown-column with the nearest name.
void arrange(Table& table, const SortSpec& sort, const TableOptions& options,
             std::size_t usual_limit);

}  // namespace tiktok_kpi
