// Works a formula out, node by node, over whatever its leaves are.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include "core/civil_time.hpp"
#include "metrics/scalar.hpp"

namespace tiktok_kpi {
namespace {

/// A text that is compared with a day or an instant is a date.
Scalar as_date(const Scalar& text, Unit unit) {
  if (unit == Unit::date) {
    const auto day = parse_day(text.text);
    return day ? Scalar::of(Rational(*day), unit) : Scalar::missing(MissingReason::unknown);
  }
  const auto time = parse_iso_time(text.text);
  if (!time) return Scalar::missing(MissingReason::unknown);
  return Scalar::of(
      Rational(Int128{time->day} * 86'400 + time->second_of_day - time->offset_s.value_or(0)),
      unit);
}

Scalar compare_values(NodeKind operation, Scalar a, Scalar b) {
  const auto is_date = [](const Scalar& it) {
    return it.is_number() && (it.unit == Unit::date || it.unit == Unit::time);
  };
  if (is_date(a) && b.kind == Scalar::Kind::text)
    b = as_date(b, a.unit);
  else if (is_date(b) && a.kind == Scalar::Kind::text)
    a = as_date(a, b.unit);
  return compare(operation, a, b);
}

/// Numbers other than 0 count as yes.
Scalar as_truth(const Scalar& value) {
  if (value.kind == Scalar::Kind::exact) return Scalar::of(!value.exact.is_zero());
  if (value.kind == Scalar::Kind::real) return Scalar::of(value.real != 0);
  if (value.kind == Scalar::Kind::truth || !value.known()) return value;
  return Scalar::missing(MissingReason::unknown);
}

Scalar rounded(const Scalar& value, const Scalar& digits) {
  if (!value.known()) return value;
  if (!digits.known()) return digits;
  if (!value.is_number() || digits.kind != Scalar::Kind::exact || !digits.exact.is_integer() ||
      digits.exact.is_negative() || digits.exact > Rational(18))
    return Scalar::missing(MissingReason::unknown);
  if (value.kind == Scalar::Kind::real) {
    const double scale = std::pow(10.0, digits.exact.to_double());
    return Scalar::of(std::round(value.real * scale) / scale, value.unit);
  }
  const auto exact =
      Rational::parse(value.exact.to_fixed(static_cast<int>(digits.exact.numerator())));
  Scalar result = value;
  if (exact) result.exact = *exact;
  return result;
}

class Evaluation {
 public:
  Evaluation(const Formula& formula, const Leaves& leaves, MissingMode missing)
      : formula_(formula), leaves_(leaves), missing_(missing) {}

  Scalar node(std::uint32_t id, Explained* steps) const {
    Scalar value = work_out(id, steps);
    if (steps != nullptr) {
      steps->text = formula_.to_text(id);
      steps->value = value.quantity();
    }
    return value;
  }

 private:
  Scalar part(std::uint32_t id, Explained* steps) const {
    if (steps == nullptr) return node(id, nullptr);
    const NodeKind kind = formula_.node(id).kind;
    Explained below;
    const Scalar value = node(id, &below);
    // A literal explains itself.
    if (kind != NodeKind::number && kind != NodeKind::text && kind != NodeKind::truth)
      steps->parts.push_back(std::move(below));
    return value;
  }

  Scalar work_out(std::uint32_t id, Explained* steps) const {
    const FormulaNode& it = formula_.node(id);
    if (steps == nullptr)
      if (const auto known = leaves_.part(id)) return *known;
    switch (it.kind) {
      case NodeKind::number: return Scalar::of(it.number);
      case NodeKind::truth: return Scalar::of(it.truth);
      case NodeKind::text: {
        Scalar result;
        result.kind = Scalar::Kind::text;
        result.text = it.text;
        result.unit = Unit::text;
        return result;
      }
      case NodeKind::name: {
        const Scalar value = leaves_.name(it);
        return !value.known() && missing_ == MissingMode::zero &&
                       value.reason != MissingReason::negative_count
                   ? Scalar::of(Rational(0))
                   : value;
      }
      case NodeKind::sum: {
        const auto total = leaves_.sum(id);
        return total ? *total : part(it.parts[0], steps);
      }
      case NodeKind::add: return addition(it, steps);
      case NodeKind::subtract:
      case NodeKind::divide: {
        const Scalar a = part(it.parts[0], steps);
        const Scalar b = part(it.parts[1], steps);
        // Less of a lower bound, or a part of it, is no bound at all.
        if (b.lower_bound) return Scalar::missing(MissingReason::incomplete);
        return calculate(it.kind, a, b);
      }
      case NodeKind::multiply: {
        Scalar value = part(it.parts[0], steps);
        for (std::size_t i = 1; i < it.parts.size(); ++i)
          value = calculate(it.kind, value, part(it.parts[i], steps));
        return value;
      }
      case NodeKind::negate:
        return calculate(NodeKind::multiply, Scalar::of(Rational(-1)), part(it.parts[0], steps));
      case NodeKind::absolute: {
        const Scalar value = part(it.parts[0], steps);
        const Scalar sign = compare(NodeKind::less, value, Scalar::of(Rational(0)));
        return sign.truth ? calculate(NodeKind::multiply, Scalar::of(Rational(-1)), value) : value;
      }
      case NodeKind::minimum:
      case NodeKind::maximum: return extreme(it, steps);
      case NodeKind::round:
        return rounded(part(it.parts[0], steps),
                       it.parts.size() > 1 ? part(it.parts[1], steps) : Scalar::of(Rational(0)));
      case NodeKind::logical_not: {
        const Scalar value = as_truth(part(it.parts[0], steps));
        return value.known() ? Scalar::of(!value.truth) : value;
      }
      case NodeKind::logical_and:
      case NodeKind::logical_or: return junction(it, steps);
      case NodeKind::in: return membership(it, steps);
      default: return compare_values(it.kind, part(it.parts[0], steps), part(it.parts[1], steps));
    }
  }

  Scalar addition(const FormulaNode& it, Explained* steps) const {
    Scalar total = part(it.parts[0], steps);
    for (std::size_t i = 1; i < it.parts.size(); ++i) {
      const Scalar next = part(it.parts[i], steps);
      if (missing_ == MissingMode::partial && total.known() != next.known()) {
        const Scalar& gap = total.known() ? next : total;
        if (gap.reason == MissingReason::negative_count) return gap;
        if (next.known()) total = next;
        total.lower_bound = true;
        continue;
      }
      total = calculate(NodeKind::add, total, next);
    }
    return total;
  }

  Scalar extreme(const FormulaNode& it, Explained* steps) const {
    const NodeKind better = it.kind == NodeKind::minimum ? NodeKind::less : NodeKind::greater;
    Scalar best = part(it.parts[0], steps);
    for (std::size_t i = 1; i < it.parts.size(); ++i) {
      const Scalar next = part(it.parts[i], steps);
      const Scalar wins = compare_values(better, next, best);
      if (!wins.known()) return wins;
      if (wins.truth) best = next;
    }
    return best;
  }

  /// One side can settle the answer although the other is unknown.
  Scalar junction(const FormulaNode& it, Explained* steps) const {
    const bool settles = it.kind == NodeKind::logical_or;
    Scalar answer = Scalar::of(!settles);
    for (const std::uint32_t id : it.parts) {
      const Scalar value = as_truth(part(id, steps));
      if (value.known() && value.truth == settles) {
        answer = value;
        if (steps == nullptr) return answer;
      } else if (!value.known() && (!answer.known() || answer.truth != settles)) {
        answer = value;
      }
    }
    return answer;
  }

  Scalar membership(const FormulaNode& it, Explained* steps) const {
    const Scalar item = part(it.parts[0], steps);
    Scalar answer = Scalar::of(false);
    for (std::size_t i = 1; i < it.parts.size(); ++i) {
      const Scalar entry = part(it.parts[i], steps);
      if (entry.kind == Scalar::Kind::list) {
        if (!item.known()) return item;
        return item.kind == Scalar::Kind::text
                   ? Scalar::of(std::ranges::find(*entry.list, item.text) != entry.list->end())
                   : Scalar::missing(MissingReason::unknown);
      }
      const Scalar same = compare_values(NodeKind::equal, item, entry);
      if (same.known() && same.truth) return same;
      if (!same.known()) answer = same;
    }
    return answer;
  }

  const Formula& formula_;
  const Leaves& leaves_;
  MissingMode missing_;
};

/// Leaves that are named figures.
class NamedLeaves final : public Leaves {
 public:
  explicit NamedLeaves(const NameValues& values) : values_(values) {}
  [[nodiscard]] Scalar name(const FormulaNode& node) const override {
    kept_.push_back(std::make_unique<Quantity>(values_(node.text)));
    return Scalar::of(*kept_.back());
  }

 private:
  const NameValues& values_;
  mutable std::vector<std::unique_ptr<Quantity>>
      kept_;  ///< text and lists are looked at until the end
};

void print(const Explained& step, std::size_t depth, std::string& text) {
  text.append(2 * depth, ' ');
  const Quantity& value = step.value;
  if (!value.known()) {
    text += "n/a (" + std::string(name_of(value.reason())) + ")";
  } else if (const Rational* exact = value.exact_value()) {
    std::string number = exact->to_fixed(12);
    while (number.find('.') != std::string::npos &&
           (number.back() == '0' || number.back() == '.')) {
      const bool point = number.back() == '.';
      number.pop_back();
      if (point) break;
    }
    text += number;
  } else if (const double* real = value.real_value()) {
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.12g", *real);
    text += digits;
  } else if (const bool* flag = value.flag_value()) {
    text += *flag ? "yes" : "no";
  } else if (const std::string* label = value.label_value()) {
    text += *label;
  } else if (const Quantity::List* list = value.list_value()) {
    for (std::size_t i = 0; i < list->size(); ++i) text += (i > 0 ? ", " : "") + (*list)[i];
  }
  if (value.lower_bound()) text += " or more";
  text += "  " + step.text + "\n";
  for (const Explained& part : step.parts) print(part, depth + 1, text);
}

}  // namespace

Scalar evaluate_node(const Formula& formula, std::uint32_t id, const Leaves& leaves,
                     MissingMode missing, Explained* steps) {
  return Evaluation(formula, leaves, missing).node(id, steps);
}

Quantity evaluate(const Formula& formula, const NameValues& values, MissingMode missing) {
  const NamedLeaves leaves(values);
  return evaluate_node(formula, formula.root_id(), leaves, missing).quantity();
}

Explained explain(const Formula& formula, const NameValues& values, MissingMode missing) {
  const NamedLeaves leaves(values);
  Explained steps;
  static_cast<void>(evaluate_node(formula, formula.root_id(), leaves, missing, &steps));
  return steps;
}

std::string to_text(const Explained& explained) {
  std::string text;
  print(explained, 0, text);
  return text;
}

}  // namespace tiktok_kpi
