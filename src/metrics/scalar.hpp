#pragma once
// A figure while a formula is worked out: as Quantity, but cheap to copy (no text is owned).
#include <optional>
#include <string_view>

#include "metrics/formula.hpp"
#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

struct Scalar {
  enum class Kind : std::uint8_t { missing, exact, real, truth, text, list };

  Kind kind = Kind::missing;
  MissingReason reason = MissingReason::unknown;
  Unit unit = Unit::none;
  bool lower_bound = false;
  bool truth = false;
  double real = 0;
  Rational exact;
  std::string_view text;
  const Quantity::List* list = nullptr;
  Currency currency{};

  [[nodiscard]] static Scalar of(const Rational& value, Unit unit = Unit::none);
  [[nodiscard]] static Scalar of(double value,
                                 Unit unit = Unit::none);  ///< NaN and infinity: missing(overflow)
  [[nodiscard]] static Scalar of(bool value);
  [[nodiscard]] static Scalar missing(MissingReason reason);
  /// Text and lists stay with the quantity, which must live on.
  [[nodiscard]] static Scalar of(const Quantity& quantity);
  [[nodiscard]] Quantity quantity() const;

  [[nodiscard]] bool known() const { return kind != Kind::missing; }
  [[nodiscard]] bool is_number() const { return kind == Kind::exact || kind == Kind::real; }
  [[nodiscard]] double to_double() const { return kind == Kind::exact ? exact.to_double() : real; }
};

/// + - * / with the unit of the result: money stays money, like over like is a ratio. Different
/// currencies are missing(mixed_currencies), a denominator of zero or less
/// missing(zero_denominator).
[[nodiscard]] Scalar calculate(NodeKind operation, const Scalar& a, const Scalar& b);
/// = != < <= > >=; missing when a side is, or when the sides cannot be compared.
[[nodiscard]] Scalar compare(NodeKind operation, const Scalar& a, const Scalar& b);
/// Whether `order` (negative, zero, positive) satisfies the comparison.
[[nodiscard]] bool holds(NodeKind operation, int order);

/// Where a formula's leaves come from.
class Leaves {
 public:
  virtual ~Leaves() = default;
  [[nodiscard]] virtual Scalar name(const FormulaNode& node) const = 0;
  /// sum(…); by default what stands inside.
  [[nodiscard]] virtual std::optional<Scalar> sum(std::uint32_t) const { return std::nullopt; }
  /// A whole part whose value is at hand; not asked when steps are wanted.
  [[nodiscard]] virtual std::optional<Scalar> part(std::uint32_t) const { return std::nullopt; }
};

/// Works out the node `id`. `steps`, when given, receives the parts.
[[nodiscard]] Scalar evaluate_node(const Formula& formula, std::uint32_t id, const Leaves& leaves,
                                   MissingMode missing, Explained* steps = nullptr);

}  // namespace tiktok_kpi
