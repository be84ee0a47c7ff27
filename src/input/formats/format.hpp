#pragma once
// One row of the table of export formats. Most formats are data: where each field stands. What
// needs the neighbours of a row (years, shifted days) is a flag that the reader acts on.
#include <cstdint>
#include <span>
#include <string_view>

#include "input/plan.hpp"

namespace tiktok_kpi {

/// Where a field stands: CSV header names (compared by `normal_header`) or JSON paths
/// ("authorMeta.name", "hashtags[].name"), alternatives separated by '|', the first that exists
/// wins for CSV; in JSON every one that exists is tried in this order.
///
/// A second source of a field fills what the first left unknown; `adds` says that amounts of
/// several sources are added, as are those of a JSON list ("refunds[].total").
struct Source {
  std::string_view names;
  Field field;
  RecordKind kind = RecordKind::post;
  bool adds = false;
  bool presence = false;   ///< flags: any value says yes ("Cancelled at")
  std::string_view key{};  ///< names: the cell holds "name: value" pairs, this one's value is meant
};

/// Facts about a format that change how it is read.
struct FormatTraits {
  bool year_less = false;  ///< dates carry no year
  bool local_times =
      false;  ///< times are in the zone of the exporting machine: corrected by the post ids
  bool viewers_late = false;  ///< days may run one day late
  bool unread = false;        ///< recognised, not read: `advice` says why and what to do
  bool aside = false;  ///< recognised and passed over without a fault: no record has a place for it
  bool sections = false;  ///< a profile as lines of key and value, the posts as a table below it
  bool escaped_hashes = false;  ///< captions write # as %23
  bool canonical = false;       ///< our own form: text may carry our formula guard, keys are hashed
  std::string_view description{};  ///< first cell of a second header row that describes the columns
  bool stacked = false;            ///< tables below each other, each under lines that begin with #
};

/// What the exported subtotal and discounts of an order are.
enum class OrderBasis : std::uint8_t {
  stated,           ///< canonical amounts, as `revenue_basis` says
  before_tax,       ///< goods before discounts and discounts, both without tax; refunds with all
  after_discounts,  ///< goods after discounts; with tax when the prices include it
  net,              ///< goods after discounts and refunds, without tax
  total,            ///< nothing but the amount paid
};

/// How the rows of a format become orders.
struct OrderRules {
  OrderBasis basis = OrderBasis::stated;
  std::string_view counts{};      ///< statuses of orders, case-folded, by '|'; empty: all others
  std::string_view leaves_out{};  ///< statuses of what is no order: cancelled, failed
  bool first_row = false;         ///< amounts stand on the first row of an order only
  bool merged = false;            ///< rows of one order follow each other and are one record
  bool own_totals = false;        ///< of merged rows: each one's total is its own
  bool keyed_tags =
      false;  ///< a row is one UTM field: its name as utm_term, its value as utm_content
};

struct Format {
  std::string_view id;     ///< "tiktok-studio-content"
  std::string_view label;  ///< "TikTok Studio content"
  Shape shape;
  RecordKind kind;  ///< what its rows are
  /// What must be there: headers (in normal form) or paths joined by '&'; alternatives separated by
  /// '|'. Empty: never detected by names.
  std::string_view needs;
  /// JSON: paths to the records, separated by '|': "collector[]|[]|" (the last: the document
  /// itself). A step
  /// "*" stands for any one key.
  std::string_view roots;
  std::span<const Source> sources;
  FormatTraits traits{};
  std::string_view advice{};  ///< for unread formats
  std::string_view
      opens{};  ///< text that the file begins with; decides alone, before any header is looked for
  std::string_view
      says{};  ///< JSON: text that has to stand somewhere in the first MiB, in lower case
  std::string_view
      origin{};  ///< where the format comes from and what is odd about it, for the documentation
  OrderRules orders{};
};

}  // namespace tiktok_kpi
