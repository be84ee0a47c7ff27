#pragma once
// The promises made to scripts: what each exit code means. When several apply the order is
// 70, 4, 5, 3, 2, 1 (see `worse`).
#include <cstdint>

namespace tiktok_kpi {

enum class ExitCode : std::uint8_t {
  done = 0,
  answer_is_no = 1,  ///< a goal, check, formula test or comparison failed
  usage = 2,         ///< command line, campaign file or configuration wrong
  input = 3,         ///< input missing, unreadable or not interpretable
  output = 4,        ///< output could not be written
  refused = 5,       ///< a safety limit or a path rule
  own_fault = 70,
  interrupted = 130,
  terminated = 143,
};

/// The code a run ends with when both happened.
[[nodiscard]] ExitCode worse(ExitCode a, ExitCode b);

}  // namespace tiktok_kpi
