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

}  // namespace tiktok_kpi
