#pragma once
// The one table of canonical columns, for every kind of record. The column map, canonical CSV and
// JSON, the formula language, SQL and the documentation all read it.
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

enum class RecordKind : std::uint8_t { post, creator, daily, comment, order, line, touch, ad_day };
inline constexpr std::size_t record_kind_count = 8;
[[nodiscard]] std::string_view name_of(RecordKind kind);  ///< "post", "creator", …

/// How a cell of a column is stored in a Batch.
enum class FieldType : std::uint8_t {
  count,    ///< whole number, int64
  id,       ///< number when it is one (up to 64 bits), else an entry of the text dictionary
  name,     ///< entry of a dictionary: creator handle, campaign name…, compared by normal form
  text,     ///< bytes of the block, kept only while the block lives
  tags,     ///< list of dictionary entries
  time,     ///< seconds since 1970 UTC, or a day when only the day is known (CellState::day)
  day,      ///< days since 1970
  decimal,  ///< int64 count of 10^-9: ratios, seconds
  money,    ///< int64 count of 10^-6 of a currency unit
  flag,     ///< 0 or 1
};

/// Columns of all kinds of records. A name that several kinds share (views of a post, views of a
/// day) is one Field.
// clang-format off
enum class Field : std::uint8_t {
  // post
  post_id, creator, url, caption, posted_at, views, likes, comments, shares, saves, followers, reach,
  impressions, views_2s, views_6s, completed_views, completion_rate, avg_watch_s, duration_s, clicks,
  sessions, conversions, revenue, cost, sponsored, disclosed, branded_content, tags, mentions, brands, music,
  music_cleared, ugc_cleared, platform, exported_at,
  // creator
  name, following, verified, total_likes, video_count,
  // daily series of an account
  date, account_views, profile_views, viewers, new_viewers, returning_viewers, new_followers, lost_followers, net_followers,
  // comment
  comment_id, parent_comment_id, text, sentiment, commented_at,
  // order, line, touch
  order_id, ordered_at, customer_key, currency, subtotal, discounts, tax, shipping, total, refunds, codes,
  landing_url, utm_source, utm_medium, utm_campaign, utm_term, utm_content, ttclid, customer_new,
  order_status, revenue_basis, commission, content_type, cancelled, refunded, taxes_included,
  sku, product, quantity, unit_price, line_total, touched_at, client_key, channel, event,
  // ad_day
  campaign, adgroup, ad, spend,
};
// clang-format on
inline constexpr std::size_t field_count = static_cast<std::size_t>(Field::spend) + 1;

/// Set of record kinds as bits.
using KindSet = std::uint16_t;
[[nodiscard]] constexpr KindSet kind_bit(RecordKind kind) {
  return static_cast<KindSet>(1U << static_cast<unsigned>(kind));
}

struct FieldRow {
  Field field;
  std::string_view name;  ///< canonical column name
  KindSet kinds;          ///< records that have it
  FieldType type;
  Unit unit;
  std::string_view summary;  ///< one line for the documentation
  /// Header names seen in exports for the same thing, compared by `normal_header`; separated by
  /// '|'.
  std::string_view synonyms;
};

/// The table, in the order of Field.
[[nodiscard]] std::span<const FieldRow> fields();
[[nodiscard]] const FieldRow& row_of(Field field);
/// Row by canonical name, or nullptr.
[[nodiscard]] const FieldRow* find_field(std::string_view name);
[[nodiscard]] inline std::string_view name_of(Field field) { return row_of(field).name; }

class FieldSet {
 public:
  FieldSet() = default;
  FieldSet(std::initializer_list<Field> list) {
    for (const Field field : list) insert(field);
  }
  void insert(Field field) { bits_.set(static_cast<std::size_t>(field)); }
  void insert(const FieldSet& other) { bits_ |= other.bits_; }
  void erase(Field field) { bits_.reset(static_cast<std::size_t>(field)); }
  [[nodiscard]] bool contains(Field field) const {
    return bits_.test(static_cast<std::size_t>(field));
  }
  [[nodiscard]] bool contains_all(const FieldSet& other) const {
    return (bits_ & other.bits_) == other.bits_;
  }
  [[nodiscard]] bool empty() const { return bits_.none(); }
  [[nodiscard]] static FieldSet all_of(RecordKind kind);
  friend bool operator==(const FieldSet&, const FieldSet&) = default;

 private:
  std::bitset<field_count> bits_;
};

/// Fields asked of each kind of record.
struct AskedFields {
  std::array<FieldSet, record_kind_count> kinds;
  [[nodiscard]] const FieldSet& of(RecordKind kind) const {
    return kinds[static_cast<std::size_t>(kind)];
  }
  [[nodiscard]] FieldSet& of(RecordKind kind) { return kinds[static_cast<std::size_t>(kind)]; }
};

}  // namespace tiktok_kpi
