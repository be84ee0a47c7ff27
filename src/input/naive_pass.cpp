// Written to be obviously right, not fast.
#include "input/naive_pass.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "core/text.hpp"
#include "input/formats/format.hpp"
#include "input/order_records.hpp"
#include "input/plan_parts.hpp"

namespace tiktok_kpi {
namespace {

bool is_blank(std::string_view cell) { return trim_cell(cell).empty(); }

}  // namespace

NaivePass::NaivePass(const ReadPlan& plan, std::uint32_t input, const AskedFields& asked,
                     Dictionaries& dictionaries, FaultLog& faults, Deliver deliver,
                     const CellObserver& observer)
    : plan_(plan),
      input_(input),
      dictionaries_(dictionaries),
      faults_(faults),
      deliver_(std::move(deliver)),
      observer_(observer) {
  for (const RecordPlan& records : plan.records) {
    const bool for_years = dates_series(records, asked);
    OneRecordBatch batch(records, asked);
    if (!batch.batch().asked.empty() || for_years) parts_.push_back({&records, std::move(batch)});
  }
}

void NaivePass::read(std::string_view text) {
  if (plan_.shape == Shape::csv)
    read_csv(plan_.end > 0 ? text.substr(0, plan_.end) : text);
  else
    read_json(text);
}

void NaivePass::read_profile_row(std::string_view row) {
  const NaiveRecord record = naive_record(row, plan_.dialect);
  std::vector<std::uint64_t> places;
  for (const std::size_t at : record.offsets) places.push_back(plan_.body + at);
  take_cells(record.cells, places, plan_.body);
}

bool NaivePass::deliver(Part& part, NaiveRecordBuilder& builder, std::uint64_t offset) {
  builder.complete();
  const Origin origin{input_, 0, record_number_};
  const Batch& batch = part.batch.fill(builder.values(), origin, offset, dictionaries_);
  if (batch.kind < RecordKind::order ||
      (batch.kind == RecordKind::order && plan_.format->orders.merged)) {
    deliver_(batch);
    return true;
  }
  std::deque<std::string> texts;
  Batch settled = copy_of(batch);
  const bool left_out = !settle_records(settled, {plan_, dictionaries_, faults_, texts}).empty();
  if (settled.size > 0) deliver_(settled);
  return !left_out;
}

bool NaivePass::take_cells(const std::vector<std::string>& cells,
                           const std::vector<std::uint64_t>& places, std::uint64_t offset) {
  bool used = true;
  for (Part& part : parts_) {
    NaiveRecordBuilder builder(plan_, *part.records, faults_, offset);
    for (const ColumnPlan& column : part.records->columns) {
      if (part.batch.batch().column(column.field) == nullptr) continue;
      if (!builder.knows(column.field))
        observe(part, column, offset, places[column.column], cells[column.column]);
      builder.take(column, cells[column.column], places[column.column], tallies);
    }
    const bool kept = deliver(part, builder, offset);
    if (part.records->kind == plan_.format->kind) used = kept;
  }
  ++record_number_;
  return used;
}

void NaivePass::observe(const Part& part, const ColumnPlan& column, std::uint64_t record,
                        std::uint64_t place, std::string_view text) const {
  if (observer_) observer_({part.records->kind, column.field, record, {input_, place}, text});
}

void NaivePass::read_csv(std::string_view text) {
  std::vector<Row> held;
  std::vector<Row> kept;
  for (std::size_t at = plan_.body; at < text.size();) {
    Row row{at, naive_record(text.substr(at), plan_.dialect)};
    for (const std::size_t stray : row.record.stray)
      faults_.add(Diagnostic::make(
          "damaged-quotes", "a quotation mark inside a cell is not doubled; it is read as text", {},
          {input_, at + stray}, 1));
    at += std::max<std::size_t>(row.record.length, 1);
    if (std::ranges::all_of(row.record.cells, is_blank)) continue;
    (sounds_like_total(row.record.cells) ? held : kept).push_back(std::move(row));
  }
  ColumnSums sums;
  if (!held.empty()) sums = sums_of(kept);
  for (Row& row : held) {
    const bool equals = sums.equals_row(additive_batch(row), 0);
    if (equals || plan_.format->traits.stacked) {
      faults_.add(totals_row(sums.rows(), equals, {input_, row.offset}));
      ++rows.read;
      ++rows.left_out;
    } else {
      kept.push_back(std::move(row));
    }
  }
  for (const Row& row : kept) take_row(row);
}

bool NaivePass::sounds_like_total(const std::vector<std::string>& cells) const {
  if (!is_blank(cells[0])) return is_total_word(cells[0]);
  bool names = false;
  for (const RecordPlan& records : plan_.records)
    for (const ColumnPlan& column : records.columns) {
      const FieldType type = row_of(column.field).type;
      if (type != FieldType::id && type != FieldType::name && type != FieldType::text &&
          type != FieldType::time && type != FieldType::day)
        continue;
      names = true;
      if (column.column < cells.size() && !is_blank(cells[column.column]) &&
          !is_total_word(cells[column.column]))
        return false;
    }
  return names;
}

Batch NaivePass::additive_batch(const Row& row) const {
  const AskedFields additive = additive_of_every_kind();
  Batch found;
  Dictionaries unused;
  FaultLog unheard(input_);
  bool first = true;
  NaivePass pass(plan_, input_, additive, unused, unheard,
                 [&](const Batch& batch) {
                   if (first) found = copy_of(batch);
                   first = false;
                 },
                 {});
  pass.take_row(row);
  return found;
}

ColumnSums NaivePass::sums_of(const std::vector<Row>& kept) const {
  const AskedFields additive = additive_of_every_kind();
  ColumnSums sums;
  Dictionaries unused;
  FaultLog unheard(input_);
  NaivePass pass(plan_, input_, additive, unused, unheard,
                 [&](const Batch& batch) { sums.add(batch); }, {});
  for (const Row& row : kept) pass.take_row(row);
  return sums;
}

void NaivePass::take_row(const Row& row) {
  ++rows.read;
  std::vector<std::uint64_t> places;
  for (const std::size_t at : row.record.offsets) places.push_back(row.offset + at);
  std::vector<std::string> cells = row.record.cells;
  if (cells.size() != plan_.header_cells && !mend(cells, places, row.offset)) {
    ++rows.left_out;
    return;
  }
  ++(take_cells(cells, places, row.offset) ? rows.used : rows.left_out);
}

bool NaivePass::mend(std::vector<std::string>& cells, std::vector<std::uint64_t>& places,
                     std::uint64_t offset) {
  const std::string sizes = fmt::format("the row has {}, the header {}",
                                        counted(cells.size(), "cell"), plan_.header_cells);
  std::vector<CellRef> found;
  for (const std::string& cell : cells)
    found.push_back({cell.data(), static_cast<std::uint32_t>(cell.size()), false});
  std::vector<std::string> arena;
  arena.reserve(4);
  const OddRow mended = mend_row(std::move(found), plan_, arena);
  if (!mended.usable) {
    faults_.add(Diagnostic::make("row-left-out", fmt::format("{}: {}", sizes, mended.repair),
                                 "check the quotes and delimiters of this line", {input_, offset}));
    return false;
  }
  faults_.add(Diagnostic::make("odd-row", fmt::format("{}: {}", sizes, mended.repair), {},
                               {input_, offset}));
  ++rows.repaired;
  std::vector<std::string> new_cells;
  std::vector<std::uint64_t> new_places;
  for (const CellRef& cell : mended.cells) {
    new_cells.push_back(cell.quoted ? undoubled(cell.text()) : std::string(cell.text()));
    const auto source = std::ranges::find_if(
        cells, [&](const std::string& text) { return text.data() == cell.data; });
    new_places.push_back(
        source == cells.end() ? offset : places[static_cast<std::size_t>(source - cells.begin())]);
  }
  cells = std::move(new_cells);
  places = std::move(new_places);
  return true;
}

void NaivePass::leave_out(std::uint64_t offset, std::string_view why) {
  faults_.add(Diagnostic::make("bad-json", fmt::format("the record is not valid JSON: {}", why),
                               "export the file again", {input_, offset}));
  ++rows.read;
  ++rows.left_out;
}

void NaivePass::read_json(std::string_view text) {
  for (const std::string_view document : json_documents(text, plan_)) {
    const auto offset = static_cast<std::uint64_t>(document.data() - text.data());
    if (document.find('\0') != std::string_view::npos) {
      leave_out(offset, "it holds a zero byte");
      continue;
    }
    std::string copy(document);
    const bool repaired = repair_utf8(copy) > 0;
    const auto tree = parse_json_tree(copy);
    if (!tree) {
      leave_out(offset, "it cannot be parsed");
      continue;
    }
    if (repaired)
      faults_.add(Diagnostic::make("bad-encoding",
                                   "bytes of the record are no valid text; they were replaced",
                                   "state --encoding if the file is not UTF-8", {input_, offset}));
    std::vector<const JsonNode*> records;
    find_values(*tree, plan_.root, records);
    for (const JsonNode* record : records) {
      const std::uint64_t at = offset + (repaired ? 0 : record->at);
      if (record->type != JsonNode::Type::object) {
        leave_out(at, plan_.root.empty() ? "it is no record" : "it is no object");
        continue;
      }
      take_record(*record, at, offset, repaired);
    }
  }
}

void NaivePass::take_record(const JsonNode& record, std::uint64_t at, std::uint64_t document,
                            bool repaired) {
  ++rows.read;
  bool used = true;
  for (Part& part : parts_) {
    NaiveRecordBuilder builder(plan_, *part.records, faults_, at);
    for (const ColumnPlan& column : part.records->columns) {
      if (part.batch.batch().column(column.field) == nullptr) continue;
      take_values(part, builder, column, record, at, document, repaired);
    }
    for (const ColumnPlan& column : part.records->columns) {
      if (!null_is_unknown(column) || builder.knows(column.field)) continue;
      std::vector<const JsonNode*> values;
      find_values(record, column.source, values);
      if (std::ranges::any_of(
              values, [](const JsonNode* node) { return node->type == JsonNode::Type::null; }))
        builder.mark_unknown(column.field);
    }
    const bool kept = deliver(part, builder, at);
    if (part.records->kind == plan_.format->kind) used = kept;
  }
  ++record_number_;
  ++(used ? rows.used : rows.left_out);
}

void NaivePass::take_values(const Part& part, NaiveRecordBuilder& builder, const ColumnPlan& column,
                            const JsonNode& record, std::uint64_t at, std::uint64_t document,
                            bool repaired) {
  std::vector<const JsonNode*> values;
  find_values(record, column.source, values);
  const std::size_t list = column.source.find("[]");
  if (list != std::string::npos) {
    std::vector<const JsonNode*> arrays;
    find_values(record, std::string_view(column.source).substr(0, list), arrays);
    std::erase_if(arrays, [](const JsonNode* node) { return node->type != JsonNode::Type::array; });
    if (arrays.empty()) return;
    if (column.adds) {
      builder.take(column, "0", at, tallies);
      for (const JsonNode* value : values)
        if (value->type != JsonNode::Type::null && value->type != JsonNode::Type::array &&
            value->type != JsonNode::Type::object)
          builder.take(column, value->text, repaired ? at : document + value->at, tallies);
      return;
    }
    std::vector<std::string> entries;
    for (const JsonNode* value : values)
      if (value->type == JsonNode::Type::string) entries.push_back(value->text);
    builder.take_list(column, entries);
    return;
  }
  for (const JsonNode* value : values) {
    if (value->type == JsonNode::Type::null || value->type == JsonNode::Type::array ||
        value->type == JsonNode::Type::object)
      continue;
    const std::uint64_t place = repaired ? at : document + value->at;
    // Bytes of a repaired document do not stand where its copy has them.
    if (!repaired && !builder.knows(column.field)) observe(part, column, at, place, value->text);
    builder.take(column, value->text, place, tallies);
  }
}

}  // namespace tiktok_kpi
