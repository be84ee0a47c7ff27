// The one place where a file is read in order: everything under the lock is a copy and a search for
// the end of the last whole record.
#include "input/blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {

std::size_t json_value_end(std::string_view text, std::size_t at) {
  at = text.find_first_not_of(" \t\r\n", at);
  if (at == std::string_view::npos) return at;
  const char first = text[at];
  if (first != '{' && first != '[' && first != '"') {
    const std::size_t end = text.find_first_of(",]} \t\r\n", at);
    return end == at ? at + 1 : end;
  }
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      // To the closing quote: a quote is closing unless an odd number of backslashes stands before
      // it.
      for (++at;; ++at) {
        at = text.find('"', at);
        if (at == std::string_view::npos) return at;
        std::size_t backslashes = 0;
        while (text[at - 1 - backslashes] == '\\') ++backslashes;
        if (backslashes % 2 == 0) break;
      }
      if (depth == 0) return at + 1;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (--depth == 0) return at + 1;
    }
    ++at;
  }
  return std::string_view::npos;
}

std::size_t Splitter::whole(std::string_view text, bool first) const {
  if (plan_.shape == Shape::csv) return whole_records(text, plan_.dialect);
  if (plan_.layout == JsonLayout::lines) {
    const std::size_t at = text.rfind('\n');
    return at == std::string_view::npos ? 0 : at + 1;
  }
  std::size_t done = 0;
  if (first && plan_.layout == JsonLayout::array) {
    const std::size_t open = text.find('[');
    if (open == std::string_view::npos) return 0;
    done = open + 1;
  }
  for (;;) {
    std::size_t at = text.find_first_not_of(" \t\r\n,", done);
    if (at == std::string_view::npos) return text.size();
    if (text[at] == ']') {
      done = at + 1;
      continue;
    }
    const std::size_t end = json_value_end(text, at);
    // A number or word at the very end may go on in the next bytes.
    if (end == std::string_view::npos || end >= text.size())
      return end == text.size() && (text[at] == '{' || text[at] == '[') ? end : done;
    done = end;
  }
}

BlockReader::BlockReader(std::unique_ptr<ByteStream> stream, const ReadPlan& plan,
                         const BlockLimits& limits, const std::string& name, std::uint32_t input)
    : stream_(std::move(stream)),
      splitter_(plan),
      limits_(limits),
      name_(name),
      offset_(plan.body),
      skip_(plan.body),
      left_(plan.end > 0 ? plan.end : UINT64_MAX),
      input_(input) {}

bool BlockReader::next(std::vector<char>& buffer, Block& block) {
  const std::lock_guard lock(mutex_);
  if (ended_ && carry_.empty()) return false;
  const bool first = number_ == 0;
  std::size_t wanted = std::max<std::size_t>(limits_.size, 1);
  std::size_t filled = carry_.size();
  if (buffer.size() < std::max(wanted, filled) + padding)
    buffer.resize(std::max(wanted, filled) + padding);
  if (filled > 0) std::memcpy(buffer.data(), carry_.data(), filled);
  carry_.clear();
  std::size_t whole = 0;
  for (;;) {
    while (!ended_ && filled < wanted) {
      if (buffer.size() < wanted + padding) buffer.resize(wanted + padding);
      const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(wanted - filled, left_));
      const std::size_t got = room == 0 ? 0 : stream_->read(buffer.data() + filled, room);
      if (got == 0) ended_ = true;
      left_ -= got;
      const std::size_t skipped = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, got));
      if (skipped > 0)
        std::memmove(buffer.data() + filled, buffer.data() + filled + skipped, got - skipped);
      skip_ -= skipped;
      filled += got - skipped;
    }
    const std::string_view text(buffer.data(), filled);
    whole = ended_ ? filled : splitter_.whole(text, first);
    if (whole > 0 || ended_) break;
    if (filled > limits_.max_record)
      throw Error(Diagnostic::make(
          "limit-exceeded",
          fmt::format("{}: a record is longer than {} MiB", name_, limits_.max_record >> 20U),
          "a quotation mark may be missing; --max-field raises the limit", {input_, offset_}));
    wanted = std::max(wanted, filled) * 2;
  }
  if (whole == 0) return false;
  carry_.assign(buffer.begin() + static_cast<std::ptrdiff_t>(whole),
                buffer.begin() + static_cast<std::ptrdiff_t>(filled));
  if (buffer.size() < whole + padding) buffer.resize(whole + padding);
  std::memset(buffer.data() + whole, 0, padding);
  block = {number_++, offset_, {buffer.data(), whole}};
  offset_ += whole;
  return true;
}

}  // namespace tiktok_kpi
