// Rows become records of fixed size in the worker; names are numbered again in key order at the
// end, so that neither threads nor blocks show.
#include "aggregate/commerce.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "aggregate/order_repeats.hpp"
#include "model/landing.hpp"

namespace tiktok_kpi {
namespace {

constexpr char separator = '\x1F';
constexpr std::array link_fields{Field::utm_source, Field::utm_medium, Field::utm_campaign,
                                 Field::utm_content};

std::optional<std::int64_t> number(const Batch& batch, Field field, std::size_t row) {
  const BatchColumn* column = batch.column(field);
  if (!known(column, row)) return std::nullopt;
  return column->numbers[row];
}

/// Print of a key, never 0. The keys are keyed hashes drawn anew in each run: only equality counts.
std::uint64_t print_of(const Batch& batch, Field field, std::size_t row) {
  const BatchColumn* column = batch.column(field);
  if (!known(column, row) || column->texts[row].empty()) return 0;
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325ULL;  // FNV-1a
  for (const char c : column->texts[row])
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3ULL;
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

LinkFacts facts_of(std::string_view key) {
  LinkFacts facts;
  for (std::string* part : {&facts.source, &facts.medium, &facts.campaign, &facts.content}) {
    const std::size_t end = key.find(separator);
    *part = key.substr(0, end);
    key.remove_prefix(end + 1);
  }
  facts.creator = key;
  return facts;
}

}  // namespace

FieldSet Commerce::fields_of(RecordKind kind) {
  switch (kind) {
    case RecordKind::order:
      return {Field::order_id,    Field::ordered_at,   Field::customer_key, Field::currency,
              Field::subtotal,    Field::discounts,    Field::refunds,      Field::codes,
              Field::landing_url, Field::utm_source,   Field::utm_medium,   Field::utm_campaign,
              Field::utm_content, Field::customer_new, Field::creator};
    case RecordKind::touch:
      return {Field::touched_at,  Field::customer_key, Field::client_key,   Field::order_id,
              Field::utm_source,  Field::utm_medium,   Field::utm_campaign, Field::utm_content,
              Field::landing_url, Field::creator,      Field::sessions,     Field::conversions,
              Field::revenue,     Field::event,        Field::currency};
    case RecordKind::ad_day:
      return {Field::spend,       Field::impressions, Field::clicks,
              Field::conversions, Field::revenue,     Field::currency};
    default: return {};
  }
}

void Commerce::begin(unsigned workers) { workers_.resize(workers); }

std::uint32_t Commerce::text_of(Worker& worker, std::uint32_t entry, const Origin& origin,
                                const Dictionaries& dictionaries) {
  if (entry >= worker.known_texts.size())
    worker.known_texts.resize(
        std::max<std::size_t>(entry + std::size_t{1}, 2 * worker.known_texts.size()),
        Dictionary::none);
  std::uint32_t& known = worker.known_texts[entry];
  if (known == Dictionary::none) known = worker.texts.intern(dictionaries.texts.key(entry), origin);
  return known;
}

std::uint32_t Commerce::link_of(Worker& worker, const Batch& batch, std::size_t row,
                                const Dictionaries& dictionaries) {
  std::array<std::string_view, link_fields.size()> values;
  bool any = false;
  for (std::size_t i = 0; i < link_fields.size(); ++i)
    if (const auto entry = number(batch, link_fields[i], row)) {
      values[i] = dictionaries.texts.key(static_cast<std::uint32_t>(*entry));
      any = true;
    }
  const BatchColumn* urls = batch.column(Field::landing_url);
  if (known(urls, row) && !urls->texts[row].empty()) {
    if (!any) {
      const LandingFields landing = read_landing_url(urls->texts[row], worker.url);
      for (std::size_t i = 0; i < link_fields.size(); ++i)
        values[i] = landing.value(link_fields[i]).value_or(std::string_view{});
    }
    any = true;  // a visit that nobody brought is a visit, too
  }
  std::string_view creator;
  if (const auto entry = number(batch, Field::creator, row))
    creator = dictionaries.creators.key(static_cast<std::uint32_t>(*entry));
  if (!any && creator.empty()) return no_entry;
  worker.key.clear();
  for (const std::string_view value : values) {
    worker.key += value;
    worker.key += separator;
  }
  worker.key += creator;
  return worker.links.intern(worker.key, batch.origin);
}

void Commerce::keep_orders(Worker& worker, const Batch& batch, const Dictionaries& dictionaries) {
  const BatchColumn* ids = batch.column(Field::order_id);
  const BatchColumn* codes = batch.column(Field::codes);
  const auto text_of = [&](std::int64_t entry) {
    return Commerce::text_of(worker, static_cast<std::uint32_t>(entry), batch.origin, dictionaries);
  };
  for (std::size_t row = 0; row < batch.size; ++row) {
    KeptOrder order;
    if (known(ids, row)) {
      order.has_id = true;
      const OrderId id = order_id_of(*ids, row, dictionaries);
      order.text_id = !id.number;
      order.id = id.number ? *id.number : text_of(ids->numbers[row]);
    }
    if (const auto at = number(batch, Field::ordered_at, row))
      order.ordered_at = *at, order.dated = true;
    order.day_only = order.dated && batch.column(Field::ordered_at)->states[row] == CellState::day;
    order.customer = print_of(batch, Field::customer_key, row);
    order.figures = figures_of_order(batch, row, dictionaries);
    order.place = {batch.origin.input, batch.offsets[row]};
    order.link = link_of(worker, batch, row, dictionaries);
    if (const auto currency = number(batch, Field::currency, row))
      order.currency = text_of(*currency);
    const std::int64_t refunds = number(batch, Field::refunds, row).value_or(0);
    if (const auto subtotal = number(batch, Field::subtotal, row)) {
      order.valued = true;
      order.net_micros = *subtotal - magnitude(number(batch, Field::discounts, row).value_or(0));
    }
    order.codes_begin = static_cast<std::uint32_t>(worker.codes.size());
    if (known(codes, row))
      for (const std::uint32_t code : list_of(*codes, row)) worker.codes.push_back(text_of(code));
    order.codes = static_cast<std::uint16_t>(
        std::min<std::size_t>(worker.codes.size() - order.codes_begin, UINT16_MAX));
    if (const auto fresh = number(batch, Field::customer_new, row))
      order.customer_new = *fresh != 0;
    worker.orders.push_back(order);
    worker.refunds.push_back(magnitude(refunds));
  }
}

void Commerce::keep_touches(Worker& worker, const Batch& batch, const Dictionaries& dictionaries) {
  const BatchColumn* ids = batch.column(Field::order_id);
  for (std::size_t row = 0; row < batch.size; ++row) {
    KeptTouch touch;
    touch.customer = print_of(batch, Field::customer_key, row);
    touch.client = print_of(batch, Field::client_key, row);
    if (known(ids, row)) {
      touch.has_order = true;
      const OrderId id = order_id_of(*ids, row, dictionaries);
      touch.text_order = !id.number;
      touch.order = id.number ? *id.number : worker.texts.intern(id.text, batch.origin);
    }
    const auto at = number(batch, Field::touched_at, row);
    // Rows without a visitor are sums of many visits.
    if (touch.customer == 0 && touch.client == 0 && !touch.has_order) continue;
    if (!at) {
      worker.undated.emplace_back(batch.origin.input, 1);
      continue;
    }
    touch.at = *at;
    touch.link = link_of(worker, batch, row, dictionaries);
    // A purchase that web analytics reports is no visit of its own, unless it says who brought it.
    const LinkFacts nobody;
    touch.only_joins = known(batch.column(Field::event), row) && touch.has_order &&
                       (touch.link == no_entry || facts_of(worker.links.key(touch.link)) == nobody);
    worker.touches.push_back(touch);
  }
}

void Commerce::keep_claims(Worker& worker, const Batch& batch, std::string_view platform,
                           const Dictionaries& dictionaries) {
  std::map<std::string_view, PlatformClaim> claims;
  for (std::size_t row = 0; row < batch.size; ++row) {
    if (known(batch.column(Field::customer_key), row) ||
        known(batch.column(Field::client_key), row) || known(batch.column(Field::order_id), row))
      continue;
    std::string_view currency;
    if (const auto entry = number(batch, Field::currency, row))
      currency = dictionaries.texts.key(static_cast<std::uint32_t>(*entry));
    PlatformClaim& claim = claims[currency];
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
    worker.claims.emplace_back(batch.origin, std::move(claim));
  }
}

void Commerce::accept(unsigned number, const Batch& batch, const Dictionaries& dictionaries) {
  Worker& worker = workers_[number];
  Chunk chunk{batch.origin, worker.orders.size(), 0, worker.touches.size(), 0};
  switch (batch.kind) {
    case RecordKind::order: keep_orders(worker, batch, dictionaries); break;
    case RecordKind::touch:
      keep_touches(worker, batch, dictionaries);
      keep_claims(worker, batch, "web analytics", dictionaries);
      break;
    case RecordKind::ad_day: keep_claims(worker, batch, "ads", dictionaries); break;
    default: return;
  }
  chunk.orders_end = worker.orders.size();
  chunk.touches_end = worker.touches.size();
  worker.chunks.push_back(chunk);
}

void Commerce::discard(std::uint32_t input) {
  // What was kept stays in the vectors; only its chunks are forgotten.
  for (Worker& worker : workers_) {
    std::erase_if(worker.chunks, [input](const Chunk& c) { return c.origin.input == input; });
    std::erase_if(worker.claims, [input](const auto& c) { return c.first.input == input; });
    std::erase_if(worker.undated, [input](const auto& c) { return c.first == input; });
  }
}

namespace {

/// Distinct keys of all workers in order; maps[worker][local entry] is the united entry.
template <class Workers, class Select>
std::vector<std::string> united(const Workers& workers, Select&& select,
                                std::vector<std::vector<std::uint32_t>>& maps) {
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

}  // namespace

void Commerce::finish(bool before_refunds) {
  std::vector<std::vector<std::uint32_t>> text_maps;
  std::vector<std::vector<std::uint32_t>> link_maps;
  texts_ = united(
      workers_, [](const Worker& w) -> const Dictionary& { return w.texts; }, text_maps);
  for (const std::string& key : united(
           workers_, [](const Worker& w) -> const Dictionary& { return w.links; }, link_maps))
    links_.push_back(facts_of(key));
  struct Source {
    Chunk chunk;
    std::size_t worker;
  };
  std::vector<Source> sources;
  std::size_t orders = 0;
  std::size_t touches = 0;
  for (std::size_t i = 0; i < workers_.size(); ++i)
    for (const Chunk& chunk : workers_[i].chunks) {
      sources.push_back({chunk, i});
      orders += chunk.orders_end - chunk.orders_begin;
      touches += chunk.touches_end - chunk.touches_begin;
    }
  std::ranges::sort(sources, {}, [](const Source& source) { return source.chunk.origin; });
  orders_.reserve(orders);
  touches_.reserve(touches);
  for (const auto& [chunk, number] : sources) {
    const Worker& worker = workers_[number];
    for (std::size_t i = chunk.orders_begin; i < chunk.orders_end; ++i) {
      KeptOrder order = worker.orders[i];
      const auto* codes = worker.codes.data() + order.codes_begin;
      order.codes_begin = static_cast<std::uint32_t>(code_lists_.size());
      for (std::size_t code = 0; code < order.codes; ++code)
        code_lists_.push_back(text_maps[number][codes[code]]);
      if (order.text_id) order.id = text_maps[number][static_cast<std::size_t>(order.id)];
      if (order.link != no_entry) order.link = link_maps[number][order.link];
      if (order.currency != no_entry) order.currency = text_maps[number][order.currency];
      if (order.valued && !before_refunds) order.net_micros -= worker.refunds[i];
      orders_.push_back(order);
    }
    for (std::size_t i = chunk.touches_begin; i < chunk.touches_end; ++i) {
      KeptTouch touch = worker.touches[i];
      if (touch.text_order) touch.order = text_maps[number][static_cast<std::size_t>(touch.order)];
      if (touch.link != no_entry) touch.link = link_maps[number][touch.link];
      touches_.push_back(touch);
    }
  }
  std::vector<std::pair<Origin, PlatformClaim>> claims;
  for (Worker& worker : workers_) {
    std::ranges::move(worker.claims, std::back_inserter(claims));
    for (const auto& [input, visits] : worker.undated) undated_touches_ += visits;
  }
  std::map<std::pair<std::string, std::string>, PlatformClaim> by_platform;
  for (auto& [origin, claim] : claims) {
    PlatformClaim& sum = by_platform[{claim.platform, claim.currency}];
    sum.platform = claim.platform;
    sum.currency = claim.currency;
    sum.rows += claim.rows;
    sum.sessions += claim.sessions;
    sum.clicks += claim.clicks;
    sum.impressions += claim.impressions;
    sum.conversions += claim.conversions;
    sum.revenue_micros += claim.revenue_micros;
    sum.spend_micros += claim.spend_micros;
    sum.has_sessions |= claim.has_sessions;
    sum.has_clicks |= claim.has_clicks;
    sum.has_conversions |= claim.has_conversions;
    sum.has_revenue |= claim.has_revenue;
    sum.has_spend |= claim.has_spend;
  }
  for (auto& [platform, claim] : by_platform) claims_.push_back(std::move(claim));
  workers_.clear();
  drop_copies();
}

void Commerce::drop_copies() {
  std::vector<std::uint32_t> by_id;
  for (std::uint32_t i = 0; i < orders_.size(); ++i)
    if (orders_[i].has_id) by_id.push_back(i);
  const auto id = [this](std::uint32_t i) { return std::tuple(orders_[i].text_id, orders_[i].id); };
  std::ranges::sort(by_id, {}, [&](std::uint32_t i) { return std::tuple(id(i), i); });
  std::vector<bool> drop(orders_.size());
  for (std::size_t begin = 0; begin < by_id.size();) {
    const KeptOrder& first = orders_[by_id[begin]];
    std::size_t end = begin + 1;
    for (; end < by_id.size() && id(by_id[end]) == id(by_id[begin]); ++end) {
      const KeptOrder& copy = orders_[by_id[end]];
      drop[by_id[end]] = true;
      if (copy.figures == first.figures)
        ++copies_.repeated;
      else
        copies_.conflicting.push_back(copy.place);
    }
    begin = end;
  }
  std::ranges::sort(copies_.conflicting);
  if (copies_.repeated == 0 && copies_.conflicting.empty()) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < orders_.size(); ++i)
    if (!drop[i]) orders_[kept++] = orders_[i];
  orders_.resize(kept);
}

std::string Commerce::id_of(const KeptOrder& order) const {
  if (!order.has_id) return {};
  return order.text_id ? texts_[static_cast<std::size_t>(order.id)] : std::to_string(order.id);
}

}  // namespace tiktok_kpi
