// Amounts of the articles are added; what every row repeats is taken once. Whether an amount is the
// order's or the row's own is seen from the goods: the reading that comes nearer to them is right.
#include "input/order_merger.hpp"

#include <algorithm>
#include <array>

#include "input/plan.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t orders_per_batch = 1024;
constexpr std::array repeated_fields{Field::total, Field::shipping, Field::tax, Field::refunds};
constexpr std::array added_fields{Field::subtotal, Field::discounts, Field::commission};

template <class List>
bool is_in(const List& list, Field field) {
  return std::ranges::find(list, field) != list.end();
}

void add_to(BatchColumn& column, std::size_t row, std::int64_t amount) {
  if (__builtin_add_overflow(column.numbers[row], amount, &column.numbers[row]))
    column.states[row] = CellState::invalid;
}

}  // namespace

void OrderMerger::add(const Batch& rows) {
  for (std::size_t row = 0; row < rows.size; ++row) {
    if (continues(rows, row)) {
      append(rows, row);
    } else {
      close();
      if (orders_.size >= orders_per_batch) flush();
      open(rows, row);
    }
    follow(rows, row);
  }
}

bool OrderMerger::continues(const Batch& rows, std::size_t row) const {
  if (orders_.size == 0) return false;
  const BatchColumn* ids = rows.column(Field::order_id);
  const BatchColumn* mine = orders_.column(Field::order_id);
  const std::size_t last = orders_.size - 1;
  return mine != nullptr && known(ids, row) && ids->states[row] == mine->states[last] &&
         ids->numbers[row] == mine->numbers[last];
}

void OrderMerger::open(const Batch& rows, std::size_t row) {
  if (orders_.size == 0) {
    orders_.kind = rows.kind;
    orders_.asked = rows.asked;
    orders_.origin = rows.origin;
    orders_.origin.first_record += static_cast<std::uint32_t>(row);
  }
  for (std::size_t i = 0; i < field_count; ++i) {
    if (!rows.columns[i]) continue;
    const BatchColumn& from = *rows.columns[i];
    if (!orders_.columns[i]) orders_.columns[i] = std::make_unique<BatchColumn>();
    BatchColumn& to = *orders_.columns[i];
    to.states.push_back(from.states[row]);
    if (!from.texts.empty()) to.texts.push_back(texts_.emplace_back(from.texts[row]));
    if (!from.numbers.empty()) to.numbers.push_back(from.numbers[row]);
    if (from.list_ends.empty()) continue;
    const std::span<const std::uint32_t> entries = list_of(from, row);
    to.list.insert(to.list.end(), entries.begin(), entries.end());
    to.list_ends.push_back(static_cast<std::uint32_t>(to.list.size()));
  }
  orders_.offsets.push_back(rows.offsets[row]);
  ++orders_.size;
  rows_.push_back(0);
  repeated_.assign(repeated_fields.size(), {});
}

void OrderMerger::append(const Batch& rows, std::size_t row) {
  const std::size_t last = orders_.size - 1;
  for (std::size_t i = 0; i < field_count; ++i) {
    if (!rows.columns[i]) continue;
    const auto field = static_cast<Field>(i);
    const BatchColumn& from = *rows.columns[i];
    BatchColumn& to = *orders_.columns[i];
    if (is_in(repeated_fields, field)) continue;
    if (!from.list_ends.empty()) {
      const std::size_t mine = last == 0 ? 0 : to.list_ends[last - 1];
      for (const std::uint32_t entry : list_of(from, row))
        if (std::find(to.list.begin() + static_cast<std::ptrdiff_t>(mine), to.list.end(), entry) ==
            to.list.end())
          to.list.push_back(entry);
      to.list_ends[last] = static_cast<std::uint32_t>(to.list.size());
      if (known(&from, row)) to.states[last] = from.states[row];
      continue;
    }
    if (field == Field::subtotal && known(&from, row) != known(&to, last)) {
      to.states[last] = CellState::invalid;  // the goods of one article are unknown
    } else if (field == Field::cancelled || field == Field::refunded) {
      // An order is cancelled when all of it is.
      if (!known(&from, row) || from.numbers[row] == 0) to.states[last] = CellState::missing;
    } else if (is_in(added_fields, field) && known(&from, row) && known(&to, last)) {
      if (from.states[row] == CellState::invalid) to.states[last] = CellState::invalid;
      add_to(to, last, from.numbers[row]);
    } else if (!known(&to, last) && known(&from, row)) {
      to.states[last] = from.states[row];
      if (!from.texts.empty()) to.texts[last] = texts_.emplace_back(from.texts[row]);
      if (!from.numbers.empty()) to.numbers[last] = from.numbers[row];
    }
  }
}

void OrderMerger::follow(const Batch& rows, std::size_t row) {
  ++rows_.back();
  const BatchColumn* refunded = rows.column(Field::refunded);
  const BatchColumn* totals = rows.column(Field::total);
  const bool all_back = plan_.format->orders.own_totals && refunded != nullptr &&
                        known(refunded, row) && refunded->numbers[row] != 0;
  for (std::size_t at = 0; at < repeated_fields.size(); ++at) {
    const bool refund = repeated_fields[at] == Field::refunds && all_back;
    const BatchColumn* column = refund ? totals : rows.column(repeated_fields[at]);
    if (!known(column, row)) continue;
    Repeated& amount = repeated_[at];
    const std::int64_t value = column->numbers[row];
    amount.equal = amount.equal && (!amount.known || amount.first == value);
    if (!amount.known) amount.first = value;
    amount.known = true;
    if (__builtin_add_overflow(amount.sum, value, &amount.sum)) amount.sum = amount.first;
  }
}

void OrderMerger::close() {
  if (orders_.size == 0 || rows_.back() < 1) return;
  const std::size_t last = orders_.size - 1;
  const auto number = [&](Field field) {
    const BatchColumn* column = orders_.column(field);
    return known(column, last) ? column->numbers[last] : 0;
  };
  const std::int64_t goods = number(Field::subtotal) - std::abs(number(Field::discounts));
  const auto distance = [&](std::int64_t amount) { return std::abs(amount - goods); };
  const Repeated& total = repeated_.front();
  const bool own = plan_.format->orders.own_totals || !total.equal ||
                   (total.known && rows_.back() > 1 && distance(total.sum) < distance(total.first));
  for (std::size_t at = 0; at < repeated_fields.size(); ++at) {
    BatchColumn* column = orders_.column(repeated_fields[at]);
    const Repeated& amount = repeated_[at];
    if (column == nullptr || !amount.known) continue;
    column->states[last] = CellState::value;
    column->numbers[last] = own || !amount.equal ? amount.sum : amount.first;
  }
  // What came back is in the refunds now.
  BatchColumn* refunded = orders_.column(Field::refunded);
  if (plan_.format->orders.own_totals && refunded != nullptr)
    refunded->states[last] = CellState::missing;
}

void OrderMerger::flush() {
  if (orders_.size == 0) return;
  for (const std::size_t order : settle_records(orders_, {plan_, dictionaries_, faults_, texts_}))
    rows_left_out_ += rows_[order];
  if (orders_.size > 0) deliver_(orders_);
  orders_ = {};
  rows_.clear();
  texts_.clear();
}

void OrderMerger::finish() {
  close();
  flush();
}

}  // namespace tiktok_kpi
