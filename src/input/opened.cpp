// The encoding is guessed from the first 64 KiB, everything else from the first MiB of decoded
// text.
#include "input/opened.hpp"

#include <fmt/format.h>

#include "input/formats/format.hpp"

namespace tiktok_kpi {
namespace {

/// Records of a table below its header, empty lines aside.
class RowCount {
 public:
  void add(std::string_view text) {
    for (const char c : text) {
      if (c == '"') quoted_ = !quoted_;
      if (c == '\n' && !quoted_)
        end_record();
      else
        something_ = something_ || (c != '\r' && c != '\n');
    }
  }
  [[nodiscard]] std::uint64_t below_header() {
    end_record();
    return records_ > 0 ? records_ - 1 : 0;
  }

 private:
  void end_record() {
    if (something_) ++records_;
    something_ = false;
  }
  std::uint64_t records_ = 0;
  bool quoted_ = false, something_ = false;
};

}  // namespace

void pass_over(Opened& opened, InputLog& log) {
  const Format& format = *log.plan.format;
  Diagnostic told = Diagnostic::make(
      "not-supported", fmt::format("{} is {}", log.path, format.label), std::string(format.advice));
  if (format.traits.aside) told.severity = Severity::note;
  log.faults.add(std::move(told));
  log.failed = format.traits.unread;
  if (log.failed || format.shape != Shape::csv) return;
  RowCount rows;
  rows.add(opened.head.text);
  std::string more(1U << 16U, '\0');
  while (const std::size_t got = opened.rest->read(more.data(), more.size()))
    rows.add(std::string_view(more).substr(0, got));
  log.rows.read = log.rows.left_out = rows.below_header();
}

Opened open_input(const InputSpec& input, std::uint32_t ordinal, const ReadOptions& options) {
  Opened opened;
  std::unique_ptr<ByteStream> raw = open_location(input.location, options.stream);
  const auto fill = [](ByteStream& stream, std::string& text, std::size_t size) {
    const std::size_t before = text.size();
    text.resize(size);
    std::size_t filled = before;
    while (filled < size) {
      const std::size_t got = stream.read(text.data() + filled, size - filled);
      if (got == 0) break;
      filled += got;
    }
    text.resize(filled);
  };
  std::string bytes;
  fill(*raw, bytes, 64 * 1024);
  opened.head.encoding = input.overrides.encoding.empty() ? std::string(guess_encoding(bytes))
                                                          : input.overrides.encoding;
  raw = to_utf8(with_head(std::move(bytes), std::move(raw)), opened.head.encoding);
  fill(*raw, opened.head.text, Head::size);
  opened.head.whole = opened.head.text.size() < Head::size;
  opened.head.reopenable = input.location.reopenable();
  opened.head.name = input.location.shown();
  opened.head.input = ordinal;
  opened.rest = std::move(raw);
  return opened;
}

}  // namespace tiktok_kpi
