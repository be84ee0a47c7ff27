// Opening a table of which nothing is known but that it is text.
#include "input/raw_text.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "input/naive_csv.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t head_size = 1U << 20U;

std::string read_head(ByteStream& stream, std::string head, std::size_t size) {
  std::size_t filled = head.size();
  head.resize(size);
  for (std::size_t got = 0;
       filled < size && (got = stream.read(head.data() + filled, size - filled)) > 0;)
    filled += got;
  head.resize(filled);
  return head;
}

}  // namespace

std::vector<NaiveRecord> sample_records(std::string_view text, const Dialect& dialect, bool whole,
                                        std::size_t most) {
  std::vector<NaiveRecord> records;
  while (!text.empty() && records.size() < most) {
    NaiveRecord record = naive_record(text, dialect);
    const std::size_t length = std::max<std::size_t>(record.length, 1);
    if (length >= text.size() && !whole) break;
    records.push_back(std::move(record));
    text.remove_prefix(length);
  }
  return records;
}

OpenedText open_text(const Location& location, const RawOptions& options) {
  auto raw = open_location(location, {});
  std::string bytes = read_head(*raw, {}, std::size_t{64} * 1024);
  const std::string encoding =
      options.encoding.empty() ? std::string(guess_encoding(bytes)) : options.encoding;
  OpenedText opened;
  opened.rest = to_utf8(with_head(std::move(bytes), std::move(raw)), encoding);
  opened.head = read_head(*opened.rest, {}, head_size);
  opened.whole = opened.head.size() < head_size;
  return opened;
}

bool opens_twice(const Location& location) {
  std::error_code error;
  return location.reopenable() && std::filesystem::is_regular_file(location.path, error);
}

char guess_delimiter(std::string_view text, char newline, bool whole) {
  char best = ',';
  std::pair<std::size_t, std::size_t> most{0, 0};
  for (const char delimiter : {',', ';', '\t', '|'}) {
    const auto records = sample_records(text, {delimiter, newline, true}, whole, 100);
    if (records.empty() || records.front().cells.size() < 2) continue;
    const std::size_t cells = records.front().cells.size();
    const auto alike = static_cast<std::size_t>(std::ranges::count_if(
        records, [&](const NaiveRecord& r) { return r.cells.size() == cells; }));
    if (std::pair(alike, cells) > most) most = {alike, cells}, best = delimiter;
  }
  return best;
}

}  // namespace tiktok_kpi
