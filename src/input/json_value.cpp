// JSON values: look-up, names of kinds, and back to text.
#include <algorithm>

#include "input/json_positions.hpp"

namespace tiktok_kpi {
namespace {

void write_json(const JsonValue& value, std::string& out) {
  switch (value.kind) {
    case JsonKind::null: out += "null"; return;
    case JsonKind::boolean: out += value.flag ? "true" : "false"; return;
    case JsonKind::number: out += value.text; return;
    case JsonKind::string: out += quoted_json(value.text); return;
    case JsonKind::array: {
      out.push_back('[');
      for (const JsonValue& item : value.items) {
        if (&item != &value.items.front()) out.push_back(',');
        write_json(item, out);
      }
      out.push_back(']');
      return;
    }
    case JsonKind::object: {
      out.push_back('{');
      for (const JsonMember& member : value.members) {
        if (&member != &value.members.front()) out.push_back(',');
        out += quoted_json(member.key);
        out.push_back(':');
        write_json(member.value, out);
      }
      out.push_back('}');
      return;
    }
  }
}

}  // namespace

std::string_view words_for(JsonKind kind) {
  switch (kind) {
    case JsonKind::null: return "null";
    case JsonKind::boolean: return "true or false";
    case JsonKind::number: return "a number";
    case JsonKind::string: return "text";
    case JsonKind::array: return "a list";
    case JsonKind::object: return "an object";
  }
  return "null";
}

const JsonValue* JsonValue::find(std::string_view key) const {
  const auto found = std::ranges::find(members, key, &JsonMember::key);
  return found != members.end() ? &found->value : nullptr;
}

std::string to_json(const JsonValue& value) {
  std::string out;
  write_json(value, out);
  return out;
}

std::string isolated(std::string_view text, const JsonValue& value) {
  std::string result(text);
  const auto blank = [&result](std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < std::min(end, result.size()); ++at)
      if (result[at] != '\n') result[at] = ' ';
  };
  const std::size_t end = value.offset + value.length;
  blank(0, value.offset);
  blank(end, result.size());
  for (std::size_t at = value.offset; at < end; ++at) {
    if (result[at] == '"') {
      for (++at; at < end && result[at] != '"'; ++at)
        if (result[at] == '\\') ++at;
    } else if (result[at] == '/') {  // a comment: the text has been parsed, it is nothing else
      const bool line = result[at + 1] == '/';
      const std::size_t close = line ? result.find('\n', at) : result.find("*/", at + 2) + 2;
      blank(at, close);
      at = close - 1;
    }
  }
  return result;
}

std::string quoted_json(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (c == '\r')
      out += "\\r";
    else if (byte < 0x20 || byte == 0x7F)
      ((out += "\\u00") += hex[byte >> 4]) += hex[byte & 15];
    else
      out += c;
  }
  return out + '"';
}

}  // namespace tiktok_kpi
