// Formulas a column at a time: the tree is turned into steps on columns once (names to dictionary
// entries, dates to days), then each batch runs through them without looking anything up.
#include "metrics/formula_rows.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "metrics/post_metric.hpp"
#include "metrics/row_steps.hpp"
#include "model/batch.hpp"
#include "model/dictionary.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

using Number = RowNumber;
using Action = RowAction;
using Step = RowStep;

Number number_of(const Rational& value) {
  return static_cast<Number>(value.numerator()) / static_cast<Number>(value.denominator());
}

bool is_comparison(NodeKind kind) {
  return kind >= NodeKind::equal && kind <= NodeKind::greater_equal;
}

class RowProgram final : public RowFormula {
 public:
  RowProgram(const Formula& formula, std::uint32_t value, std::uint32_t guard, RowContext context)
      : formula_(formula), context_(std::move(context)) {
    program_.missing = context_.missing;
    program_.zone = context_.zone;
    value_ = compile(value);
    guard_ = guard == value ? value_ : compile(guard);
    identity_ = formula_.to_text(value) + " | " + formula_.to_text(guard) + " | " +
                std::to_string(static_cast<int>(context_.missing));
  }

  [[nodiscard]] FieldSet fields() const override { return fields_; }
  [[nodiscard]] std::string_view identity() const override { return identity_; }

  void evaluate(const Batch& batch, std::span<double> values,
                std::span<std::uint8_t> defined) const override {
    const std::size_t slices =
        std::max(program_.steps[value_].slices, program_.steps[guard_].slices);
    const std::unique_ptr<RowSlice[]> scratch(new RowSlice[slices]);
    for (std::size_t begin = 0; begin < batch.size; begin += RowSlice::capacity) {
      const std::size_t count = std::min(RowSlice::capacity, batch.size - begin);
      program_.run(batch, begin, count, value_, scratch.get());
      for (std::size_t row = 0; row < count; ++row) {
        values[begin + row] = static_cast<double>(scratch[0].values[row]);
        defined[begin + row] = usable(scratch[0].cells[row]) && std::isfinite(values[begin + row]);
      }
      if (guard_ == value_) continue;
      program_.run(batch, begin, count, guard_, scratch.get());
      for (std::size_t row = 0; row < count; ++row)
        defined[begin + row] = defined[begin + row] != 0 && usable(scratch[0].cells[row]);
    }
  }

 private:
  std::size_t push(Step step) { return program_.push(std::move(step)); }
  std::size_t constant(Number number) {
    Step step;
    step.number = number;
    return push(std::move(step));
  }
  std::size_t column(Field field, Action action = Action::column) {
    fields_.insert(field);
    Step step;
    step.action = action;
    step.field = field;
    return push(std::move(step));
  }

  [[noreturn]] void fail(const FormulaNode& at, std::string message, std::string hint = {}) const {
    Place place;
    place.offset = at.offset;
    throw Error(
        Diagnostic::make("bad-formula", std::move(message), std::move(hint), place, at.length));
  }

  /// Field of a name node, or nullptr.
  [[nodiscard]] const FieldRow* field_of(const FormulaNode& it) const {
    return it.kind == NodeKind::name ? find_field(it.text) : nullptr;
  }

  std::size_t compile(std::uint32_t id) {
    const FormulaNode& it = formula_.node(id);
    switch (it.kind) {
      case NodeKind::number: return constant(number_of(it.number));
      case NodeKind::truth: return constant(it.truth ? 1 : 0);
      case NodeKind::text:
        fail(it, "text stands where a number is needed",
             "compare it with a column of text: creator = 'ana'");
      case NodeKind::name: {
        const FieldRow* row = field_of(it);
        if (row == nullptr) fail(it, "\"" + it.text + "\" has no value in one row");
        if (row->type == FieldType::tags || row->type == FieldType::text ||
            row->type == FieldType::name)
          fail(it, "\"" + it.text + "\" is no number",
               row->type == FieldType::tags ? "write 'word' in " + it.text
                                            : "compare it with text: " + it.text + " = 'word'");
        return column(row->field);
      }
      case NodeKind::sum: return compile(it.parts[0]);
      case NodeKind::in: return membership(it);
      default: break;
    }
    if (is_comparison(it.kind)) return comparison(it.kind, it, it.parts[0], it.parts[1]);
    Step step;
    step.action = Action::node;
    step.kind = it.kind;
    for (const std::uint32_t part : it.parts) step.parts.push_back(compile(part));
    return push(std::move(step));
  }

  std::size_t operation(NodeKind kind, std::vector<std::size_t> parts) {
    Step step;
    step.action = Action::node;
    step.kind = kind;
    step.parts = std::move(parts);
    return push(std::move(step));
  }

  std::size_t comparison(NodeKind kind, const FormulaNode& at, std::uint32_t left,
                         std::uint32_t right) {
    const FormulaNode& a = formula_.node(left);
    const FormulaNode& b = formula_.node(right);
    if (a.kind == NodeKind::text && b.kind != NodeKind::text) {
      constexpr std::pair<NodeKind, NodeKind> mirrored[] = {
          {NodeKind::less, NodeKind::greater},
          {NodeKind::less_equal, NodeKind::greater_equal},
          {NodeKind::greater, NodeKind::less},
          {NodeKind::greater_equal, NodeKind::less_equal}};
      for (const auto& [from, to] : mirrored)
        if (kind == from) return comparison(to, at, right, left);
      return comparison(kind, at, right, left);
    }
    if (b.kind != NodeKind::text) return operation(kind, {compile(left), compile(right)});
    const FieldRow* row = field_of(a);
    if (row == nullptr) fail(b, "text stands where a number is needed");
    const bool equality = kind == NodeKind::equal || kind == NodeKind::not_equal;
    switch (row->type) {
      case FieldType::time:
      case FieldType::day: {
        const auto time = parse_iso_time(b.text);
        if (!time) fail(b, "\"" + b.text + "\" is no date", "dates are written '2024-05-01'");
        if (row->type == FieldType::day)
          return operation(kind, {column(row->field), constant(time->day)});
        if (!time->has_time)
          return operation(kind, {column(row->field, Action::day), constant(time->day)});
        const std::int64_t local = std::int64_t{time->day} * 86'400 + time->second_of_day;
        const std::int64_t instant = time->offset_s             ? local - *time->offset_s
                                     : context_.zone != nullptr ? context_.zone->instant_of(local)
                                                                : local;
        return operation(kind, {column(row->field), constant(static_cast<Number>(instant))});
      }
      case FieldType::name: {
        if (!equality) fail(b, "names have no order here", "use = or != or in");
        return operation(kind, {column(row->field), constant(entry(row->field, b))});
      }
      case FieldType::id: {
        const auto number = Rational::parse(b.text);
        if (number && number->is_integer())
          return operation(kind, {column(row->field), constant(number_of(*number))});
        if (!equality) fail(b, "ids that are no numbers have no order", "use = or != or in");
        return operation(kind, {column(row->field), constant(entry(row->field, b))});
      }
      case FieldType::text: {
        fields_.insert(row->field);
        Step step;
        step.action = Action::text;
        step.kind = kind;
        step.field = row->field;
        step.text = b.text;
        return push(std::move(step));
      }
      case FieldType::tags:
        fail(at, "\"" + a.text + "\" is a list", "write '" + b.text + "' in " + a.text);
      default:
        fail(b, "\"" + a.text + "\" is a number and cannot be compared with text",
             "write the number without quotes");
    }
  }

  Number entry(Field field, const FormulaNode& text) const {
    const std::uint32_t found =
        context_.entry_of ? context_.entry_of(field, text.text) : Dictionary::none;
    return found == Dictionary::none ? -1.0L : static_cast<Number>(found);
  }

  std::size_t membership(const FormulaNode& it) {
    const FormulaNode& list = formula_.node(it.parts[1]);
    if (const FieldRow* row = field_of(list); row != nullptr && it.parts.size() == 2) {
      const FormulaNode& item = formula_.node(it.parts[0]);
      if (row->type != FieldType::tags)
        fail(list, "\"" + list.text + "\" is no list", "only tags hold several values");
      if (item.kind != NodeKind::text) fail(item, "only text can be in a list of tags");
      fields_.insert(row->field);
      Step step;
      step.action = Action::has_tag;
      step.field = row->field;
      step.number = entry(row->field, item);
      return push(std::move(step));
    }
    std::vector<std::size_t> parts;
    for (std::size_t i = 1; i < it.parts.size(); ++i)
      parts.push_back(comparison(NodeKind::equal, it, it.parts[0], it.parts[i]));
    return operation(NodeKind::logical_or, std::move(parts));
  }

  Formula formula_;
  RowContext context_;
  FieldSet fields_;
  RowSteps program_;
  std::size_t value_ = 0, guard_ = 0;
  std::string identity_;
};

}  // namespace

std::shared_ptr<const RowFormula> compile_rows(const Formula& formula, std::uint32_t value,
                                               std::uint32_t guard, RowContext context) {
  return std::make_shared<RowProgram>(formula, value, guard, std::move(context));
}

std::shared_ptr<const RowFormula> compile_filter(std::string_view text, const Settings& settings,
                                                 RowContext context) {
  Formula formula = Formula::parse(text, post_names());
  formula =
      expand_names(formula, settings.set.value_or(InteractionSet::likes_comments_shares), settings);
  return compile_rows(formula, formula.root_id(), formula.root_id(), std::move(context));
}

}  // namespace tiktok_kpi
