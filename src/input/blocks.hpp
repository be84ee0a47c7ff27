#pragma once
// Blocks of whole records: workers take them one after the other, each into its own buffer. Results
// never depend on who took which.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "input/plan.hpp"
#include "input/source.hpp"

namespace tiktok_kpi {

/// A block of whole records; the text lives in the buffer of the worker that took it.
struct Block {
  std::uint32_t number = 0;
  std::uint64_t offset = 0;  ///< of the text's first byte in the input
  std::string_view text;
};

struct BlockLimits {
  std::size_t size = 256 * 1024;          ///< aim; one record is never split
  std::size_t max_record = 64ULL << 20U;  ///< longest record; beyond it limit-exceeded
  std::size_t max_field = 16ULL << 20U;   ///< longest cell or JSON string; beyond it limit-exceeded
};

/// Where the records of a text end, for one shape and layout.
class Splitter {
 public:
  explicit Splitter(const ReadPlan& plan) : plan_(plan) {}
  /// Bytes of `text` that are whole records; 0 when not even one is whole. `first`: the text begins
  /// the body.
  [[nodiscard]] std::size_t whole(std::string_view text, bool first) const;

 private:
  const ReadPlan& plan_;
};

class BlockReader {
 public:
  /// Zeroed bytes behind each block, so that parsers may read past its end.
  static constexpr std::size_t padding = 64;

  BlockReader(std::unique_ptr<ByteStream> stream, const ReadPlan& plan, const BlockLimits& limits,
              const std::string& name, std::uint32_t input = 0);

  /// Fills `buffer` with the next block; false at the end. Safe to call from several threads.
  /// Throws Error.
  bool next(std::vector<char>& buffer, Block& block);
  [[nodiscard]] std::uint64_t bytes_read() const { return offset_; }
  [[nodiscard]] std::uint32_t blocks_read() const { return number_; }

 private:
  std::mutex mutex_;
  std::unique_ptr<ByteStream> stream_;
  Splitter splitter_;
  BlockLimits limits_;
  std::string name_;
  std::vector<char> carry_;   ///< the unfinished record behind the last block
  std::uint64_t offset_ = 0;  ///< of the first byte of carry_
  std::uint64_t skip_ = 0;    ///< bytes before the body still to be skipped
  std::uint64_t left_;        ///< bytes before the end of the last section
  std::uint32_t input_;
  std::uint32_t number_ = 0;
  bool ended_ = false;
};

/// End of the JSON value that begins at `at` (after blanks), or npos when the text ends inside it.
/// Counts brackets outside strings; validity is checked by the parser later.
[[nodiscard]] std::size_t json_value_end(std::string_view text, std::size_t at);

}  // namespace tiktok_kpi
