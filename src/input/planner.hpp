#pragma once
// From the first bytes of an input to the plan for reading it: format, dialect, columns, decimal
// marks, date order, zone. Everything is decided for whole columns, never per cell.
#include <string>
#include <string_view>
#include <vector>

#include "input/plan.hpp"
#include "model/campaign.hpp"

namespace tiktok_kpi {

struct ColumnTally;

/// The beginning of an input, as UTF-8.
struct Head {
  static constexpr std::size_t size = 1U << 20U;
  std::string text;
  bool whole = false;       ///< the text is the whole input
  bool reopenable = true;   ///< the input can be read again when a guess proves wrong
  std::string name;         ///< as shown to people
  std::uint32_t input = 0;  ///< ordinal, for places
  std::string encoding = "utf-8";
};

/// Throws Error: empty-file, unknown-format, not-supported, wrong-type, error-body, bad-json,
/// unknown-column. `seen`: what a whole reading said about the columns (column_evidence), when the
/// head alone misled.
[[nodiscard]] ReadPlan make_plan(const Head& head, const ReadOverrides& overrides,
                                 const std::vector<ColumnTally>* seen = nullptr);

struct ReadOptions;
/// `make_plan` with what the reader is told beside the input: the key for customers, the as-of
/// time.
[[nodiscard]] ReadPlan plan_of(const Head& head, const ReadOverrides& overrides,
                               const ReadOptions& options,
                               const std::vector<ColumnTally>* seen = nullptr);

/// Paths of the keys in the beginning of a JSON text: "[].authorMeta.name", "data.videos[].id".
/// Tolerates a text that breaks off. A full stop inside a key is shown as "_". At most 50,000
/// paths, at most 8 levels.
[[nodiscard]] std::vector<std::string> json_paths(std::string_view text);

}  // namespace tiktok_kpi
