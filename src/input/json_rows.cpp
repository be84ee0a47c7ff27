// simdjson reads each record on demand; only the paths of the plan are looked at, everything else is skipped
// by the parser. Numbers stay text, so that no count passes through a double.
#include "input/json_rows.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <deque>
#include <vector>

#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

namespace ondemand = simdjson::ondemand;
constexpr std::size_t rows_per_batch = 1024;

/// A column of one of the plan's record kinds.
struct Target {
  std::size_t part = 0;
  const ColumnPlan* column = nullptr;
};

/// Keys below an object that the plan reads.
struct Node {
  std::string key;
  bool each = false;             ///< the value is an array, the children are looked for in every element
  std::vector<Target> targets;   ///< fields that the value itself fills
  std::vector<Node> children;

  Node& child(std::string_view name) {
    for (Node& node : children)
      if (node.key == name) return node;
    children.emplace_back().key = name;
    return children.back();
  }
};

void add_path(Node& root, std::string_view path, const Target& target) {
  Node* node = &root;
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    std::string_view key = path.substr(0, dot);
    path.remove_prefix(std::min(dot + 1, path.size()));
    const bool each = key.ends_with("[]");
    if (each) key.remove_suffix(2);
    node = &node->child(key);
    node->each = node->each || each;
  }
  node->targets.push_back(target);
}

}  // namespace

struct JsonRows::State {
  struct Part {
    RecordFiller filler;
    std::array<std::uint8_t, field_count> rank{};  ///< rank of the source that filled the field of this row
  };

  const ReadPlan& plan;
  std::uint32_t input;
  FaultLog& faults;
  std::deque<Part> parts;
  Node tree;
  ondemand::parser parser;
  std::deque<std::string> strings;  ///< copies of unescaped text, kept until the batch is delivered
  RowCounts counts;
  Block block;
  std::size_t filled = 0;
  std::uint32_t delivered = 0;

  State(const ReadPlan& p, std::uint32_t i, const AskedFields& asked, Dictionaries& dictionaries, FaultLog& f) : plan(p), input(i), faults(f) {
    for (const RecordPlan& records : plan.records) {
      RecordFiller filler(plan, records, asked.of(records.kind), dictionaries, faults);
      if (filler.batch().asked.empty()) continue;
      parts.push_back({std::move(filler), {}});
      for (const ColumnPlan& column : records.columns)
        if (parts.back().filler.batch().column(column.field) != nullptr) add_path(tree, column.source, {parts.size() - 1, &column});
    }
  }

  void start() {
    for (Part& part : parts) part.filler.begin({input, block.number, delivered}, rows_per_batch, block.text, block.offset);
    strings.clear();
  }

  void flush(const Deliver& deliver) {
    if (filled > 0)
      for (Part& part : parts) deliver(part.filler.finish(filled));
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
    if (row_of(column.field).type == FieldType::text && !text.empty() && text.data() != token.data() + 1)
      cell.data = strings.emplace_back(text).data();
    part.filler.set_cell_place(token.data());
    part.filler.write_cell(column, filled, cell);
    if (to->states[filled] != CellState::missing) rank = column.rank;
  }

  void write_leaf(ondemand::value& value, const Node& node) {
    switch (value.type()) {
      case ondemand::json_type::string: {
        const std::string_view token = value.raw_json_token();
        const std::string_view text = value.get_string();
        for (const Target& target : node.targets) write(target, text, token);
        return;
      }
      case ondemand::json_type::number:
      case ondemand::json_type::boolean: {
        const std::string_view token = trim_cell(value.raw_json_token());
        for (const Target& target : node.targets) write(target, token, token);
        return;
      }
      default:
        return;
    }
  }

  void write_entries(ondemand::array array, const Node& node) {
    for (auto element : array) {
      ondemand::value value = element.value();
      if (value.type() == ondemand::json_type::object) {
        if (!node.children.empty()) walk(value.get_object(), node, true);
      } else if (value.type() == ondemand::json_type::string) {
        const std::string_view text = value.get_string();
        for (const Target& target : node.targets)
          if (row_of(target.column->field).type == FieldType::tags)
            parts[target.part].filler.write_list_entry(*target.column, filled, text);
      }
    }
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
        const std::string_view text = value.get_string();
        for (const Target& target : found->targets) parts[target.part].filler.write_list_entry(*target.column, filled, text);
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
    walk(object, tree);
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
      if (value.type() != ondemand::json_type::object) return;
      const std::string_view token = value.raw_json_token();
      take(value.get_object(), block.offset + static_cast<std::uint64_t>(token.data() - block.text.data()), deliver);
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
    faults.add(Diagnostic::make("bad-json", fmt::format("the record is not valid JSON: {}", why), "export the file again", {input, offset}));
    ++counts.read;
    ++counts.left_out;
  }

  void read_document(std::string_view text, std::uint64_t offset, const Deliver& deliver) {
    // `text` lies in a buffer with padding behind it, or with the following records.
    const std::size_t before = filled;
    try {
      const std::size_t capacity = static_cast<std::size_t>(block.text.data() + block.text.size() - text.data()) + BlockReader::padding;
      ondemand::document document = parser.iterate(simdjson::padded_string_view(text.data(), text.size(), capacity));
      if (plan.root.empty()) {
        take(document.get_object(), offset, deliver);
      } else {
        descend(document.get_value(), plan.root, deliver);
      }
    } catch (const simdjson::simdjson_error& error) {
      if (plan.root.empty() && filled == before) {
        for (Part& part : parts) part.filler.clear_row(filled);
      }
      leave_out(offset, simdjson::error_message(error.error()));
    }
  }
};

JsonRows::JsonRows(const ReadPlan& plan, std::uint32_t input, const AskedFields& asked, Dictionaries& dictionaries, FaultLog& faults)
    : state_(std::make_unique<State>(plan, input, asked, dictionaries, faults)) {}
JsonRows::~JsonRows() = default;
JsonRows::JsonRows(JsonRows&&) noexcept = default;

const RowCounts& JsonRows::counts() const { return state_->counts; }

void JsonRows::read(const Block& block, const Deliver& deliver) {
  State& state = *state_;
  state.block = block;
  state.delivered = 0;
  state.filled = 0;
  state.start();
  const std::string_view text = block.text;
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
    if (state.plan.layout == JsonLayout::lines) end = std::min(text.find('\n', at), text.size());
    else end = std::min(json_value_end(text, at), text.size());
    state.read_document(text.substr(at, end - at), block.offset + at, deliver);
    at = std::max(end, at + 1);
  }
  state.flush(deliver);
}

}  // namespace tiktok_kpi
