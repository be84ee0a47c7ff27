#pragma once
// Keeps what attribution needs of orders, visits and advertising rows: who brought them, when, and
// what they are worth. Text is reduced to entries in the worker; what was read stays where the
// worker put it.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "aggregate/match_keys.hpp"
#include "aggregate/order_copies.hpp"
#include "aggregate/order_keeper.hpp"
#include "aggregate/platform_claims.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

class Commerce {
 public:
  /// Net revenue is after refunds, or before them.
  explicit Commerce(RevenueBasis basis = RevenueBasis::net) : basis_(basis) {}
  Commerce(const Commerce&) = delete;  // its chunks refer to its entries
  Commerce& operator=(const Commerce&) = delete;
  Commerce(Commerce&&) = default;
  Commerce& operator=(Commerce&&) = default;
  ~Commerce() = default;

  /// Fields kept of records of a kind; empty for kinds that are not kept.
  [[nodiscard]] static FieldSet fields_of(RecordKind kind);

  void begin(unsigned workers);
  /// Orders (each with an id), visits and advertising rows; other kinds are ignored.
  void accept(unsigned worker, const Batch& batch, const Dictionaries& dictionaries);
  void discard(std::uint32_t input);
  /// Unites the workers and puts copies aside; `exported` as CopyContext takes it. Once, after
  /// reading. O(orders + visits), shared by
  /// so many threads; memory beside what is kept only where order ids neither rise nor fall.
  void finish(unsigned threads, std::span<const std::optional<std::int64_t>> exported = {});

  /// In the order of the inputs, copies left out.
  [[nodiscard]] const std::vector<OrderChunk>& orders() const { return orders_; }
  [[nodiscard]] std::size_t order_count() const { return order_count_; }
  /// In the order of the inputs.
  [[nodiscard]] const std::vector<TouchChunk>& touches() const { return touches_; }
  [[nodiscard]] std::size_t touch_count() const { return touch_count_; }
  /// Distinct links, currencies, promo codes in normal form, and lists of codes that stand together
  /// on an order (entries of the codes, in their order): all in key order.
  [[nodiscard]] const std::vector<LinkFacts>& links() const { return links_; }
  [[nodiscard]] const std::vector<std::string>& currencies() const { return currencies_; }
  [[nodiscard]] const std::vector<std::string>& codes() const { return codes_; }
  [[nodiscard]] const std::vector<std::vector<std::uint32_t>>& code_lists() const {
    return code_lists_;
  }
  [[nodiscard]] std::span<const std::uint32_t> codes_of(const KeptOrder& order) const {
    return order.codes == no_entry ? std::span<const std::uint32_t>() : code_lists_[order.codes];
  }
  [[nodiscard]] std::string id_of(const KeptOrder& order) const;
  [[nodiscard]] const std::vector<PlatformClaim>& claims() const { return claims_; }
  [[nodiscard]] const OrderCopies& copies() const { return copies_; }
  /// Visits that carry each key.
  [[nodiscard]] const KeyCoverage::Events& visit_keys() const { return visit_keys_; }
  /// Visits that could not be used: without a time.
  [[nodiscard]] std::uint64_t undated_touches() const { return undated_touches_; }

 private:
  struct Chunk {
    Origin origin;
    OrderChunk orders;
    TouchChunk touches;
    KeyCoverage::Events keys;  ///< of the visits
    std::size_t worker = 0;
  };
  struct Worker {
    explicit Worker(RevenueBasis basis) : orders(basis) {}
    std::vector<Chunk> chunks;
    KeptNames names;
    OrderKeeper orders;
    PlatformClaims claims;
    std::vector<std::pair<std::uint32_t, std::uint64_t>> undated;  ///< visits by input
  };
  static void keep_orders(Worker& worker, const Batch& batch, const Dictionaries& dictionaries);
  static void keep_touches(Worker& worker, const Batch& batch, const Dictionaries& dictionaries);
  void unite_names();

  RevenueBasis basis_;
  std::vector<Worker> workers_;
  std::vector<OrderEntries> entries_;  ///< by worker; the chunks refer to them
  std::vector<OrderChunk> orders_;
  std::vector<TouchChunk> touches_;
  std::size_t order_count_ = 0, touch_count_ = 0;
  std::vector<std::vector<std::uint32_t>> code_lists_;
  std::vector<LinkFacts> links_;
  std::vector<std::string> texts_, currencies_, codes_;
  std::vector<PlatformClaim> claims_;
  OrderCopies copies_;
  KeyCoverage::Events visit_keys_;
  std::uint64_t undated_touches_ = 0;
};

}  // namespace tiktok_kpi
