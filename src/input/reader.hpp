#pragma once
// Reads inputs into a sink: all cores for large inputs, the same records in the same Origins
// whatever the number of threads and the size of the blocks.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "input/csv_rows.hpp"
#include "input/plan.hpp"
#include "input/source.hpp"
#include "model/campaign.hpp"
#include "model/sink.hpp"

namespace tiktok_kpi {

struct Opened;

struct InputSpec {
  Location location;
  ReadOverrides overrides;
  bool named = true;  ///< named by the user, not found in a folder: not reading it is an error
  std::shared_ptr<Opened>
      held{};  ///< set by `hold_input`: the beginning of what cannot be opened twice
};

struct ReadOptions {
  unsigned threads = 0;                        ///< 0: all cores
  std::uint64_t thread_threshold = 4U << 20U;  ///< smaller inputs are read by one thread
  BlockLimits blocks;
  CsvKernel kernel = CsvKernel::vector;
  StreamLimits stream;
  std::shared_ptr<const KeyedHash> keys;  ///< for customers and visitors; null: a random key
  /// Customers are asked for to match orders with visits, and for nothing else: in a long file of
  /// orders they are not told apart when no input has visits.
  bool customers_match_visits = false;
  std::optional<std::int64_t> as_of;  ///< Unix seconds; later visits are left out
};

/// How one input was read.
struct InputLog {
  std::string path;
  ReadPlan plan;  ///< format is null when the input could not be read at all
  std::uint64_t bytes = 0;
  RowCounts rows;
  FaultLog faults;
  bool failed = false;  ///< nothing was read; the reason is in faults
};

struct ReadLog {
  std::vector<InputLog> inputs;  ///< in the order of the specs
};

/// Reads every input in order. Inputs that cannot be read are logged and passed over. Throws Error
/// only for safety limits.
[[nodiscard]] ReadLog read(std::span<const InputSpec> inputs, const AskedFields& asked,
                           const ReadOptions& options, Sink& sink);

/// To be called before `plan_input` when `read` follows: opens what can be opened only once
/// (standard input, pipes) and keeps its beginning in the spec. Does nothing for files. Throws
/// Error.
void hold_input(InputSpec& input, std::uint32_t ordinal, const ReadOptions& options);

/// A plan with the text it was made of.
struct PlannedInput {
  ReadPlan plan;
  std::string head;    ///< the first MiB, as UTF-8
  bool whole = false;  ///< the head is the whole input
};

/// Plan of one input without reading on, for `inspect`. Throws Error.
[[nodiscard]] PlannedInput plan_with_head(const InputSpec& input, std::uint32_t ordinal,
                                          const ReadOptions& options);
[[nodiscard]] ReadPlan plan_input(const InputSpec& input, std::uint32_t ordinal,
                                  const ReadOptions& options);

}  // namespace tiktok_kpi
