#pragma once
// What the exports of a folder hold, for the draft of a campaign file.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "model/sink.hpp"
#include "tiktok_kpi/core/money.hpp"

namespace tiktok_kpi {

struct FoundCreator {
  std::uint64_t posts = 0;
  std::optional<std::int64_t> followers;
  std::optional<std::int64_t> on_posts;  ///< followers that its posts state
};

/// First and last instant of something.
struct Span {
  std::optional<std::int64_t> first, last;
  void add(std::int64_t at) {
    first = std::min(first.value_or(at), at);
    last = std::max(last.value_or(at), at);
  }
};

/// What the exports hold, in the order of their names.
class Finds : public Sink {
 public:
  std::map<std::string, FoundCreator> creators;
  std::map<std::string, std::uint64_t> tags, sponsored_tags, currencies, codes, contents;
  std::map<std::uint32_t, std::set<std::string>> accounts;  ///< of the posts of an input
  Span posted, ordered, advertised, visited;
  std::uint64_t posts = 0, sponsored = 0;

  /// Posts of which no export tells the account; one may name what another leaves open.
  [[nodiscard]] std::uint64_t without_creator() const {
    return without_id_ + static_cast<std::uint64_t>(std::ranges::count_if(
                             unnamed_, [&](std::int64_t id) { return !named_.contains(id); }));
  }

  [[nodiscard]] static AskedFields asked() {
    AskedFields fields;
    fields.of(RecordKind::post) = {Field::post_id, Field::creator,   Field::posted_at,
                                   Field::tags,    Field::sponsored, Field::followers};
    fields.of(RecordKind::creator) = {Field::creator, Field::followers};
    fields.of(RecordKind::daily) = {Field::creator, Field::date, Field::followers};
    fields.of(RecordKind::order) = {Field::order_id, Field::ordered_at,  Field::currency,
                                    Field::codes,    Field::utm_content, Field::landing_url};
    fields.of(RecordKind::ad_day) = {Field::date, Field::currency};
    fields.of(RecordKind::touch) = {Field::touched_at};
    return fields;
  }

  [[nodiscard]] bool in_order() const override { return true; }
  void begin(unsigned) override {}
  void discard(std::uint32_t) override {}
  void end(unsigned, Dictionaries) override {}
  void accept(unsigned, const Batch& batch, const Dictionaries& dictionaries) override {
    for (std::size_t row = 0; row < batch.size; ++row) {
      if (batch.kind == RecordKind::post) take_post(batch, row, dictionaries);
      if (batch.kind == RecordKind::order) take_order(batch, row, dictionaries);
      if (batch.kind == RecordKind::ad_day) take_ad_day(batch, row, dictionaries);
      if (batch.kind == RecordKind::touch)
        if (const auto at = number(batch, Field::touched_at, row)) visited.add(*at);
      if (batch.kind == RecordKind::creator || batch.kind == RecordKind::daily)
        take_account(batch, row, dictionaries);
    }
  }

 private:
  static std::optional<std::int64_t> number(const Batch& batch, Field field, std::size_t row) {
    const BatchColumn* column = batch.column(field);
    if (!known(column, row)) return std::nullopt;
    return column->numbers[row];
  }
  static std::string account_of(const Batch& batch, std::size_t row,
                                const Dictionaries& dictionaries) {
    const auto entry = number(batch, Field::creator, row);
    return entry ? std::string(dictionaries.creators.key(static_cast<std::uint32_t>(*entry)))
                 : std::string();
  }

  void take_post(const Batch& batch, std::size_t row, const Dictionaries& dictionaries) {
    ++posts;
    const std::string account = account_of(batch, row, dictionaries);
    const auto id = number(batch, Field::post_id, row);
    if (account.empty()) {
      if (id)
        unnamed_.insert(*id);
      else
        ++without_id_;
    } else {
      if (id) named_.insert(*id);
      ++creators[account].posts;
      // What the last post states, unless the account's own record says otherwise.
      if (const auto followers = number(batch, Field::followers, row); followers && *followers >= 0)
        creators[account].on_posts = followers;
      accounts[batch.origin.input].insert(account);
    }
    if (const auto at = number(batch, Field::posted_at, row)) posted.add(*at);
    const bool paid = number(batch, Field::sponsored, row).value_or(0) != 0;
    if (paid) ++sponsored;
    const BatchColumn* column = batch.column(Field::tags);
    if (!known(column, row)) return;
    for (const std::uint32_t entry : list_of(*column, row)) {
      const std::string tag(dictionaries.tags.key(entry));
      ++tags[tag];
      if (paid) ++sponsored_tags[tag];
    }
  }

  void take_account(const Batch& batch, std::size_t row, const Dictionaries& dictionaries) {
    const std::string account = account_of(batch, row, dictionaries);
    if (account.empty()) return;
    FoundCreator& creator = creators[account];
    if (const auto followers = number(batch, Field::followers, row); followers && *followers >= 0)
      creator.followers = followers;
  }

  void take_currency(const std::string& text) {
    if (const auto currency = Currency::parse(text)) ++currencies[std::string(currency->code())];
  }

  void take_ad_day(const Batch& batch, std::size_t row, const Dictionaries& dictionaries) {
    constexpr std::int64_t day_s = 86'400;
    if (const auto day = number(batch, Field::date, row)) advertised.add(*day * day_s);
    if (const auto entry = number(batch, Field::currency, row))
      take_currency(std::string(dictionaries.texts.key(static_cast<std::uint32_t>(*entry))));
  }

  void take_order(const Batch& batch, std::size_t row, const Dictionaries& dictionaries) {
    if (const auto at = number(batch, Field::ordered_at, row)) ordered.add(*at);
    const auto text = [&](Field field) -> std::string {
      const auto entry = number(batch, field, row);
      return entry ? std::string(dictionaries.texts.key(static_cast<std::uint32_t>(*entry)))
                   : std::string();
    };
    take_currency(text(Field::currency));
    if (const std::string content = text(Field::utm_content); !content.empty()) ++contents[content];
    const BatchColumn* column = batch.column(Field::codes);
    if (!known(column, row)) return;
    for (const std::uint32_t entry : list_of(*column, row))
      ++codes[std::string(dictionaries.texts.key(entry))];
  }

  std::set<std::int64_t> named_, unnamed_;
  std::uint64_t without_id_ = 0;
};

}  // namespace tiktok_kpi
