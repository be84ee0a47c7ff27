#pragma once
// How sure a share is: rates of which every event either has it or not, with the interval of Wilson
// beside them. Not for engagement of views: one viewer can interact several times.
#include <span>
#include <string_view>
#include <vector>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// One rate that is a share of single events.
struct ShareRate {
  std::string_view metric;
  std::string_view label;  ///< short
  Field part, whole;  ///< counts; of a completion rate that an export states they are not known
};

/// METRIC_low and METRIC_high of a share: for people one range, "1.2-1.4%".
[[nodiscard]] std::vector<Column> share_columns(std::string_view metric,
                                                const ReportContext& context, bool detail);
/// The cells under them; missing(unknown) where there are more parts than the whole, or when one is
/// no whole number, as orders split among creators may be.
[[nodiscard]] std::vector<Quantity> share_cells(const Quantity& part, const Quantity& whole,
                                                const Settings& settings);

/// The shares among the metrics of a table, pooled over the posts of a row that state both counts.
class ShareIntervals {
 public:
  /// `metrics` of the table, of which those that are no shares are passed over.
  ShareIntervals(const ReportContext& context, std::span<const std::string_view> metrics);
  [[nodiscard]] std::vector<Column> columns(bool detail) const;
  /// `shape` has the sums that these metrics need.
  [[nodiscard]] std::vector<Quantity> cells(const Group& group, const Aggregates& shape) const;

 private:
  const ReportContext& context_;
  std::vector<ShareRate> shares_;
};

}  // namespace tiktok_kpi
