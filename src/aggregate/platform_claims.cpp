#include "aggregate/platform_claims.hpp"

#include <iterator>
#include <map>
#include <tuple>

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

class ClaimSums {
 public:
  void add(const PlatformClaim& claim, std::optional<std::int32_t> day) {
    PlatformClaim& sum = sums_[{claim.platform, claim.currency, day}];
    sum.platform = claim.platform;
    sum.currency = claim.currency;
    sum.day = day;
    add_to(sum, claim);
  }
  [[nodiscard]] std::vector<PlatformClaim> rows() const {
    std::vector<PlatformClaim> rows;
    for (const auto& [key, sum] : sums_) rows.push_back(sum);
    return rows;
  }

 private:
  std::map<std::tuple<std::string, std::string, std::optional<std::int32_t>>, PlatformClaim> sums_;
};

std::optional<std::int32_t> day_of(const BatchColumn* days, const BatchColumn* times,
                                   std::size_t row) {
  constexpr std::int64_t day_s = 86'400;
  if (known(days, row)) return static_cast<std::int32_t>(days->numbers[row]);
  if (times == nullptr || times->states[row] == CellState::missing) return std::nullopt;
  const std::int64_t time = times->numbers[row];
  return static_cast<std::int32_t>(time >= 0 ? time / day_s : (time - day_s + 1) / day_s);
}

}  // namespace

void PlatformClaims::add(const Batch& batch, std::string_view platform,
                         const Dictionaries& dictionaries) {
  const BatchColumn* customers = batch.column(Field::customer_key);
  const BatchColumn* clients = batch.column(Field::client_key);
  const BatchColumn* orders = batch.column(Field::order_id);
  const BatchColumn* currencies = batch.column(Field::currency);
  const BatchColumn* days = batch.column(Field::date);
  const BatchColumn* times = batch.column(Field::touched_at);
  std::map<std::pair<std::string_view, std::optional<std::int32_t>>, PlatformClaim> claims;
  for (std::size_t row = 0; row < batch.size; ++row) {
    if (known(customers, row) || known(clients, row) || known(orders, row)) continue;
    PlatformClaim& claim =
        claims[{known(currencies, row)
                    ? dictionaries.texts.key(static_cast<std::uint32_t>(currencies->numbers[row]))
                    : std::string_view{},
                day_of(days, times, row)}];
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
  for (auto& [key, claim] : claims) {
    claim.platform = platform;
    claim.currency = key.first;
    claim.day = key.second;
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
  ClaimSums sums;
  for (const auto& [input, claim] : by_input_) sums.add(claim, claim.day);
  return sums.rows();
}

ClaimsOfDays claims_of_days(std::span<const PlatformClaim> claims,
                            const std::function<bool(std::int32_t day)>& counts) {
  ClaimsOfDays result;
  ClaimSums sums;
  for (const PlatformClaim& claim : claims) {
    if (claim.day && !counts(*claim.day)) {
      result.others += claim.rows;
      continue;
    }
    if (!claim.day) result.undated += claim.rows;
    sums.add(claim, std::nullopt);
  }
  result.sums = sums.rows();
  return result;
}

}  // namespace tiktok_kpi
