#pragma once
// Offsets to lines and columns, worked out only for what is printed: the input is read once more.
#include <cstdint>
#include <string>
#include <vector>

#include "input/source.hpp"
#include "tiktok_kpi/core/place.hpp"

namespace tiktok_kpi {

struct Located {
  LineColumn at;                   ///< zeros when the input cannot be read again
  std::string excerpt;             ///< the physical line (at most 4 KiB around the place), as it is
  std::size_t excerpt_offset = 0;  ///< where the place stands in the excerpt
};

/// One answer per offset; offsets must ascend. Cost: one pass up to the last offset.
[[nodiscard]] std::vector<Located> locate(const Location& location, std::string_view encoding,
                                          const std::vector<std::uint64_t>& offsets);

/// SHA-256 of a file's bytes in hexadecimal; empty for pipes, members of archives and files beyond
/// `most` bytes.
[[nodiscard]] std::string sha256_of(const Location& location, std::uint64_t most);

}  // namespace tiktok_kpi
