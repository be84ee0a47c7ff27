#pragma once
// Where something stands in an input. Line and column are worked out only when a message is
// printed, so that reading never counts lines.
#include <cstdint>
#include <limits>

namespace tiktok_kpi {

/// Position of a byte in one of the inputs of a run.
/// `input` is the ordinal in the run's list of inputs (see ReadLog), `offset` counts bytes from the
/// start of the *decoded* text (after decompression and conversion to UTF-8), a byte order mark
/// included.
struct Place {
  static constexpr std::uint32_t no_input = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t input = no_input;
  std::uint64_t offset = 0;

  [[nodiscard]] constexpr bool known() const { return input != no_input; }
  friend constexpr auto operator<=>(const Place&, const Place&) = default;
};

/// 1-based line and column (in characters, not bytes) of a Place, for messages.
struct LineColumn {
  std::uint64_t line = 0;
  std::uint64_t column = 0;
};

}  // namespace tiktok_kpi
