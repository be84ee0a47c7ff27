// One pass over the rows of a batch, then what was left out is dropped.
#include "input/order_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "input/person_keys.hpp"
#include "input/plan.hpp"
#include "input/plan_parts.hpp"
#include "tiktok_kpi/core/money.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array worth_fields{Field::subtotal, Field::discounts,      Field::tax,
                                  Field::shipping, Field::total,          Field::refunds,
                                  Field::refunded, Field::taxes_included, Field::revenue_basis};

constexpr std::array first_row_fields{Field::total,        Field::subtotal, Field::currency,
                                      Field::order_status, Field::refunds,  Field::discounts};

void forget(BatchColumn* column, std::size_t row) {
  if (column != nullptr) column->states[row] = CellState::missing;
}

std::optional<std::int64_t> amount(const BatchColumn* column, std::size_t row) {
  return known(column, row) ? std::optional(column->numbers[row]) : std::nullopt;
}

bool says_yes(const BatchColumn* column, std::size_t row) {
  return known(column, row) && column->numbers[row] != 0;
}

void put(BatchColumn* column, std::size_t row, const std::optional<std::int64_t>& value) {
  if (column == nullptr) return;
  column->states[row] = value ? CellState::value : CellState::missing;
  column->numbers[row] = value.value_or(0);
}

/// Is a word one of those between the bars?
bool is_among(std::string_view words, std::string_view word) {
  return std::ranges::any_of(split(words, '|'),
                             [&](std::string_view one) { return !one.empty() && one == word; });
}

class Settling {
 public:
  Settling(Batch& batch, const SettleContext& context)
      : batch_(batch), plan_(context.plan), context_(context), keep_(batch.size, 1) {}

  std::vector<std::size_t> run() {
    settle_sums();
    settle_currencies();
    hash_person_keys(batch_, plan_, context_.texts);
    switch (batch_.kind) {
      case RecordKind::order: settle_orders(); break;
      case RecordKind::line: settle_lines(); break;
      case RecordKind::touch: settle_touches(); break;
      default: break;
    }
    if (std::ranges::find(keep_, 0) != keep_.end()) keep_rows(batch_, keep_);
    return std::move(left_out_);
  }

 private:
  BatchColumn* column(Field field) { return batch_.column(field); }
  [[nodiscard]] std::string_view text_at(const BatchColumn& names, std::size_t row) const {
    return context_.dictionaries.texts.key(static_cast<std::uint32_t>(names.numbers[row]));
  }
  std::int64_t entry_of(std::string_view text) {
    return context_.dictionaries.texts.intern(text, batch_.origin);
  }

  void leave_out(std::size_t row, std::string_view code, std::string message, std::string hint) {
    keep_[row] = 0;
    left_out_.push_back(row);
    tell(row, code, std::move(message), std::move(hint));
  }
  void tell(std::size_t row, std::string_view code, std::string message, std::string hint) {
    context_.faults.add(Diagnostic::make(code, std::move(message), std::move(hint),
                                         {batch_.origin.input, batch_.offsets[row]}));
  }

  /// A sum with a part that could not be read is unknown; net revenue is, too, when the discounts
  /// or refunds that come off it could not be read.
  void settle_sums() {
    for (const Field field : {Field::discounts, Field::refunds}) {
      const BatchColumn* amounts =
          batch_.kind == RecordKind::order ? stated(column(field)) : nullptr;
      for (std::size_t row = 0; amounts != nullptr && row < batch_.size; ++row)
        if (amounts->states[row] == CellState::invalid) {
          unreadable_.resize(batch_.size);
          unreadable_[row] = 1;
        }
    }
    for (const Field field : batch_.kind == RecordKind::order ? std::span<const Field>(worth_fields)
                                                              : std::span<const Field>()) {
      if (row_of(field).type != FieldType::money) continue;
      if (BatchColumn* sums = column(field); stated(sums) != nullptr)
        std::ranges::replace(sums->states, CellState::invalid, CellState::missing);
    }
  }

  void settle_currencies() {
    BatchColumn* currencies = column(Field::currency);
    if (currencies == nullptr) return;
    std::int64_t last = -1;  // the same currency stands in nearly every row
    std::int64_t normal = -1;
    for (std::size_t row = 0; row < batch_.size; ++row) {
      if (currencies->states[row] == CellState::missing) continue;
      if (currencies->numbers[row] != last) {
        last = currencies->numbers[row];
        const auto currency = Currency::parse(text_at(*currencies, row));
        normal = currency && currency->is_listed() ? entry_of(currency->code()) : -1;
      }
      if (normal >= 0) {
        currencies->numbers[row] = normal;
        continue;
      }
      tell(row, "unknown-currency",
           fmt::format("\"{}\" is no currency",
                       visible(shown_cell(RecordKind::order, text_at(*currencies, row)))),
           "write its ISO 4217 code, such as EUR");
      currencies->states[row] = CellState::missing;
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
    const bool worth = column(Field::subtotal) != nullptr;
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
      if (worth) settle_worth(row);
    }
    settle_posts();
  }

  /// An amount that comes off goods, without its sign, which does not matter; but that there are
  /// both is worth a warning.
  void settle_deduction(Field field, std::size_t row) {
    BatchColumn* amounts = column(field);
    if (!known(amounts, row) || amounts->numbers[row] == 0) return;
    const bool negative = amounts->numbers[row] < 0;
    context_.faults.saw_amount(field, negative);
    if (negative) amounts->numbers[row] = -amounts->numbers[row];
  }

  void settle_worth(std::size_t row) {
    settle_deduction(Field::discounts, row);
    settle_deduction(Field::refunds, row);
    const bool unknown = !unreadable_.empty() && unreadable_[row] != 0;
    if (basis_ == OrderBasis::stated && known(column(Field::subtotal), row) &&
        !known(column(Field::total), row)) {
      if (unknown) forget(column(Field::subtotal), row);
      return settle_basis(row, "goods");
    }
    OrderAmounts amounts{amount(column(Field::subtotal), row),
                         amount(column(Field::discounts), row),
                         amount(column(Field::tax), row),
                         amount(column(Field::shipping), row),
                         amount(column(Field::total), row),
                         amount(column(Field::refunds), row),
                         std::nullopt};
    if (known(column(Field::taxes_included), row))
      amounts.taxes_included = says_yes(column(Field::taxes_included), row);
    if (says_yes(column(Field::refunded), row) && amounts.total) amounts.refunds = amounts.total;
    if (amounts.refunds && amounts.total && *amounts.refunds > *amounts.total)
      tell(row, "refund-above-total", "more was refunded than the order's total",
           "it is kept as exported; net revenue of the order is negative");
    const OrderWorth worth = worth_of(amounts, basis_);
    put(column(Field::subtotal), row, unknown ? std::nullopt : worth.subtotal);
    put(column(Field::discounts), row, worth.discounts);
    put(column(Field::refunds), row, worth.refunds);
    settle_basis(row, worth.basis);
  }

  void settle_basis(std::size_t row, std::string_view basis) {
    BatchColumn* to = column(Field::revenue_basis);
    if (to == nullptr) return;
    if (basis_ == OrderBasis::stated && known(to, row)) return;
    if (basis != last_basis_.first && !basis.empty()) last_basis_ = {basis, entry_of(basis)};
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

  void settle_lines() {
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

  void settle_touches() {
    split_source_medium();
    for (const Field field : {Field::utm_source, Field::utm_medium, Field::utm_campaign,
                              Field::utm_term, Field::utm_content, Field::channel})
      drop_labels(field);
    drop_page_labels();
    settle_events();
    const BatchColumn* times = column(Field::touched_at);
    if (times == nullptr || !plan_.as_of) return;
    for (std::size_t row = 0; row < batch_.size; ++row)
      if (keep_[row] != 0 && known(times, row) && times->numbers[row] > *plan_.as_of)
        leave_out(row, "future-touch",
                  fmt::format("the visit is dated {}, after {}",
                              format_instant(times->numbers[row]), format_instant(*plan_.as_of)),
                  "state the right --now, or the zone of the source");
  }

  /// Of the events of a visit its start counts, and what was bought.
  void settle_events() {
    const BatchColumn* events = column(Field::event);
    const std::string_view counted = plan_.format->orders.counts;
    if (events == nullptr || counted.empty()) return;
    for (std::size_t row = 0; row < batch_.size; ++row) {
      const std::string_view event = known(events, row) ? text_at(*events, row) : "";
      if (!is_among(counted, event)) {
        leave_out(row, "not-counted",
                  fmt::format("the event \"{}\" is neither a visit nor a purchase", visible(event)),
                  {});
        continue;
      }
      const bool start = event == "session_start";
      put(column(start ? Field::sessions : Field::conversions), row, 1);
    }
  }

  /// "tiktok / social" is source and medium in one cell, read into both.
  void split_source_medium() {
    BatchColumn* sources = column(Field::utm_source);
    BatchColumn* mediums = column(Field::utm_medium);
    const BatchColumn* first = sources != nullptr ? sources : mediums;
    std::int64_t last = -1;
    std::optional<std::int64_t> source, medium;
    for (std::size_t row = 0; first != nullptr && row < batch_.size; ++row) {
      if (first->states[row] == CellState::missing) continue;
      const std::int64_t entry = first->numbers[row];
      if (entry != last) {
        last = entry;
        const std::string text(text_at(*first, row));
        const std::size_t slash = text.find(" / ");
        source = medium = std::nullopt;
        if (slash != std::string::npos) {
          source = entry_of(trim_cell(std::string_view(text).substr(0, slash)));
          medium = entry_of(trim_cell(std::string_view(text).substr(slash + 3)));
        }
      }
      if (!source) continue;
      put(sources, row, source);
      put(mediums, row, medium);
    }
  }

  /// Analytics tools write words in brackets where there is no campaign.
  void drop_labels(Field field) {
    BatchColumn* names = column(field);
    std::int64_t last = -1;
    bool label = false;
    for (std::size_t row = 0; names != nullptr && row < batch_.size; ++row) {
      if (names->states[row] == CellState::missing) continue;
      if (names->numbers[row] != last) {
        last = names->numbers[row];
        label = is_label(text_at(*names, row));
      }
      if (label) names->states[row] = CellState::missing;
    }
  }
  void drop_page_labels() {
    BatchColumn* pages = column(Field::landing_url);
    for (std::size_t row = 0; pages != nullptr && row < batch_.size; ++row)
      if (known(pages, row) && is_label(pages->texts[row])) forget(pages, row);
  }
  static bool is_label(std::string_view text) {
    return text == "(not set)" || text == "(direct)" || text == "(none)" ||
           text == "(data not available)" || text == "(other)";
  }

  Batch& batch_;
  const ReadPlan& plan_;
  const SettleContext& context_;
  std::vector<std::uint8_t> keep_;
  std::vector<std::size_t> left_out_;
  OrderBasis basis_ = plan_.format->orders.basis;
  std::vector<std::uint8_t> unreadable_;  ///< rows whose worth is unknown; empty: none
  std::pair<std::string_view, std::int64_t> last_basis_;  ///< and its entry
  std::int64_t last_status_ = -1;
  bool status_counts_ = true;
};

}  // namespace

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
  return Settling(batch, context).run();
}

}  // namespace tiktok_kpi
