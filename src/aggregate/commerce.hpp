#pragma once
// Keeps what attribution needs of orders, visits and advertising rows: who brought them, when, and
// what they are worth. Text is reduced to entries in the worker.
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/batch.hpp"
#include "model/dictionary.hpp"
#include "tiktok_kpi/core/money.hpp"
#include "tiktok_kpi/core/place.hpp"
#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

/// What an order or a visit says of where it came from; parameters as written, empty when absent.
struct LinkFacts {
  std::string source, medium, campaign, content;
  std::string creator;  ///< normal form, where the export names the creator itself
  friend auto operator<=>(const LinkFacts&, const LinkFacts&) = default;
};

/// No entry: nothing is known.
inline constexpr std::uint32_t no_entry = Dictionary::none;

struct KeptOrder {
  std::int64_t id = 0;          ///< number (of "#1043" without the mark), or entry of the texts
  std::int64_t ordered_at = 0;  ///< Unix seconds; of a known day its midnight
  std::int64_t net_micros = 0;  ///< net revenue in its currency, where `valued`
  std::uint64_t customer = 0;   ///< print of the customer key; 0: unknown
  std::uint64_t figures = 0;    ///< see figures_of_order
  Place place{};                ///< of its record
  std::uint32_t link = no_entry;
  std::uint32_t currency = no_entry;  ///< entry of the currencies
  std::uint32_t codes_begin = 0;      ///< in codes(); its promo codes in normal form
  std::uint16_t codes = 0;
  bool text_id = false, has_id = false, dated = false, valued = false;
  bool day_only = false;  ///< the hour is not known
  std::optional<bool> customer_new;
};

struct KeptTouch {
  std::int64_t at = 0;         ///< Unix seconds
  std::uint64_t customer = 0;  ///< print of the customer key; 0: unknown
  std::uint64_t client = 0;    ///< print of the visitor's key; 0: unknown
  std::int64_t order = 0;      ///< id of the order that the visit led to, as in KeptOrder
  std::uint32_t link = no_entry;
  bool text_order = false, has_order = false;
  bool only_joins = false;  ///< says who ordered what; the visit itself stands in another row
};

/// Rows of web analytics and ad platforms that are sums already: claims, listed beside orders and
/// never added to them.
struct PlatformClaim {
  std::string platform;  ///< "web analytics" or "ads"
  std::string currency;  ///< as exported; empty: not stated
  std::uint64_t rows = 0;
  Int128 sessions = 0, clicks = 0, impressions = 0, conversions = 0;
  Int128 revenue_micros = 0, spend_micros = 0;
  bool has_sessions = false, has_clicks = false, has_conversions = false, has_revenue = false,
       has_spend = false;
};

/// Rows of orders that were put aside as copies.
struct OrderCopies {
  std::uint64_t repeated = 0;      ///< the same order once more
  std::vector<Place> conflicting;  ///< the same id with other figures; the first one counts
};

class Commerce {
 public:
  /// Fields kept of records of a kind; empty for kinds that are not kept.
  [[nodiscard]] static FieldSet fields_of(RecordKind kind);

  void begin(unsigned workers);
  /// Orders, visits and advertising rows; other kinds are ignored.
  void accept(unsigned worker, const Batch& batch, const Dictionaries& dictionaries);
  void discard(std::uint32_t input);
  /// Unites the workers and puts copies aside. Once, after reading. Net revenue is after refunds,
  /// or before them.
  void finish(bool before_refunds);

  [[nodiscard]] bool any() const { return !orders_.empty() || !touches_.empty(); }
  /// In the order of the inputs, copies left out.
  [[nodiscard]] const std::vector<KeptOrder>& orders() const { return orders_; }
  [[nodiscard]] const std::vector<KeptTouch>& touches() const { return touches_; }
  [[nodiscard]] std::span<const std::uint32_t> codes_of(const KeptOrder& order) const {
    return std::span(code_lists_).subspan(order.codes_begin, order.codes);
  }
  /// Distinct links, currencies and codes in key order.
  [[nodiscard]] const std::vector<LinkFacts>& links() const { return links_; }
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }
  [[nodiscard]] std::string id_of(const KeptOrder& order) const;
  [[nodiscard]] const std::vector<PlatformClaim>& claims() const { return claims_; }
  [[nodiscard]] const OrderCopies& copies() const { return copies_; }
  /// Visits that could not be used: without a time.
  [[nodiscard]] std::uint64_t undated_touches() const { return undated_touches_; }

 private:
  struct Chunk {
    Origin origin;
    std::size_t orders_begin = 0, orders_end = 0, touches_begin = 0, touches_end = 0;
  };
  struct Worker {
    std::vector<KeptOrder> orders;
    std::vector<std::int64_t> refunds;  ///< beside each order
    std::vector<KeptTouch> touches;
    std::vector<std::uint32_t> codes;
    std::vector<Chunk> chunks;
    std::vector<std::pair<Origin, PlatformClaim>> claims;
    Dictionary texts{NameSpace::text};
    Dictionary links{NameSpace::text};
    std::vector<std::uint32_t> known_texts;  ///< entry in `texts` by entry of the reader's, or none
    std::vector<std::pair<std::uint32_t, std::uint64_t>> undated;  ///< visits by input
    std::string key, url;                                          ///< scratch
  };

  void keep_orders(Worker& worker, const Batch& batch, const Dictionaries& dictionaries);
  void keep_touches(Worker& worker, const Batch& batch, const Dictionaries& dictionaries);
  static void keep_claims(Worker& worker, const Batch& batch, std::string_view platform,
                          const Dictionaries& dictionaries);
  /// Entry of the reader's texts in those of the worker.
  static std::uint32_t text_of(Worker& worker, std::uint32_t entry, const Origin& origin,
                               const Dictionaries& dictionaries);
  static std::uint32_t link_of(Worker& worker, const Batch& batch, std::size_t row,
                               const Dictionaries& dictionaries);
  void drop_copies();

  std::vector<Worker> workers_;
  std::vector<KeptOrder> orders_;
  std::vector<KeptTouch> touches_;
  std::vector<std::uint32_t> code_lists_;
  std::vector<LinkFacts> links_;
  std::vector<std::string> texts_;
  std::vector<PlatformClaim> claims_;
  OrderCopies copies_;
  std::uint64_t undated_touches_ = 0;
};

}  // namespace tiktok_kpi
