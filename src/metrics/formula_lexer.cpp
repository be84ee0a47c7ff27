// Tokens of the formula language. Bytes that are no part of it become a fault token with the
// reason.
#include "metrics/formula_lexer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tiktok_kpi {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Bytes of the UTF-8 character that starts with `lead`.
constexpr std::size_t character_length(unsigned char lead) {
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

}  // namespace

Token FormulaLexer::token(TokenKind kind, std::size_t length) {
  Token result;
  result.kind = kind;
  result.offset = static_cast<std::uint32_t>(at_);
  result.length = static_cast<std::uint32_t>(length);
  at_ += length;
  return result;
}

Token FormulaLexer::next() {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
    ++at_;
  if (at_ >= text_.size()) return token(TokenKind::end, 0);
  const char c = text_[at_];
  const char after = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  if (is_digit(c) || (c == '.' && is_digit(after))) return number();
  if (is_letter(c)) return word();
  switch (c) {
    case '\'':
    case '"': return quoted();
    case '+': return token(TokenKind::plus, 1);
    case '-': return token(TokenKind::minus, 1);
    case '*': return token(TokenKind::star, 1);
    case '/': return token(TokenKind::slash, 1);
    case '%': return token(TokenKind::percent, 1);
    case '(': return token(TokenKind::open, 1);
    case ')': return token(TokenKind::close, 1);
    case ',': return token(TokenKind::comma, 1);
    case '=': return token(TokenKind::equal, after == '=' ? 2 : 1);
    case '<':
      if (after == '=') return token(TokenKind::less_equal, 2);
      if (after == '>') return token(TokenKind::not_equal, 2);
      return token(TokenKind::less, 1);
    case '>':
      return after == '=' ? token(TokenKind::greater_equal, 2) : token(TokenKind::greater, 1);
    case '!':
      if (after == '=') return token(TokenKind::not_equal, 2);
      break;
    default: break;
  }
  return strange();
}

Token FormulaLexer::number() {
  std::size_t end = at_;
  while (end < text_.size() && (is_digit(text_[end]) || text_[end] == '.')) ++end;
  if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
    std::size_t exponent = end + 1;
    if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
    if (exponent < text_.size() && is_digit(text_[exponent])) {
      while (exponent < text_.size() && is_digit(text_[exponent])) ++exponent;
      end = exponent;
    }
  }
  while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;  // 12O4, 5k
  const std::string_view literal = text_.substr(at_, end - at_);
  const auto value = Rational::parse(literal);
  Token result = token(value ? TokenKind::number : TokenKind::fault, literal.size());
  if (value) {
    result.number = *value;
  } else {
    result.text = "\"" + std::string(literal) + "\" is not a number";
    result.hint = "numbers are written 1250, 0.05, 4% or 1e6, with a point and without separators";
  }
  return result;
}

Token FormulaLexer::quoted() {
  const char quote = text_[at_];
  std::string content;
  for (std::size_t end = at_ + 1; end < text_.size(); ++end) {
    if (text_[end] != quote) {
      content.push_back(text_[end]);
    } else if (end + 1 < text_.size() && text_[end + 1] == quote) {
      content.push_back(quote);
      ++end;
    } else {
      Token result = token(TokenKind::text, end + 1 - at_);
      result.text = std::move(content);
      return result;
    }
  }
  Token result = token(TokenKind::fault, text_.size() - at_);
  result.text = "this text has no closing quotation mark";
  result.hint = "a quotation mark inside a text is written twice";
  return result;
}

Token FormulaLexer::word() {
  std::size_t end = at_;
  while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
  const std::string_view spelling = text_.substr(at_, end - at_);
  constexpr std::array<std::pair<std::string_view, TokenKind>, 6> words{
      {{"and", TokenKind::word_and},
       {"or", TokenKind::word_or},
       {"not", TokenKind::word_not},
       {"in", TokenKind::word_in},
       {"true", TokenKind::word_true},
       {"false", TokenKind::word_false}}};
  const auto same = [&](const auto& entry) {
    return std::ranges::equal(entry.first, spelling, {}, {}, lower);
  };
  const auto found = std::ranges::find_if(words, same);
  Token result = token(found != words.end() ? found->second : TokenKind::name, spelling.size());
  result.text = spelling;
  return result;
}

Token FormulaLexer::strange() {
  const std::size_t length =
      std::min(character_length(static_cast<unsigned char>(text_[at_])), text_.size() - at_);
  const std::string_view character = text_.substr(at_, length);
  Token result = token(TokenKind::fault, length);
  result.text = "\"" + std::string(character) + "\" is not part of the formula language";
  if (character == "^") result.hint = "there are no powers; write a product";
  if (character == "!") result.hint = "write not, or != for unequal";
  if (character == "&" || character == "|") result.hint = "write and, or";
  if (character == "\xC2\xA0") result.hint = "this is a no-break space; type an ordinary one";
  return result;
}

}  // namespace tiktok_kpi
