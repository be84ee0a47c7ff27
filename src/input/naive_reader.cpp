// Written to be obviously right, not fast.
#include "input/naive_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <set>

#include "core/text.hpp"
#include "input/daily_series.hpp"
#include "input/formats/formats.hpp"
#include "input/json_tree.hpp"
#include "input/naive_batch.hpp"
#include "input/naive_csv.hpp"
#include "input/naive_record_builder.hpp"
#include "input/opened.hpp"
#include "input/order_merger.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

bool is_blank(std::string_view cell) { return trim_cell(cell).empty(); }

/// Reads one input once with one plan. Delivers nothing when `deliver` is empty.
class NaivePass {
 public:
  using Deliver = std::function<void(const Batch&)>;

  NaivePass(const ReadPlan& plan, std::uint32_t input, const AskedFields& asked,
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

  void read(std::string_view text) {
    if (plan_.shape == Shape::csv)
      read_csv(plan_.end > 0 ? text.substr(0, plan_.end) : text);
    else
      read_json(text);
  }
  void read_profile_row(std::string_view row) {
    const NaiveRecord record = naive_record(row, plan_.dialect);
    std::vector<std::uint64_t> places;
    for (const std::size_t at : record.offsets) places.push_back(plan_.body + at);
    take_cells(record.cells, places, plan_.body);
  }

  RowCounts rows;
  ColumnTallies tallies;

 private:
  struct Part {
    const RecordPlan* records;
    OneRecordBatch batch;
  };
  struct Row {
    std::uint64_t offset;
    NaiveRecord record;
  };

  /// False when the record is none of its kind.
  bool deliver(Part& part, NaiveRecordBuilder& builder, std::uint64_t offset) {
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

  bool take_cells(const std::vector<std::string>& cells, const std::vector<std::uint64_t>& places,
                  std::uint64_t offset) {
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

  void observe(const Part& part, const ColumnPlan& column, std::uint64_t record,
               std::uint64_t place, std::string_view text) const {
    if (observer_) observer_({part.records->kind, column.field, record, {input_, place}, text});
  }

  // CSV

  void read_csv(std::string_view text) {
    std::vector<Row> held;
    std::vector<Row> kept;
    for (std::size_t at = plan_.body; at < text.size();) {
      Row row{at, naive_record(text.substr(at), plan_.dialect)};
      for (const std::size_t stray : row.record.stray)
        faults_.add(Diagnostic::make(
            "damaged-quotes", "a quotation mark inside a cell is not doubled; it is read as text",
            {}, {input_, at + stray}, 1));
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

  [[nodiscard]] bool sounds_like_total(const std::vector<std::string>& cells) const {
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

  Batch additive_batch(const Row& row) const {
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

  ColumnSums sums_of(const std::vector<Row>& kept) const {
    const AskedFields additive = additive_of_every_kind();
    ColumnSums sums;
    Dictionaries unused;
    FaultLog unheard(input_);
    NaivePass pass(plan_, input_, additive, unused, unheard,
                   [&](const Batch& batch) { sums.add(batch); }, {});
    for (const Row& row : kept) pass.take_row(row);
    return sums;
  }

  void take_row(const Row& row) {
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

  bool mend(std::vector<std::string>& cells, std::vector<std::uint64_t>& places,
            std::uint64_t offset) {
    const std::string counted = fmt::format("the row has {} cell{}, the header {}", cells.size(),
                                            cells.size() == 1 ? "" : "s", plan_.header_cells);
    std::vector<CellRef> found;
    for (const std::string& cell : cells)
      found.push_back({cell.data(), static_cast<std::uint32_t>(cell.size()), false});
    std::vector<std::string> arena;
    arena.reserve(4);
    const OddRow mended = mend_row(std::move(found), plan_, arena);
    if (!mended.usable) {
      faults_.add(Diagnostic::make("row-left-out", fmt::format("{}: {}", counted, mended.repair),
                                   "check the quotes and delimiters of this line",
                                   {input_, offset}));
      return false;
    }
    faults_.add(Diagnostic::make("odd-row", fmt::format("{}: {}", counted, mended.repair), {},
                                 {input_, offset}));
    ++rows.repaired;
    std::vector<std::string> new_cells;
    std::vector<std::uint64_t> new_places;
    for (const CellRef& cell : mended.cells) {
      new_cells.push_back(cell.quoted ? undoubled(cell.text()) : std::string(cell.text()));
      const auto source = std::ranges::find_if(
          cells, [&](const std::string& text) { return text.data() == cell.data; });
      new_places.push_back(source == cells.end()
                               ? offset
                               : places[static_cast<std::size_t>(source - cells.begin())]);
    }
    cells = std::move(new_cells);
    places = std::move(new_places);
    return true;
  }

  // JSON

  void leave_out(std::uint64_t offset, std::string_view why) {
    faults_.add(Diagnostic::make("bad-json", fmt::format("the record is not valid JSON: {}", why),
                                 "export the file again", {input_, offset}));
    ++rows.read;
    ++rows.left_out;
  }

  void read_json(std::string_view text) {
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
        faults_.add(Diagnostic::make(
            "bad-encoding", "bytes of the record are no valid text; they were replaced",
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

  void take_record(const JsonNode& record, std::uint64_t at, std::uint64_t document,
                   bool repaired) {
    ++rows.read;
    bool used = true;
    for (Part& part : parts_) {
      NaiveRecordBuilder builder(plan_, *part.records, faults_, at);
      for (const ColumnPlan& column : part.records->columns) {
        if (part.batch.batch().column(column.field) == nullptr) continue;
        take_values(part, builder, column, record, at, document, repaired);
      }
      const bool kept = deliver(part, builder, at);
      if (part.records->kind == plan_.format->kind) used = kept;
    }
    ++record_number_;
    ++(used ? rows.used : rows.left_out);
  }

  void take_values(const Part& part, NaiveRecordBuilder& builder, const ColumnPlan& column,
                   const JsonNode& record, std::uint64_t at, std::uint64_t document,
                   bool repaired) {
    std::vector<const JsonNode*> values;
    find_values(record, column.source, values);
    const std::size_t list = column.source.find("[]");
    if (list != std::string::npos) {
      std::vector<const JsonNode*> arrays;
      find_values(record, std::string_view(column.source).substr(0, list), arrays);
      std::erase_if(arrays,
                    [](const JsonNode* node) { return node->type != JsonNode::Type::array; });
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

  const ReadPlan& plan_;
  std::uint32_t input_;
  Dictionaries& dictionaries_;
  FaultLog& faults_;
  Deliver deliver_;
  CellObserver observer_;  // a copy: callers may pass a temporary
  std::vector<Part> parts_;
  std::uint32_t record_number_ = 0;
};

class NaiveRun {
 public:
  NaiveRun(const AskedFields& asked, const ReadOptions& options, Sink& sink,
           const CellObserver& observer)
      : asked_(asked), options_(options), sink_(sink), observer_(observer) {
    sink_.begin(1);
  }

  void read_input(const InputSpec& input, std::uint32_t ordinal) {
    InputLog& log = log_.inputs.emplace_back();
    log.path = input.location.shown();
    log.faults = FaultLog(ordinal);
    try {
      Opened opened = open_input(input, ordinal, options_);
      log.plan = plan_of(opened.head, input.overrides, options_);
      const Format& format = *log.plan.format;
      if (format.traits.unread || format.traits.aside) {
        Diagnostic told =
            Diagnostic::make("not-supported", fmt::format("{} is {}", log.path, format.label),
                             std::string(format.advice));
        if (format.traits.aside) told.severity = Severity::note;
        log.faults.add(std::move(told));
        log.failed = format.traits.unread;
        return;
      }
      read_whole(input, ordinal, opened, log);
    } catch (const Error& error) {
      if (error.exit_code() == ExitCode::refused) throw;
      log.faults.add(error.diagnostic());
      log.failed = true;
    }
  }

  ReadLog finish() {
    deliver_series(
        std::move(pending_), facts_, dictionaries_, sink_,
        [this](std::uint32_t input) -> FaultLog& { return log_.inputs[input].faults; },
        [this](std::uint32_t input) -> ReadPlan& { return log_.inputs[input].plan; });
    sink_.end(0, std::move(dictionaries_));
    return std::move(log_);
  }

 private:
  void read_whole(const InputSpec& input, std::uint32_t ordinal, Opened& opened, InputLog& log) {
    std::string text = opened.head.text;
    std::string more(1U << 16U, '\0');
    while (const std::size_t got = opened.rest->read(more.data(), more.size()))
      text.append(more, 0, got);
    weigh_again(input, ordinal, opened.head, text, log);
    const bool keep_series =
        log.plan.format->traits.year_less && log.plan.format->kind == RecordKind::daily;
    PostFacts facts;
    facts.folder = std::filesystem::path(input.location.path).parent_path().string();
    std::set<std::string> creators;
    PendingSeries series;
    OrderMerger merger(log.plan, dictionaries_, log.faults,
                       [&](const Batch& batch) { sink_.accept(0, batch, dictionaries_); });
    const auto deliver = [&](const Batch& batch) {
      note_facts(batch, facts, creators);
      if (batch.asked.empty()) return;
      if (keep_series)
        series.batches.push_back(copy_of(batch));
      else if (log.plan.format->orders.merged && batch.kind == RecordKind::order)
        merger.add(batch);
      else
        sink_.accept(0, batch, dictionaries_);
    };
    NaivePass pass(log.plan, ordinal, asked_, dictionaries_, log.faults, deliver, observer_);
    pass.read(text);
    merger.finish();
    log.rows = pass.rows;
    log.rows.used -= merger.rows_left_out();
    log.rows.left_out += merger.rows_left_out() + log.plan.passed_over;
    log.rows.read += log.plan.passed_over;
    log.bytes = text.size();
    if (log.plan.profile != nullptr) {
      NaivePass profile(*log.plan.profile, ordinal, asked_, dictionaries_, log.faults, deliver,
                        observer_);
      profile.read_profile_row(log.plan.profile_row);
    }
    for (const Diagnostic& warning : log.plan.warnings) log.faults.add(warning);
    if (creators.size() == 1) facts.creator = *creators.begin();
    if (facts.newest || !facts.creator.empty()) facts_.push_back(facts);
    if (!keep_series) return;
    series.input = ordinal;
    series.path = log.path;
    series.folder = facts.folder;
    series.creator = input.overrides.creator;
    series.year = input.overrides.year;
    series.viewers_late = log.plan.format->traits.viewers_late;
    pending_.push_back(std::move(series));
  }

  /// All rows weigh the columns again; see `read`.
  void weigh_again(const InputSpec& input, std::uint32_t ordinal, const Head& head,
                   std::string_view text, InputLog& log) {
    Dictionaries unused;
    FaultLog unheard(ordinal);
    NaivePass pass(log.plan, ordinal, asked_, unused, unheard, [](const Batch&) {}, {});
    pass.read(text);
    if (!contradicts(log.plan, pass.tallies, input.overrides)) return;
    if (head.reopenable && (!sink_.in_order() || log.plan.open_question)) {
      log.plan = plan_of(head, input.overrides, options_, &pass.tallies);
      return;
    }
    log.plan.warnings.push_back(contradiction_warning(log.path));
  }

  void note_facts(const Batch& batch, PostFacts& facts, std::set<std::string>& creators) {
    if (batch.kind != RecordKind::post) return;
    const BatchColumn* names = batch.column(Field::creator);
    if (names != nullptr && names->states[0] == CellState::value)
      creators.emplace(dictionaries_.creators.key(static_cast<std::uint32_t>(names->numbers[0])));
    const BatchColumn* times = batch.column(Field::posted_at);
    if (times != nullptr && times->states[0] == CellState::value && times->numbers[0] > 0)
      facts.newest = std::max(facts.newest.value_or(times->numbers[0]), times->numbers[0]);
  }

  const AskedFields& asked_;
  const ReadOptions& options_;
  Sink& sink_;
  const CellObserver& observer_;
  Dictionaries dictionaries_;
  std::vector<PostFacts> facts_;
  std::vector<PendingSeries> pending_;
  ReadLog log_;
};

}  // namespace

ReadLog read_naive(std::span<const InputSpec> inputs, const AskedFields& asked,
                   const ReadOptions& options, Sink& sink, const CellObserver& observer) {
  NaiveRun run(asked, options, sink, observer);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    run.read_input(inputs[i], static_cast<std::uint32_t>(i));
  return run.finish();
}

}  // namespace tiktok_kpi
