// 64 bytes at a time become bit masks of quotes and separators; a running exclusive-or over the
// quotes says which bytes are inside quotes. The masks come from a kernel: one of 32-byte vectors
// where the processor has them, else of 16-byte ones, which every x86-64 has, or a portable twin.
// The careful index is a plain state machine for files whose quotes are damaged.
#include "input/csv_index.hpp"

#if defined(__SSE2__)
#include <immintrin.h>
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

/// Marks among 64 bytes.
struct Marks {
  std::uint64_t quotes, row_ends, separators;  ///< row ends are separators, too
};

/// Finds the marks in so many pieces of 64 bytes.
using FindMarks = void (*)(const char* bytes, std::size_t pieces, const Dialect& dialect,
                           Marks* to);

template <class Bytes>
void find_marks(const char* bytes, std::size_t pieces, const Dialect& dialect, Marks* to) {
  for (std::size_t i = 0; i < pieces; ++i) {
    const Bytes piece(bytes + 64 * i);
    const std::uint64_t row_ends = piece.equal(dialect.newline);
    to[i] = {piece.equal('"'), row_ends, row_ends | piece.equal(dialect.delimiter)};
  }
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] inline std::uint64_t equal_avx2(__m256i low, __m256i high, char byte) {
  const __m256i pattern = _mm256_set1_epi8(byte);
  const auto mask = [](int bits) { return std::uint64_t{static_cast<std::uint32_t>(bits)}; };
  return mask(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, pattern))) |
         mask(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, pattern))) << 32U;
}

[[gnu::target("avx2")]] inline __m256i load_avx2(const char* bytes) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
}

[[gnu::target("avx2")]] void find_marks_avx2(const char* bytes, std::size_t pieces,
                                             const Dialect& dialect, Marks* to) {
  for (std::size_t i = 0; i < pieces; ++i) {
    const __m256i low = load_avx2(bytes + 64 * i);
    const __m256i high = load_avx2(bytes + 64 * i + 32);
    const std::uint64_t row_ends = equal_avx2(low, high, dialect.newline);
    to[i] = {equal_avx2(low, high, '"'), row_ends,
             row_ends | equal_avx2(low, high, dialect.delimiter)};
  }
}
#endif

/// Room for `more` entries behind the first `used`, without a look at each piece of 64 bytes.
void make_room(std::vector<std::uint32_t>& entries, std::size_t used, std::size_t more) {
  if (entries.size() < used + more) entries.resize(std::max(2 * entries.size(), used + more));
}

/// Always inlined, so that it is compiled for whatever processor its caller is compiled for.
[[gnu::always_inline]] inline void index_by_parity(std::string_view text, const Dialect& dialect,
                                                   FindMarks find, CsvIndex& index) {
  constexpr std::size_t strip = 64;  // pieces whose marks are found at a time
  std::array<Marks, strip> marks;
  std::uint64_t inside = 0;       // all ones while inside quotes
  std::uint64_t may_open = 1;     // the byte before allows a quote to open
  std::uint64_t just_closed = 0;  // the byte before closed a quote
  std::uint64_t violations = 0;
  std::uint64_t any_quotes = 0;
  std::size_t count = 0;
  std::size_t rows = 0;
  const std::size_t whole_pieces = text.size() / 64;
  char padded[64] = {};  // what follows them
  if (text.size() % 64 != 0) std::memcpy(padded, text.data() + 64 * whole_pieces, text.size() % 64);
  for (std::size_t first = 0; 64 * first < text.size(); first += strip) {
    std::size_t pieces = std::min(strip, whole_pieces - first);
    find(text.data() + 64 * first, pieces, dialect, marks.data());
    if (pieces < strip && text.size() % 64 != 0) find(padded, 1, dialect, &marks[pieces++]);
    make_room(index.ends, count, 64 * strip);
    make_room(index.rows, rows, 64 * strip);
    std::uint32_t* const all_ends = index.ends.data();
    std::uint32_t* const all_rows = index.rows.data();
    for (std::size_t piece = 0; piece < pieces; ++piece) {
      const std::size_t base = 64 * (first + piece);
      const auto& [quotes, ends, all_separators] = marks[piece];
      std::uint64_t separators = all_separators;
      if ((quotes | inside | just_closed) != 0) {
        any_quotes |= quotes;
        const std::size_t left = text.size() - base;
        const std::uint64_t within = prefix_xor(quotes) ^ inside;
        const std::uint64_t opens = quotes & within;
        const std::uint64_t closes = quotes & ~within;
        violations |= opens & ~(((separators | quotes) << 1U) | may_open);
        // Bytes after the text are zero in the padding: the end of the text may follow a closing
        // quote.
        const std::uint64_t beyond = left < 64 ? ~0ULL << left : 0;
        const char* const bytes = left < 64 ? padded : text.data() + base;
        const std::uint64_t may_follow = separators | quotes | VectorBytes(bytes).equal('\r');
        violations |= ((closes << 1U) | just_closed) & ~(may_follow | beyond);
        just_closed = closes >> 63U;
        may_open = (separators | quotes) >> 63U;
        separators &= ~within;
        inside = static_cast<std::uint64_t>(static_cast<std::int64_t>(within) >> 63U);
      } else {
        may_open = separators >> 63U;
      }
      // Branches that go now this way, now that way cost more than work for nothing: the first ones
      // are written whether there are so many or not, and what follows them overwrites the rest.
      constexpr unsigned usual = 6;
      std::uint32_t* out = all_ends + count;
      std::uint64_t bits = separators;
      const auto write = [&] {
        *out++ =
            static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(std::countr_zero(bits));
        bits &= bits - 1;
      };
      for (unsigned i = 0; i < usual; ++i) write();
      while (bits != 0) write();
      const std::uint64_t row_ends = separators & ends;
      const auto row_end = [&](std::uint64_t row) {
        const std::uint64_t up_to = row ^ (row - 1);
        return static_cast<std::uint32_t>(count) +
               static_cast<std::uint32_t>(std::popcount(separators & up_to));
      };
      all_rows[rows] = row_end(row_ends);
      rows += static_cast<std::size_t>(row_ends != 0);
      for (std::uint64_t more = row_ends & (row_ends - 1); more != 0; more &= more - 1)
        all_rows[rows++] = row_end(more);
      count += static_cast<std::size_t>(std::popcount(separators));
    }
  }
  index.ends.resize(count);
  index.rows.resize(rows);
  index.well_formed = violations == 0 && inside == 0;
  index.has_quotes = any_quotes != 0;
}

#if defined(__x86_64__)
/// With the instructions that count and walk bits, which a baseline x86-64 lacks.
[[gnu::target("avx2,bmi,popcnt")]] void index_with_avx2(std::string_view text,
                                                        const Dialect& dialect, CsvIndex& index) {
  index_by_parity(text, dialect, find_marks_avx2, index);
}
[[gnu::target("avx2")]] bool has_odd_quotes_avx2(std::string_view text) {
  std::uint64_t odd = 0;
  for (std::size_t at = 0; at + 64 <= text.size(); at += 64)
    odd ^= equal_avx2(load_avx2(text.data() + at), load_avx2(text.data() + at + 32), '"');
  for (std::size_t at = text.size() & ~std::size_t{63}; at < text.size(); ++at)
    odd ^= static_cast<std::uint64_t>(text[at] == '"');
  return std::popcount(odd) % 2 != 0;
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
  index_by_parity(text, dialect, find_marks<VectorBytes>, index);
}

/// Is the number of quotes odd?
bool has_odd_quotes(std::string_view text) {
#if defined(__x86_64__)
  if (has_avx2()) return has_odd_quotes_avx2(text);
#endif
  std::uint64_t odd = 0;
  std::size_t at = 0;
  for (; at + 64 <= text.size(); at += 64) odd ^= VectorBytes(text.data() + at).equal('"');
  for (; at < text.size(); ++at) odd ^= static_cast<std::uint64_t>(text[at] == '"');
  return std::popcount(odd) % 2 != 0;
}

void index_carefully(std::string_view text, const Dialect& dialect, CsvIndex& index) {
  index.ends.clear();
  index.rows.clear();
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
  index.stray.clear();
  index.well_formed = true;
  index.has_quotes = true;
  if (dialect.careful)
    index_carefully(text, dialect, index);
  else if (dialect.kernel == CsvKernel::narrow)
    index_by_parity(text, dialect, find_marks<VectorBytes>, index);
  else if (dialect.kernel == CsvKernel::portable)
    index_by_parity(text, dialect, find_marks<PortableBytes>, index);
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
