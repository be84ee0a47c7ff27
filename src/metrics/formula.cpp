// The tree itself: canonical text, names, substitution, carets.
#include "metrics/formula.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

/// How tightly a node binds, for parentheses.
int level_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::logical_or: return 1;
    case NodeKind::logical_and: return 2;
    case NodeKind::logical_not: return 3;
    case NodeKind::equal:
    case NodeKind::not_equal:
    case NodeKind::less:
    case NodeKind::less_equal:
    case NodeKind::greater:
    case NodeKind::greater_equal:
    case NodeKind::in: return 4;
    case NodeKind::add:
    case NodeKind::subtract: return 5;
    case NodeKind::multiply:
    case NodeKind::divide: return 6;
    case NodeKind::negate: return 7;
    default: return 8;
  }
}

std::string_view symbol_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::logical_or: return " or ";
    case NodeKind::logical_and: return " and ";
    case NodeKind::equal: return " = ";
    case NodeKind::not_equal: return " != ";
    case NodeKind::less: return " < ";
    case NodeKind::less_equal: return " <= ";
    case NodeKind::greater: return " > ";
    case NodeKind::greater_equal: return " >= ";
    case NodeKind::add: return " + ";
    case NodeKind::subtract: return " - ";
    case NodeKind::multiply: return " * ";
    case NodeKind::divide: return " / ";
    case NodeKind::absolute: return "abs";
    case NodeKind::maximum: return "max";
    case NodeKind::minimum: return "min";
    case NodeKind::round: return "round";
    case NodeKind::sum: return "sum";
    default: return {};
  }
}

/// A literal has a finite decimal; other fractions cannot come from a formula's text but for
/// percentages of long decimals, which have one too.
std::string text_of(const Rational& number) {
  if (number.is_integer()) return to_string(number.numerator());
  std::string text = number.to_fixed(38);
  while (text.back() == '0') text.pop_back();
  return text;
}

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "''" : std::string(1, c);
  return result + "'";
}

}  // namespace

std::vector<std::string_view> Formula::names() const {
  std::vector<std::string_view> found;
  for (const FormulaNode& each : nodes_)
    if (each.kind == NodeKind::name && std::ranges::find(found, each.text) == found.end())
      found.push_back(each.text);
  return found;
}

std::string Formula::to_text(std::uint32_t id) const {
  const FormulaNode& it = nodes_[id];
  const int level = level_of(it.kind);
  // The right side of - and / needs parentheses at equal strength as well.
  const auto part = [&](std::uint32_t child, bool strict) {
    const int inner = level_of(nodes_[child].kind);
    const std::string text = to_text(child);
    return inner < level || (strict && inner == level) ? "(" + text + ")" : text;
  };
  const auto joined = [&](std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < it.parts.size(); ++i)
      text += (i > from ? ", " : "") + to_text(it.parts[i]);
    return text;
  };
  switch (it.kind) {
    case NodeKind::number: return text_of(it.number);
    case NodeKind::text: return quoted(it.text);
    case NodeKind::truth: return it.truth ? "true" : "false";
    case NodeKind::name: return it.text;
    case NodeKind::negate: return std::string("-").append(part(it.parts[0], true));
    case NodeKind::logical_not: return "not " + part(it.parts[0], false);
    case NodeKind::in: {
      const bool list = it.parts.size() != 2 || nodes_[it.parts[1]].kind != NodeKind::name;
      std::string text = part(it.parts[0], true) + " in ";
      if (!list) return text.append(to_text(it.parts[1]));
      return text.append("(").append(joined(1)).append(")");
    }
    case NodeKind::sum:
    case NodeKind::minimum:
    case NodeKind::maximum:
    case NodeKind::absolute:
    case NodeKind::round: return std::string(symbol_of(it.kind)) + "(" + joined(0) + ")";
    default: break;
  }
  std::string text = part(it.parts[0], false);
  for (std::size_t i = 1; i < it.parts.size(); ++i)
    text += std::string(symbol_of(it.kind)) + part(it.parts[i], true);
  return text;
}

std::optional<std::uint32_t> Formula::copy_into(Formula& target, std::uint32_t id,
                                                std::string_view name, const Formula* body) const {
  const FormulaNode& from = nodes_[id];
  if (body != nullptr && from.kind == NodeKind::name && from.text == name)
    return body->copy_into(target, body->root_id(), name, nullptr);
  FormulaNode copy = from;
  std::uint8_t below = 0;
  for (std::uint32_t& part : copy.parts) {
    const auto moved = copy_into(target, part, name, body);
    if (!moved) return std::nullopt;
    part = *moved;
    below = std::max(below, target.nodes_[part].depth);
  }
  if (below >= max_depth || target.nodes_.size() >= max_nodes) return std::nullopt;
  copy.depth = static_cast<std::uint8_t>(below + 1);
  target.nodes_.push_back(std::move(copy));
  return static_cast<std::uint32_t>(target.nodes_.size() - 1);
}

std::optional<Formula> Formula::with(std::string_view name, const Formula& body,
                                     Diagnostic& fault) const {
  Formula result;
  if (copy_into(result, root_id(), name, &body)) return result;
  fault = Diagnostic::make("limit-exceeded",
                           "with \"" + std::string(name) +
                               "\" put in the formula goes beyond 64 levels or 10,000 parts");
  return std::nullopt;
}

std::string with_caret(std::string_view formula, const Diagnostic& fault, Place origin) {
  const auto offset = std::min<std::size_t>(fault.place.offset - origin.offset, formula.size());
  const std::string_view marked = formula.substr(offset, fault.length);
  std::string text(formula);
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  text.append("\n").append(display_width(formula.substr(0, offset)), ' ').append("^");
  const std::size_t width = display_width(marked);
  if (width > 1) text.append(width - 1, '~');
  return text;
}

}  // namespace tiktok_kpi
