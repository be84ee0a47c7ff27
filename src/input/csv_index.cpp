// 64 bytes at a time become bit masks of quotes and separators; a running exclusive-or over the
// quotes says which bytes are inside quotes. The masks come from a kernel: one of 16-byte vectors,
// which every x86-64 has, or its portable twin. The careful index is a plain state machine for
// files whose quotes are damaged.
#include "input/csv_index.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace tiktok_kpi {
namespace {

constexpr std::uint64_t ones = 0x0101'0101'0101'0101ULL;
constexpr std::uint64_t low_bits = 0x7F7F'7F7F'7F7F'7F7FULL;

/// 64 bytes, compared in words of eight.
class PortableBytes {
 public:
  explicit PortableBytes(const char* bytes) { std::memcpy(words_.data(), bytes, 64); }

  /// Bit i is set where byte i is `byte`.
  [[nodiscard]] std::uint64_t equal(char byte) const {
    const std::uint64_t pattern = ones * static_cast<unsigned char>(byte);
    std::uint64_t mask = 0;
    for (unsigned word = 0; word < 8; ++word) {
      const std::uint64_t x = words_[word] ^ pattern;
      const std::uint64_t zero =
          ~(((x & low_bits) + low_bits) | x | low_bits);  // 0x80 in each zero byte, exact
      mask |= gather(zero) << (8 * word);
    }
    return mask;
  }

 private:
  /// Eight bytes of 0x80 or 0 to eight bits, first byte lowest.
  static constexpr std::uint64_t gather(std::uint64_t flags) {
    return ((flags >> 7U) * 0x0102'0408'1020'4080ULL) >> 56U;
  }

  std::array<std::uint64_t, 8> words_;
};

#if defined(__SSE2__)
/// 64 bytes, compared in vectors of sixteen.
class VectorBytes {
 public:
  explicit VectorBytes(const char* bytes) {
    for (std::size_t i = 0; i < 4; ++i)
      parts_[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i));
  }

  [[nodiscard]] std::uint64_t equal(char byte) const {
    const __m128i pattern = _mm_set1_epi8(byte);
    std::uint64_t mask = 0;
    for (unsigned i = 0; i < 4; ++i)
      mask |= std::uint64_t{static_cast<std::uint32_t>(
                  _mm_movemask_epi8(_mm_cmpeq_epi8(parts_[i], pattern)))}
              << (16 * i);
    return mask;
  }

 private:
  __m128i parts_[4];
};
#else
using VectorBytes = PortableBytes;
#endif

/// Bit i is the exclusive-or of bits 0 to i.
constexpr std::uint64_t prefix_xor(std::uint64_t bits) {
  for (unsigned step = 1; step < 64; step *= 2) bits ^= bits << step;
  return bits;
}

/// Always inlined, so that it is compiled for whatever processor its caller is compiled for.
template <class Bytes>
[[gnu::always_inline]] inline void index_by_parity(std::string_view text, const Dialect& dialect,
                                                   CsvIndex& index) {
  std::uint64_t inside = 0;       // all ones while inside quotes
  std::uint64_t may_open = 1;     // the byte before allows a quote to open
  std::uint64_t just_closed = 0;  // the byte before closed a quote
  std::uint64_t violations = 0;
  std::size_t count = 0;
  for (std::size_t base = 0; base < text.size(); base += 64) {
    char padded[64];
    const char* bytes = text.data() + base;
    const std::size_t left = text.size() - base;
    if (left < 64) {
      std::memset(padded, 0, sizeof padded);
      std::memcpy(padded, bytes, left);
      bytes = padded;
    }
    const Bytes block(bytes);
    const std::uint64_t quotes = block.equal('"');
    const std::uint64_t ends = block.equal(dialect.newline);
    std::uint64_t separators = ends | block.equal(dialect.delimiter);
    if (quotes != 0 || inside != 0 || just_closed != 0) {
      const std::uint64_t within = prefix_xor(quotes) ^ inside;
      const std::uint64_t opens = quotes & within;
      const std::uint64_t closes = quotes & ~within;
      violations |= opens & ~(((separators | quotes) << 1U) | may_open);
      // Bytes after the text are zero in the padding: the end of the text may follow a closing
      // quote.
      const std::uint64_t beyond = left < 64 ? ~0ULL << left : 0;
      violations |=
          ((closes << 1U) | just_closed) & ~(separators | quotes | block.equal('\r') | beyond);
      just_closed = closes >> 63U;
      may_open = (separators | quotes) >> 63U;
      separators &= ~within;
      inside = static_cast<std::uint64_t>(static_cast<std::int64_t>(within) >> 63U);
    } else {
      may_open = separators >> 63U;
    }
    if (index.ends.size() < count + 64)
      index.ends.resize(std::max<std::size_t>(index.ends.size() * 2, count + 4096));
    std::uint32_t* out = index.ends.data() + count;
    const std::uint64_t row_ends = separators & ends;
    for (std::uint64_t bits = separators; bits != 0; bits &= bits - 1)
      *out++ =
          static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(std::countr_zero(bits));
    for (std::uint64_t bits = row_ends; bits != 0; bits &= bits - 1) {
      const std::uint64_t up_to = bits ^ (bits - 1);
      index.rows.push_back(static_cast<std::uint32_t>(count) +
                           static_cast<std::uint32_t>(std::popcount(separators & up_to)));
    }
    count += static_cast<std::size_t>(std::popcount(separators));
  }
  index.ends.resize(count);
  index.well_formed = violations == 0 && inside == 0;
}

#if defined(__x86_64__)
/// With the instructions that count and walk bits, which a baseline x86-64 lacks.
[[gnu::target("avx2,bmi,popcnt")]] void index_with_avx2(std::string_view text,
                                                        const Dialect& dialect, CsvIndex& index) {
  index_by_parity<VectorBytes>(text, dialect, index);
}
bool has_avx2() {
  static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                          __builtin_cpu_supports("popcnt");
  return has;
}
#endif

void index_by_vectors(std::string_view text, const Dialect& dialect, CsvIndex& index) {
#if defined(__x86_64__)
  if (has_avx2()) return index_with_avx2(text, dialect, index);
#endif
  index_by_parity<VectorBytes>(text, dialect, index);
}

/// Is the number of quotes odd?
bool has_odd_quotes(std::string_view text) {
  std::uint64_t odd = 0;
  std::size_t at = 0;
  for (; at + 64 <= text.size(); at += 64) odd ^= VectorBytes(text.data() + at).equal('"');
  for (; at < text.size(); ++at) odd ^= static_cast<std::uint64_t>(text[at] == '"');
  return std::popcount(odd) % 2 != 0;
}

void index_carefully(std::string_view text, const Dialect& dialect, CsvIndex& index) {
  bool quoted = false;
  bool field_start = true;
  std::size_t opened_at = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c != '"') continue;
      const char next = at + 1 < text.size() ? text[at + 1] : '\n';
      if (next == dialect.delimiter || next == '\n' || next == '\r')
        quoted = false;
      else if (next == '"')
        ++at;
      else
        index.stray.push_back(static_cast<std::uint32_t>(at));
      continue;
    }
    if (c == dialect.delimiter || c == dialect.newline) {
      index.ends.push_back(static_cast<std::uint32_t>(at));
      if (c == dialect.newline) index.rows.push_back(static_cast<std::uint32_t>(index.ends.size()));
      field_start = true;
      continue;
    }
    if (c == '"') {
      if (field_start)
        quoted = true, opened_at = at;
      else
        index.stray.push_back(static_cast<std::uint32_t>(at));
    }
    field_start = false;
  }
  if (quoted) index.stray.push_back(static_cast<std::uint32_t>(opened_at));  // never closed
}

}  // namespace

void index_csv(std::string_view text, const Dialect& dialect, CsvIndex& index) {
  index.ends.clear();
  index.rows.clear();
  index.stray.clear();
  index.well_formed = true;
  if (dialect.careful)
    index_carefully(text, dialect, index);
  else if (dialect.kernel == CsvKernel::portable)
    index_by_parity<PortableBytes>(text, dialect, index);
  else
    index_by_vectors(text, dialect, index);
  const bool closed = index.rows.empty() ? index.ends.empty() && text.empty()
                                         : index.rows.back() == index.ends.size() &&
                                               index.ends.back() + 1 == text.size();
  if (!closed) {
    index.ends.push_back(static_cast<std::uint32_t>(text.size()));
    index.rows.push_back(static_cast<std::uint32_t>(index.ends.size()));
  }
}

std::size_t whole_records(std::string_view text, const Dialect& dialect) {
  if (dialect.careful) {
    CsvIndex index;
    index_carefully(text, dialect, index);
    if (!index.rows.empty()) return index.ends[index.rows.back() - 1] + std::size_t{1};
    return 0;
  }
  bool odd_after = false;  // quotes between the line end tried and the end of the text
  const bool odd = has_odd_quotes(text);
  for (std::size_t end = text.size(); end > 0;) {
    const std::size_t at = text.substr(0, end).rfind(dialect.newline);
    if (at == std::string_view::npos) return 0;
    odd_after = odd_after != has_odd_quotes(text.substr(at + 1, end - at - 1));
    if (odd == odd_after) return at + 1;
    end = at;
  }
  return 0;
}

}  // namespace tiktok_kpi
