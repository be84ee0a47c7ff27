#pragma once
// The plain reader: the whole input in memory, a record at a time, a cell at a time. It shares only
// the format tables, the plan and the cell parsers with `read`, and is its oracle; `--explain` asks
// it where each number stands.
#include <functional>
#include <span>
#include <string_view>

#include "input/reader.hpp"
#include "tiktok_kpi/core/place.hpp"

namespace tiktok_kpi {

/// A cell that was read for a record. A field that several columns state is seen until it is known,
/// so the last cell of a field is the one that counts. Cells of JSON documents whose bytes had to
/// be repaired are not seen: their places are not known.
struct NaiveCell {
  RecordKind kind = RecordKind::post;
  Field field{};
  std::uint64_t record = 0;  ///< offset of its record, as in Batch::offsets
  Place place;               ///< where the cell stands
  std::string_view text;     ///< without quotes and escapes; valid during the call
};
using CellObserver = std::function<void(const NaiveCell&)>;

/// As `read`: the same records, counts and diagnostics, by one thread. Cost: the size of the
/// largest input in memory, and some microseconds a row.
[[nodiscard]] ReadLog read_naive(std::span<const InputSpec> inputs, const AskedFields& asked,
                                 const ReadOptions& options, Sink& sink,
                                 const CellObserver& observer = {});

}  // namespace tiktok_kpi
