#pragma once
// Writes JSON, one token after the other, so that numbers keep every digit: a number is handed over
// as its text. Strings are repaired and escaped here and nowhere else.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

/// Appends to a string that the caller may empty at any time between two calls. Commas, line breaks
/// and indentation are the writer's; calling in an order that is no JSON is a fault of the caller.
class JsonWriter {
 public:
  /// `lines`: one member a line; `flat`: all of it in one line.
  enum class Layout : std::uint8_t { flat, lines };

  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object(Layout layout = Layout::flat) { open('{', layout); }
  void end_object() { close('}'); }
  void begin_array(Layout layout = Layout::flat) { open('[', layout); }
  void end_array() { close(']'); }

  void key(std::string_view name);
  void text(std::string_view value);     ///< any bytes; invalid UTF-8 becomes U+FFFD
  void number(std::string_view digits);  ///< must be a JSON number, written as it is
  void integer(std::uint64_t value);
  void flag(bool value);
  void null();
  void text_or_null(std::string_view value);  ///< null when empty
  void value(const Quantity& value);          ///< number, text, flag, list or null

 private:
  struct Level {
    Layout layout;
    bool empty = true;
  };

  void open(char bracket, Layout layout);
  void close(char bracket);
  void separate();
  void break_line();

  std::string& out_;
  std::vector<Level> levels_;
  bool after_key_ = false;
};

/// Appends a string with its quotes, as `JsonWriter::text` writes it. No allocation but in `out`,
/// unless the bytes are invalid UTF-8.
void append_json_string(std::string& out, std::string_view value);

/// A name as one step of a JSON pointer (RFC 6901): '~' and '/' escaped, '/' in front.
[[nodiscard]] std::string pointer_step(std::string_view name);

}  // namespace tiktok_kpi
