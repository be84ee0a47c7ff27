// The CSV side walks the same index as the reader of exports, record by record so that stray quotes
// are text; the JSON side flattens objects with simdjson.
#include "input/raw_rows.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <unordered_map>

#include "core/text.hpp"
#include "input/blocks.hpp"
#include "input/naive_csv.hpp"
#include "input/raw_text.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

namespace ondemand = simdjson::ondemand;
constexpr std::size_t most_columns = 4'096;

bool all_different(std::vector<std::string> names) {
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) == names.end();
}

/// Text that had to be rebuilt. Rebuilt text is never longer than the block it comes from, so
/// nothing moves.
class Arena {
 public:
  void begin(std::size_t bytes) {
    text_.clear();
    text_.reserve(bytes);
  }
  void push(char c) { text_.push_back(c); }
  [[nodiscard]] std::size_t size() const { return text_.size(); }
  [[nodiscard]] std::string_view from(std::size_t begin) const {
    return {text_.data() + begin, text_.size() - begin};
  }
  std::string_view keep(std::string_view text) {
    const std::size_t begin = text_.size();
    text_ += text;
    return from(begin);
  }

 private:
  std::string text_;
};

class NoBytes : public ByteStream {
 public:
  std::size_t read(char*, std::size_t) override { return 0; }
};

struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

}  // namespace

struct RawReader::State {
  RawOptions options;
  ReadPlan plan;
  std::vector<std::string> header;
  RawLog log;
  std::unique_ptr<BlockReader> blocks;
  std::vector<char> buffer;
  Arena arena;
  CsvIndex index;
  // JSON:
  ondemand::parser parser;
  std::unordered_map<std::string, std::uint32_t, NameHash, std::equal_to<>> columns;
  bool collecting = false;  ///< looking for keys, cells are not kept
  std::string path;
  std::uint32_t expected = 0;  ///< column that comes next when this object is like the one before
  Block block;

  explicit State(const RawOptions& o) : options(o) {}

  void start(OpenedText opened, const std::string& name) {
    BlockLimits limits;
    limits.size = options.block_size;
    blocks = std::make_unique<BlockReader>(
        with_head(std::move(opened.head), std::move(opened.rest)), plan, limits, name);
  }

  // ---- CSV ----

  void plan_csv(const OpenedText& opened) {
    const std::string_view text = std::string_view(opened.head).substr(plan.body);
    const char newline =
        text.find('\n') != std::string_view::npos || text.find('\r') == std::string_view::npos
            ? '\n'
            : '\r';
    const char delimiter = options.delimiter != '\0' ? options.delimiter
                                                     : guess_delimiter(text, newline, opened.whole);
    plan.shape = Shape::csv;
    plan.dialect = {delimiter, newline, true};
    if (!options.header) return;
    const auto records = sample_records(text, plan.dialect, opened.whole, SIZE_MAX);
    if (records.empty()) return;
    const std::vector<std::string>& names = records.front().cells;
    // Names that stand twice, or that fit no row, would be lost in JSON: such a first row is a row.
    const bool fits = std::any_of(records.begin() + 1, records.end(), [&](const NaiveRecord& r) {
      return r.cells.size() == names.size();
    });
    if (!fits || !all_different(names)) return;
    header = names;
    plan.body += records.front().length;
  }

  std::string_view cell(const char* begin, const char* end) {
    std::string_view text(begin, static_cast<std::size_t>(end - begin));
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return text;
    text = text.substr(1, text.size() - 2);
    if (text.find("\"\"") == std::string_view::npos) return text;
    const std::size_t from = arena.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
      arena.push(text[i]);
      if (text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') ++i;
    }
    return arena.from(from);
  }

  void read_csv(RawRows& rows) {
    index_csv(block.text, plan.dialect, index);
    for (const std::uint32_t at : index.stray)
      log.faults.add(Diagnostic::make(
          "damaged-quotes", "a quotation mark inside a cell is not doubled; it is read as text", {},
          {0, block.offset + at}, 1));
    const char* const base = block.text.data();
    std::size_t begin = 0;
    std::uint32_t first = 0;
    for (const std::uint32_t last : index.rows) {
      for (std::uint32_t i = first; i < last; ++i) {
        const char* end = base + index.ends[i];
        if (i + 1 == last && plan.dialect.newline == '\n' && end > base + begin && end[-1] == '\r')
          --end;
        rows.cells.push_back(cell(base + begin, end));
        begin = index.ends[i] + std::size_t{1};
      }
      rows.rows.push_back({static_cast<std::uint32_t>(rows.cells.size()),
                           last - first != header.size() || header.empty()});
      first = last;
    }
  }

  // ---- lines ----

  void read_lines(RawRows& rows) const {
    std::string_view text = block.text;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      if (line.ends_with('\r') && end < text.size()) line.remove_suffix(1);
      rows.cells.push_back(line);
      rows.rows.push_back({static_cast<std::uint32_t>(rows.cells.size()), true});
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  // ---- JSON ----

  void plan_json(std::string_view head) {
    plan.shape = Shape::json;
    const std::size_t begin = head.find_first_not_of(" \t\r\n", plan.body);
    if (begin == std::string_view::npos) return;
    if (head[begin] == '[') {
      // An array a line is NDJSON of arrays; one that ends the text, or does not end, holds the
      // records.
      const std::size_t end = json_value_end(head, begin);
      const bool more = end != std::string_view::npos &&
                        head.find_first_not_of(" \t\r\n", end) != std::string_view::npos;
      plan.layout = more ? JsonLayout::documents : JsonLayout::array;
      return;
    }
    const std::size_t end = json_value_end(head, begin);
    const bool one_line = end != std::string_view::npos &&
                          head.substr(begin, end - begin).find('\n') == std::string_view::npos;
    const bool more = end != std::string_view::npos &&
                      head.find_first_not_of(" \t\r\n", end) != std::string_view::npos;
    plan.layout = one_line && more ? JsonLayout::lines : JsonLayout::documents;
  }

  void put(RawRows& rows, std::size_t base, std::string_view text) {
    std::uint32_t at = 0;
    if (expected < header.size() && header[expected] == path) {
      at = expected;
    } else if (const auto found = columns.find(path); found != columns.end()) {
      at = found->second;
    } else if (collecting) {
      if (header.size() >= most_columns)
        throw Error("limit-exceeded",
                    fmt::format("the JSON objects have more than {} different keys", most_columns));
      at = static_cast<std::uint32_t>(header.size());
      columns.emplace(path, at);
      header.push_back(path);
    } else {
      log.faults.add(Diagnostic::make(
          "late-column",
          fmt::format("the key \"{}\" first occurs beyond the first MiB; its cells are not written",
                      visible(path)),
          "save the input to a file first, so that it can be read twice"));
      return;
    }
    expected = at + 1;
    if (!collecting && rows.cells[base + at].data() == nullptr) rows.cells[base + at] = text;
  }

  /// The array or object that begins here, as it stands.
  [[nodiscard]] std::string_view json_at(const char* begin) const {
    const std::string_view text =
        block.text.substr(static_cast<std::size_t>(begin - block.text.data()));
    return text.substr(0, json_value_end(text, 0));
  }

  /// A value as the text of a cell; no data for null.
  std::string_view text_of(ondemand::value& value) {
    switch (value.type()) {
      case ondemand::json_type::string: {
        const std::string_view text = value.get_string();
        return collecting ? std::string_view() : arena.keep(text);
      }
      case ondemand::json_type::null:
        if (!value.is_null()) throw simdjson::simdjson_error(simdjson::N_ATOM_ERROR);
        return {};
      case ondemand::json_type::array:
      case ondemand::json_type::object: return json_at(value.raw_json_token().data());
      case ondemand::json_type::boolean: {
        const bool yes = value.get_bool();
        return yes ? "true" : "false";
      }
      default: {
        const std::string_view token = trim_cell(value.raw_json_token());
        const double checked =
            value.get_double();  // refuses what is no number; its digits stay text
        static_cast<void>(checked);
        return token;
      }
    }
  }

  void flatten(RawRows& rows, std::size_t base, ondemand::object object) {
    const std::size_t prefix = path.size();
    for (auto field : object) {
      path.resize(prefix);
      if (prefix > 0) path += '.';
      path += std::string_view(field.unescaped_key());
      ondemand::value value = field.value();
      if (value.type() == ondemand::json_type::object) {
        ondemand::object inner = value.get_object();
        if (inner.is_empty())
          put(rows, base, "{}");
        else
          flatten(rows, base, inner);
      } else {
        const std::string_view text = text_of(value);
        put(rows, base, text);
      }
    }
    path.resize(prefix);
  }

  void read_record(RawRows& rows, std::string_view text, std::uint64_t offset) {
    const std::size_t base = rows.cells.size();
    try {
      const std::size_t capacity =
          static_cast<std::size_t>(block.text.data() + block.text.size() - text.data()) +
          BlockReader::padding;
      ondemand::document document =
          parser.iterate(simdjson::padded_string_view(text.data(), text.size(), capacity));
      const char first = text.front();
      if (first == '{') {
        if (!collecting) rows.cells.resize(base + header.size());
        path.clear();
        expected = 0;
        flatten(rows, base, document.get_object());
      } else if (first == '[') {
        for (auto element : document.get_array()) {
          ondemand::value value = element.value();
          const std::string_view element_text = text_of(value);
          if (!collecting) rows.cells.push_back(element_text);
        }
      } else {
        // simdjson reads a lone scalar by other calls: it is read as the only element of an array.
        const std::string wrapped = fmt::format("[{}]", text);
        const simdjson::padded_string padded(wrapped);
        ondemand::document list = parser.iterate(padded);
        for (auto element : list.get_array()) {
          ondemand::value value = element.value();
          const std::string_view element_text = text_of(value);
          if (!collecting)
            rows.cells.push_back(element_text.data() == nullptr ? element_text
                                                                : arena.keep(element_text));
        }
      }
      if (!collecting)
        rows.rows.push_back(
            {static_cast<std::uint32_t>(rows.cells.size()), first != '{' || header.empty()});
    } catch (const simdjson::simdjson_error& error) {
      rows.cells.resize(base);
      if (collecting) return;
      log.faults.add(Diagnostic::make(
          "bad-json",
          fmt::format("the record is not valid JSON: {}", simdjson::error_message(error.error())),
          "export the file again", {0, offset}));
      ++log.left_out;
    }
  }

  void read_json(RawRows& rows) {
    const std::string_view text = block.text;
    const bool array = plan.layout == JsonLayout::array;
    std::size_t at = block.number == 0 && array ? text.find('[') + 1 : 0;
    while (at < text.size()) {
      at = text.find_first_not_of(" \t\r\n,", at);
      if (at == std::string_view::npos) break;
      if (text[at] == ']' && array) {
        ++at;
        continue;
      }
      std::size_t end = 0;
      if (plan.layout == JsonLayout::lines)
        end = std::min(text.find('\n', at), text.size());
      else
        end = std::min(json_value_end(text, at), text.size());
      read_record(rows, trim_cell(text.substr(at, end - at)), block.offset + at);
      at = std::max(end, at + 1);
    }
  }

  /// Keys of all objects that `opened` yields.
  void collect(OpenedText opened, const std::string& name) {
    collecting = true;
    start(std::move(opened), name);
    RawRows none;
    while (fill(none)) none = {};
    collecting = false;
  }

  bool fill(RawRows& rows) {
    rows.cells.clear();
    rows.rows.clear();
    if (!blocks->next(buffer, block)) return false;
    // A lone scalar is kept twice, once unescaped.
    arena.begin(2 * block.text.size() + 16);
    if (options.shape == RawShape::csv)
      read_csv(rows);
    else if (options.shape == RawShape::json)
      read_json(rows);
    else
      read_lines(rows);
    log.bytes = blocks->bytes_read();
    return true;
  }
};

RawReader::RawReader(const Location& location, const RawOptions& options)
    : state_(std::make_unique<State>(options)) {
  State& state = *state_;
  OpenedText opened = open_text(location, options);
  state.plan.body = opened.head.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  if (options.shape == RawShape::csv) {
    state.plan_csv(opened);
  } else if (options.shape == RawShape::text) {
    state.plan.shape = Shape::json;  // lines end where lines of NDJSON do
    state.plan.layout = JsonLayout::lines;
  } else {
    state.plan_json(opened.head);
    if (opens_twice(location)) {
      state.collect(open_text(location, options), location.shown());
    } else {
      std::string head = opened.head;
      if (!opened.whole)
        head.resize(
            Splitter(state.plan).whole(std::string_view(head).substr(state.plan.body), true) +
            state.plan.body);
      state.collect({std::move(head), true, std::make_unique<NoBytes>()}, location.shown());
    }
  }
  state.start(std::move(opened), location.shown());
  state.log = RawLog();
}

RawReader::~RawReader() = default;

const std::vector<std::string>& RawReader::header() const { return state_->header; }
const RawLog& RawReader::log() const { return state_->log; }

bool RawReader::next(RawRows& rows) {
  if (!state_->fill(rows)) return false;
  state_->log.rows += rows.rows.size();
  return true;
}

}  // namespace tiktok_kpi
