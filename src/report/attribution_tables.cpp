#include "report/attribution_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "core/text.hpp"
#include "document/table_of.hpp"

namespace tiktok_kpi {
namespace {

Quantity count_of(std::uint64_t value) { return Quantity::count(static_cast<Int128>(value)); }

/// 0, 1, 2…: the values of an enumeration.
template <std::size_t count>
std::array<std::size_t, count> numbers_below() {
  std::array<std::size_t, count> numbers;
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  return numbers;
}

Quantity share_of(std::uint64_t some, std::uint64_t all) {
  if (all == 0) return Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
  return Quantity::exact(*Rational::make(static_cast<Int128>(some), static_cast<Int128>(all)),
                         Unit::ratio);
}

/// Place of each creator among the known values of a column, the largest first; equal ones share
/// theirs.
std::vector<std::int64_t> places_in(const Table& table, std::size_t column, std::size_t rows) {
  const auto value = [&](std::size_t row) -> const Quantity& { return table.rows[row][column]; };
  std::vector<std::size_t> order;
  for (std::size_t row = 0; row < rows; ++row)
    if (value(row).known()) order.push_back(row);
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return Quantity::compare(value(a), value(b)) > 0;
  });
  std::vector<std::int64_t> places(rows);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool equal = i > 0 && Quantity::compare(value(order[i - 1]), value(order[i])) == 0;
    places[order[i]] = equal ? places[order[i - 1]] : static_cast<std::int64_t>(i) + 1;
  }
  return places;
}

}  // namespace

Table ranks_table(const Table& revenue, std::size_t creators) {
  Table table;
  table.id = "attribution.ranks";
  table.title = "Places by revenue under each model";
  table.columns = {{"creator", "creator", Unit::text}};
  const std::size_t rows = std::min(creators, revenue.rows.size());
  for (std::size_t row = 0; row < rows; ++row) table.rows.push_back({revenue.rows[row].front()});
  for (std::size_t at = 1; at < revenue.columns.size(); ++at) {
    table.columns.push_back({revenue.columns[at].id, revenue.columns[at].label, Unit::count});
    const std::vector<std::int64_t> places = places_in(revenue, at, rows);
    for (std::size_t row = 0; row < rows; ++row) {
      const Quantity& own = revenue.rows[row][at];
      table.rows[row].push_back(own.known() ? Quantity::count(places[row])
                                            : Quantity::missing(own.reason(), Unit::count));
    }
  }
  table.total_rows = table.rows.size();
  return table;
}

Table matches_table(const OrderAttribution& found) {
  return table_of("attribution.matches", "How orders found their visits",
                  {{"match", "by", Unit::text},
                   {"orders", "orders", Unit::count},
                   {.id = "share", .label = "share", .unit = Unit::ratio, .digits = 1}},
                  numbers_below<order_match_count>(), [&](std::size_t i) -> std::vector<Quantity> {
                    return {Quantity::label(std::string(name_of(static_cast<OrderMatch>(i)))),
                            count_of(found.matches[i]), share_of(found.matches[i], found.orders)};
                  });
}

Table keys_table(const KeyCoverage& keys) {
  return table_of(
      "attribution.keys", "Keys to match by",
      {{"key", "key", Unit::text},
       {"orders", "orders", Unit::count},
       {.id = "share_of_orders", .label = "share", .unit = Unit::ratio, .digits = 1},
       {"visits", "visits", Unit::count},
       {.id = "share_of_visits", .label = "share", .unit = Unit::ratio, .digits = 1}},
      numbers_below<match_key_count>(), [&](std::size_t i) -> std::vector<Quantity> {
        return {Quantity::label(std::string(name_of(static_cast<MatchKey>(i)))),
                count_of(keys.orders.with[i]), share_of(keys.orders.with[i], keys.orders.all),
                count_of(keys.visits.with[i]), share_of(keys.visits.with[i], keys.visits.all)};
      });
}

Table foreign_table(const OrderAttribution& found, const TableOptions& options) {
  Table table =
      table_of("attribution.codes", "Codes that no creator owns on the day of the order",
               {{"code", "code", Unit::text},
                {"orders", "orders", Unit::count},
                {"looks_like", "looks like", Unit::text}},
               found.foreign, [](const ForeignCode& code) -> std::vector<Quantity> {
                 return {Quantity::label(code.code), count_of(code.orders),
                         code.near.empty() ? Quantity::missing(MissingReason::unknown, Unit::text)
                                           : Quantity::label(code.near)};
               });
  constexpr std::size_t usual_limit = 20;
  table.people_rows = options.rows_for_people(usual_limit);
  return table;
}

Table claims_table(const Answers& answers) {
  const auto count = [](bool has, Int128 value) {
    return has ? Quantity::count(value)
               : Quantity::missing(MissingReason::not_exported, Unit::count);
  };
  const auto money = [](bool has, Int128 micros) {
    const auto amount = Rational::make(micros, Money::micros_per_unit);
    return has && amount ? Quantity::money(*amount, {})
                         : Quantity::missing(MissingReason::not_exported, Unit::money);
  };
  const DayRange& period = answers.campaign().period;
  const ClaimsOfDays claims = claims_of_days(
      answers.commerce.claims(), [&](std::int32_t day) { return period.contains(day); });
  Table table = table_of("attribution.claims", "Claimed by platforms (listed, never added)",
                         {{"platform", "platform", Unit::text},
                          {"sessions", "sessions", Unit::count},
                          {"clicks", "clicks", Unit::count},
                          {"conversions", "orders", Unit::count},
                          {"revenue", "revenue", Unit::money},
                          {"spend", "spend", Unit::money},
                          {"currency", "currency", Unit::text}},
                         claims.sums, [&](const PlatformClaim& claim) -> std::vector<Quantity> {
                           return {Quantity::label(claim.platform),
                                   count(claim.has_sessions, claim.sessions),
                                   count(claim.has_clicks, claim.clicks),
                                   count(claim.has_conversions, claim.conversions),
                                   money(claim.has_revenue, claim.revenue_micros),
                                   money(claim.has_spend, claim.spend_micros),
                                   claim.currency.empty()
                                       ? Quantity::missing(MissingReason::not_exported, Unit::text)
                                       : Quantity::label(claim.currency)};
                         });
  if (claims.others > 0)
    table.note = fmt::format("Of the campaign's days; {} of other days {} left out.",
                             counted(claims.others, "row"), claims.others == 1 ? "is" : "are");
  if (claims.undated > 0 && period.given())
    table.note += fmt::format("{}{} without a day {} counted: they may be of other days.",
                              table.note.empty() ? "" : " ", counted(claims.undated, "row"),
                              claims.undated == 1 ? "is" : "are");
  return table;
}

}  // namespace tiktok_kpi
