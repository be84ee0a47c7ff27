// Written to be obviously right, not fast.
#include "input/json_tree.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "core/utf8.hpp"
#include "input/blocks.hpp"
#include "input/plan_parts.hpp"

namespace tiktok_kpi {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<JsonNode> document() {
    JsonNode node;
    if (!value(node, 0)) return std::nullopt;
    skip_blanks();
    return at_ == text_.size() ? std::optional(std::move(node)) : std::nullopt;
  }

 private:
  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  bool take(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool value(JsonNode& node, std::size_t depth) {
    if (depth > max_json_depth) return false;
    skip_blanks();
    if (at_ >= text_.size()) return false;
    node.at = at_;
    switch (text_[at_]) {
      case '{': return object(node, depth);
      case '[': return array(node, depth);
      case '"': node.type = JsonNode::Type::string; return string(node.text);
      default: return word(node);
    }
  }

  bool object(JsonNode& node, std::size_t depth) {
    node.type = JsonNode::Type::object;
    ++at_;
    if (take('}')) return true;
    do {
      skip_blanks();
      std::string key;
      if (at_ >= text_.size() || text_[at_] != '"' || !string(key) || !take(':')) return false;
      node.members.push_back({std::move(key), JsonNode{}});
      if (!value(node.members.back().value, depth + 1)) return false;
    } while (take(','));
    return take('}');
  }

  bool array(JsonNode& node, std::size_t depth) {
    node.type = JsonNode::Type::array;
    ++at_;
    if (take(']')) return true;
    do {
      node.items.emplace_back();
      if (!value(node.items.back(), depth + 1)) return false;
    } while (take(','));
    return take(']');
  }

  bool word(JsonNode& node) {
    const std::size_t end = std::min(text_.find_first_of(",]} \t\r\n:\"{[", at_), text_.size());
    node.text = text_.substr(at_, end - at_);
    at_ = end;
    if (node.text == "null") return true;
    if (node.text == "true" || node.text == "false") {
      node.type = JsonNode::Type::boolean;
      return true;
    }
    node.type = JsonNode::Type::number;
    return !node.text.empty() &&
           node.text.find_first_not_of("0123456789+-.eE") == std::string::npos;
  }

  bool hex(char32_t& code) {
    code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      if (at_ >= text_.size()) return false;
      const char c = text_[at_];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return false;
      code = code * 16 + static_cast<char32_t>(digit);
    }
    return true;
  }

  bool escape(std::string& out) {
    const char c = at_ < text_.size() ? text_[at_++] : '\0';
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view values = "\"\\/\b\f\n\r\t";
    if (const std::size_t found = names.find(c); c != '\0' && found != std::string_view::npos) {
      out += values[found];
      return true;
    }
    char32_t code = 0;
    if (c != 'u' || !hex(code)) return false;
    if (code >= 0xD800 && code < 0xDC00) {
      char32_t low = 0;
      if (text_.substr(at_, 2) != "\\u") return false;
      at_ += 2;
      if (!hex(low) || low < 0xDC00 || low >= 0xE000) return false;
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code < 0xE000) {
      return false;
    }
    append_character(out, code);
    return true;
  }

  bool string(std::string& out) {
    ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\')
        out += c;
      else if (!escape(out))
        return false;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<JsonNode> parse_json_tree(std::string_view text) { return Parser(text).document(); }

void find_values(const JsonNode& node, std::string_view path, std::vector<const JsonNode*>& found) {
  if (path.empty()) {
    found.push_back(&node);
    return;
  }
  const std::size_t dot = std::min(path.find('.'), path.size());
  std::string_view key = path.substr(0, dot);
  const std::string_view rest = path.substr(std::min(dot + 1, path.size()));
  const PathStep step = step_of(key);
  key = step.key;
  const auto is_chosen = [&](const JsonNode& item) {
    if (step.choose_by.empty()) return true;
    const auto name = std::ranges::find(item.members, step.choose_by, &NodeMember::key);
    return name != item.members.end() && name->value.type == JsonNode::Type::string &&
           name->value.text == step.chosen;
  };
  const auto go_on = [&](const JsonNode& value) {
    if (!step.each) return find_values(value, rest, found);
    for (const JsonNode& item : value.items)
      if (is_chosen(item)) find_values(item, rest, found);
  };
  if (key.empty()) return go_on(node);
  for (const auto& [name, value] : node.members)
    if (key == "*" || name == key) go_on(value);
}

std::vector<std::string_view> json_documents(std::string_view text, const ReadPlan& plan) {
  std::vector<std::string_view> documents;
  std::size_t at = plan.body;
  if (plan.layout == JsonLayout::array) at = std::min(text.find('[', at), text.size() - 1) + 1;
  while ((at = text.find_first_not_of(" \t\r\n,", at)) != std::string_view::npos) {
    if (text[at] == ']' && plan.layout == JsonLayout::array) {
      ++at;
      continue;
    }
    std::size_t end =
        plan.layout == JsonLayout::lines ? text.find('\n', at) : json_value_end(text, at);
    end = std::max(std::min(end, text.size()), at + 1);
    documents.push_back(text.substr(at, end - at));
    at = end;
  }
  return documents;
}

std::vector<std::vector<std::string>> sample_json(const ReadPlan& plan, const Head& head,
                                                  std::size_t most) {
  std::vector<std::vector<std::string>> rows;
  std::size_t columns = 0;
  for (const RecordPlan& records : plan.records)
    for (const ColumnPlan& column : records.columns)
      columns = std::max<std::size_t>(columns, column.column + 1);
  // A quarter of the head says enough, and trees are slow.
  const std::string_view text =
      std::string_view(head.text).substr(0, head.whole ? head.text.size() : head.text.size() / 4);
  for (const std::string_view document : json_documents(text, plan)) {
    if (rows.size() >= most) break;
    const auto tree = parse_json_tree(document);
    if (!tree) continue;
    std::vector<const JsonNode*> found;
    find_values(*tree, plan.root, found);
    for (const JsonNode* record : found) {
      auto& row = rows.emplace_back(columns);
      for (const RecordPlan& records : plan.records)
        for (const ColumnPlan& column : records.columns) {
          std::vector<const JsonNode*> values;
          find_values(*record, column.source, values);
          if (!values.empty()) row[column.column] = values.front()->text;
        }
    }
  }
  return rows;
}

}  // namespace tiktok_kpi
