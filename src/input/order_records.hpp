#pragma once
// What a record of trade says beyond its cells: orders get their revenue basis, currencies and
// customer keys their form, and what is no order or visit is left out. Both readers call this on
// their batches.
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "input/fault_log.hpp"
#include "input/formats/format.hpp"
#include "model/batch.hpp"
#include "model/dictionary.hpp"

namespace tiktok_kpi {

/// Amounts of one order as exported, in millionths; nothing where they are unknown.
struct OrderAmounts {
  std::optional<std::int64_t> subtotal, discounts, tax, shipping, total, refunds;
  std::optional<bool> taxes_included;
};

/// What an order is worth: subtotal, discounts and refunds without tax and shipping, so that net
/// revenue is subtotal - discounts - refunds. `subtotal` stays unknown when nothing is known.
struct OrderWorth {
  std::optional<std::int64_t> subtotal, discounts, refunds;
  std::string_view basis;  ///< "goods", "net", "total"; empty when nothing is known
};

/// The conversion that the format states. Shares are rounded to the millionth, half away from zero.
/// `after_discounts`: prices include tax when they are said to, or when the total is less than
/// goods, shipping and tax together; all tax is then the goods'. Refunds count as refund x net
/// goods / total.
[[nodiscard]] OrderWorth worth_of(const OrderAmounts& amounts, OrderBasis basis);

/// Says in the plan which fields the format's rules need.
void plan_settling(ReadPlan& plan);

/// Fields that settling reads beside those asked for.
[[nodiscard]] FieldSet needed_to_settle(RecordKind kind, const FieldSet& asked);

/// What settling needs of the reading.
struct SettleContext {
  const ReadPlan& plan;
  Dictionaries& dictionaries;
  FaultLog& faults;
  std::deque<std::string>& texts;  ///< keeps made text as long as the batch
};

/// Settles orders, lines, visits and advertising rows; other kinds stay as they are. Rows that are
/// no record of their kind are dropped. Returns the rows that a fault or a rule left out, as they
/// were numbered before; rows that only continue an order are dropped without being left out.
std::vector<std::size_t> settle_records(Batch& batch, const SettleContext& context);

}  // namespace tiktok_kpi
