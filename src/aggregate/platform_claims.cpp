#include "aggregate/platform_claims.hpp"

#include <iterator>
#include <map>

namespace tiktok_kpi {
namespace {

void add_to(PlatformClaim& sum, const PlatformClaim& claim) {
  sum.rows += claim.rows;
  for (const auto part :
       {&PlatformClaim::sessions, &PlatformClaim::clicks, &PlatformClaim::impressions,
        &PlatformClaim::conversions, &PlatformClaim::revenue_micros, &PlatformClaim::spend_micros})
    sum.*part += claim.*part;
  for (const auto has :
       {&PlatformClaim::has_sessions, &PlatformClaim::has_clicks, &PlatformClaim::has_conversions,
        &PlatformClaim::has_revenue, &PlatformClaim::has_spend})
    sum.*has = sum.*has || claim.*has;
}

}  // namespace

void PlatformClaims::add(const Batch& batch, std::string_view platform,
                         const Dictionaries& dictionaries) {
  const BatchColumn* customers = batch.column(Field::customer_key);
  const BatchColumn* clients = batch.column(Field::client_key);
  const BatchColumn* orders = batch.column(Field::order_id);
  const BatchColumn* currencies = batch.column(Field::currency);
  std::map<std::string_view, PlatformClaim> claims;
  for (std::size_t row = 0; row < batch.size; ++row) {
    if (known(customers, row) || known(clients, row) || known(orders, row)) continue;
    PlatformClaim& claim =
        claims[known(currencies, row)
                   ? dictionaries.texts.key(static_cast<std::uint32_t>(currencies->numbers[row]))
                   : std::string_view{}];
    const auto add = [&](Field field, Int128& to, bool* has) {
      const BatchColumn* column = batch.column(field);
      if (column == nullptr || column->states[row] != CellState::value) return;
      to += column->numbers[row];
      if (has != nullptr) *has = true;
    };
    ++claim.rows;
    add(Field::sessions, claim.sessions, &claim.has_sessions);
    add(Field::clicks, claim.clicks, &claim.has_clicks);
    add(Field::impressions, claim.impressions, nullptr);
    add(Field::conversions, claim.conversions, &claim.has_conversions);
    add(Field::revenue, claim.revenue_micros, &claim.has_revenue);
    add(Field::spend, claim.spend_micros, &claim.has_spend);
  }
  for (auto& [currency, claim] : claims) {
    claim.platform = platform;
    claim.currency = currency;
    by_input_.emplace_back(batch.origin.input, std::move(claim));
  }
}

void PlatformClaims::discard(std::uint32_t input) {
  std::erase_if(by_input_, [input](const auto& claim) { return claim.first == input; });
}

void PlatformClaims::merge(PlatformClaims other) {
  by_input_.insert(by_input_.end(), std::make_move_iterator(other.by_input_.begin()),
                   std::make_move_iterator(other.by_input_.end()));
}

std::vector<PlatformClaim> PlatformClaims::sums() const {
  std::map<std::pair<std::string, std::string>, PlatformClaim> by_platform;
  for (const auto& [input, claim] : by_input_) {
    PlatformClaim& sum = by_platform[{claim.platform, claim.currency}];
    sum.platform = claim.platform;
    sum.currency = claim.currency;
    add_to(sum, claim);
  }
  std::vector<PlatformClaim> sums;
  for (auto& [platform, claim] : by_platform) sums.push_back(std::move(claim));
  return sums;
}

}  // namespace tiktok_kpi
