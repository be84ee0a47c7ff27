// JSON tokens. Besides what JSON demands, characters that move the cursor or the reading direction
// of a terminal (C1 controls, bidi overrides, line separators) are written as \u escapes: the value
// is the same, and a report printed on a screen cannot act.
#include "render/json_writer.hpp"

#include <array>

#include "core/text.hpp"
#include "render/format_value.hpp"

namespace tiktok_kpi {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";

void append_escape(std::string& out, unsigned code_point) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4)
    out.push_back(hex_digits[(code_point >> shift) & 0xFU]);
}

/// Code point of a two- or three-byte sequence that must not reach a terminal, else 0. Valid UTF-8
/// only.
unsigned acting_code_point(std::string_view rest) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  if (byte(0) == 0xC2 && byte(1) < 0xA0) return byte(1);
  unsigned code = 0;
  if (byte(0) == 0xD8 && byte(1) == 0x9C) return 0x061C;
  if (byte(0) == 0xE2) code = 0x2000U | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
  if (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) code = 0xFEFF;
  const bool acts = code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
                    (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
  return acts ? code : 0;
}

/// Bytes that are escaped, or that may begin a character that is.
constexpr std::array<bool, 256> may_need_escape = [] {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) table[byte] = true;
  for (const std::size_t byte : {0x22U, 0x5CU, 0x7FU, 0xC2U, 0xD8U, 0xE2U, 0xEFU})
    table[byte] = true;
  return table;
}();

}  // namespace

void append_json_string(std::string& out, std::string_view value) {
  std::string repaired;
  if (!is_valid_utf8(value)) {
    repaired = value;
    repair_utf8(repaired);
    value = repaired;
  }
  out.push_back('"');
  std::size_t run = 0;  // where the bytes begin that are written as they are
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto byte = static_cast<unsigned char>(value[i]);
    if (!may_need_escape[byte]) continue;
    const bool two = byte == '"' || byte == '\\';
    const bool control = byte < 0x20 || byte == 0x7F;
    const unsigned code = two || control ? byte : acting_code_point(value.substr(i));
    if (code == 0 && !control) continue;
    out.append(value, run, i - run);
    if (two)
      (out += '\\') += static_cast<char>(byte);
    else if (byte == '\n')
      out += "\\n";
    else if (byte == '\r')
      out += "\\r";
    else if (byte == '\t')
      out += "\\t";
    else
      append_escape(out, code);
    if (!two && !control) i += code < 0x800 ? 1 : 2;
    run = i + 1;
  }
  out.append(value, run, value.size() - run);
  out.push_back('"');
}

void JsonWriter::break_line() {
  out_.push_back('\n');
  out_.append(2 * levels_.size(), ' ');
}

void JsonWriter::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  Level& level = levels_.back();
  if (!level.empty) out_ += level.layout == Layout::lines ? "," : ", ";
  if (level.layout == Layout::lines) break_line();
  level.empty = false;
}

void JsonWriter::open(char bracket, Layout layout) {
  separate();
  out_.push_back(bracket);
  levels_.push_back({layout});
}

void JsonWriter::close(char bracket) {
  const Level level = levels_.back();
  levels_.pop_back();
  if (level.layout == Layout::lines && !level.empty) break_line();
  out_.push_back(bracket);
}

void JsonWriter::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ": ";
  after_key_ = true;
}

void JsonWriter::text(std::string_view value) {
  separate();
  append_json_string(out_, value);
}

void JsonWriter::number(std::string_view digits) {
  separate();
  out_ += digits;
}

void JsonWriter::integer(std::uint64_t value) { number(std::to_string(value)); }
void JsonWriter::flag(bool value) { number(value ? "true" : "false"); }
void JsonWriter::null() { number("null"); }

void JsonWriter::text_or_null(std::string_view value) {
  if (value.empty())
    null();
  else
    text(value);
}

void JsonWriter::value(const Quantity& value) {
  if (!value.known()) {
    null();
  } else if (const Quantity::List* list = value.list_value()) {
    begin_array();
    for (const std::string& item : *list) text(item);
    end_array();
  } else if (is_bare(value)) {
    number(for_machines(value));
  } else {
    text(for_machines(value));
  }
}

std::string pointer_step(std::string_view name) {
  std::string step = "/";
  for (const char c : name) {
    if (c == '~')
      step += "~0";
    else if (c == '/')
      step += "~1";
    else
      step += c;
  }
  return step;
}

}  // namespace tiktok_kpi
