#pragma once
// Eight bytes of a text as one number, for loops that look at eight at once.
#include <bit>
#include <cstdint>
#include <cstring>

namespace tiktok_kpi {

/// The first byte is the lowest one, on every machine.
[[nodiscard]] inline std::uint64_t load_8(const char* bytes) {
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little)
    std::memcpy(&word, bytes, sizeof word);
  else
    for (int i = 7; i >= 0; --i) word = word << 8U | static_cast<unsigned char>(bytes[i]);
  return word;
}

/// Writes a number so that load_8 reads it.
inline void store_8(char* to, std::uint64_t word) {
  if constexpr (std::endian::native == std::endian::little)
    std::memcpy(to, &word, sizeof word);
  else
    for (int i = 0; i < 8; ++i, word >>= 8U) to[i] = static_cast<char>(word & 0xFF);
}

/// The same byte eight times.
[[nodiscard]] constexpr std::uint64_t eight_of(unsigned char byte) {
  return 0x0101'0101'0101'0101U * byte;
}

}  // namespace tiktok_kpi
