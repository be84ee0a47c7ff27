#pragma once
// Metrics as columns of a table or figures of a line: ids from the registry or the campaign file to needs,
// values and definitions.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/answers.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {

class MetricColumns {
 public:
  /// `shown` stand in reports for people, `detail` only in machine formats and table commands. Metrics of the
  /// campaign file are appended as details. Throws unknown-metric.
  MetricColumns(const ReportContext& context, std::span<const std::string_view> shown, std::span<const std::string_view> detail);

  [[nodiscard]] Request needs() const;
  [[nodiscard]] std::vector<Column> columns() const;
  /// Values of one group, in the order of columns; definitions of pooled metrics gain their counts of posts.
  [[nodiscard]] std::vector<Quantity> values(const Group& group, const Aggregates& shape);
  /// Only the metric at `index`.
  [[nodiscard]] Quantity value(std::size_t index, const Group& group, const Aggregates& shape);
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  /// Position of an id, or npos.
  [[nodiscard]] std::size_t find(std::string_view id) const;
  [[nodiscard]] bool is_median(std::size_t index) const;
  [[nodiscard]] bool any_median() const;
  /// Adds the definitions of all columns to the answers, with the posts behind `total` when given.
  void define(Answers& answers, const Group* total, const Aggregates* shape);

 private:
  struct Entry {
    std::string id;
    std::string label;
    Unit unit;
    const Metric* metric;       ///< of the registry, else null
    const PostMetric* over_posts;
    bool detail;
  };
  void bind(const Aggregates& shape);

  const ReportContext& context_;
  std::vector<Entry> entries_;
  const Aggregates* bound_to_ = nullptr;
  std::vector<BoundMetric> bound_;
};

/// "id:asc", "id:desc" or "id".
struct SortSpec {
  std::string column;
  bool descending = true;
};
[[nodiscard]] SortSpec parse_sort(std::string_view text, std::string_view otherwise);

/// Error(unknown-column): "WHERE has no column ID", with the nearest, those that share a word ("views" of
/// "total_views"), or all of them.
[[nodiscard]] Error unknown_column(std::string_view where, std::string_view id, std::span<const std::string_view> known);

/// Sorts rows by a column (missing last, ties in the order given), applies --having and --limit. Throws
/// unknown-column with the nearest name.
void arrange(Table& table, const SortSpec& sort, const TableOptions& options, std::size_t usual_limit);

}  // namespace tiktok_kpi
