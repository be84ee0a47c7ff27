// simdjson reads each record on demand; only the paths of the plan are looked at, everything else
// is skipped by the parser. Numbers stay text, so that no count passes through a double.
#include "input/json_rows.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <vector>

#include "core/text.hpp"
#include "input/json_wanted.hpp"
#include "input/plan_parts.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

namespace ondemand = simdjson::ondemand;
using Node = JsonWanted;
using Target = JsonTarget;
constexpr std::size_t rows_per_batch = 1024;

/// Deepest nesting and longest string of a document, by its brackets and quotes.
struct Extent {
  std::size_t depth = 0;
  std::size_t string = 0;
};

Extent extent_of(std::string_view text) {
  Extent extent;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      const std::size_t end = std::min(json_value_end(text, at), text.size());
      extent.string = std::max(extent.string, end - at);
      at = end - 1;
    } else if (c == '{' || c == '[') {
      extent.depth = std::max(extent.depth, ++depth);
    } else if (c == '}' || c == ']') {
      if (depth > 0) --depth;
    }
  }
  return extent;
}

}  // namespace

struct JsonRows::State {
  struct Part {
    RecordFiller filler;
    std::array<std::uint8_t, field_count>
        rank{};  ///< rank of the source that filled the field of this row
  };

  const ReadPlan& plan;
  std::uint32_t input;
  FaultLog& faults;
  std::deque<Part> parts;
  Node tree;
  ondemand::parser parser;
  std::deque<std::string> strings;  ///< copies of unescaped text, kept until the batch is delivered
  std::vector<const Target*> nulls;  ///< of the row: what is there, but not known
  std::deque<std::string>
      repaired;  ///< copies of documents whose bytes were replaced, kept while the block is read
  RowCounts counts;
  Block block;
  std::size_t filled = 0;
  std::uint32_t delivered = 0;
  BlockLimits limits;
  bool copied =
      false;  ///< the document is read from a copy, so its tokens have no place in the block
  bool zero_bytes = false;  ///< the block holds NUL bytes
  std::uint64_t document_offset = 0;

  State(const ReadPlan& p, std::uint32_t i, const AskedFields& asked, Dictionaries& dictionaries,
        FaultLog& f, const BlockLimits& l)
      : plan(p), input(i), faults(f), limits(l) {
    for (const RecordPlan& records : plan.records) {
      RecordFiller filler(plan, records, asked, dictionaries, faults);
      if (!filler.wanted()) continue;
      parts.push_back({std::move(filler), {}});
      for (const ColumnPlan& column : records.columns)
        if (parts.back().filler.batch().column(column.field) != nullptr)
          add_path(tree, column.source, {parts.size() - 1, &column});
    }
  }

  void start() {
    for (Part& part : parts)
      part.filler.begin({input, block.number, delivered}, rows_per_batch, block.text, block.offset);
    strings.clear();
  }

  void flush(const Deliver& deliver) {
    if (filled > 0)
      for (Part& part : parts) {
        const Batch& batch = part.filler.finish(filled);
        if (batch.size > 0) deliver(batch);
        if (part.filler.records().kind != plan.format->kind) continue;
        counts.left_out += part.filler.left_out();
        counts.used -= part.filler.left_out();
      }
    delivered += static_cast<std::uint32_t>(filled);
    counts.used += filled;
    filled = 0;
  }

  void write(const Target& target, std::string_view text, std::string_view token) {
    Part& part = parts[target.part];
    const ColumnPlan& column = *target.column;
    auto& rank = part.rank[static_cast<std::size_t>(column.field)];
    const BatchColumn* to = part.filler.batch().column(column.field);
    const bool known = to->states[filled] != CellState::missing;
    if (known && rank < column.rank && !column.either) return;
    CellRef cell{text.data(), static_cast<std::uint32_t>(text.size()), false};
    if (known && rank > column.rank) part.filler.clear_cell(column, filled);
    // Text that lives in the parser's buffer would be gone with the next record.
    if (row_of(column.field).type == FieldType::text && !text.empty() &&
        text.data() != token.data() + 1)
      cell.data = strings.emplace_back(text).data();
    part.filler.set_cell_place(copied ? nullptr : token.data());
    part.filler.write_cell(column, filled, cell);
    if (to->states[filled] != CellState::missing) rank = column.rank;
  }

  void write_leaf(ondemand::value& value, const Node& node) {
    switch (value.type()) {
      case ondemand::json_type::string: {
        const std::string_view token = value.raw_json_token();
        const std::size_t quote = token.rfind('"');
        // Without escapes the bytes of the block are the text.
        const bool plain =
            quote != 0 && token.substr(0, quote).find('\\') == std::string_view::npos;
        const std::string_view text =
            plain ? token.substr(1, quote - 1) : std::string_view(value.get_string());
        for (const Target& target : node.targets) write(target, text, token);
        return;
      }
      case ondemand::json_type::number:
      case ondemand::json_type::boolean: {
        const std::string_view token = trim_cell(value.raw_json_token());
        for (const Target& target : node.targets) write(target, token, token);
        return;
      }
      case ondemand::json_type::null:
        for (const Target& target : node.targets)
          if (null_is_unknown(*target.column)) nulls.push_back(&target);
        return;
      default: return;
    }
  }

  static bool is_list(const Node& node) {
    return std::ranges::all_of(node.targets, [](const Target& target) {
      return row_of(target.column->field).type == FieldType::tags;
    });
  }

  /// The list is there, if empty.
  void mark_lists(const Node& node) {
    for (const Target& target : node.targets) {
      if (row_of(target.column->field).type == FieldType::tags)
        parts[target.part].filler.mark_list(*target.column, filled);
      else if (target.column->adds)
        write(target, "0", {});
    }
    for (const Node& child : node.children) mark_lists(child);
  }

  void write_entries(ondemand::array array, const Node& node) {
    mark_lists(node);
    for (auto element : array) {
      ondemand::value value = element.value();
      if (value.type() == ondemand::json_type::object) {
        ondemand::object object = value.get_object();
        if (!node.choices.empty()) {
          choose(object, node);
          object.reset();
        }
        if (!node.children.empty()) walk(object, node, true);
      } else if (value.type() == ondemand::json_type::string) {
        const std::string_view text = value.get_string();
        for (const Target& target : node.targets)
          if (row_of(target.column->field).type == FieldType::tags)
            parts[target.part].filler.write_list_entry(*target.column, filled, text);
      }
    }
  }

  /// Reads what the plan wants of the element that its key names.
  void choose(ondemand::object& object, const Node& node) {
    ondemand::value name;
    if (object.find_field_unordered(node.choose_by).get(name) != simdjson::SUCCESS ||
        name.type() != ondemand::json_type::string)
      return;
    const std::string_view chosen = name.get_string();
    const auto found = std::ranges::find(node.choices, chosen, &Node::key);
    if (found == node.choices.end()) return;
    object.reset();
    walk(object, *found);
  }

  void walk(ondemand::object object, const Node& node, bool in_list = false) {
    for (auto field : object) {
      const std::string_view key = field.unescaped_key();
      const auto found = std::ranges::find(node.children, key, &Node::key);
      if (found == node.children.end()) continue;
      ondemand::value value = field.value();
      const auto type = value.type().value();
      if (type == ondemand::json_type::object) {
        if (!found->children.empty()) walk(value.get_object(), *found, in_list);
      } else if (type == ondemand::json_type::array) {
        if (found->each) write_entries(value.get_array(), *found);
      } else if (in_list && type == ondemand::json_type::string) {
        if (!is_list(*found)) {
          write_leaf(value, *found);
          continue;
        }
        const std::string_view text = value.get_string();
        for (const Target& target : found->targets)
          parts[target.part].filler.write_list_entry(*target.column, filled, text);
      } else if (!found->targets.empty()) {
        write_leaf(value, *found);
      }
    }
  }

  void take(ondemand::object object, std::uint64_t offset, const Deliver& deliver) {
    for (Part& part : parts) {
      part.rank.fill(0xFF);
      part.filler.set_record_offset(filled, offset);
    }
    nulls.clear();
    walk(object, tree);
    for (const Target* target : nulls)
      parts[target->part].filler.mark_unknown(target->column->field, filled);
    for (Part& part : parts) part.filler.close_row(filled);
    ++counts.read;
    if (++filled == rows_per_batch) {
      flush(deliver);
      start();
    }
  }

  /// Walks from a document down to the records at `path` ("data.videos[]").
  void descend(ondemand::value value, std::string_view path, const Deliver& deliver) {
    if (path.empty()) {
      const std::string_view token = value.raw_json_token();
      if (value.type() != ondemand::json_type::object) {
        leave_out(copied
                      ? document_offset
                      : block.offset + static_cast<std::uint64_t>(token.data() - block.text.data()),
                  "it is no object");
        return;
      }
      take(value.get_object(),
           copied ? document_offset
                  : block.offset + static_cast<std::uint64_t>(token.data() - block.text.data()),
           deliver);
      return;
    }
    const std::size_t dot = std::min(path.find('.'), path.size());
    std::string_view key = path.substr(0, dot);
    const std::string_view rest = path.substr(std::min(dot + 1, path.size()));
    const bool each = key.ends_with("[]");
    if (each) key.remove_suffix(2);
    if (!key.empty()) {
      if (value.type() != ondemand::json_type::object) return;
      if (key == "*") {  // any key: maps from id to record
        for (auto field : value.get_object()) descend(field.value(), rest, deliver);
        return;
      }
      ondemand::value inner;
      if (value.find_field_unordered(key).get(inner) != simdjson::SUCCESS) return;
      value = inner;
    }
    if (!each) {
      descend(value, rest, deliver);
      return;
    }
    if (value.type() != ondemand::json_type::array) return;
    for (auto element : value.get_array()) descend(element.value(), rest, deliver);
  }

  void leave_out(std::uint64_t offset, std::string_view why) {
    faults.add(Diagnostic::make("bad-json", fmt::format("the record is not valid JSON: {}", why),
                                "export the file again", {input, offset}));
    ++counts.read;
    ++counts.left_out;
  }

  void walk_document(simdjson::padded_string_view text, const Deliver& deliver) {
    ondemand::document document = parser.iterate(text);
    if (plan.root.empty())
      take(document.get_object(), document_offset, deliver);
    else
      descend(document.get_value(), plan.root, deliver);
  }

  /// Documents beyond this size are looked at once more: memory and stack are bounded either way.
  static constexpr std::size_t shallow_size = 16 * 1024;

  void check_limits(std::string_view text) const {
    const Extent extent = extent_of(text);
    if (extent.depth > max_json_depth)
      throw Error(
          Diagnostic::make("limit-exceeded",
                           fmt::format("the JSON is nested {} levels deep, at most {} are read",
                                       extent.depth, max_json_depth),
                           {}, {input, document_offset}));
    if (extent.string > limits.max_field)
      throw Error(Diagnostic::make(
          "limit-exceeded", fmt::format("a text is longer than {} MiB", limits.max_field >> 20U),
          "--max-field raises the limit", {input, document_offset}));
  }

  void read_document(std::string_view text, std::uint64_t offset, const Deliver& deliver) {
    document_offset = offset;
    copied = false;
    if (text.size() > std::min(shallow_size, limits.max_field)) check_limits(text);
    if (zero_bytes && text.find('\0') != std::string_view::npos) {
      leave_out(offset, "it holds a zero byte");
      return;
    }
    std::string_view why;
    try {
      // `text` lies in a buffer with padding behind it, or with the following records.
      const std::size_t capacity =
          static_cast<std::size_t>(block.text.data() + block.text.size() - text.data()) +
          BlockReader::padding;
      walk_document(simdjson::padded_string_view(text.data(), text.size(), capacity), deliver);
      return;
    } catch (const simdjson::simdjson_error& error) {
      for (Part& part : parts) part.filler.clear_row(filled);
      if (!is_valid_utf8(text)) {
        read_repaired(text, deliver);
        return;
      }
      why = simdjson::error_message(error.error());
    }
    leave_out(offset, why);
  }

  /// Bytes that are no UTF-8 are replaced in a copy, which is read instead.
  void read_repaired(std::string_view text, const Deliver& deliver) {
    std::string& copy = repaired.emplace_back(text);
    repair_utf8(copy);
    copied = true;
    const std::size_t size = copy.size();
    copy.append(BlockReader::padding, '\0');
    std::string_view why;
    try {
      walk_document(simdjson::padded_string_view(copy.data(), size, copy.size()), deliver);
      faults.add(Diagnostic::make(
          "bad-encoding", "bytes of the record are no valid text; they were replaced",
          "state --encoding if the file is not UTF-8", {input, document_offset}));
      return;
    } catch (const simdjson::simdjson_error& error) {
      for (Part& part : parts) part.filler.clear_row(filled);
      why = simdjson::error_message(error.error());
    }
    leave_out(document_offset, why);
  }
};

JsonRows::JsonRows(const ReadPlan& plan, std::uint32_t input, const AskedFields& asked,
                   Dictionaries& dictionaries, FaultLog& faults, const BlockLimits& limits)
    : state_(std::make_unique<State>(plan, input, asked, dictionaries, faults, limits)) {}
JsonRows::~JsonRows() = default;
JsonRows::JsonRows(JsonRows&&) noexcept = default;

const RowCounts& JsonRows::counts() const { return state_->counts; }

void JsonRows::add_tallies_to(ColumnTallies& tallies) const {
  for (const State::Part& part : state_->parts) add_tallies(tallies, part.filler.tallies());
}

void JsonRows::read(const Block& block, const Deliver& deliver) {
  State& state = *state_;
  state.block = block;
  state.delivered = 0;
  state.filled = 0;
  state.repaired.clear();
  state.start();
  const std::string_view text = block.text;
  state.zero_bytes = text.find('\0') != std::string_view::npos;
  std::size_t at = 0;
  if (block.number == 0 && state.plan.layout == JsonLayout::array) at = text.find('[') + 1;
  while (at < text.size()) {
    at = text.find_first_not_of(" \t\r\n,", at);
    if (at == std::string_view::npos) break;
    if (text[at] == ']' && state.plan.layout == JsonLayout::array) {
      ++at;
      continue;
    }
    std::size_t end = 0;
    if (state.plan.layout == JsonLayout::lines)
      end = std::min(text.find('\n', at), text.size());
    else
      end = json_value_end(text, at);
    if (end == std::string_view::npos) {
      end = text.size();
      state.leave_out(block.offset + at, "it breaks off");
    } else {
      state.read_document(text.substr(at, end - at), block.offset + at, deliver);
    }
    at = std::max(end, at + 1);
  }
  state.flush(deliver);
}

}  // namespace tiktok_kpi
