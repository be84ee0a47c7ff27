// The group's posts once more, in order; each value is looked up among the cells of its record.
#include "report/traced_cells.hpp"

#include <algorithm>
#include <ranges>

#include "report/post_cells.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t usual_limit = 50;

bool belongs(const Answers& answers, const TracedGroup& group, const Batch& batch,
             std::size_t row) {
  const auto is_group = [&](std::int64_t id) { return id == std::int64_t{group.id}; };
  switch (group.grouping) {
    case Grouping::total: return true;
    case Grouping::creator: {
      const BatchColumn& creators = *batch.column(Field::creator);
      return creators.states[row] == CellState::value && is_group(creators.numbers[row]);
    }
    case Grouping::day: {
      const BatchColumn& times = *batch.column(Field::posted_at);
      return times.states[row] != CellState::missing &&
             static_cast<std::uint32_t>(
                 day_of(times.numbers[row], times.states[row], answers.zone)) == group.id;
    }
    case Grouping::tag:
      return std::ranges::any_of(list_of(*batch.column(Field::tags), row), is_group);
  }
  return false;
}

const TracedCell* find_cell(const CellTrace& trace, Place record, Field field) {
  const auto found = trace.records.find(record);
  if (found == trace.records.end()) return nullptr;
  const auto cells = std::views::reverse(found->second);  // the last one counts
  const auto cell = std::ranges::find(cells, field, &TracedCell::field);
  return cell == cells.end() ? nullptr : &*cell;
}

}  // namespace

Table traced_cells(const Answers& answers, const CellTrace& trace, const TracedGroup& group,
                   const FieldSet& fields) {
  Table table;
  table.id = "cells";
  table.title = "Where it stands";
  table.columns = {
      {.id = "where", .label = "file:line:column", .unit = Unit::text, .clip_front = true},
      {.id = "field", .label = "field", .unit = Unit::text},
      {.id = "value", .label = "value", .unit = Unit::none},
      {.id = "post_id", .label = "post", .unit = Unit::text, .detail = true},
      {.id = "cell", .label = "cell", .unit = Unit::text}};
  const std::size_t limit = answers.context.table.limit.value_or(usual_limit);
  std::vector<std::pair<Place, std::size_t>> placed;  // and the row of the table
  FieldSet wanted = fields;
  wanted.insert(answers.select.fields);
  wanted.insert({Field::post_id, Field::creator, Field::posted_at});
  if (group.grouping == Grouping::tag) wanted.insert(Field::tags);
  std::vector<std::uint8_t> selected;
  answers.store.for_each(1, wanted, [&](unsigned, PostBatch& posts) {
    answers.select.choose(posts, selected);
    for (std::size_t row = 0; row < posts.batch.size; ++row) {
      if (selected[row] == 0 || !belongs(answers, group, posts.batch, row)) continue;
      const PostCells cells(answers, posts.batch, row);
      for (const FieldRow& field : tiktok_kpi::fields()) {
        if (!fields.contains(field.field)) continue;
        ++table.total_rows;
        if (limit > 0 && table.rows.size() == limit) continue;
        const Place record = answers.store.record_of(posts.refs[row], field.field);
        const TracedCell* cell = find_cell(trace, record, field.field);
        if (cell != nullptr) placed.emplace_back(cell->place, table.rows.size());
        const Quantity nothing = Quantity::missing(MissingReason::unknown, Unit::text);
        table.rows.push_back({nothing, Quantity::label(std::string(field.name)),
                              cells.number(field.field), cells.id(),
                              cell != nullptr ? Quantity::label(cell->text) : nothing});
      }
    }
  });
  std::ranges::sort(placed);
  std::vector<Place> places;
  for (const auto& [place, row] : placed) places.push_back(place);
  const std::vector<std::string> where = trace.where(places);
  for (std::size_t i = 0; i < placed.size(); ++i)
    table.rows[placed[i].second][0] = Quantity::label(where[i]);
  return table;
}

}  // namespace tiktok_kpi
