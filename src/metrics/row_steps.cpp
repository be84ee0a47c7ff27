// Steps over slices: the switch on what to do stands outside the loops over rows.
#include "metrics/row_steps.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "aggregate/row_numbers.hpp"
#include "metrics/linear.hpp"
#include "metrics/scalar.hpp"

namespace tiktok_kpi {
namespace {

/// What is known of a value made of both.
constexpr RowCell joined(RowCell a, RowCell b) { return std::max(a, b); }

/// An incomplete sum bounds a sum, but not a difference, a denominator or a comparison.
constexpr RowCell whole(RowCell cell) { return cell == RowCell::partial ? RowCell::missing : cell; }

std::int64_t floor_day(std::int64_t seconds) {
  return seconds / 86'400 - (seconds % 86'400 < 0 ? 1 : 0);
}

void compare_text(const Batch& batch, std::size_t begin, std::size_t count, const RowStep& step,
                  RowSlice& result) {
  const BatchColumn* source = batch.column(step.field);
  for (std::size_t row = 0; row < count; ++row) {
    const bool known = source != nullptr && source->states[begin + row] != CellState::missing;
    result.cells[row] = known ? RowCell::known : RowCell::missing;
    result.values[row] =
        known && holds(step.kind, source->texts[begin + row].compare(step.text)) ? 1 : 0;
  }
}

void find_tag(const Batch& batch, std::size_t begin, std::size_t count, const RowStep& step,
              RowSlice& result) {
  const BatchColumn* source = batch.column(step.field);
  for (std::size_t row = 0; row < count; ++row) {
    const std::size_t at = begin + row;
    const bool known = source != nullptr && source->states[at] != CellState::missing;
    result.cells[row] = known ? RowCell::known : RowCell::missing;
    result.values[row] = 0;
    if (!known) continue;
    const std::size_t from = at == 0 ? 0 : source->list_ends[at - 1];
    const auto tags = std::span(source->list).subspan(from, source->list_ends[at] - from);
    const auto same = [&](std::uint32_t tag) { return static_cast<RowNumber>(tag) == step.number; };
    result.values[row] = std::ranges::any_of(tags, same) ? 1 : 0;
  }
}

void single(NodeKind kind, std::size_t count, RowSlice& it) {
  for (std::size_t row = 0; row < count; ++row) {
    RowNumber& value = it.values[row];
    switch (kind) {
      case NodeKind::negate: value = -value; break;
      case NodeKind::absolute: value = std::fabs(value); break;
      case NodeKind::logical_not: value = value == 0 ? 1 : 0; break;
      case NodeKind::round: value = std::round(value); break;
      case NodeKind::logical_and:
      case NodeKind::logical_or: value = value != 0 ? 1 : 0; break;
      default: break;
    }
    if (kind != NodeKind::round) it.cells[row] = whole(it.cells[row]);
  }
}

/// value = work(value, other); cells join as `cells` says.
template <class Work, class Cells>
void each(std::size_t count, RowSlice& left, const RowSlice& right, Work&& work, Cells&& cells) {
  for (std::size_t row = 0; row < count; ++row) {
    left.cells[row] = cells(left.cells[row], right.cells[row]);
    left.values[row] = work(left.values[row], right.values[row]);
  }
}

constexpr auto whole_cells = [](RowCell a, RowCell b) { return joined(whole(a), whole(b)); };

template <class Holds>
void comparison(std::size_t count, RowSlice& left, const RowSlice& right, Holds&& test) {
  each(
      count, left, right, [&](RowNumber a, RowNumber b) -> RowNumber { return test(a, b) ? 1 : 0; },
      whole_cells);
}

/// One side that settles the answer outweighs an unknown one.
void junction(bool settles, std::size_t count, RowSlice& left, const RowSlice& right) {
  for (std::size_t row = 0; row < count; ++row) {
    const bool a = usable(left.cells[row]) && (left.values[row] != 0) == settles;
    const bool b = usable(right.cells[row]) && (right.values[row] != 0) == settles;
    left.values[row] = (a || b) == settles ? 1 : 0;
    left.cells[row] = a || b ? RowCell::known : joined(left.cells[row], right.cells[row]);
  }
}

void add_partial(std::size_t count, RowSlice& left, const RowSlice& right) {
  for (std::size_t row = 0; row < count; ++row) {
    RowCell& a = left.cells[row];
    const RowCell b = right.cells[row];
    if (a != RowCell::invalid && b != RowCell::invalid && usable(a) != usable(b)) {
      left.values[row] = usable(a) ? left.values[row] : right.values[row];
      a = RowCell::partial;
    } else {
      left.values[row] += right.values[row];
      a = joined(a, b);
    }
  }
}

}  // namespace

std::size_t RowSteps::push(RowStep step) {
  for (std::size_t i = 0; i < step.parts.size(); ++i)
    step.slices = std::max(step.slices, steps[step.parts[i]].slices + (i > 0 ? 1 : 0));
  steps.push_back(std::move(step));
  return steps.size() - 1;
}

void RowSteps::run(const Batch& batch, std::size_t begin, std::size_t count, std::size_t at,
                   RowSlice* slices) const {
  const RowStep& step = steps[at];
  RowSlice& result = *slices;
  switch (step.action) {
    case RowAction::constant:
      std::fill_n(result.values, count, step.number);
      std::fill_n(result.cells, count, RowCell::known);
      return;
    case RowAction::column:
    case RowAction::day: load(batch, begin, count, step, result); return;
    case RowAction::text: compare_text(batch, begin, count, step, result); return;
    case RowAction::has_tag: find_tag(batch, begin, count, step, result); return;
    case RowAction::node: break;
  }
  run(batch, begin, count, step.parts[0], slices);
  if (step.parts.size() == 1) single(step.kind, count, result);
  for (std::size_t i = 1; i < step.parts.size(); ++i) {
    run(batch, begin, count, step.parts[i], slices + 1);
    pair(step.kind, count, result, slices[1]);
  }
}

void RowSteps::load(const Batch& batch, std::size_t begin, std::size_t count, const RowStep& step,
                    RowSlice& result) const {
  const BatchColumn* source = batch.column(step.field);
  const FieldType type = row_of(step.field).type;
  const RowCell gap =
      missing == MissingMode::zero && is_summable(step.field) ? RowCell::known : RowCell::missing;
  const auto scale = static_cast<RowNumber>(storage_scale(step.field));
  const bool scaled = type == FieldType::decimal || type == FieldType::money;
  for (std::size_t row = 0; row < count; ++row) {
    const CellState state = source != nullptr ? source->states[begin + row] : CellState::missing;
    result.values[row] = 0;
    result.cells[row] = gap;
    if (state == CellState::missing) continue;
    result.cells[row] = state == CellState::invalid ? RowCell::invalid : RowCell::known;
    std::int64_t number = source->numbers[begin + row];
    if (step.action == RowAction::day) {
      if (state == CellState::value && zone != nullptr) number += zone->offset_at(number);
      number = floor_day(number);
    }
    result.values[row] =
        scaled ? static_cast<RowNumber>(number) / scale : static_cast<RowNumber>(number);
  }
}

void RowSteps::pair(NodeKind kind, std::size_t count, RowSlice& left, const RowSlice& right) const {
  using N = RowNumber;
  switch (kind) {
    case NodeKind::add:
      if (missing == MissingMode::partial) return add_partial(count, left, right);
      return each(
          count, left, right, [](N a, N b) { return a + b; }, joined);
    case NodeKind::subtract:
      return each(
          count, left, right, [](N a, N b) { return a - b; }, whole_cells);
    case NodeKind::multiply:
      return each(
          count, left, right, [](N a, N b) { return a * b; }, joined);
    case NodeKind::divide:
      for (std::size_t row = 0; row < count; ++row) {
        RowCell& cell = left.cells[row];
        cell = joined(cell, whole(right.cells[row]));
        if (right.values[row] > 0)
          left.values[row] /= right.values[row];
        else if (cell != RowCell::invalid)
          cell = RowCell::missing;
      }
      return;
    case NodeKind::minimum:
      return each(
          count, left, right, [](N a, N b) { return std::min(a, b); }, whole_cells);
    case NodeKind::maximum:
      return each(
          count, left, right, [](N a, N b) { return std::max(a, b); }, whole_cells);
    case NodeKind::round:
      return each(
          count, left, right,
          [](N a, N b) {
            const N scale = std::pow(N{10}, b);
            return std::round(a * scale) / scale;
          },
          joined);
    case NodeKind::logical_and: return junction(false, count, left, right);
    case NodeKind::logical_or: return junction(true, count, left, right);
    case NodeKind::equal: return comparison(count, left, right, [](N a, N b) { return a == b; });
    case NodeKind::not_equal:
      return comparison(count, left, right, [](N a, N b) { return a != b; });
    case NodeKind::less: return comparison(count, left, right, [](N a, N b) { return a < b; });
    case NodeKind::less_equal:
      return comparison(count, left, right, [](N a, N b) { return a <= b; });
    case NodeKind::greater: return comparison(count, left, right, [](N a, N b) { return a > b; });
    default: return comparison(count, left, right, [](N a, N b) { return a >= b; });
  }
}

}  // namespace tiktok_kpi
