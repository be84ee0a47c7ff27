// Formulas a column at a time: the tree is turned into operations on columns once (names to dictionary
// entries, dates to days), then each batch runs them without looking anything up. Numbers are long double,
// whose 64 bits of mantissa hold every count exactly, and whose quotients compare with a decimal literal
// as the exact fractions would.
#include "metrics/formula_rows.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "metrics/post_metric.hpp"
#include "metrics/scalar.hpp"
#include "model/batch.hpp"
#include "model/dictionary.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

using Number = long double;

enum class Cell : std::uint8_t { missing, known, partial, invalid };

struct Columns {
  std::vector<Number> values;
  std::vector<Cell> cells;
};

enum class Action : std::uint8_t { constant, column, day, text, has_tag, node };

/// One step; `node` steps work as the formula node of the same kind on the parts before them.
struct Step {
  Action action = Action::constant;
  NodeKind kind = NodeKind::number;
  Field field{};
  bool known = true;  ///< of a constant
  Number number = 0;
  std::string text;
  std::vector<std::size_t> parts;
};

Number number_of(const Rational& value) { return static_cast<Number>(value.numerator()) / static_cast<Number>(value.denominator()); }

bool usable(Cell cell) { return cell == Cell::known || cell == Cell::partial; }

Cell worse(Cell a, Cell b) {
  if (a == Cell::invalid || b == Cell::invalid) return Cell::invalid;
  if (a == Cell::missing || b == Cell::missing) return Cell::missing;
  return a == Cell::partial || b == Cell::partial ? Cell::partial : Cell::known;
}

/// An incomplete sum bounds a sum, but not a difference, a denominator or a comparison.
Cell whole(Cell cell) { return cell == Cell::partial ? Cell::missing : cell; }

std::int64_t floor_day(std::int64_t seconds) { return seconds / 86'400 - (seconds % 86'400 < 0 ? 1 : 0); }

bool is_comparison(NodeKind kind) { return kind >= NodeKind::equal && kind <= NodeKind::greater_equal; }

class RowProgram final : public RowFormula {
 public:
  RowProgram(const Formula& formula, std::uint32_t value, std::uint32_t guard, RowContext context)
      : formula_(formula), context_(std::move(context)) {
    value_ = compile(value);
    guard_ = guard == value ? value_ : compile(guard);
    identity_ = formula_.to_text(value) + " | " + formula_.to_text(guard) + " | " + std::to_string(static_cast<int>(context_.missing));
  }

  [[nodiscard]] FieldSet fields() const override { return fields_; }
  [[nodiscard]] std::string_view identity() const override { return identity_; }

  void evaluate(const Batch& batch, std::span<double> values, std::span<std::uint8_t> defined) const override {
    const Columns result = run(batch, value_);
    for (std::size_t row = 0; row < batch.size; ++row) {
      values[row] = static_cast<double>(result.values[row]);
      defined[row] = usable(result.cells[row]) && std::isfinite(result.values[row]);
    }
    if (guard_ == value_) return;
    const Columns guard = run(batch, guard_);
    for (std::size_t row = 0; row < batch.size; ++row) defined[row] = defined[row] != 0 && usable(guard.cells[row]);
  }

 private:
  // --- compiling ---

  std::size_t push(Step step) {
    steps_.push_back(std::move(step));
    return steps_.size() - 1;
  }
  std::size_t constant(Number number, bool known = true) {
    Step step;
    step.known = known;
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
    throw Error(Diagnostic::make("bad-formula", std::move(message), std::move(hint), place, at.length));
  }

  /// Field of a name node, or nullptr.
  [[nodiscard]] const FieldRow* field_of(const FormulaNode& it) const { return it.kind == NodeKind::name ? find_field(it.text) : nullptr; }

  std::size_t compile(std::uint32_t id) {
    const FormulaNode& it = formula_.node(id);
    switch (it.kind) {
      case NodeKind::number: return constant(number_of(it.number));
      case NodeKind::truth: return constant(it.truth ? 1 : 0);
      case NodeKind::text: fail(it, "text stands where a number is needed", "compare it with a column of text: creator = 'ana'");
      case NodeKind::name: {
        const FieldRow* row = field_of(it);
        if (row == nullptr) fail(it, "\"" + it.text + "\" has no value in one row");
        if (row->type == FieldType::tags || row->type == FieldType::text || row->type == FieldType::name)
          fail(it, "\"" + it.text + "\" is no number",
               row->type == FieldType::tags ? "write 'word' in " + it.text : "compare it with text: " + it.text + " = 'word'");
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

  std::size_t comparison(NodeKind kind, const FormulaNode& at, std::uint32_t left, std::uint32_t right) {
    const FormulaNode& a = formula_.node(left);
    const FormulaNode& b = formula_.node(right);
    if (a.kind == NodeKind::text && b.kind != NodeKind::text) {
      constexpr std::pair<NodeKind, NodeKind> mirrored[] = {{NodeKind::less, NodeKind::greater}, {NodeKind::less_equal, NodeKind::greater_equal},
                                                            {NodeKind::greater, NodeKind::less}, {NodeKind::greater_equal, NodeKind::less_equal}};
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
        if (row->type == FieldType::day) return operation(kind, {column(row->field), constant(time->day)});
        if (!time->has_time) return operation(kind, {column(row->field, Action::day), constant(time->day)});
        const std::int64_t local = std::int64_t{time->day} * 86'400 + time->second_of_day;
        const std::int64_t instant = time->offset_s ? local - *time->offset_s : context_.zone != nullptr ? context_.zone->instant_of(local) : local;
        return operation(kind, {column(row->field), constant(static_cast<Number>(instant))});
      }
      case FieldType::name: {
        if (!equality) fail(b, "names have no order here", "use = or != or in");
        return operation(kind, {column(row->field), constant(entry(row->field, b))});
      }
      case FieldType::id: {
        const auto number = Rational::parse(b.text);
        if (number && number->is_integer()) return operation(kind, {column(row->field), constant(number_of(*number))});
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
      case FieldType::tags: fail(at, "\"" + a.text + "\" is a list", "write '" + b.text + "' in " + a.text);
      default: fail(b, "\"" + a.text + "\" is a number and cannot be compared with text", "write the number without quotes");
    }
  }

  Number entry(Field field, const FormulaNode& text) const {
    const std::uint32_t found = context_.entry_of ? context_.entry_of(field, text.text) : Dictionary::none;
    return found == Dictionary::none ? -1.0L : static_cast<Number>(found);
  }

  std::size_t membership(const FormulaNode& it) {
    const FormulaNode& list = formula_.node(it.parts[1]);
    if (const FieldRow* row = field_of(list); row != nullptr && it.parts.size() == 2) {
      const FormulaNode& item = formula_.node(it.parts[0]);
      if (row->type != FieldType::tags) fail(list, "\"" + list.text + "\" is no list", "only tags hold several values");
      if (item.kind != NodeKind::text) fail(item, "only text can be in a list of tags");
      fields_.insert(row->field);
      Step step;
      step.action = Action::has_tag;
      step.field = row->field;
      step.number = entry(row->field, item);
      return push(std::move(step));
    }
    std::vector<std::size_t> parts;
    for (std::size_t i = 1; i < it.parts.size(); ++i) parts.push_back(comparison(NodeKind::equal, it, it.parts[0], it.parts[i]));
    return operation(NodeKind::logical_or, std::move(parts));
  }

  // --- running ---

  Columns run(const Batch& batch, std::size_t at) const {
    const Step& step = steps_[at];
    Columns result;
    result.values.resize(batch.size);
    result.cells.resize(batch.size, Cell::missing);
    switch (step.action) {
      case Action::constant:
        std::ranges::fill(result.values, step.number);
        std::ranges::fill(result.cells, step.known ? Cell::known : Cell::missing);
        break;
      case Action::column:
      case Action::day: load(batch, step, result); break;
      case Action::text: compare_text(batch, step, result); break;
      case Action::has_tag: find_tag(batch, step, result); break;
      case Action::node: work(batch, step, result); break;
    }
    return result;
  }

  void load(const Batch& batch, const Step& step, Columns& result) const {
    const BatchColumn* source = batch.column(step.field);
    const FieldType type = row_of(step.field).type;
    const bool gap_is_zero = context_.missing == MissingMode::zero && is_summable(step.field);
    const auto scale = static_cast<Number>(scale_of(step.field));
    for (std::size_t row = 0; row < batch.size; ++row) {
      const CellState state = source != nullptr ? source->states[row] : CellState::missing;
      if (state == CellState::missing) {
        result.cells[row] = gap_is_zero ? Cell::known : Cell::missing;
        continue;
      }
      result.cells[row] = state == CellState::invalid ? Cell::invalid : Cell::known;
      std::int64_t number = source->numbers[row];
      if (step.action == Action::day) {
        if (state == CellState::value && context_.zone != nullptr) number += context_.zone->offset_at(number);
        number = floor_day(number);
      }
      result.values[row] = type == FieldType::decimal || type == FieldType::money ? static_cast<Number>(number) / scale : static_cast<Number>(number);
    }
  }

  static void compare_text(const Batch& batch, const Step& step, Columns& result) {
    const BatchColumn* source = batch.column(step.field);
    if (source == nullptr) return;
    for (std::size_t row = 0; row < batch.size; ++row) {
      if (source->states[row] == CellState::missing) continue;
      result.cells[row] = Cell::known;
      result.values[row] = holds(step.kind, source->texts[row].compare(step.text)) ? 1 : 0;
    }
  }

  static void find_tag(const Batch& batch, const Step& step, Columns& result) {
    const BatchColumn* source = batch.column(step.field);
    if (source == nullptr) return;
    std::uint32_t begin = 0;
    for (std::size_t row = 0; row < batch.size; ++row) {
      const std::uint32_t end = source->list_ends[row];
      if (source->states[row] != CellState::missing) {
        result.cells[row] = Cell::known;
        const auto tags = std::span(source->list).subspan(begin, end - begin);
        const auto same = [&](std::uint32_t tag) { return static_cast<Number>(tag) == step.number; };
        result.values[row] = std::ranges::any_of(tags, same) ? 1 : 0;
      }
      begin = end;
    }
  }

  void work(const Batch& batch, const Step& step, Columns& result) const {
    result = run(batch, step.parts[0]);
    if (step.parts.size() == 1) {
      for (std::size_t row = 0; row < batch.size; ++row) single(step.kind, result.values[row], result.cells[row]);
      return;
    }
    for (std::size_t i = 1; i < step.parts.size(); ++i) {
      const Columns next = run(batch, step.parts[i]);
      for (std::size_t row = 0; row < batch.size; ++row) pair(step.kind, result.values[row], result.cells[row], next.values[row], next.cells[row]);
    }
  }

  static void single(NodeKind kind, Number& value, Cell& cell) {
    switch (kind) {
      case NodeKind::negate: value = -value; cell = whole(cell); break;
      case NodeKind::absolute: value = std::fabs(value); cell = whole(cell); break;
      case NodeKind::logical_not: value = value == 0 ? 1 : 0; cell = whole(cell); break;
      case NodeKind::round: value = std::round(value); break;
      case NodeKind::logical_and:
      case NodeKind::logical_or: value = value != 0 ? 1 : 0; break;
      default: break;
    }
  }

  void pair(NodeKind kind, Number& value, Cell& cell, Number other, Cell next) const {
    switch (kind) {
      case NodeKind::add:
        if (context_.missing == MissingMode::partial && cell != Cell::invalid && next != Cell::invalid && usable(cell) != usable(next)) {
          value = usable(cell) ? value : other;
          cell = Cell::partial;
          return;
        }
        value += other;
        cell = worse(cell, next);
        return;
      case NodeKind::subtract:
        value -= other;
        cell = worse(whole(cell), whole(next));
        return;
      case NodeKind::multiply:
        value *= other;
        cell = worse(cell, next);
        return;
      case NodeKind::divide:
        cell = worse(cell, whole(next));
        if (other <= 0) cell = cell == Cell::invalid ? cell : Cell::missing;
        else value /= other;
        return;
      case NodeKind::minimum:
      case NodeKind::maximum:
        value = kind == NodeKind::minimum ? std::min(value, other) : std::max(value, other);
        cell = worse(whole(cell), whole(next));
        return;
      case NodeKind::round: {
        const Number scale = std::pow(Number{10}, other);
        value = std::round(value * scale) / scale;
        return;
      }
      case NodeKind::logical_and:
      case NodeKind::logical_or: {
        // One side that settles the answer outweighs an unknown one.
        const bool settles = kind == NodeKind::logical_or;
        const bool left = usable(cell) && (value != 0) == settles;
        const bool right = usable(next) && (other != 0) == settles;
        value = left || right ? (settles ? 1 : 0) : (settles ? 0 : 1);
        cell = left || right ? Cell::known : worse(cell, next);
        return;
      }
      default:
        cell = worse(whole(cell), whole(next));
        value = holds(kind, value < other ? -1 : value > other ? 1 : 0) ? 1 : 0;
        return;
    }
  }

  Formula formula_;
  RowContext context_;
  FieldSet fields_;
  std::vector<Step> steps_;
  std::size_t value_ = 0, guard_ = 0;
  std::string identity_;
};

}  // namespace

std::shared_ptr<const RowFormula> compile_rows(const Formula& formula, std::uint32_t value, std::uint32_t guard, RowContext context) {
  return std::make_shared<RowProgram>(formula, value, guard, std::move(context));
}

std::shared_ptr<const RowFormula> compile_filter(std::string_view text, const Settings& settings, RowContext context) {
  Formula formula = Formula::parse(text, post_names());
  formula = expand_interactions(formula, settings.set.value_or(InteractionSet::likes_comments_shares));
  return compile_rows(formula, formula.root_id(), formula.root_id(), std::move(context));
}

}  // namespace tiktok_kpi
