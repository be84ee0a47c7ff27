// Written to be obviously right, not fast.
#include "input/naive_batch.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <memory>

#include "input/cells.hpp"

namespace tiktok_kpi {

OneRecordBatch::OneRecordBatch(const RecordPlan& records, const AskedFields& asked) {
  batch_.kind = records.kind;
  batch_.size = 1;
  batch_.offsets.resize(1);
  const FieldSet needed = needed_fields(records, asked);
  for (const FieldRow& row : fields()) {
    if (!needed.contains(row.field) || (row.kinds & kind_bit(records.kind)) == 0) continue;
    auto& column = batch_.columns[static_cast<std::size_t>(row.field)];
    column = std::make_unique<BatchColumn>();
    column->states.resize(1);
    if (row.type == FieldType::text)
      column->texts.resize(1);
    else if (row.type == FieldType::tags)
      column->list_ends.resize(1);
    else
      column->numbers.resize(1);
    if (asked.of(records.kind).contains(row.field)) batch_.asked.push_back(row.field);
  }
}

const Batch& OneRecordBatch::fill(const std::map<Field, NaiveValue>& values, const Origin& origin,
                                  std::uint64_t offset, Dictionaries& dictionaries) {
  batch_.origin = origin;
  batch_.offsets[0] = offset;
  for (const FieldRow& row : fields()) {
    BatchColumn* column = batch_.column(row.field);
    if (column == nullptr) continue;
    const auto found = values.find(row.field);
    const NaiveValue value = found == values.end() ? NaiveValue{} : found->second;
    column->states[0] = value.state;
    if (row.type == FieldType::text) {
      texts_[row.field] = value.text;
      column->texts[0] = texts_[row.field];
    } else if (row.type == FieldType::tags) {
      column->list.clear();
      for (const std::string& tag : value.list) {
        const std::uint32_t entry = batch_.kind == RecordKind::post
                                        ? dictionaries.tags.intern(tag, origin)
                                        : dictionaries.texts.intern(normal_code(tag), origin);
        if (entry != Dictionary::none &&
            std::ranges::find(column->list, entry) == column->list.end())
          column->list.push_back(entry);
      }
      column->list_ends[0] = static_cast<std::uint32_t>(column->list.size());
    } else if (value.state == CellState::missing) {
      column->numbers[0] = 0;
    } else if (row.type == FieldType::name ||
               (row.type == FieldType::id && value.state == CellState::day)) {
      Dictionary& dictionary = row.type == FieldType::id
                                   ? dictionaries.texts
                                   : dictionaries.of(name_space_of(row.field));
      column->numbers[0] = dictionary.intern(value.text, origin);
    } else {
      column->numbers[0] = value.number;
    }
  }
  return batch_;
}

Batch copy_of(const Batch& batch) {
  Batch copy;
  copy.kind = batch.kind;
  copy.origin = batch.origin;
  copy.size = batch.size;
  copy.asked = batch.asked;
  copy.offsets = batch.offsets;
  for (std::size_t i = 0; i < field_count; ++i)
    if (batch.columns[i]) copy.columns[i] = std::make_unique<BatchColumn>(*batch.columns[i]);
  return copy;
}

}  // namespace tiktok_kpi
