#pragma once
// A sink that keeps every record as a plain struct, so that tests can say what they expect of a
// file. The order of the rows is that of the input, whatever the number of workers and the size of
// the blocks.
#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "model/sink.hpp"

namespace tiktok_kpi::test {

struct CollectedCell {
  CellState state = CellState::missing;
  std::int64_t number = 0;        ///< not for names and text
  std::string text;               ///< text, normal form of a name, id that is no number
  std::vector<std::string> list;  ///< tags in normal form
  friend bool operator==(const CollectedCell&, const CollectedCell&) = default;
};

struct CollectedRow {
  RecordKind kind = RecordKind::post;
  std::uint32_t input = 0;
  std::uint64_t offset = 0;
  std::map<Field, CollectedCell> cells;  ///< of the asked fields, missing ones left out
  friend bool operator==(const CollectedRow&, const CollectedRow&) = default;

  [[nodiscard]] CollectedCell cell(Field field) const {
    const auto found = cells.find(field);
    return found == cells.end() ? CollectedCell{} : found->second;
  }
  /// Number of a known cell; -999 when it is missing.
  [[nodiscard]] std::int64_t number(Field field) const {
    const CollectedCell found = cell(field);
    return found.state == CellState::missing ? -999 : found.number;
  }
  [[nodiscard]] std::string text(Field field) const { return cell(field).text; }
};

class CollectingSink : public Sink {
 public:
  explicit CollectingSink(bool in_order = false) : in_order_(in_order) {}
  [[nodiscard]] bool in_order() const override { return in_order_; }
  void begin(unsigned) override {}
  void end(unsigned, Dictionaries) override {}
  void discard(std::uint32_t input) override {
    const std::lock_guard lock(mutex_);
    ++discards;
    std::erase_if(kept_, [&](const Kept& kept) { return kept.row.input == input; });
  }

  void accept(unsigned, const Batch& batch, const Dictionaries& dictionaries) override {
    std::vector<Kept> rows;
    for (std::size_t row = 0; row < batch.size; ++row) {
      Kept& kept = rows.emplace_back();
      kept.origin = batch.origin;
      kept.origin.first_record += static_cast<std::uint32_t>(row);
      kept.row.kind = batch.kind;
      kept.row.input = batch.origin.input;
      kept.row.offset = batch.offsets[row];
      for (const Field field : batch.asked) {
        CollectedCell cell = cell_of(*batch.column(field), field, row, dictionaries);
        if (cell.state != CellState::missing) kept.row.cells.emplace(field, std::move(cell));
      }
    }
    const std::lock_guard lock(mutex_);
    for (Kept& kept : rows) kept_.push_back(std::move(kept));
  }

  /// All rows in the order of their inputs and places; one row's records in the order of kinds.
  [[nodiscard]] std::vector<CollectedRow> rows() const {
    std::vector<Kept> sorted = kept_;
    std::ranges::stable_sort(sorted, [](const Kept& a, const Kept& b) {
      return std::tuple(a.row.input, a.row.offset, a.row.kind, a.origin) <
             std::tuple(b.row.input, b.row.offset, b.row.kind, b.origin);
    });
    std::vector<CollectedRow> rows;
    for (Kept& kept : sorted) rows.push_back(std::move(kept.row));
    return rows;
  }
  [[nodiscard]] std::vector<CollectedRow> rows_of(RecordKind kind) const {
    std::vector<CollectedRow> all = rows();
    std::erase_if(all, [&](const CollectedRow& row) { return row.kind != kind; });
    return all;
  }

  int discards = 0;

 private:
  struct Kept {
    Origin origin;
    CollectedRow row;
  };

  static CollectedCell cell_of(const BatchColumn& column, Field field, std::size_t row,
                               const Dictionaries& dictionaries) {
    CollectedCell cell;
    cell.state = column.states[row];
    if (cell.state == CellState::missing) return cell;
    switch (row_of(field).type) {
      case FieldType::text: cell.text = column.texts[row]; break;
      case FieldType::tags:
        for (const std::uint32_t entry : list_of(column, row))
          cell.list.emplace_back(
              (field == Field::tags ? dictionaries.tags : dictionaries.texts).key(entry));
        break;
      case FieldType::name: {
        const auto entry = static_cast<std::uint32_t>(column.numbers[row]);
        const bool creator = name_space_of(field) == NameSpace::creator;
        cell.text = (creator ? dictionaries.creators : dictionaries.texts).key(entry);
        break;
      }
      case FieldType::id:
        if (cell.state == CellState::day)
          cell.text = dictionaries.texts.key(static_cast<std::uint32_t>(column.numbers[row]));
        else
          cell.number = column.numbers[row];
        break;
      default: cell.number = column.numbers[row];
    }
    return cell;
  }

  bool in_order_;
  std::mutex mutex_;
  std::vector<Kept> kept_;
};

}  // namespace tiktok_kpi::test
