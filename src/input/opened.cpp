// The encoding is guessed from the first 64 KiB, everything else from the first MiB of decoded
// text.
#include "input/opened.hpp"

namespace tiktok_kpi {

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
