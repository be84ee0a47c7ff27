#pragma once
// The order ledger: every order divided among its codes and touches, added up by model and channel.
// Whatever the model, credits and what nobody earned are together exactly the totals.
#include <cstdint>
#include <span>
#include <vector>

#include "aggregate/credit_policy.hpp"
#include "aggregate/journey_sums.hpp"
#include "aggregate/touch_credit.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// Orders and their value, in parts: exact until the last division.
struct CreditSum {
  Int128 orders = 0;  ///< in 1/whole_order of an order
  Int128 value = 0;   ///< in 1/whole_order of a millionth of the currency unit
  friend constexpr bool operator==(const CreditSum&, const CreditSum&) = default;
};

/// The settings of a ledger. `direct` is the channel of visits that nobody brought.
struct CreditRules {
  CreditPolicy policy = CreditPolicy::code_first;
  MultiCode multi_code = MultiCode::split;
  std::int64_t lookback_s = std::int64_t{30} * 86'400;
  CreditShares shares;
};

/// One order as the ledger takes it, or several with the same codes and touches: every rule divides
/// their sum as it divides each of them.
struct CreditedOrder {
  Int128 value_micros = 0;  ///< net revenue of all of them, in millionths of the ledger's currency
  std::span<ChannelId> owners;     ///< of its codes, see divide_order; gets rearranged
  std::span<const Touch> touches;  ///< in the order of time; touches that are too old may be in it
  std::uint64_t count = 1;         ///< so many orders
};

class CreditLedger {
 public:
  /// For channels 0 to `channels` - 1 and these models, each once. All values are in one currency.
  CreditLedger(std::size_t channels, std::span<const AttributionModel> models, CreditRules rules);

  /// Adds an order. Allocates only for journeys longer than all before. About 5 ns a touch and
  /// model.
  void add(const CreditedOrder& order);
  /// A journey that led to no order; it counts for shapley_rate and markov and keeps all touches.
  void add_without_order(std::span<const Touch> touches, std::uint64_t count = 1);
  /// Of the same channels, models and rules. Adding and merging commute.
  void merge(const CreditLedger& other);

  [[nodiscard]] std::span<const AttributionModel> models() const { return models_; }
  [[nodiscard]] std::size_t channels() const { return channels_; }
  /// Credits by channel of one of the per-order models; of the others what codes earned.
  [[nodiscard]] std::span<const CreditSum> credits(AttributionModel model) const;
  /// All orders.
  [[nodiscard]] const CreditSum& total() const { return total_; }
  /// What nobody earned.
  [[nodiscard]] const CreditSum& unattributed() const { return unattributed_; }
  /// What belongs to touches; the models that compare journeys divide it among the channels.
  [[nodiscard]] const CreditSum& links() const { return links_; }
  [[nodiscard]] const JourneySums& journeys() const { return journeys_; }
  /// Sums that went beyond 128 bits: no figure of the ledger can be trusted.
  [[nodiscard]] bool overflowed() const { return overflowed_; }

 private:
  void credit(CreditSum& sum, std::int64_t parts, const CreditedOrder& order);
  void add_to(CreditSum& sum, const CreditSum& other);
  [[nodiscard]] std::span<CreditSum> of(std::size_t model) {
    return std::span(credits_).subspan(model * channels_, channels_);
  }

  std::size_t channels_;
  std::vector<AttributionModel> models_;
  CreditRules rules_;
  std::vector<CreditSum> credits_;  ///< by model, then channel
  CreditSum total_, unattributed_, links_;
  bool compares_journeys_;
  JourneySums journeys_;
  bool overflowed_ = false;
  std::vector<std::int64_t> shares_;  ///< of the order at hand
};

}  // namespace tiktok_kpi
