#pragma once
// Several campaigns of a brand: who came back, whether it went better than the first time, and what
// lasting partnerships bring beside one-off ones.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/lift.hpp"
#include "analysis/rate_intervals.hpp"
#include "tiktok_kpi/core/quantity.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// What one creator did in one campaign, a whole campaign did, or several of them together.
/// Figures that are not known are missing, and make sums with them missing.
struct PartnerFigures {
  std::string handle;  ///< in normal form; empty: a whole campaign
  std::string name;    ///< the handle as it is written
  std::uint64_t posts = 0;
  Quantity views, interactions;
  /// Parts of er_views: interactions over views of the posts where both are known.
  Quantity engaged, seen;
  Quantity clicks;
  Quantity orders, net_revenue, cost;
  /// Places by er_views among the creators of the campaign that the intervals allow, 1 the best;
  /// nothing for too few posts, and for sums.
  std::optional<RankRange> rank;
  Quantity gross_profit;  ///< net_revenue times the gross margin of its campaign

  /// er_views: one quotient of both sums, so that rates of several campaigns pool exactly.
  [[nodiscard]] Quantity engagement() const;
  /// cvr: orders over clicks.
  [[nodiscard]] Quantity conversion() const;
  /// Campaigns may have different margins, so that it is worked out from the profit.
  [[nodiscard]] Quantity roi() const;
};

/// Sums; amounts in two currencies are missing(mixed_currencies). Nothing to add: no posts.
[[nodiscard]] PartnerFigures add_up(std::span<const PartnerFigures* const> rows);

/// One campaign as partnerships see it.
struct CampaignFigures {
  std::string name;
  std::optional<std::int32_t> from, to;  ///< its period, else its first and last publish day
  Settings settings;
  PartnerFigures whole;
  /// Everyone who posted for it, is named by its file or is credited with orders.
  std::vector<PartnerFigures> creators;
  std::size_t checks = 0, missed = 0, unknown = 0;
  /// Prints of the ids of its posts and orders, ascending, each once.
  std::vector<std::uint64_t> posts, orders;
};

/// How many posts and orders stand in several of the campaigns, and what that does to sums, in
/// words without a full stop; empty when there are none.
[[nodiscard]] std::string counted_repeatedly(std::span<const CampaignFigures> campaigns);

/// A creator and the campaigns of theirs, the earliest first.
struct Partnership {
  struct Part {
    std::size_t campaign;  ///< position in Partnerships::campaigns
    const PartnerFigures* figures;
  };
  std::vector<Part> parts;
  PartnerFigures together;
  PartnerFigures later;  ///< all campaigns but the first
  Quantity er_lift;      ///< lift_rel of the later rate over the first; missing for one campaign

  [[nodiscard]] bool lasting() const { return parts.size() > 1; }
};

struct Partnerships {
  std::vector<const CampaignFigures*> campaigns;  ///< the earliest first; without a day last
  std::vector<Partnership> creators;              ///< most campaigns first, then most views
  Quantity repeat_rate;
  /// Rates of the later campaigns of creators who came back (`sponsored`) against those of their
  /// first (`usual`), one value per creator and campaign; `least_baseline_posts` is the number of
  /// first campaigns that a test takes.
  Lift er_views, cvr;
  PartnerFigures one_off, lasting;  ///< creators of one campaign, and of several
  std::size_t one_off_creators = 0, lasting_creators = 0;
};

/// O(n log n) over creators and campaigns. `figures` must outlive the result.
[[nodiscard]] Partnerships analyze_partnerships(std::span<const CampaignFigures> figures,
                                                const Settings& settings);

}  // namespace tiktok_kpi
