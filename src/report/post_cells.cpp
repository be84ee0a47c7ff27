#include "report/post_cells.hpp"

#include "aggregate/row_numbers.hpp"
#include "metrics/families.hpp"

namespace tiktok_kpi {

Quantity PostCells::number(Field field) const {
  const BatchColumn& column = *batch_.column(field);
  if (column.states[row_] == CellState::value) {
    return Quantity::exact(*Rational::make(column.numbers[row_], storage_scale(field)),
                           row_of(field).unit);
  }
  return column.states[row_] == CellState::invalid
             ? Quantity::missing(MissingReason::negative_count, row_of(field).unit)
             : nothing(field, row_of(field).unit);
}

std::optional<std::int64_t> PostCells::raw(Field field) const {
  const BatchColumn& column = *batch_.column(field);
  return column.states[row_] == CellState::missing ? std::nullopt
                                                   : std::optional(column.numbers[row_]);
}

Quantity PostCells::id() const {
  const BatchColumn& ids = *batch_.column(Field::post_id);
  if (ids.states[row_] == CellState::value)
    return Quantity::label(std::to_string(ids.numbers[row_]));
  if (ids.states[row_] == CellState::day)
    return Quantity::label(
        answers_.store.texts().key(static_cast<std::uint32_t>(ids.numbers[row_])));
  return nothing(Field::post_id, Unit::text);
}

Quantity PostCells::creator() const {
  const auto entry = dated().creator;
  return entry ? Quantity::label("@" + answers_.store.creators().spelling(*entry))
               : nothing(Field::creator, Unit::text);
}

DatedPost PostCells::dated() const {
  const BatchColumn& creators = *batch_.column(Field::creator);
  const BatchColumn& times = *batch_.column(Field::posted_at);
  DatedPost post{std::nullopt, times.numbers[row_], times.states[row_]};
  if (creators.states[row_] == CellState::value)
    post.creator = static_cast<std::uint32_t>(creators.numbers[row_]);
  return post;
}

Quantity PostCells::day() const {
  const DatedPost at = dated();
  if (at.state == CellState::missing) return nothing(Field::posted_at, Unit::date);
  return Quantity::exact(Rational(day_of(at.time, at.state, answers_.zone)), Unit::date);
}

Quantity PostCells::time() const {
  const DatedPost at = dated();
  return at.state == CellState::value ? Quantity::exact(Rational(at.time), Unit::time) : day();
}

Quantity PostCells::text(Field field) const {
  const BatchColumn& column = *batch_.column(field);
  return column.states[row_] == CellState::value ? Quantity::label(std::string(column.texts[row_]))
                                                 : nothing(field, Unit::text);
}

Quantity PostCells::flag(Field field) const {
  const BatchColumn& column = *batch_.column(field);
  return column.states[row_] == CellState::value ? Quantity::flag(column.numbers[row_] != 0)
                                                 : nothing(field, Unit::text);
}

Quantity PostCells::tags() const {
  const BatchColumn& tags = *batch_.column(Field::tags);
  Quantity::List list;
  for (const std::uint32_t tag : list_of(tags, row_))
    list.push_back(answers_.store.tags().key(tag));
  return Quantity::list(std::move(list));
}

Quantity PostCells::flags() const {
  return Quantity::list(
      quality_flags({raw(Field::likes), raw(Field::comments), raw(Field::shares), raw(Field::saves),
                     raw(Field::views), raw(Field::followers)}));
}

Quantity PostCells::nothing(Field field, Unit unit) const {
  return Quantity::missing(
      answers_.store.seen().contains(field) ? MissingReason::unknown : MissingReason::not_exported,
      unit);
}

}  // namespace tiktok_kpi
