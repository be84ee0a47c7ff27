// Written to be obviously right, not fast.
#include "input/naive_csv.hpp"

namespace tiktok_kpi {

NaiveRecord naive_record(std::string_view text, const Dialect& dialect) {
  NaiveRecord record;
  std::size_t at = 0;
  for (;;) {
    std::string cell;
    const bool quoted = at < text.size() && text[at] == '"';
    if (quoted) ++at;
    record.offsets.push_back(at);
    bool open = quoted;
    while (at < text.size()) {
      const char c = text[at];
      const char next = at + 1 < text.size() ? text[at + 1] : '\n';
      if (open && c == '"') {
        if (next == dialect.delimiter || next == '\n' || next == '\r') {
          open = false;
          ++at;
          continue;
        }
        if (next == '"')
          ++at;
        else
          record.stray.push_back(at);
        cell.push_back('"');
        ++at;
        continue;
      }
      if (!open && (c == dialect.delimiter || c == dialect.newline)) break;
      if (!open && c == '"') record.stray.push_back(at);
      cell.push_back(c);
      ++at;
    }
    if (open) record.stray.push_back(record.offsets.back() - 1);  // never closed
    const bool last = at >= text.size() || text[at] == dialect.newline;
    if (last && cell.ends_with('\r') && dialect.newline == '\n') cell.pop_back();
    record.cells.push_back(std::move(cell));
    if (at >= text.size()) break;
    ++at;
    if (last) break;
  }
  record.length = at;
  return record;
}

std::string undoubled(std::string_view text) {
  std::string copy;
  for (std::size_t i = 0; i < text.size(); ++i) {
    copy += text[i];
    if (text.substr(i, 2) == "\"\"") ++i;
  }
  return copy;
}

}  // namespace tiktok_kpi
