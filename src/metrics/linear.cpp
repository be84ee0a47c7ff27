// Formula parts as weighted sums: a small polynomial algebra of degree one (two inside sum()).
#include "metrics/linear.hpp"

#include <algorithm>

namespace tiktok_kpi {
namespace {

/// Product of up to two fields; both absent: the number 1.
struct Monomial {
  std::optional<Field> first, second;
  friend bool operator==(const Monomial&, const Monomial&) = default;
};

using Polynomial = std::vector<std::pair<Monomial, Rational>>;

bool accumulate(Polynomial& target, const Monomial& monomial, const Rational& factor) {
  const auto found = std::ranges::find(target, monomial, &std::pair<Monomial, Rational>::first);
  if (found == target.end()) {
    target.emplace_back(monomial, factor);
    return true;
  }
  const auto sum = add(found->second, factor);
  if (sum) found->second = *sum;
  return sum.has_value();
}

std::optional<Monomial> product(const Monomial& a, const Monomial& b) {
  if (!a.first) return b;
  if (!b.first) return a;
  if (a.second || b.second) return std::nullopt;
  return *a.first <= *b.first ? Monomial{a.first, b.first} : Monomial{b.first, a.first};
}

std::optional<Polynomial> product(const Polynomial& a, const Polynomial& b) {
  Polynomial result;
  for (const auto& [left, x] : a)
    for (const auto& [right, y] : b) {
      const auto monomial = product(left, right);
      const auto factor = multiply(x, y);
      if (!monomial || !factor || !accumulate(result, *monomial, *factor)) return std::nullopt;
    }
  return result;
}

/// The node as a polynomial of fields; `per_row` inside sum().
std::optional<Polynomial> polynomial(const Formula& formula, std::uint32_t id) {
  const FormulaNode& it = formula.node(id);
  switch (it.kind) {
    case NodeKind::number: return Polynomial{{Monomial{}, it.number}};
    case NodeKind::name: {
      const FieldRow* row = find_field(it.text);
      if (row == nullptr || !is_summable(row->field)) return std::nullopt;
      return Polynomial{{Monomial{row->field, {}}, Rational(1)}};
    }
    case NodeKind::negate: {
      const auto inside = polynomial(formula, it.parts[0]);
      return inside ? product(*inside, Polynomial{{Monomial{}, Rational(-1)}}) : std::nullopt;
    }
    case NodeKind::add:
    case NodeKind::subtract: {
      Polynomial total;
      for (std::size_t i = 0; i < it.parts.size(); ++i) {
        auto part = polynomial(formula, it.parts[i]);
        if (part && i > 0 && it.kind == NodeKind::subtract)
          part = product(*part, Polynomial{{Monomial{}, Rational(-1)}});
        if (!part) return std::nullopt;
        for (const auto& [monomial, factor] : *part)
          if (!accumulate(total, monomial, factor)) return std::nullopt;
      }
      return total;
    }
    case NodeKind::multiply: {
      auto total = polynomial(formula, it.parts[0]);
      for (std::size_t i = 1; total && i < it.parts.size(); ++i) {
        const auto part = polynomial(formula, it.parts[i]);
        total = part ? product(*total, *part) : std::nullopt;
      }
      return total;
    }
    case NodeKind::divide: {
      const auto top = polynomial(formula, it.parts[0]);
      const FormulaNode& bottom = formula.node(it.parts[1]);
      if (!top || bottom.kind != NodeKind::number || bottom.number <= Rational(0))
        return std::nullopt;
      const auto factor = divide(Rational(1), bottom.number);
      return factor ? product(*top, Polynomial{{Monomial{}, *factor}}) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

std::optional<LinearForm> scaled(LinearForm form, const Rational& factor) {
  for (auto& [term, weight] : form.terms) {
    const auto product_ = multiply(weight, factor);
    if (!product_) return std::nullopt;
    weight = *product_;
  }
  const auto per_post = multiply(form.per_post, factor);
  const auto constant = multiply(form.constant, factor);
  if (!per_post || !constant) return std::nullopt;
  form.per_post = *per_post;
  form.constant = *constant;
  return form;
}

std::optional<LinearForm> sum_of(LinearForm a, const LinearForm& b) {
  for (const auto& [term, weight] : b.terms) {
    const auto found =
        std::ranges::find_if(a.terms, [&](const auto& each) { return each.first == term; });
    if (found == a.terms.end()) {
      a.terms.emplace_back(term, weight);
      continue;
    }
    const auto sum = add(found->second, weight);
    if (!sum) return std::nullopt;
    found->second = *sum;
  }
  const auto per_post = add(a.per_post, b.per_post);
  const auto constant = add(a.constant, b.constant);
  if (!per_post || !constant) return std::nullopt;
  a.per_post = *per_post;
  a.constant = *constant;
  return a;
}

bool is_constant(const LinearForm& form) { return form.terms.empty() && form.per_post.is_zero(); }

}  // namespace

bool is_summable(Field field) {
  const FieldType type = row_of(field).type;
  return type == FieldType::count || type == FieldType::decimal || type == FieldType::money ||
         type == FieldType::flag;
}

std::optional<LinearForm> linear_form(const Formula& formula, std::uint32_t id) {
  const FormulaNode& it = formula.node(id);
  LinearForm form;
  switch (it.kind) {
    case NodeKind::number: form.constant = it.number; return form;
    case NodeKind::name: {
      if (it.text == "posts") {
        form.per_post = Rational(1);
        return form;
      }
      const FieldRow* row = find_field(it.text);
      if (row == nullptr || !is_summable(row->field)) return std::nullopt;
      form.terms.emplace_back(SumTerm{row->field, {}}, Rational(1));
      return form;
    }
    case NodeKind::sum: {
      const auto inside = polynomial(formula, it.parts[0]);
      if (!inside) return std::nullopt;
      for (const auto& [monomial, factor] : *inside) {
        if (monomial.first)
          form.terms.emplace_back(SumTerm{*monomial.first, monomial.second}, factor);
        else
          form.per_post = factor;
      }
      return form;
    }
    case NodeKind::negate: {
      auto inside = linear_form(formula, it.parts[0]);
      return inside ? scaled(*std::move(inside), Rational(-1)) : std::nullopt;
    }
    case NodeKind::add:
    case NodeKind::subtract: {
      std::optional<LinearForm> total = form;
      for (std::size_t i = 0; total && i < it.parts.size(); ++i) {
        auto part = linear_form(formula, it.parts[i]);
        if (part && i > 0 && it.kind == NodeKind::subtract)
          part = scaled(*std::move(part), Rational(-1));
        total = part ? sum_of(*std::move(total), *part) : std::nullopt;
      }
      return total;
    }
    case NodeKind::multiply: {
      auto total = linear_form(formula, it.parts[0]);
      for (std::size_t i = 1; total && i < it.parts.size(); ++i) {
        auto part = linear_form(formula, it.parts[i]);
        if (!part) return std::nullopt;
        if (is_constant(*part))
          total = scaled(*std::move(total), part->constant);
        else if (is_constant(*total))
          total = scaled(*std::move(part), total->constant);
        else
          return std::nullopt;
      }
      return total;
    }
    case NodeKind::divide: {
      auto top = linear_form(formula, it.parts[0]);
      const auto bottom = linear_form(formula, it.parts[1]);
      if (!top || !bottom || !is_constant(*bottom) || bottom->constant <= Rational(0))
        return std::nullopt;
      const auto factor = divide(Rational(1), bottom->constant);
      return factor ? scaled(*std::move(top), *factor) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

}  // namespace tiktok_kpi
