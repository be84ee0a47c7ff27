// One pass over the rows of a batch, then what was left out is dropped.
#include "input/order_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "input/person_keys.hpp"
#include "input/settling.hpp"
#include "tiktok_kpi/core/money.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array worth_fields{Field::subtotal, Field::discounts,      Field::tax,
                                  Field::shipping, Field::total,          Field::refunds,
                                  Field::refunded, Field::taxes_included, Field::revenue_basis};

constexpr std::array first_row_fields{Field::total,        Field::subtotal, Field::currency,
                                      Field::order_status, Field::refunds,  Field::discounts};

bool says_yes(const BatchColumn* column, std::size_t row) {
  return known(column, row) && column->numbers[row] != 0;
}

/// Columns of what an order is worth; of those that are only read none where no row states one.
struct WorthColumns {
  explicit WorthColumns(Batch& batch)
      : subtotal(batch.column(Field::subtotal)),
        discounts(batch.column(Field::discounts)),
        refunds(batch.column(Field::refunds)),
        basis(batch.column(Field::revenue_basis)),
        tax(stated(batch.column(Field::tax))),
        shipping(stated(batch.column(Field::shipping))),
        total(stated(batch.column(Field::total))),
        refunded(stated(batch.column(Field::refunded))),
        taxes_included(stated(batch.column(Field::taxes_included))) {}

  BatchColumn *subtotal, *discounts, *refunds, *basis;
  const BatchColumn *tax, *shipping, *total, *refunded, *taxes_included;
};

class OrderSettling : public Settling {
 public:
  using Settling::Settling;

  void run() {
    settle_sums();
    settle_orders();
  }

 private:
  /// A sum with a part that could not be read is unknown; net revenue is, too, when the discounts
  /// or refunds that come off it could not be read.
  void settle_sums() {
    for (const Field field : {Field::discounts, Field::refunds}) {
      const BatchColumn* amounts = stated(column(field));
      for (std::size_t row = 0; amounts != nullptr && row < batch_.size; ++row)
        if (amounts->states[row] == CellState::invalid) {
          unreadable_.resize(batch_.size);
          unreadable_[row] = 1;
        }
    }
    for (const Field field : worth_fields) {
      if (row_of(field).type != FieldType::money) continue;
      if (BatchColumn* sums = column(field); stated(sums) != nullptr)
        std::ranges::replace(sums->states, CellState::invalid, CellState::missing);
    }
  }

  /// The row holds nothing of what stands on the first row of an order only.
  [[nodiscard]] bool continues_order(std::size_t row) const {
    const auto records = std::ranges::find(plan_.records, batch_.kind, &RecordPlan::kind);
    if (records == plan_.records.end() || records->also.empty()) return false;
    return std::ranges::none_of(first_row_fields, [&](Field field) {
      return records->also.contains(field) && known(std::as_const(batch_).column(field), row);
    });
  }

  /// Is the status of the row that of an order?
  bool counts_by_status(const BatchColumn* statuses, std::size_t row) {
    const OrderRules& rules = plan_.format->orders;
    if ((rules.counts.empty() && rules.leaves_out.empty()) || !known(statuses, row)) return true;
    if (statuses->numbers[row] != last_status_) {
      last_status_ = statuses->numbers[row];
      const std::string folded = case_fold(text_at(*statuses, row));
      status_counts_ = (rules.counts.empty() || is_among(rules.counts, folded)) &&
                       !is_among(rules.leaves_out, folded);
    }
    return status_counts_;
  }

  void settle_orders() {
    if (plan_.format->orders.keyed_tags) settle_tags();
    const bool first_row = plan_.format->orders.first_row;
    const BatchColumn* ids = column(Field::order_id);
    const BatchColumn* cancelled = stated(column(Field::cancelled));
    const BatchColumn* statuses = stated(column(Field::order_status));
    const BatchColumn* totals = stated(column(Field::total));
    for (std::size_t row = 0; row < batch_.size; ++row) {
      if (first_row && continues_order(row)) {
        keep_[row] = 0;
        continue;
      }
      if (!known(ids, row)) {
        leave_out(row, "order-without-id", "the order has no id",
                  "without one it cannot be told from a copy of another order");
        continue;
      }
      if (says_yes(cancelled, row)) {
        leave_out(row, "not-counted", "the order was cancelled, or is a test", {});
        continue;
      }
      if (!counts_by_status(statuses, row)) {
        leave_out(row, "not-counted",
                  fmt::format("a row with the status \"{}\" is no order",
                              visible(text_at(*statuses, row))),
                  {});
        continue;
      }
      if (known(totals, row) && totals->numbers[row] < 0) {
        leave_out(row, "negative-total", "the total of the order is negative",
                  "a refund belongs into the refunds of its order");
        continue;
      }
    }
    if (column(Field::subtotal) != nullptr) settle_worth();
    settle_posts();
  }

  /// Amounts that come off goods, without their signs, which do not matter; but that there are both
  /// is worth a warning.
  void settle_deductions(Field field) {
    BatchColumn* column = batch_.column(field);
    if (stated(column) == nullptr) return;
    std::int64_t* const amounts = column->numbers.data();
    const CellState* const states = column->states.data();
    bool positive = false;
    bool negative = false;
    for (std::size_t row = 0; row < batch_.size; ++row) {
      const bool counts = keep_[row] != 0 && states[row] != CellState::missing;
      const std::int64_t amount = counts ? amounts[row] : 0;
      positive |= amount > 0;
      negative |= amount < 0;
      if (amount < 0) amounts[row] = -amount;
    }
    if (positive) context_.faults.saw_amount(field, false);
    if (negative) context_.faults.saw_amount(field, true);
  }

  /// What the orders that are kept are worth.
  void settle_worth() {
    settle_deductions(Field::discounts);
    settle_deductions(Field::refunds);
    const WorthColumns columns(batch_);
    for (std::size_t row = 0; row < batch_.size; ++row)
      if (keep_[row] != 0) settle_worth(columns, row);
  }

  void settle_worth(const WorthColumns& columns, std::size_t row) {
    const bool unknown = !unreadable_.empty() && unreadable_[row] != 0;
    if (basis_ == OrderBasis::stated && known(columns.subtotal, row) &&
        !known(columns.total, row)) {
      if (unknown) forget(columns.subtotal, row);
      return settle_basis(columns.basis, row, "goods");
    }
    OrderAmounts amounts{amount(columns.subtotal, row),
                         amount(columns.discounts, row),
                         amount(columns.tax, row),
                         amount(columns.shipping, row),
                         amount(columns.total, row),
                         amount(columns.refunds, row),
                         std::nullopt};
    if (known(columns.taxes_included, row))
      amounts.taxes_included = says_yes(columns.taxes_included, row);
    if (says_yes(columns.refunded, row) && amounts.total) amounts.refunds = amounts.total;
    if (amounts.refunds && amounts.total && *amounts.refunds > *amounts.total)
      tell(row, "refund-above-total", "more was refunded than the order's total",
           "it is kept as exported; net revenue of the order is negative");
    const OrderWorth worth = worth_of(amounts, basis_);
    put(columns.subtotal, row, unknown ? std::nullopt : worth.subtotal);
    put(columns.discounts, row, worth.discounts);
    put(columns.refunds, row, worth.refunds);
    settle_basis(columns.basis, row, worth.basis);
  }

  void settle_basis(BatchColumn* to, std::size_t row, std::string_view basis) {
    if (to == nullptr) return;
    if (basis_ == OrderBasis::stated && known(to, row)) return;
    if (basis.data() != last_basis_.first.data() && !basis.empty())
      last_basis_ = {basis, entry_of(basis)};
    put(to, row, basis.empty() ? std::nullopt : std::optional(last_basis_.second));
  }

  /// The content that led to an order is a post only when it is a video.
  void settle_posts() {
    const BatchColumn* types = stated(column(Field::content_type));
    if (types == nullptr || plan_.format->traits.canonical) return;
    for (std::size_t row = 0; row < batch_.size; ++row) {
      if (!known(types, row)) continue;
      const std::string type = case_fold(text_at(*types, row));
      if (type.find("video") == std::string::npos && type.find("วิดีโอ") == std::string::npos)
        forget(column(Field::post_id), row);
    }
  }

  /// Rows of name and value: the value moves to the UTM field of that name.
  void settle_tags() {
    BatchColumn* names = column(Field::utm_term);
    BatchColumn* values = column(Field::utm_content);
    if (names == nullptr || values == nullptr) return;
    for (std::size_t row = 0; row < batch_.size; ++row) {
      const bool whole = known(names, row) && known(values, row);
      const FieldRow* field = whole ? find_field(text_at(*names, row)) : nullptr;
      const std::int64_t value = values->numbers[row];
      forget(names, row);
      forget(values, row);
      if (field == nullptr || !field->name.starts_with("utm_")) continue;
      put(column(field->field), row, value);
    }
  }

  OrderBasis basis_ = plan_.format->orders.basis;
  std::vector<std::uint8_t> unreadable_;  ///< rows whose worth is unknown; empty: none
  std::pair<std::string_view, std::int64_t> last_basis_;  ///< and its entry
  std::int64_t last_status_ = -1;
  bool status_counts_ = true;
};

class LineSettling : public Settling {
 public:
  using Settling::Settling;
  void run() {
    BatchColumn* totals = column(Field::line_total);
    for (std::size_t row = 0; row < batch_.size; ++row) {
      if (!known(column(Field::order_id), row)) {
        leave_out(row, "order-without-id", "the line has no id of its order",
                  "without one it belongs to no order");
        continue;
      }
      const auto price = amount(column(Field::unit_price), row);
      const auto pieces = amount(column(Field::quantity), row);
      std::int64_t product = 0;
      if (totals != nullptr && !known(totals, row) && price && pieces &&
          !__builtin_mul_overflow(*price, *pieces, &product))
        put(totals, row, product);
    }
  }
};

/// Advertising rows have no rules of their own.
class AdSettling : public Settling {
 public:
  using Settling::Settling;
  void run() {}
};

template <class Rules>
std::vector<std::size_t> settled_by(Batch& batch, const SettleContext& context) {
  Rules rules(batch, context);
  rules.settle_currencies();
  hash_person_keys(batch, context.plan, context.texts);
  rules.run();
  if (std::ranges::find(rules.kept(), 0) != rules.kept().end()) keep_rows(batch, rules.kept());
  return std::move(rules.left_out());
}

}  // namespace

void Settling::settle_currencies() {
  BatchColumn* currencies = column(Field::currency);
  if (currencies == nullptr) return;
  std::int64_t last = -1;  // the same currency stands in nearly every row
  std::int64_t normal = -1;
  CellState* const states = currencies->states.data();
  std::int64_t* const numbers = currencies->numbers.data();
  for (std::size_t row = 0; row < batch_.size; ++row) {
    if (states[row] == CellState::missing) continue;
    if (numbers[row] != last) {
      last = numbers[row];
      const auto currency = Currency::parse(text_at(*currencies, row));
      normal = currency && currency->is_listed() ? entry_of(currency->code()) : -1;
    }
    if (normal >= 0) {
      numbers[row] = normal;
      continue;
    }
    tell(row, "unknown-currency",
         fmt::format("\"{}\" is no currency",
                     visible(shown_cell(RecordKind::order, text_at(*currencies, row)))),
         "write its ISO 4217 code, such as EUR");
    // An order in it is worth nobody knows what; without a currency it would be worth as much in
    // that of the report.
    if (batch_.kind != RecordKind::order) states[row] = CellState::missing;
  }
}

void plan_settling(ReadPlan& plan) {
  const OrderRules& rules = plan.format->orders;
  for (RecordPlan& records : plan.records) {
    if (records.kind != RecordKind::order) continue;
    if (rules.keyed_tags) records.also.insert({Field::utm_term, Field::utm_content});
    for (const Field field : first_row_fields)
      if (rules.first_row &&
          std::ranges::find(records.columns, field, &ColumnPlan::field) != records.columns.end())
        records.also.insert(field);
  }
}

FieldSet needed_to_settle(RecordKind kind, const FieldSet& asked) {
  FieldSet needed;
  if (asked.empty()) return needed;
  if (kind == RecordKind::order) {
    needed.insert({Field::order_id, Field::cancelled, Field::order_status, Field::total});
    for (const Field field : worth_fields)
      if (asked.contains(field) && field != Field::total)
        for (const Field other : worth_fields) needed.insert(other);
    if (asked.contains(Field::post_id)) needed.insert(Field::content_type);
  } else if (kind == RecordKind::line) {
    needed.insert(Field::order_id);
    if (asked.contains(Field::line_total)) needed.insert({Field::unit_price, Field::quantity});
  } else if (kind == RecordKind::touch) {
    needed.insert(Field::touched_at);
    needed.insert(Field::event);
    if (asked.contains(Field::utm_medium)) needed.insert(Field::utm_source);
  }
  return needed;
}

std::vector<std::size_t> settle_records(Batch& batch, const SettleContext& context) {
  if (batch.kind < RecordKind::order || batch.asked.empty()) return {};
  switch (batch.kind) {
    case RecordKind::order: return settled_by<OrderSettling>(batch, context);
    case RecordKind::line: return settled_by<LineSettling>(batch, context);
    case RecordKind::touch: return settled_by<TouchSettling>(batch, context);
    default: return settled_by<AdSettling>(batch, context);
  }
}

}  // namespace tiktok_kpi
