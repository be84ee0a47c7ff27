// Each loop reads one column or two and leaves one: what it writes stays next to the processor
// until it is packed.
#include "aggregate/order_keeper.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "tiktok_kpi/core/money.hpp"

namespace tiktok_kpi {
namespace {

/// No code of a currency: all that ISO 4217 does not list.
constexpr std::string_view unlisted_currency = "?";

std::int64_t magnitude(std::int64_t value) { return value < 0 ? -value : value; }

}  // namespace

OrderId order_id_of(const BatchColumn& ids, std::size_t row, const Dictionaries& dictionaries) {
  if (ids.states[row] != CellState::day) return {magnitude(ids.numbers[row]), {}};
  return {std::nullopt, dictionaries.texts.key(static_cast<std::uint32_t>(ids.numbers[row]))};
}

std::uint64_t print_of(const BatchColumn* keys, std::size_t row) {
  if (!known(keys, row)) return 0;
  std::string_view text = keys->texts[row];
  if (text.empty()) return 0;
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325ULL;
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    hash = (hash ^ word) * 0x9E37'79B9'7F4A'7C15ULL;
    hash ^= hash >> 29U;
  }
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3ULL;  // FNV-1a
  hash ^= hash >> 32U;
  return hash == 0 ? 1 : hash;
}

/// The rows at hand, and where their names go.
struct OrderKeeper::Rows {
  const Batch& batch;
  std::size_t first, size;
  const Dictionaries& dictionaries;
  KeptNames& names;

  /// Calls use(number among these rows, row) for each row.
  template <class Use>
  void each(Use&& use) const {
    for (std::size_t i = 0; i < size; ++i) use(i, first + i);
  }
  /// Calls use(number among these rows, row) for each row that states something in the column.
  template <class Use>
  void each_known(const BatchColumn* column, Use&& use) const {
    if (column == nullptr) return;
    const CellState* const states = column->states.data() + first;
    for (std::size_t i = 0; i < size; ++i)
      if (states[i] != CellState::missing) use(i, first + i);
  }
  [[nodiscard]] const BatchColumn* stated(Field field) const {
    return tiktok_kpi::stated(batch.column(field));
  }
};

OrderChunk OrderKeeper::keep(const Batch& batch, std::size_t first, std::size_t end,
                             const Dictionaries& dictionaries, KeptNames& names) {
  const Rows rows{batch, first, end - first, dictionaries, names};
  const std::uint64_t begin = batch.offsets[first];
  packer_.begin({batch.origin.input, begin}, rows.size);
  values_.resize(rows.size);
  traits_.assign(rows.size, {});
  rows.each([&](std::size_t i, std::size_t row) { values_[i] = batch.offsets[row] - begin; });
  packer_.add(OrderMember::record, values_);
  add_ids(rows);
  add_times(rows);
  add_customers(rows);
  add_links(rows);
  add_currencies(rows);
  add_net_revenue(rows);
  add_codes(rows);
  add_traits(rows);
  return packer_.finish();
}

void OrderKeeper::add_ids(const Rows& rows) {
  const BatchColumn& ids = *rows.batch.column(Field::order_id);
  rows.each([&](std::size_t i, std::size_t row) {
    const OrderId id = order_id_of(ids, row, rows.dictionaries);
    values_[i] = id.number ? static_cast<std::uint64_t>(*id.number)
                           : rows.names.texts.intern(id.text, rows.batch.origin);
    traits_[i].text_id = !id.number;
  });
  packer_.add(OrderMember::id, values_);
}

void OrderKeeper::add_times(const Rows& rows) {
  std::ranges::fill(values_, 0);
  const BatchColumn* times = rows.stated(Field::ordered_at);
  rows.each_known(times, [&](std::size_t i, std::size_t row) {
    values_[i] = static_cast<std::uint64_t>(times->numbers[row]);
    traits_[i].dated = true;
    traits_[i].day_only = times->states[row] == CellState::day;
  });
  packer_.add(OrderMember::ordered_at, values_);
}

void OrderKeeper::add_customers(const Rows& rows) {
  std::ranges::fill(values_, 0);
  const BatchColumn* keys = rows.stated(Field::customer_key);
  rows.each_known(keys, [&](std::size_t i, std::size_t row) { values_[i] = print_of(keys, row); });
  packer_.add(OrderMember::customer, values_);
}

void OrderKeeper::add_links(const Rows& rows) {
  rows.names.links.find_all(LinkColumns(rows.batch), rows.first, rows.first + rows.size,
                            rows.batch.origin, rows.dictionaries, found_);
  for (std::size_t i = 0; i < rows.size; ++i) {
    values_[i] = std::uint32_t{found_[i].link + 1};
    traits_[i].click_id = found_[i].click_id;
  }
  packer_.add(OrderMember::link, values_);
}

void OrderKeeper::add_currencies(const Rows& rows) {
  std::ranges::fill(values_, 0);
  const BatchColumn* currencies = rows.stated(Field::currency);
  std::int64_t last = -1;  // the same one stands in nearly every row
  std::uint32_t entry = 0;
  rows.each_known(currencies, [&](std::size_t i, std::size_t row) {
    if (currencies->numbers[row] != last) {
      last = currencies->numbers[row];
      const auto text = rows.dictionaries.texts.key(static_cast<std::uint32_t>(last));
      const auto currency = Currency::parse(text);
      const bool listed = currency && currency->is_listed();
      entry = rows.names.currencies.intern(listed ? text : unlisted_currency, rows.batch.origin);
      assert(entry < KeptOrder::no_currency);  // there are not so many listed ones
    }
    values_[i] = entry + 1;
  });
  packer_.add(OrderMember::currency, values_);
}

void OrderKeeper::add_net_revenue(const Rows& rows) {
  std::ranges::fill(values_, 0);
  const BatchColumn* subtotals = rows.stated(Field::subtotal);
  rows.each_known(subtotals, [&](std::size_t i, std::size_t row) {
    values_[i] = static_cast<std::uint64_t>(subtotals->numbers[row]);
    traits_[i].valued = true;
  });
  const auto take_off = [&](const BatchColumn* amounts) {
    rows.each_known(amounts, [&](std::size_t i, std::size_t row) {
      if (traits_[i].valued)
        values_[i] -= static_cast<std::uint64_t>(magnitude(amounts->numbers[row]));
    });
  };
  take_off(rows.stated(Field::discounts));
  if (basis_ != RevenueBasis::gross) take_off(rows.stated(Field::refunds));
  packer_.add(OrderMember::net, values_);
}

void OrderKeeper::add_codes(const Rows& rows) {
  std::ranges::fill(values_, 0);
  const BatchColumn* codes = rows.stated(Field::codes);
  rows.each_known(codes, [&](std::size_t i, std::size_t row) {
    values_[i] = list_of_codes(list_of(*codes, row), rows);
  });
  packer_.add(OrderMember::codes, values_);
}

std::uint64_t OrderKeeper::list_of_codes(std::span<const std::uint32_t> codes, const Rows& rows) {
  if (codes.empty()) return 0;
  const std::uint32_t first = codes.front();
  if (codes.size() == 1 && first < single_codes_.size() && single_codes_[first] != no_entry)
    return single_codes_[first] + std::uint64_t{1};
  key_.clear();
  for (const std::uint32_t code : codes) {
    if (!key_.empty()) key_ += code_separator;
    key_ += rows.dictionaries.texts.key(code);
  }
  const std::uint32_t list = rows.names.code_lists.intern(key_, rows.batch.origin);
  if (codes.size() == 1) {
    if (first >= single_codes_.size())
      single_codes_.resize(std::max<std::size_t>(first + std::size_t{1}, 2 * single_codes_.size()),
                           no_entry);
    single_codes_[first] = list;
  }
  return list + std::uint64_t{1};
}

void OrderKeeper::add_traits(const Rows& rows) {
  const BatchColumn* fresh = rows.stated(Field::customer_new);
  rows.each_known(fresh, [&](std::size_t i, std::size_t row) {
    traits_[i].new_known = true;
    traits_[i].is_new = fresh->numbers[row] != 0;
  });
  std::ranges::transform(traits_, values_.begin(), &OrderTraits::bits);
  packer_.add(OrderMember::traits, values_);
}

}  // namespace tiktok_kpi
