#include "report/fee_range.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/metric_columns.hpp"

namespace tiktok_kpi {
namespace {

/// The fee of one post in US dollars, in which fees are published.
Quantity fee_in_dollars(const Answers& answers, const MoneyRow& row, const Quantity& posts,
                        const Settings& settings) {
  const Quantity& fee = row.parts[static_cast<std::size_t>(std::ranges::find(cost_parts, "fee") -
                                                           cost_parts.begin())];
  const auto dollars = Currency::parse("USD");
  if (!fee.known()) return Quantity::missing(fee.reason(), Unit::money);
  if (posts.exact_value() == nullptr) return Quantity::missing(posts.reason(), Unit::money);
  auto amount = divide(*fee.exact_value(), *posts.exact_value());
  if (!amount) return Quantity::missing(MissingReason::no_posts, Unit::money);
  if (settings.currency != dollars) {
    const auto rate = answers.campaign().fx.find("USD");
    if (rate == answers.campaign().fx.end())
      return Quantity::missing(MissingReason::no_exchange_rate, Unit::money);
    amount = divide(*amount, rate->second);
  }
  return amount ? Quantity::money(*amount, *dollars)
                : Quantity::missing(MissingReason::overflow, Unit::money);
}

Quantity bound(const Benchmark& range, std::string_view text) {
  const auto value = Rational::parse(text);
  const auto currency = Currency::parse(range.unit);
  return value && currency ? Quantity::money(*value, *currency)
                           : Quantity::missing(MissingReason::no_benchmark, Unit::money);
}

}  // namespace

Quantity FeeRange::in_words() const {
  if (range == nullptr) return Quantity::missing(MissingReason::no_benchmark, Unit::text);
  return Quantity::label(fmt::format("{} {}, {} {}",
                                     range->high.empty()
                                         ? fmt::format("{} or more", range->low)
                                         : fmt::format("{}-{}", range->low, range->high),
                                     range->unit, range->publisher, range->year));
}

FeeRange fee_range(const Answers& answers, const MoneyRow& row, const Quantity& posts,
                   const Quantity& followers, const Settings& settings) {
  FeeRange found;
  const Rational* size = followers.exact_value();
  if (size != nullptr) found.range = fee_benchmark(static_cast<std::int64_t>(size->numerator()));
  found.fee = fee_in_dollars(answers, row, posts, settings);
  if (found.range == nullptr) {
    found.position = Quantity::missing(MissingReason::no_benchmark, Unit::text);
    return found;
  }
  found.low = bound(*found.range, found.range->low);
  found.high = bound(*found.range, found.range->high);
  found.position =
      found.fee.known()
          ? call("rate_position", {{"fee", found.fee}, {"low", found.low}, {"high", found.high}},
                 settings)
          : Quantity::missing(found.fee.reason(), Unit::text);
  return found;
}

}  // namespace tiktok_kpi
