#pragma once
// The formula language of user metrics, `formulas eval`, --where, --having and goals: arithmetic,
// comparisons, `and or not in`, text, dates in quotes, `%` after a number. A formula is parsed once
// into a flat tree; what its names mean (sums over posts, cells of a row, named figures) is up to
// who evaluates it.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tiktok_kpi/core/diagnostic.hpp"
#include "tiktok_kpi/core/quantity.hpp"
#include "tiktok_kpi/core/rational.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

enum class NodeKind : std::uint8_t {
  number,
  text,
  truth,
  name,
  negate,
  absolute,
  logical_not,
  add,
  subtract,
  multiply,
  divide,  ///< add and multiply take two or more parts
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  logical_and,
  logical_or,  ///< two or more parts
  in,          ///< item, then the list's parts; a single name may be a list itself
  sum,
  minimum,
  maximum,
  round,  ///< sum(expr), min(a, b…), max(a, b…), round(a[, digits])
};

struct FormulaNode {
  NodeKind kind = NodeKind::number;
  std::uint8_t depth = 1;    ///< longest way down to a leaf, itself included
  bool truth = false;        ///< of kind truth
  std::uint32_t offset = 0;  ///< bytes of the source text it was read from
  std::uint32_t length = 0;
  Rational number;                   ///< of kind number; `4%` is 1/25
  std::string text;                  ///< name or text without its quotes
  std::vector<std::uint32_t> parts;  ///< nodes below, in the order written
};

/// A figure with the figures it came from; what --explain prints.
struct Explained {
  std::string text;  ///< the part of the formula
  Quantity value;
  std::vector<Explained> parts;
};

class Formula {
 public:
  static constexpr std::size_t max_depth = 64;
  static constexpr std::size_t max_nodes = 10'000;

  /// The tree of `text`; `names` are the names it may use. Nothing when it cannot be read: then
  /// `fault` is a bad-formula (or limit-exceeded) diagnostic whose place is `origin` moved to the
  /// offending bytes.
  [[nodiscard]] static std::optional<Formula> parse(std::string_view text,
                                                    std::span<const std::string_view> names,
                                                    Diagnostic& fault, Place origin = {});
  /// The same, throwing the diagnostic as an Error.
  [[nodiscard]] static Formula parse(std::string_view text,
                                     std::span<const std::string_view> names);
  /// A condition without its left side, as goals have it (`>= 4%`, `in ('a', 'b')`): `value` stands
  /// on the left.
  [[nodiscard]] static std::optional<Formula> parse_condition(std::string_view text,
                                                              Diagnostic& fault, Place origin = {});

  [[nodiscard]] const FormulaNode& node(std::uint32_t id) const { return nodes_[id]; }
  [[nodiscard]] const FormulaNode& root() const { return nodes_.back(); }
  [[nodiscard]] std::uint32_t root_id() const {
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  /// Names used, each once, in the order of first use.
  [[nodiscard]] std::vector<std::string_view> names() const;
  /// Canonical text: as few parentheses as possible, single quotes.
  [[nodiscard]] std::string to_text() const { return to_text(root_id()); }
  [[nodiscard]] std::string to_text(std::uint32_t id) const;
  /// Every use of `name` replaced by the tree of `body`; fails with `fault` beyond the limits.
  [[nodiscard]] std::optional<Formula> with(std::string_view name, const Formula& body,
                                            Diagnostic& fault) const;

 private:
  friend class FormulaParser;
  [[nodiscard]] std::optional<std::uint32_t> copy_into(Formula& target, std::uint32_t id,
                                                       std::string_view name,
                                                       const Formula* body) const;
  std::vector<FormulaNode> nodes_;  ///< parts before wholes; the root is last
};

/// Value of a name; missing with a reason when it has none.
using NameValues = std::function<Quantity(std::string_view name)>;

/// Exact wherever an exact form fits 128 bits, else double. A missing name makes the result missing
/// with the same reason; `partial` sums the parts of an addition that exist and marks the result a
/// lower bound; `zero` reads missing names as 0. Division by zero or less is
/// missing(zero_denominator). Comparisons give yes or no, or missing when a side is.
[[nodiscard]] Quantity evaluate(const Formula& formula, const NameValues& values,
                                MissingMode missing = MissingMode::strict);
/// The same with every step.
[[nodiscard]] Explained explain(const Formula& formula, const NameValues& values,
                                MissingMode missing = MissingMode::strict);
/// One line per step, indented by depth: `0.05  likes / views`.
[[nodiscard]] std::string to_text(const Explained& explained);

/// The formula and under it a line with a caret: `^~~~` below the fault's bytes, counted in
/// characters.
[[nodiscard]] std::string with_caret(std::string_view formula, const Diagnostic& fault,
                                     Place origin = {});

}  // namespace tiktok_kpi
