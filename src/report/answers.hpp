#pragma once
// What sections build from: the kept posts, their sums by group, the campaign and its settings.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aggregate/accumulator.hpp"
#include "aggregate/aggregates.hpp"
#include "aggregate/commerce.hpp"
#include "aggregate/store.hpp"
#include "analysis/campaign_money.hpp"
#include "analysis/order_attribution.hpp"
#include "core/civil_time.hpp"
#include "metrics/registry.hpp"
#include "model/campaign.hpp"
#include "report/delivery_review.hpp"
#include "tiktok_kpi/document/document.hpp"
#include "tiktok_kpi/model/table_options.hpp"

namespace tiktok_kpi {

struct CellTrace;
struct CreatorComparisons;
class LensTable;
struct PostingReview;

/// A metric that the campaign file defines, or the rate of a vendor.
struct OwnMetric {
  std::string id;
  std::string label;
  PostMetric metric;
  std::optional<Definition> definition{};  ///< of a vendor, who leads the columns of its tables
};

/// Known before anything is read: what sections state their needs from.
struct ReportContext {
  const Campaign& campaign;
  const Settings& settings;
  const TableOptions& table;
  const std::vector<OwnMetric>& own_metrics;
  bool every_column = false;
  bool of_portfolio = false;  ///< one campaign of several: its figures are compared with theirs
};

/// Known after reading.
struct Answers {
  const ReportContext& context;
  const Store& store;
  const TimeZone& zone;
  const PostSelector& select;
  unsigned threads = 1;
  std::map<Grouping, Aggregates> aggregates;
  std::vector<InputSummary> inputs;
  std::vector<std::string> guesses;     ///< what was decided on evidence, a line each
  std::vector<Definition> definitions;  ///< of every metric shown; sections add theirs
  std::optional<std::int32_t> as_of;    ///< newest export day or date in the data
  /// The newest export day or date in the data, whatever day is asked for.
  std::optional<std::int32_t> newest{};
  const CellTrace* trace = nullptr;  ///< where cells stand, when an explanation asks for it
  const Commerce& commerce;          ///< orders, visits and advertising rows
  KnownAccounts accounts{};          ///< of the posts
  /// The orders credited to creators; nothing without orders.
  std::optional<OrderAttribution> attribution{};
  /// Worked out by the first section that needs them; see creator_comparisons.hpp.
  std::shared_ptr<const CreatorComparisons> comparisons{};
  /// The same of habits of posting; see posting_review.hpp.
  std::shared_ptr<const PostingReview> posting{};
  /// The rates of the vendor of --as; see lens_figures.hpp.
  std::shared_ptr<LensTable> lens{};
  CampaignMoney money{};  ///< what the campaign file states and the attribution credits
  std::optional<Delivery> delivery{};  ///< what became of the contracts; see delivery_of
  /// Where places of the inputs stand, which ascend; costs a pass over the inputs.
  std::function<std::vector<FilePosition>(const std::vector<Place>&)> where{};

  [[nodiscard]] const Campaign& campaign() const { return context.campaign; }
  [[nodiscard]] const Settings& settings() const { return context.settings; }
};

}  // namespace tiktok_kpi
