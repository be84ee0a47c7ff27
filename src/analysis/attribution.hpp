#pragma once
// The order ledger as answers: what each model credits to each channel, in exact parts and in cents
// that add up.
#include <cstdint>
#include <string_view>
#include <vector>

#include "aggregate/credit_ledger.hpp"
#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

/// Exact credits of one channel under one model.
struct ChannelCredit {
  /// Of how many of the orders the amount is known.
  enum class Amounts : std::uint8_t { all, some, none };

  Rational orders;
  Rational value;          ///< in units of the currency
  Int128 minor_units = 0;  ///< value in whole cents (or yen…), so that all of them add up
  Amounts amounts = Amounts::all;
};

struct ModelCredits {
  AttributionModel model = AttributionModel::last_touch;
  /// False for a model that compares journeys that visit more channels than it takes (see
  /// JourneySums); there are no channels then.
  bool worked_out = true;
  std::size_t visited = 0;              ///< channels of the journeys that such a model compares
  std::vector<ChannelCredit> channels;  ///< by channel
  /// What nobody earned. With the channels it is the total: orders and value exactly, minor units
  /// those of the total rounded half away from zero.
  ChannelCredit unattributed;
  bool negative = false;  ///< some credit is below zero, as only shapley_rate can have it
  std::vector<Quantity>
      removal_effects;        ///< markov only, by channel; missing when nothing was ordered
  Quantity base_probability;  ///< markov only: of an order at the end of a journey
};

/// All models of the ledger, in its order. `currency` decides how small a minor unit is. Throws
/// Error("limit-exceeded") when amounts went beyond what can be added exactly.
[[nodiscard]] std::vector<ModelCredits> analyze_attribution(const CreditLedger& ledger,
                                                            Currency currency);

}  // namespace tiktok_kpi
