#pragma once
// Rows of web analytics and ad platforms that are sums already: claims, listed beside orders and
// never added to them.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/batch.hpp"
#include "model/dictionary.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

struct PlatformClaim {
  std::string platform;  ///< "web analytics" or "ads"
  std::string currency;  ///< as exported; empty: not stated
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
  /// By platform and currency.
  [[nodiscard]] std::vector<PlatformClaim> sums() const;

 private:
  std::vector<std::pair<std::uint32_t, PlatformClaim>> by_input_;
};

}  // namespace tiktok_kpi
