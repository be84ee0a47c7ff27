// Tokens to tree: precedence climbing. From loosest to tightest: or, and, not, comparisons and in,
// + -, * /, sign, percent. Chains of + * and or become one node, so that only real nesting counts
// as depth.
#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"
#include "metrics/formula.hpp"
#include "metrics/formula_lexer.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

enum Level : int {
  lowest = 0,
  level_or,
  level_and,
  level_not,
  level_compare,
  level_add,
  level_multiply,
  level_sign
};

struct Infix {
  TokenKind token;
  NodeKind node;
  int level;
};

constexpr std::array infixes{
    Infix{TokenKind::word_or, NodeKind::logical_or, level_or},
    Infix{TokenKind::word_and, NodeKind::logical_and, level_and},
    Infix{TokenKind::equal, NodeKind::equal, level_compare},
    Infix{TokenKind::not_equal, NodeKind::not_equal, level_compare},
    Infix{TokenKind::less, NodeKind::less, level_compare},
    Infix{TokenKind::less_equal, NodeKind::less_equal, level_compare},
    Infix{TokenKind::greater, NodeKind::greater, level_compare},
    Infix{TokenKind::greater_equal, NodeKind::greater_equal, level_compare},
    Infix{TokenKind::plus, NodeKind::add, level_add},
    Infix{TokenKind::minus, NodeKind::subtract, level_add},
    Infix{TokenKind::star, NodeKind::multiply, level_multiply},
    Infix{TokenKind::slash, NodeKind::divide, level_multiply},
};

struct FunctionRow {
  std::string_view name;
  NodeKind node;
  std::size_t least, most;  ///< arguments
};

constexpr std::array functions{
    FunctionRow{"abs", NodeKind::absolute, 1, 1}, FunctionRow{"max", NodeKind::maximum, 1, 64},
    FunctionRow{"min", NodeKind::minimum, 1, 64}, FunctionRow{"round", NodeKind::round, 1, 2},
    FunctionRow{"sum", NodeKind::sum, 1, 1},
};

bool is_chain(NodeKind kind) {
  return kind == NodeKind::add || kind == NodeKind::multiply || kind == NodeKind::logical_and ||
         kind == NodeKind::logical_or;
}

}  // namespace

/// One use parses one text. Faults travel as a private exception so that the grammar stays
/// readable.
class FormulaParser {
 public:
  FormulaParser(std::string_view text, std::span<const std::string_view> names, Place origin)
      : text_(text), names_(names), origin_(origin), lexer_(text) {}

  [[nodiscard]] std::optional<Formula> parse(Diagnostic& fault) {
    return guarded(fault, [&] { expression(lowest); });
  }

  /// `value` is the left side of the first operator.
  [[nodiscard]] std::optional<Formula> parse_condition(Diagnostic& fault) {
    return guarded(fault, [&] {
      const bool starts = current_.kind == TokenKind::word_in ||
                          current_.kind == TokenKind::word_not ||
                          std::ranges::any_of(infixes, [&](const Infix& row) {
                            return row.token == current_.kind && row.level == level_compare;
                          });
      if (!starts)
        fail("a condition begins with a comparison", "for example >= 4% or in ('a', 'b')",
             current_);
      FormulaNode left;
      left.kind = NodeKind::name;
      left.text = "value";
      climb(push(std::move(left)), lowest);
    });
  }

 private:
  struct Fault {
    Diagnostic diagnostic;
  };

  template <class Grammar>
  std::optional<Formula> guarded(Diagnostic& fault, Grammar&& grammar) {
    try {
      advance();
      grammar();
      if (current_.kind == TokenKind::close) fail("this parenthesis closes nothing", {}, current_);
      if (current_.kind != TokenKind::end) fail("an operator is missing before this", {}, current_);
      return std::move(result_);
    } catch (const Fault& found) {
      fault = found.diagnostic;
      return std::nullopt;
    }
  }

  [[noreturn]] void fail_at(std::string_view code, std::string message, std::string hint,
                            std::uint32_t offset, std::uint32_t length) {
    Place place = origin_;
    place.offset += offset;
    throw Fault{Diagnostic::make(code, std::move(message), std::move(hint), place, length)};
  }
  [[noreturn]] void fail(std::string message, std::string hint, const Token& token) {
    fail_at("bad-formula", std::move(message), std::move(hint), token.offset, token.length);
  }

  void advance() {
    previous_end_ = current_.offset + current_.length;
    current_ = lexer_.next();
    if (current_.kind == TokenKind::fault) fail(current_.text, current_.hint, current_);
  }

  std::uint32_t push(FormulaNode node) {
    std::uint8_t below = 0;
    for (const std::uint32_t part : node.parts) below = std::max(below, result_.nodes_[part].depth);
    if (below >= Formula::max_depth)
      fail_at("limit-exceeded", "the formula is nested more than 64 deep", {}, node.offset,
              node.length);
    if (result_.nodes_.size() >= Formula::max_nodes)
      fail_at("limit-exceeded", "the formula has more than 10,000 parts", {}, node.offset,
              node.length);
    node.depth = static_cast<std::uint8_t>(below + 1);
    result_.nodes_.push_back(std::move(node));
    return static_cast<std::uint32_t>(result_.nodes_.size() - 1);
  }

  std::uint32_t push(NodeKind kind, std::vector<std::uint32_t> parts, std::uint32_t offset) {
    FormulaNode node;
    node.kind = kind;
    node.offset = offset;
    node.length = previous_end_ - offset;
    node.parts = std::move(parts);
    return push(std::move(node));
  }

  /// An expression of operators that bind tighter than `level`.
  std::uint32_t expression(int level) {
    // Parentheses and signs recurse before a node exists, so the way down is limited as well.
    if (++open_ > Formula::max_depth)
      fail_at("limit-exceeded", "the formula is nested more than 64 deep", {}, current_.offset,
              current_.length);
    const std::uint32_t whole = climb(prefix(), level);
    --open_;
    return whole;
  }

  std::uint32_t climb(std::uint32_t left, int level) {
    const std::uint32_t start = result_.nodes_[left].offset;
    while (true) {
      const bool negated = current_.kind == TokenKind::word_not;
      if (negated || current_.kind == TokenKind::word_in) {
        if (level >= level_compare) return left;
        left = membership(left, negated, start);
        refuse_chain();
        continue;
      }
      const auto row = std::ranges::find(infixes, current_.kind, &Infix::token);
      if (row == infixes.end() || row->level <= level) return left;
      std::vector<std::uint32_t> parts{left};
      do {
        advance();
        parts.push_back(expression(row->level));
      } while (is_chain(row->node) && current_.kind == row->token);
      left = push(row->node, std::move(parts), start);
      if (row->level == level_compare) refuse_chain();
    }
  }

  void refuse_chain() {
    const auto row = std::ranges::find(infixes, current_.kind, &Infix::token);
    if (row != infixes.end() && row->level == level_compare)
      fail("comparisons do not chain", "join them with and: 1 < a and a < 3", current_);
  }

  std::uint32_t membership(std::uint32_t item, bool negated, std::uint32_t start) {
    if (negated) {
      advance();
      if (current_.kind != TokenKind::word_in)
        fail("only in may follow this not", "a not b is no formula; write a not in (…)", current_);
    }
    advance();
    std::vector<std::uint32_t> parts{item};
    if (current_.kind == TokenKind::name) {
      parts.push_back(name());
    } else {
      if (current_.kind != TokenKind::open)
        fail("in needs a list", "write in ('a', 'b')", current_);
      const Token open = current_;
      advance();
      list(parts, open);
    }
    const std::uint32_t inside = push(NodeKind::in, std::move(parts), start);
    return negated ? push(NodeKind::logical_not, {inside}, start) : inside;
  }

  /// Expressions up to the closing parenthesis, which is taken.
  void list(std::vector<std::uint32_t>& parts, const Token& open) {
    while (true) {
      parts.push_back(expression(lowest));
      if (current_.kind == TokenKind::comma) {
        advance();
        continue;
      }
      if (current_.kind == TokenKind::end) fail("this parenthesis is never closed", {}, open);
      if (current_.kind != TokenKind::close)
        fail("a comma or a closing parenthesis is missing before this", {}, current_);
      advance();
      return;
    }
  }

  std::uint32_t prefix() {
    const Token token = current_;
    switch (token.kind) {
      case TokenKind::minus:
      case TokenKind::plus: {
        advance();
        const std::uint32_t part = expression(level_sign);
        return token.kind == TokenKind::plus ? part : push(NodeKind::negate, {part}, token.offset);
      }
      case TokenKind::word_not:
        advance();
        return push(NodeKind::logical_not, {expression(level_not)}, token.offset);
      case TokenKind::number: return number();
      case TokenKind::text:
      case TokenKind::word_true:
      case TokenKind::word_false: {
        FormulaNode node;
        node.kind = token.kind == TokenKind::text ? NodeKind::text : NodeKind::truth;
        node.truth = token.kind == TokenKind::word_true;
        node.text = token.text;
        return leaf(std::move(node));
      }
      case TokenKind::name: return name();
      case TokenKind::open: return parenthesis();
      case TokenKind::end:
        fail(result_.nodes_.empty() && token.offset == previous_end_ && previous_end_ == 0
                 ? "the formula is empty"
                 : "the formula ends too early",
             {}, token);
      default: fail("a value is missing before this", {}, token);
    }
  }

  std::uint32_t leaf(FormulaNode node) {
    node.offset = current_.offset;
    node.length = current_.length;
    advance();
    return push(std::move(node));
  }

  std::uint32_t number() {
    FormulaNode node;
    node.number = current_.number;
    node.offset = current_.offset;
    advance();
    if (current_.kind == TokenKind::percent) {
      const auto part = divide(node.number, Rational(100));
      if (!part) fail("this number has too many digits", {}, current_);
      node.number = *part;
      advance();
    }
    node.length = previous_end_ - node.offset;
    return push(std::move(node));
  }

  std::uint32_t parenthesis() {
    const Token open = current_;
    advance();
    const std::uint32_t inside = expression(lowest);
    if (current_.kind == TokenKind::end) fail("this parenthesis is never closed", {}, open);
    if (current_.kind == TokenKind::comma) fail("a list may only follow in", {}, current_);
    if (current_.kind != TokenKind::close) fail("an operator is missing before this", {}, current_);
    advance();
    return inside;
  }

  std::uint32_t name() {
    const Token token = current_;
    FormulaNode node;
    node.kind = NodeKind::name;
    node.text = token.text;
    const std::uint32_t offset = token.offset;
    advance();
    if (current_.kind == TokenKind::open) return call(token);
    if (std::ranges::find(names_, token.text) == names_.end()) {
      const std::string_view near = nearest(token.text, names_);
      fail("there is nothing called \"" + token.text + "\"",
           near.empty() ? "text is written in quotes" : "did you mean " + std::string(near) + "?",
           token);
    }
    node.offset = offset;
    node.length = token.length;
    return push(std::move(node));
  }

  std::uint32_t call(const Token& name) {
    const auto row = std::ranges::find(functions, name.text, &FunctionRow::name);
    if (row == functions.end())
      fail("there is no function \"" + name.text + "\"",
           "the functions are abs, max, min, round and sum", name);
    const Token open = current_;
    advance();
    std::vector<std::uint32_t> parts;
    if (current_.kind == TokenKind::close)
      advance();
    else
      list(parts, open);
    if (parts.size() < row->least || parts.size() > row->most)
      fail(name.text + " takes " +
               (row->most == 1   ? "one value"
                : row->most == 2 ? "one or two values"
                                 : "one value or more"),
           {}, name);
    return push(row->node, std::move(parts), name.offset);
  }

  std::string_view text_;
  std::span<const std::string_view> names_;
  Place origin_;
  FormulaLexer lexer_;
  Token current_;
  std::uint32_t previous_end_ = 0;
  std::size_t open_ = 0;
  Formula result_;
};

std::optional<Formula> Formula::parse(std::string_view text,
                                      std::span<const std::string_view> names, Diagnostic& fault,
                                      Place origin) {
  return FormulaParser(text, names, origin).parse(fault);
}

Formula Formula::parse(std::string_view text, std::span<const std::string_view> names) {
  Diagnostic fault;
  auto formula = parse(text, names, fault);
  if (!formula) throw Error(std::move(fault));
  return *std::move(formula);
}

std::optional<Formula> Formula::parse_condition(std::string_view text, Diagnostic& fault,
                                                Place origin) {
  constexpr std::array<std::string_view, 1> names{"value"};
  return FormulaParser(text, names, origin).parse_condition(fault);
}

}  // namespace tiktok_kpi
