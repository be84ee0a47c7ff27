#pragma once
// Orders of a batch into a chunk, a member after the other. Text is reduced to entries.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aggregate/order_chunk.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// Between the codes of a list.
inline constexpr char code_separator = '\x1F';

/// Names that one worker has met.
struct KeptNames {
  Dictionary texts{NameSpace::text};  ///< ids that are no numbers
  Dictionary currencies{NameSpace::text};
  Dictionary code_lists{NameSpace::text};
  LinkReader links;
};

struct OrderId {
  std::optional<std::int64_t> number;  ///< of "#1043", too, as others write 1043
  std::string_view text;               ///< where it is no number
};
[[nodiscard]] OrderId order_id_of(const BatchColumn& ids, std::size_t row,
                                  const Dictionaries& dictionaries);

/// Print of a key of a customer or visitor, never 0 but where there is none. The keys are keyed
/// hashes: only equality counts.
[[nodiscard]] std::uint64_t print_of(const BatchColumn* keys, std::size_t row);

/// One worker's. Net revenue is after refunds, or before them.
class OrderKeeper {
 public:
  explicit OrderKeeper(RevenueBasis basis) : basis_(basis) {}
  /// Packs rows [first, end) of a batch of orders, each with an id, and whose records begin in the
  /// order of the rows within 4 GiB.
  [[nodiscard]] OrderChunk keep(const Batch& batch, std::size_t first, std::size_t end,
                                const Dictionaries& dictionaries, KeptNames& names);

 private:
  struct Rows;
  void add_ids(const Rows& rows);
  void add_times(const Rows& rows);
  void add_customers(const Rows& rows);
  void add_links(const Rows& rows);
  void add_currencies(const Rows& rows);
  void add_net_revenue(const Rows& rows);
  void add_codes(const Rows& rows);
  void add_traits(const Rows& rows);
  std::uint64_t list_of_codes(std::span<const std::uint32_t> codes, const Rows& rows);

  RevenueBasis basis_;
  OrderPacker packer_;
  std::vector<std::uint64_t> values_;  ///< of the member at hand
  std::vector<OrderTraits> traits_;
  std::vector<LinkReader::Found> found_;
  std::vector<std::uint32_t> single_codes_;  ///< code list by entry of the reader's texts, or none
  std::string key_;                          ///< scratch
};

}  // namespace tiktok_kpi
