#pragma once
// A table with one row per group (creator, hashtag, day): choose, sort and cut groups first, work
// medians out for the printed ones only.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "report/metric_columns.hpp"

namespace tiktok_kpi {

struct GroupTableSpec {
  std::string_view id;  ///< table id
  std::string_view title;
  Grouping grouping;
  std::string_view sort;  ///< usual sort
  std::size_t limit = 0;  ///< usual limit for people; 0: all
  /// Called once with the groups that become rows, before their values are asked; may be empty.
  std::function<void(const std::vector<const Group*>&)> prepare = {};
  /// Columns before the metrics, the first names the row, and their values for a group.
  std::vector<Column> leading;
  std::function<std::vector<Quantity>(const Group&)> lead;
  /// Columns behind the metrics, worked out for printed rows only; may be empty.
  std::vector<Column> trailing;
  std::function<std::vector<Quantity>(const Group&, const std::vector<Quantity>& metrics)> trail;
};

/// Builds the table; adds medians to the aggregates as needed.
[[nodiscard]] Table build_group_table(Answers& answers, MetricColumns& columns,
                                      const GroupTableSpec& spec);

}  // namespace tiktok_kpi
