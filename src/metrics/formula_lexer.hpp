#pragma once
// Formula text to tokens.
#include <cstdint>
#include <string>
#include <string_view>

#include "tiktok_kpi/core/rational.hpp"

namespace tiktok_kpi {

enum class TokenKind : std::uint8_t {
  end,
  number,
  text,
  name,
  plus,
  minus,
  star,
  slash,
  percent,
  open,
  close,
  comma,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  word_and,
  word_or,
  word_not,
  word_in,
  word_true,
  word_false,
  fault,  ///< `text` says what is wrong, `hint` what to do
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  Rational number;
  std::string text;  ///< name, text without quotes, or what is wrong
  std::string hint;
};

/// Reads one token after the other; after `end` or `fault` nothing follows.
class FormulaLexer {
 public:
  explicit FormulaLexer(std::string_view text) : text_(text) {}
  [[nodiscard]] Token next();

 private:
  [[nodiscard]] Token token(TokenKind kind, std::size_t length);
  [[nodiscard]] Token number();
  [[nodiscard]] Token quoted();
  [[nodiscard]] Token word();
  [[nodiscard]] Token strange();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace tiktok_kpi
