#pragma once
// One row of the table of export formats. Most formats are data: where each field stands. What needs the
// neighbours of a row (years, shifted days) is a flag that the reader acts on.
#include <cstdint>
#include <span>
#include <string_view>

#include "input/plan.hpp"

namespace tiktok_kpi {

/// Where a field stands: CSV header names (compared by `normal_header`) or JSON paths ("authorMeta.name",
/// "hashtags[].name"), alternatives separated by '|', the first that exists wins for CSV; in JSON every one
/// that exists is tried in this order.
struct Source {
  std::string_view names;
  Field field;
  RecordKind kind = RecordKind::post;
};

/// Facts about a format that change how it is read.
struct FormatTraits {
  bool year_less = false;      ///< dates carry no year
  bool local_times = false;    ///< times are in the zone of the exporting machine: corrected by the post ids
  bool viewers_late = false;   ///< days may run one day late
  bool unread = false;         ///< recognised, not read: `advice` says why and what to do
  bool sections = false;       ///< several tables below each other (browser extension)
};

struct Format {
  std::string_view id;       ///< "tiktok-studio-content"
  std::string_view label;    ///< "TikTok Studio content"
  Shape shape;
  RecordKind kind;           ///< what its rows are
  /// What must be there: headers or paths joined by '&'; alternatives separated by '|'. Empty: never
  /// detected by names (chosen last or by --input-format).
  std::string_view needs;
  std::string_view roots;    ///< JSON: paths to the records, separated by '|': "[]|collector[]|" (the last: the document itself)
  std::span<const Source> sources;
  FormatTraits traits{};
  std::string_view advice{}; ///< for unread formats
  std::string_view origin{}; ///< where the format comes from and what is odd about it, for the documentation
};

}  // namespace tiktok_kpi
