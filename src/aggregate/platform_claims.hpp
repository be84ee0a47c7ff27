#pragma once
// Rows of web analytics and ad platforms that are sums already: claims, listed beside orders and
// never added to them.
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/batch.hpp"
#include "model/dictionary.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// One day of one platform, or several.
struct PlatformClaim {
  std::string platform;  ///< "web analytics" or "ads"
  std::string currency;  ///< as exported; empty: not stated
  std::optional<std::int32_t>
      day;  ///< as exported, of times in UTC; nothing: not stated, or several
  std::uint64_t rows = 0;
  Int128 sessions = 0, clicks = 0, impressions = 0, conversions = 0;
  Int128 revenue_micros = 0, spend_micros = 0;
  bool has_sessions = false, has_clicks = false, has_conversions = false, has_revenue = false,
       has_spend = false;
};

/// One worker's claims. Sums, so that it does not matter who read what.
class PlatformClaims {
 public:
  /// Adds the rows of the batch that name no visitor and no order.
  void add(const Batch& batch, std::string_view platform, const Dictionaries& dictionaries);
  void discard(std::uint32_t input);
  void merge(PlatformClaims other);
  /// By platform, currency and day; without a day first.
  [[nodiscard]] std::vector<PlatformClaim> sums() const;

 private:
  std::vector<std::pair<std::uint32_t, PlatformClaim>> by_input_;
};

/// Sums of the days that `counts` says count, by platform and currency. Rows without a day always
/// do; `others` and `undated` count the rows of other days and those.
struct ClaimsOfDays {
  std::vector<PlatformClaim> sums;
  std::uint64_t others = 0, undated = 0;
};
[[nodiscard]] ClaimsOfDays claims_of_days(std::span<const PlatformClaim> claims,
                                          const std::function<bool(std::int32_t day)>& counts);

}  // namespace tiktok_kpi
