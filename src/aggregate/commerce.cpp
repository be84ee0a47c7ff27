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

// Keys of two kinds never meet.
constexpr std::uint64_t client_keys = 0x5851'F42D'4C95'7F2DULL;
constexpr std::uint64_t order_keys = 0x1405'7B7E'F767'814FULL;

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

void Commerce::begin(unsigned workers) {
  workers_.reserve(workers);
  while (workers_.size() < workers) workers_.emplace_back(basis_);
}

void Commerce::keep_orders(Worker& worker, const Batch& batch, const Dictionaries& dictionaries) {
  Origin origin = batch.origin;
  for (std::size_t first = 0; first < batch.size;) {
    // A record's place is kept as bytes behind the first one of its chunk.
    const std::uint64_t begin = batch.offsets[first];
    std::size_t end = first + 1;
    while (end < batch.size && batch.offsets[end] >= begin &&
           batch.offsets[end] - begin <= UINT32_MAX)
      ++end;
    origin.first_record = batch.origin.first_record + static_cast<std::uint32_t>(first);
    worker.chunks.push_back(
        {origin, worker.orders.keep(batch, first, end, dictionaries, worker.names), {}, {}, 0});
    first = end;
  }
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
    const LinkReader::Found from = worker.names.links.find(links, row, batch.origin, dictionaries);
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
        {number, !id.number,
         id.number ? *id.number : worker.names.texts.intern(id.text, batch.origin)});
    // A purchase that web analytics reports is no visit of its own, unless it says who brought it.
    touch.only_joins = known(events, row) && !from.somebody;
  }
  if (!chunk.touches.empty())
    worker.chunks.push_back({batch.origin, {}, std::move(chunk), keys, 0});
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
    const std::size_t end = list.find(code_separator);
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
      workers_, [](const Worker& w) -> const Dictionary& { return w.names.texts; }, texts);
  currencies_ = united(
      workers_, [](const Worker& w) -> const Dictionary& { return w.names.currencies; },
      currencies);
  for (const std::string& key : united(
           workers_, [](const Worker& w) -> const Dictionary& { return w.names.links.links(); },
           links))
    links_.push_back(facts_of_link(key));
  const std::vector<std::string> code_lists = united(
      workers_, [](const Worker& w) -> const Dictionary& { return w.names.code_lists; }, lists);
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

void Commerce::finish(unsigned threads, std::span<const std::optional<std::int64_t>> exported) {
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
  copies_ = drop_copies(orders_, {code_lists_, links_, exported});
  for (const OrderChunk& chunk : orders_) order_count_ += chunk.size();
}

std::string Commerce::id_of(const KeptOrder& order) const {
  return order.traits.text_id ? texts_[static_cast<std::size_t>(order.id)]
                              : std::to_string(order.id);
}

}  // namespace tiktok_kpi
