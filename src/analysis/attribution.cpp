// From the ledger's sums to credits. The last division stands here.
#include "analysis/attribution.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/journey_models.hpp"
#include "core/exact_split.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// Weights as whole numbers with the precision of a double, each below 2^60. With negative ones
/// among them single weights may be many times their sum.
std::vector<std::int64_t> whole_weights(const std::vector<double>& weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<std::int64_t> whole(weights.size(), 0);
  if (!(sum > 0)) return whole;
  int bits = 0;
  for (const double weight : weights) {
    int own = 0;
    (void)std::frexp(weight / sum, &own);
    bits = std::max(bits, own);
  }
  for (std::size_t i = 0; i < weights.size(); ++i)
    whole[i] = std::llround(std::ldexp(weights[i] / sum, 60 - bits));
  return whole;
}

/// `total` parts in proportion to the weights. What cannot be divided is less than one part a
/// channel and goes to the heaviest, the first of several.
std::vector<Int128> shared_out(Int128 total, const std::vector<std::int64_t>& weights) {
  const Int128 sum = std::accumulate(weights.begin(), weights.end(), Int128{0});
  std::vector<Int128> parts(weights.size(), 0);
  if (sum <= 0) return parts;
  Int128 left = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    parts[i] = total / sum * weights[i] + total % sum * weights[i] / sum;
    left -= parts[i];
  }
  parts[static_cast<std::size_t>(std::ranges::max_element(weights) - weights.begin())] += left;
  return parts;
}

/// Adds what touches earned under a model that compares journeys.
void add_links(const JourneyWeights& journeys, const CreditLedger& ledger,
               std::vector<CreditSum>& sums) {
  const std::vector<std::int64_t> weights = whole_weights(journeys.weights);
  const std::vector<Int128> orders = shared_out(ledger.links().orders, weights);
  const std::vector<Int128> value = shared_out(ledger.links().value, weights);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i].orders += orders[i];
    sums[i].value += value[i];
  }
}

Rational quotient(Int128 top, Int128 bottom) {
  const auto exact = Rational::make(top, bottom);
  if (!exact) throw Error("limit-exceeded", "the credits of the orders are too large to add up");
  return *exact;
}

ChannelCredit credit_of(const CreditSum& sum, Int128 minor_units) {
  return {quotient(sum.orders, whole_order),
          quotient(sum.value, Int128{whole_order} * Money::micros_per_unit), minor_units};
}

std::optional<JourneyWeights> weights_of(AttributionModel model, const JourneySums& journeys) {
  return model == AttributionModel::markov ? markov_weights(journeys)
                                           : shapley_rate_weights(journeys);
}

void add_effects(const JourneyWeights& journeys, ModelCredits& result) {
  result.base_probability = Quantity::real(journeys.base_probability, Unit::ratio);
  for (const double effect : journeys.weights)
    result.removal_effects.push_back(
        journeys.base_probability > 0
            ? Quantity::real(effect, Unit::ratio)
            : Quantity::missing(MissingReason::zero_denominator, Unit::ratio));
}

ModelCredits analyze_model(const CreditLedger& ledger, AttributionModel model, Int128 per_unit) {
  ModelCredits result;
  result.model = model;
  const auto credits = ledger.credits(model);
  std::vector<CreditSum> sums(credits.begin(), credits.end());
  if (!is_per_order(model)) {
    result.visited = ledger.journeys().visited_count();
    const auto journeys = weights_of(model, ledger.journeys());
    if (!journeys) {
      result.worked_out = false;
      return result;
    }
    add_links(*journeys, ledger, sums);
    if (model == AttributionModel::markov) add_effects(*journeys, result);
  }
  sums.push_back(ledger.unattributed());
  std::vector<Int128> values;
  for (const CreditSum& sum : sums) {
    values.push_back(sum.value);
    result.negative = result.negative || sum.orders < 0;
  }
  const std::vector<Int128> cents = round_together(values, per_unit);
  for (std::size_t i = 0; i < sums.size(); ++i)
    result.channels.push_back(credit_of(sums[i], cents[i]));
  result.unattributed = result.channels.back();
  result.channels.pop_back();
  return result;
}

}  // namespace

std::vector<ModelCredits> analyze_attribution(const CreditLedger& ledger, Currency currency) {
  if (ledger.overflowed())
    throw Error("limit-exceeded", "the credits of the orders are too large to add up");
  const std::int64_t micros = Money::micros_per_unit / currency.minor_per_unit();
  std::vector<ModelCredits> result;
  for (const AttributionModel model : ledger.models())
    result.push_back(analyze_model(ledger, model, Int128{whole_order} * micros));
  return result;
}

}  // namespace tiktok_kpi
