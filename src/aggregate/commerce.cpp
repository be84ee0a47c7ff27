// Rows become records of fixed size in the worker; names are numbered again in key order at the
// end, so that neither threads nor blocks show.
#include "aggregate/commerce.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <map>
#include <optional>

#include "core/threads.hpp"

namespace tiktok_kpi {
namespace {

constexpr char separator = '\x1F';
// Keys of two kinds never meet.
constexpr std::uint64_t client_keys = 0x5851'F42D'4C95'7F2DULL;
constexpr std::uint64_t order_keys = 0x1405'7B7E'F767'814FULL;

/// Print of a key, never 0. The keys are keyed hashes: only equality counts.
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

std::int64_t magnitude(std::int64_t value) { return value < 0 ? -value : value; }

struct OrderId {
  std::optional<std::int64_t> number;
  std::string_view text;
};

/// Shops print "#1043" where others write 1043: both are the same order.
OrderId order_id_of(const BatchColumn& ids, std::size_t row, const Dictionaries& dictionaries) {
  if (ids.states[row] != CellState::day) return {magnitude(ids.numbers[row]), {}};
  return {std::nullopt, dictionaries.texts.key(static_cast<std::uint32_t>(ids.numbers[row]))};
}

constexpr std::array<std::string_view, match_key_count> key_names{
    "customer key", "visitor key", "order id", "click id (ttclid)", "link", "promo code"};

}  // namespace

std::string_view name_of(MatchKey key) { return key_names[static_cast<std::size_t>(key)]; }

FieldSet Commerce::fields_of(RecordKind kind) {
  switch (kind) {
    case RecordKind::order:
      return {Field::order_id,    Field::ordered_at,   Field::customer_key, Field::currency,
              Field::subtotal,    Field::discounts,    Field::refunds,      Field::codes,
              Field::landing_url, Field::utm_source,   Field::utm_medium,   Field::utm_campaign,
              Field::utm_content, Field::customer_new, Field::creator,      Field::ttclid,
              Field::post_id};
    case RecordKind::touch:
      return {Field::touched_at,  Field::customer_key, Field::client_key,   Field::order_id,
              Field::utm_source,  Field::utm_medium,   Field::utm_campaign, Field::utm_content,
              Field::landing_url, Field::creator,      Field::sessions,     Field::conversions,
              Field::revenue,     Field::event,        Field::currency,     Field::ttclid};
    case RecordKind::ad_day:
      return {Field::spend,   Field::impressions, Field::clicks, Field::conversions,
              Field::revenue, Field::currency,    Field::date};
    default: return {};
  }
}

void Commerce::begin(unsigned workers) { workers_.resize(workers); }

std::uint16_t Commerce::currency_of(Worker& worker, std::int64_t entry, const Origin& origin,
                                    const Dictionaries& dictionaries) {
  auto& [last, currency] = worker.last_currency;  // the same one stands in nearly every row
  if (entry == last) return currency;
  const std::uint32_t found =
      worker.currencies.intern(dictionaries.texts.key(static_cast<std::uint32_t>(entry)), origin);
  assert(found < KeptOrder::no_currency);  // only listed currencies are read
  last = entry;
  return currency = static_cast<std::uint16_t>(found);
}

std::uint32_t Commerce::codes_of(Worker& worker, std::span<const std::uint32_t> codes,
                                 const Origin& origin, const Dictionaries& dictionaries) {
  if (codes.empty()) return no_entry;
  std::vector<std::uint32_t>& singles = worker.single_codes;
  const std::uint32_t first = codes.front();
  if (codes.size() == 1 && first < singles.size() && singles[first] != no_entry)
    return singles[first];
  worker.key.clear();
  for (const std::uint32_t code : codes) {
    if (!worker.key.empty()) worker.key += separator;
    worker.key += dictionaries.texts.key(code);
  }
  const std::uint32_t list = worker.code_lists.intern(worker.key, origin);
  if (codes.size() > 1) return list;
  if (first >= singles.size())
    singles.resize(std::max<std::size_t>(first + std::size_t{1}, 2 * singles.size()), no_entry);
  return singles[first] = list;
}

void Commerce::keep_orders(Worker& worker, const Batch& batch,
                           const Dictionaries& dictionaries) const {
  const BatchColumn* ids = batch.column(Field::order_id);
  const BatchColumn* times = stated(batch.column(Field::ordered_at));
  const BatchColumn* customers = stated(batch.column(Field::customer_key));
  const BatchColumn* currencies = stated(batch.column(Field::currency));
  const BatchColumn* subtotals = stated(batch.column(Field::subtotal));
  const BatchColumn* discounts = stated(batch.column(Field::discounts));
  const BatchColumn* refunds =
      basis_ == RevenueBasis::gross ? nullptr : stated(batch.column(Field::refunds));
  const BatchColumn* codes = stated(batch.column(Field::codes));
  const BatchColumn* fresh = stated(batch.column(Field::customer_new));
  const LinkColumns links(batch);
  std::vector<KeptOrder>& kept = worker.orders;
  Origin origin = batch.origin;
  std::uint64_t begin = 0;
  const auto pack = [&] {
    if (!kept.empty())
      worker.chunks.push_back({origin, OrderChunk({origin.input, begin}, kept), {}, {}, 0});
    kept.clear();
  };
  for (std::size_t row = 0; row < batch.size; ++row) {
    const std::uint64_t offset = batch.offsets[row];
    if (kept.empty() || offset < begin || offset - begin > UINT32_MAX) {
      pack();
      origin.first_record = batch.origin.first_record + static_cast<std::uint32_t>(row);
      begin = offset;
    }
    KeptOrder& order = kept.emplace_back();
    order.record = static_cast<std::uint32_t>(offset - begin);
    const OrderId id = order_id_of(*ids, row, dictionaries);
    order.text_id = !id.number;
    order.id = id.number ? *id.number : worker.texts.intern(id.text, batch.origin);
    if (known(times, row)) {
      order.ordered_at = times->numbers[row];
      order.dated = true;
      order.day_only = times->states[row] == CellState::day;
    }
    order.customer = print_of(customers, row);
    worker.links.prefetch(links, row, batch.size);
    const LinkReader::Found from = worker.links.find(links, row, batch.origin, dictionaries);
    order.link = from.link;
    order.click_id = from.click_id;
    if (known(currencies, row))
      order.currency = currency_of(worker, currencies->numbers[row], batch.origin, dictionaries);
    if (known(subtotals, row)) {
      order.valued = true;
      order.net_micros = subtotals->numbers[row];
      if (known(discounts, row)) order.net_micros -= magnitude(discounts->numbers[row]);
      if (known(refunds, row)) order.net_micros -= magnitude(refunds->numbers[row]);
    }
    if (known(codes, row))
      order.codes = codes_of(worker, list_of(*codes, row), batch.origin, dictionaries);
    if (known(fresh, row)) {
      order.new_known = true;
      order.is_new = fresh->numbers[row] != 0;
    }
  }
  pack();
}

void Commerce::keep_touches(Worker& worker, const Batch& batch, const Dictionaries& dictionaries) {
  const BatchColumn* ids = batch.column(Field::order_id);
  const BatchColumn* times = batch.column(Field::touched_at);
  const BatchColumn* customers = batch.column(Field::customer_key);
  const BatchColumn* clients = batch.column(Field::client_key);
  const BatchColumn* events = batch.column(Field::event);
  const LinkColumns links(batch);
  KeyCoverage::Events keys;
  TouchChunk chunk;
  chunk.touches.reserve(batch.size);
  for (std::size_t row = 0; row < batch.size; ++row) {
    const std::uint64_t customer = print_of(customers, row);
    const std::uint64_t client = print_of(clients, row);
    const bool has_order = known(ids, row);
    // Rows without a visitor are sums of many visits.
    if (customer == 0 && client == 0 && !has_order) continue;
    if (!known(times, row)) {
      worker.undated.emplace_back(batch.origin.input, 1);
      continue;
    }
    const auto number = static_cast<std::uint32_t>(chunk.touches.size());
    KeptTouch& touch = chunk.touches.emplace_back();
    touch.at = times->numbers[row];
    touch.visitor = customer != 0 ? customer : client != 0 ? client ^ client_keys : 0;
    const LinkReader::Found from = worker.links.find(links, row, batch.origin, dictionaries);
    touch.link = from.link;
    ++keys.all;
    keys.add(MatchKey::customer, customer != 0);
    keys.add(MatchKey::visitor, client != 0);
    keys.add(MatchKey::order, has_order);
    keys.add(MatchKey::click, from.click_id);
    keys.add(MatchKey::link, from.somebody);
    if (customer != 0 && client != 0) chunk.second_keys.push_back({number, client ^ client_keys});
    if (!has_order) continue;
    const OrderId id = order_id_of(*ids, row, dictionaries);
    chunk.orders.push_back(
        {number, !id.number, id.number ? *id.number : worker.texts.intern(id.text, batch.origin)});
    // A purchase that web analytics reports is no visit of its own, unless it says who brought it.
    touch.only_joins = known(events, row) && !from.somebody;
  }
  if (!chunk.touches.empty())
    worker.chunks.push_back({batch.origin, OrderChunk({}, {}), std::move(chunk), keys, 0});
}

void Commerce::accept(unsigned number, const Batch& batch, const Dictionaries& dictionaries) {
  Worker& worker = workers_[number];
  switch (batch.kind) {
    case RecordKind::order: keep_orders(worker, batch, dictionaries); break;
    case RecordKind::touch:
      keep_touches(worker, batch, dictionaries);
      worker.claims.add(batch, "web analytics", dictionaries);
      break;
    case RecordKind::ad_day: worker.claims.add(batch, "ads", dictionaries); break;
    default: return;
  }
}

void Commerce::discard(std::uint32_t input) {
  for (Worker& worker : workers_) {
    std::erase_if(worker.chunks, [input](const Chunk& c) { return c.origin.input == input; });
    std::erase_if(worker.undated, [input](const auto& c) { return c.first == input; });
    worker.claims.discard(input);
  }
}

namespace {

/// Local entry -> united entry, by worker.
using EntryMaps = std::vector<std::vector<std::uint32_t>>;

/// Distinct keys of all workers in order.
template <class Workers, class Select>
std::vector<std::string> united(const Workers& workers, Select&& select, EntryMaps& maps) {
  std::map<std::string_view, std::uint32_t> entries;
  for (const auto& worker : workers)
    for (std::uint32_t i = 0; i < select(worker).size(); ++i) entries[select(worker).key(i)] = 0;
  std::vector<std::string> keys;
  for (auto& [key, entry] : entries) {
    entry = static_cast<std::uint32_t>(keys.size());
    keys.emplace_back(key);
  }
  for (const auto& worker : workers) {
    std::vector<std::uint32_t>& map = maps.emplace_back();
    for (std::uint32_t i = 0; i < select(worker).size(); ++i)
      map.push_back(entries.at(select(worker).key(i)));
  }
  return keys;
}

std::vector<std::string_view> split_list(std::string_view list) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = list.find(separator);
    parts.push_back(list.substr(0, end));
    if (end == std::string_view::npos) return parts;
    list.remove_prefix(end + 1);
  }
}

}  // namespace

void Commerce::unite_names() {
  EntryMaps texts;
  EntryMaps currencies;
  EntryMaps links;
  EntryMaps lists;
  texts_ = united(
      workers_, [](const Worker& w) -> const Dictionary& { return w.texts; }, texts);
  currencies_ = united(
      workers_, [](const Worker& w) -> const Dictionary& { return w.currencies; }, currencies);
  for (const std::string& key : united(
           workers_, [](const Worker& w) -> const Dictionary& { return w.links.links(); }, links))
    links_.push_back(facts_of_link(key));
  const std::vector<std::string> code_lists = united(
      workers_, [](const Worker& w) -> const Dictionary& { return w.code_lists; }, lists);
  for (const std::string& list : code_lists)
    for (const std::string_view code : split_list(list)) codes_.emplace_back(code);
  std::ranges::sort(codes_);
  codes_.erase(std::unique(codes_.begin(), codes_.end()), codes_.end());
  for (const std::string& list : code_lists) {
    std::vector<std::uint32_t>& entries = code_lists_.emplace_back();
    for (const std::string_view code : split_list(list))
      entries.push_back(
          static_cast<std::uint32_t>(std::ranges::lower_bound(codes_, code) - codes_.begin()));
  }
  for (std::size_t i = 0; i < workers_.size(); ++i)
    entries_.push_back(
        {std::move(texts[i]), std::move(links[i]), std::move(lists[i]), std::move(currencies[i])});
}

void Commerce::finish(unsigned threads) {
  unite_names();
  std::vector<Chunk> chunks;
  PlatformClaims claims;
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    for (Chunk& chunk : workers_[i].chunks) {
      chunk.worker = i;
      chunks.push_back(std::move(chunk));
    }
    claims.merge(std::move(workers_[i].claims));
    for (const auto& [input, visits] : workers_[i].undated) undated_touches_ += visits;
  }
  workers_.clear();
  claims_ = claims.sums();
  std::ranges::sort(chunks, {}, &Chunk::origin);
  constexpr std::size_t worth_a_thread = 64;
  const auto count =
      static_cast<unsigned>(std::clamp<std::size_t>(chunks.size() / worth_a_thread, 1, threads));
  share_out(count, chunks.size(), [&](unsigned, std::size_t i) {
    const OrderEntries& entries = entries_[chunks[i].worker];
    TouchChunk& touches = chunks[i].touches;
    for (KeptTouch& touch : touches.touches)
      if (touch.link != no_entry) touch.link = entries.links[touch.link];
    for (TouchChunk::LedTo& order : touches.orders) {
      if (order.text_id) order.order = entries.texts[static_cast<std::size_t>(order.order)];
      KeptTouch& touch = touches.touches[order.touch];
      if (touch.visitor == 0) touch.visitor = order_key(order.text_id, order.order) ^ order_keys;
    }
  });
  for (Chunk& chunk : chunks) {
    visit_keys_.add(chunk.keys);
    chunk.orders.translate(entries_[chunk.worker]);
    if (chunk.orders.size() > 0) orders_.push_back(std::move(chunk.orders));
    touch_count_ += chunk.touches.touches.size();
    if (!chunk.touches.touches.empty()) touches_.push_back(std::move(chunk.touches));
  }
  copies_ = drop_copies(orders_, code_lists_);
  for (const OrderChunk& chunk : orders_) order_count_ += chunk.size();
}

std::string Commerce::id_of(const KeptOrder& order) const {
  return order.text_id ? texts_[static_cast<std::size_t>(order.id)] : std::to_string(order.id);
}

}  // namespace tiktok_kpi
