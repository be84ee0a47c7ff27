#pragma once
// An input whose first bytes are known.
#include <memory>

#include "input/planner.hpp"
#include "input/reader.hpp"

namespace tiktok_kpi {

struct Opened {
  Head head;
  std::unique_ptr<ByteStream> rest;  ///< what follows the head
};

/// Opens, decodes to UTF-8 and reads the head. Throws Error.
[[nodiscard]] Opened open_input(const InputSpec& input, std::uint32_t ordinal,
                                const ReadOptions& options);

/// What the plan recognised and no reader reads: says so, and counts the rows of a table that is
/// passed over without a fault.
void pass_over(Opened& opened, InputLog& log);

}  // namespace tiktok_kpi
