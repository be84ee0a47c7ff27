// A recursive-descent JSON parser that keeps positions. It is strict about JSON (but for comments)
// and spends its effort on saying what is wrong.
#include "input/json_positions.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "core/text.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         c == '-';
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

/// Bytes of the character that starts with `lead`; 1 for bytes that start none.
std::size_t sequence_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte >= 0xF0) return 4;
  if (byte >= 0xE0) return 3;
  return byte >= 0xC0 ? 2 : 1;
}

class Parser {
 public:
  Parser(std::string_view text, std::uint32_t input, std::string_view syntax_code)
      : text_(text), input_(input), syntax_code_(syntax_code) {}

  JsonValue document() {
    check_bytes();
    if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    skip_blanks();
    if (at_ == text_.size())
      fail(at_, 0, "the file holds no JSON value", "A JSON file begins with { or [.");
    JsonValue value = parse_value();
    skip_blanks();
    if (at_ < text_.size())
      fail(at_, 1, "there is text after the end of the JSON value",
           "Remove it, or check for a closing bracket too many.");
    return value;
  }

 private:
  [[noreturn]] void fail(std::size_t offset, std::size_t length, std::string message,
                         std::string hint = {}) const {
    raise(syntax_code_, offset, length, std::move(message), std::move(hint));
  }

  [[noreturn]] void raise(std::string_view code, std::size_t offset, std::size_t length,
                          std::string message, std::string hint) const {
    throw Error(Diagnostic::make(code, std::move(message), std::move(hint), {input_, offset},
                                 static_cast<std::uint32_t>(length)));
  }

  void check_bytes() const {
    const std::size_t nul = text_.find('\0');
    if (nul != std::string_view::npos)
      fail(nul, 1, "the file holds a NUL byte",
           "JSON is plain UTF-8 text. The file may be UTF-16 or damaged.");
    if (is_valid_utf8(text_)) return;
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t length = sequence_length(text_[at]);
      if (!is_valid_utf8(text_.substr(at, length)) || at + length > text_.size())
        fail(at, 1, "the file holds bytes that are no UTF-8", "Save the file as UTF-8.");
      at += length;
    }
  }

  void skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (text_.substr(at_, 2) == "//") {
        at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
      } else if (text_.substr(at_, 2) == "/*") {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos)
          fail(at_, 2, "the comment that begins here is not closed", "End it with */.");
        at_ = end + 2;
      } else {
        return;
      }
    }
  }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  JsonValue parse_value() {
    JsonValue value;
    value.offset = at_;
    const char c = peek();
    if (c == '{')
      parse_object(value);
    else if (c == '[')
      parse_array(value);
    else if (c == '"')
      parse_string_value(value);
    else if (c == '-' || is_digit(c))
      parse_number(value);
    else
      parse_word(value);
    value.length = at_ - value.offset;
    return value;
  }

  void parse_string_value(JsonValue& value) {
    value.kind = JsonKind::string;
    value.text = parse_string();
  }

  void enter(char bracket) {
    if (++depth_ > json_depth_limit)
      raise("limit-exceeded", at_, 1, "the JSON is nested deeper than 128 levels",
            "No file that this program reads needs that.");
    open_.push_back({bracket, at_});
    ++at_;
    skip_blanks();
  }

  void leave() {
    ++at_;
    open_.pop_back();
    --depth_;
  }

  /// After a value inside brackets: moves behind a comma and says whether another value follows.
  bool another(char closing) {
    skip_blanks();
    if (peek() == closing && at_ < text_.size()) return false;
    if (peek() != ',' || at_ == text_.size()) missing_comma(closing);
    const std::size_t comma = at_++;
    skip_blanks();
    if (at_ < text_.size() && (peek() == '}' || peek() == ']'))
      fail(comma, 1, "the comma before the closing bracket has nothing after it",
           "Remove the comma.");
    return true;
  }

  [[noreturn]] void missing_comma(char closing) const {
    const bool object = closing == '}';
    if (at_ == text_.size()) unclosed();
    if (peek() == ':')
      fail(at_, 1, "a colon belongs between a key and its value only",
           object ? "Check the quotation marks before it."
                  : "A list has values only; an object is written in { }.");
    if (peek() == '}' || peek() == ']')
      fail(at_, 1,
           std::string("the bracket ") + peek() + " does not close the " + open_.back().bracket +
               " of line " + line_of(open_.back().offset),
           std::string("Write ") + closing + " here, or check the brackets before it.");
    fail(at_, 1,
         object ? "a comma or } is missing before this" : "a comma or ] is missing before this",
         "Values are separated by commas.");
  }

  [[noreturn]] void unclosed() const {
    if (open_.empty()) fail(at_, 0, "the file ends where a value should stand");
    const auto [bracket, offset] = open_.back();
    const char closing = bracket == '{' ? '}' : ']';
    fail(text_.size(), 0,
         std::string("the file ends before the ") + bracket + " of line " + line_of(offset) +
             " is closed",
         std::string("Close it with ") + closing + ".");
  }

  [[nodiscard]] std::string line_of(std::size_t offset) const {
    return std::to_string(1 + std::ranges::count(text_.substr(0, offset), '\n'));
  }

  void parse_array(JsonValue& value) {
    value.kind = JsonKind::array;
    enter('[');
    if (peek() != ']') {
      do value.items.push_back(parse_value());
      while (another(']'));
    }
    leave();
  }

  void parse_object(JsonValue& value) {
    value.kind = JsonKind::object;
    enter('{');
    std::unordered_set<std::string> seen;
    if (peek() != '}') {
      do parse_member(value, seen);
      while (another('}'));
    }
    leave();
  }

  void parse_member(JsonValue& object, std::unordered_set<std::string>& seen) {
    if (peek() != '"') bad_key();
    JsonMember member;
    member.key_offset = at_;
    member.key = parse_string();
    member.key_length = at_ - member.key_offset;
    if (!seen.insert(member.key).second)
      raise("duplicate-key", member.key_offset, member.key_length,
            "the key " + quoted_json(member.key) + " occurs twice in one object",
            "Only one value can count; remove the other.");
    skip_blanks();
    if (peek() != ':') {
      if (at_ == text_.size()) unclosed();
      fail(at_, 1, "a colon is missing after the key " + quoted_json(member.key),
           "A key and its value are written \"key\": value.");
    }
    ++at_;
    skip_blanks();
    member.value = parse_value();
    object.members.push_back(std::move(member));
  }

  [[noreturn]] void bad_key() const {
    if (at_ == text_.size()) unclosed();
    if (peek() == ',') fail(at_, 1, "a comma without a value before it", "Remove the comma.");
    const std::string_view word = word_at(at_);
    if (word.empty()) fail(at_, 1, "a key in double quotation marks should stand here");
    fail(at_, word.size(), "a key must stand in double quotation marks",
         "Write " + quoted_json(word) + ".");
  }

  [[nodiscard]] std::string_view word_at(std::size_t at) const {
    std::size_t end = at;
    while (end < text_.size() && is_word(text_[end])) ++end;
    return text_.substr(at, end - at);
  }

  void parse_word(JsonValue& value) {
    if (at_ == text_.size()) unclosed();
    const std::string_view word = word_at(at_);
    if (word == "null") {
      value.kind = JsonKind::null;
    } else if (word == "true" || word == "false") {
      value.kind = JsonKind::boolean;
      value.flag = word == "true";
    } else {
      bad_value(word);
    }
    at_ += word.size();
  }

  [[noreturn]] void bad_value(std::string_view word) const {
    const char c = peek();
    if (c == '\'')
      fail(at_, 1, "text must stand in double quotation marks", "Write \"…\" instead of '…'.");
    if (c == ',' || c == '}' || c == ']') fail(at_, 1, "a value is missing before this");
    if (c == '+' || c == '.')
      fail(at_, 1, "a number begins with a digit or a minus sign",
           "Write 0.5 for .5, and 5 for +5.");
    const std::string lower = case_fold(word);
    if (lower == "true" || lower == "false" || lower == "null")
      fail(at_, word.size(), quoted_json(word) + " is no JSON word",
           "Write " + lower + " in small letters.");
    if (lower == "none" || lower == "undefined" || lower == "nan" || lower == "n-a" ||
        lower == "infinity")
      fail(at_, word.size(), quoted_json(word) + " is no JSON word",
           "Write null for an unknown value.");
    if (!word.empty())
      fail(at_, word.size(), "text must stand in double quotation marks",
           "Write " + quoted_json(word) + ".");
    fail(
        at_, sequence_length(c), "a value should stand here",
        "A value is text in double quotation marks, a number, true, false, null, a list in [ ] or an object in { }.");
  }

  void parse_number(JsonValue& value) {
    const std::size_t start = at_;
    const auto digits = [&](std::string_view where) {
      if (!is_digit(peek()))
        fail(start, at_ - start + 1, "the number has no digit " + std::string(where));
      while (is_digit(peek())) ++at_;
    };
    if (peek() == '-') ++at_;
    const std::size_t first = at_;
    digits("after the minus sign");
    if (text_[first] == '0' && at_ - first > 1)
      fail(start, at_ - start, "a number must not begin with 0",
           "Write it without the leading 0, or as text if it is a code.");
    if (peek() == '.') {
      ++at_;
      digits("after the point");
    }
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      digits("in the exponent");
    }
    if (is_word(peek()) || peek() == '.' || peek() == '%') {
      std::size_t end = at_;
      while (end < text_.size() && (is_word(text_[end]) || text_[end] == '.' || text_[end] == '%'))
        ++end;
      const std::string_view whole = text_.substr(start, end - start);
      fail(start, whole.size(), quoted_json(whole) + " is not a number",
           "Put text in double quotation marks: " + quoted_json(whole) + ".");
    }
    value.kind = JsonKind::number;
    value.text = std::string(text_.substr(start, at_ - start));
  }

  std::string parse_string() {
    const std::size_t start = at_++;
    std::string out;
    for (;;) {
      const std::size_t plain = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20)
        ++at_;
      out.append(text_.substr(plain, at_ - plain));
      if (at_ == text_.size())
        fail(start, 1, "the text that begins here is not closed",
             "Close it with a double quotation mark.");
      const char c = text_[at_];
      if (c == '"') break;
      if (c == '\\')
        parse_escape(out);
      else if (c == '\n' || c == '\r')
        fail(start, at_ - start, "the text that begins here does not end on its line",
             "Close it with a double quotation mark; a line break inside text is written \\n.");
      else
        fail(at_, 1, "a control character inside text",
             "Write a tab as \\t, others as \\u0001 and so on.");
    }
    ++at_;
    return out;
  }

  void parse_escape(std::string& out) {
    const std::size_t start = at_++;
    const char c = peek();
    ++at_;
    switch (c) {
      case '"':
      case '\\':
      case '/': out.push_back(c); return;
      case 'b': out.push_back('\b'); return;
      case 'f': out.push_back('\f'); return;
      case 'n': out.push_back('\n'); return;
      case 'r': out.push_back('\r'); return;
      case 't': out.push_back('\t'); return;
      case 'u': break;
      default:
        fail(start, 2, "the backslash begins no known escape",
             "A backslash itself is written \\\\.");
    }
    std::uint32_t code = hex4(start);
    if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_, 2) == "\\u") {
      at_ += 2;
      const std::uint32_t low = hex4(start);
      if (low < 0xDC00 || low >= 0xE000)
        fail(start, at_ - start, "half of a character (a lone surrogate)",
             "Write the character itself.");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xD800 && code < 0xE000) {
      fail(start, 6, "half of a character (a lone surrogate)", "Write the character itself.");
    }
    if (code == 0) fail(start, 6, "a NUL character inside text", "Remove it.");
    append_utf8(out, code);
  }

  std::uint32_t hex4(std::size_t start) {
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek();
      std::uint32_t digit = 0;
      if (is_digit(c))
        digit = static_cast<std::uint32_t>(c - '0');
      else if (c >= 'a' && c <= 'f')
        digit = static_cast<std::uint32_t>(c - 'a' + 10);
      else if (c >= 'A' && c <= 'F')
        digit = static_cast<std::uint32_t>(c - 'A' + 10);
      else
        fail(start, at_ - start, "\\u needs four hexadecimal digits");
      code = code << 4 | digit;
    }
    return code;
  }

  struct Open {
    char bracket;
    std::size_t offset;
  };

  std::string_view text_;
  std::uint32_t input_;
  std::string_view syntax_code_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::vector<Open> open_;
};

}  // namespace

JsonValue parse_json(std::string_view text, std::uint32_t input, std::string_view syntax_code) {
  return Parser(text, input, syntax_code).document();
}

}  // namespace tiktok_kpi
