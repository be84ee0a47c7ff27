// Plans first, so that columns no input can fill are left out; then one pass.
#include "convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "aggregate/order_repeats.hpp"
#include "cells_of_records.hpp"
#include "core/text.hpp"
#include "dataset.hpp"
#include "input/formats/format.hpp"
#include "input/naive_batch.hpp"
#include "input/order_records.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array offered{RecordKind::post,   RecordKind::daily,  RecordKind::creator,
                             RecordKind::order,  RecordKind::line,   RecordKind::touch,
                             RecordKind::ad_day, RecordKind::comment};

/// Columns that serve the reading, or name a person; the latter are written with a key only.
constexpr std::array inner{Field::cancelled, Field::refunded, Field::taxes_included};
constexpr std::array personal{Field::customer_key, Field::client_key};

const RecordPlan* records_of(const ReadPlan& plan, RecordKind kind) {
  const auto found = std::ranges::find(plan.records, kind, &RecordPlan::kind);
  return found == plan.records.end() ? nullptr : &*found;
}

/// What the plans say about the records of one kind.
struct Fillable {
  FieldSet seen;   ///< some input has it, or what it is worked out from
  FieldSet maybe;  ///< and keys that JSON may hold further on
};

/// What readers work out of other columns.
void add_derived(RecordKind kind, FieldSet& seen) {
  if (kind == RecordKind::order && (seen.contains(Field::total) || seen.contains(Field::subtotal)))
    seen.insert({Field::subtotal, Field::revenue_basis});
  if (kind == RecordKind::line && seen.contains(Field::unit_price) &&
      seen.contains(Field::quantity))
    seen.insert(Field::line_total);
  if (kind == RecordKind::touch && seen.contains(Field::event))
    seen.insert({Field::sessions, Field::conversions});
  if (kind == RecordKind::comment && seen.contains(Field::url))
    seen.insert({Field::post_id, Field::creator});
  if (kind != RecordKind::post) return;
  if (seen.contains(Field::url)) seen.insert({Field::post_id, Field::creator});
  if (seen.contains(Field::post_id)) seen.insert(Field::posted_at);
  if (seen.contains(Field::caption)) seen.insert(Field::tags);
}

void add_fillable(const ReadPlan& plan, const RecordPlan& records, Fillable& to) {
  FieldSet seen;
  for (const ColumnPlan& column : records.columns) {
    if (column.seen) seen.insert(column.field);
    to.maybe.insert(column.field);
  }
  if (!plan.creator.empty()) seen.insert(Field::creator);
  if (plan.exported_at && (row_of(Field::exported_at).kinds & kind_bit(records.kind)) != 0)
    seen.insert(Field::exported_at);
  if (plan.format->orders.keyed_tags)
    seen.insert({Field::utm_source, Field::utm_medium, Field::utm_campaign, Field::utm_term,
                 Field::utm_content});
  if (plan.format->traits.year_less && records.kind == RecordKind::daily)
    seen.insert(Field::creator);
  to.seen.insert(seen);
  to.maybe.insert(seen);
}

/// The plan of each input, nothing where there is none: reading it will say why.
std::vector<std::optional<ReadPlan>> plan_all(DatasetSpec& spec) {
  std::vector<std::optional<ReadPlan>> plans;
  for (std::size_t i = 0; i < spec.inputs.size(); ++i) {
    try {
      hold_input(spec.inputs[i], static_cast<std::uint32_t>(i), spec.options);
      plans.emplace_back(plan_input(spec.inputs[i], static_cast<std::uint32_t>(i), spec.options));
    } catch (const Error& error) {
      if (error.exit_code() == ExitCode::refused || error.exit_code() == ExitCode::usage) throw;
      plans.emplace_back();
    }
  }
  return plans;
}

std::string plural(RecordKind kind) {
  switch (kind) {
    case RecordKind::daily: return "daily series";
    case RecordKind::line: return "order lines";
    case RecordKind::touch: return "visits";
    case RecordKind::ad_day: return "advertising days";
    default: return fmt::format("{}s", name_of(kind));
  }
}

/// Leaves the kinds that the file holds to which rows are added.
void keep_kinds_of(const AppendTarget& target, std::vector<RecordKind>& present) {
  if (!target.exists) return;
  std::vector<RecordKind> fitting = present;
  std::erase_if(fitting, [&](RecordKind kind) {
    return std::ranges::find(target.kinds, kind) == target.kinds.end();
  });
  if (fitting.empty())
    throw Error("bad-option",
                fmt::format("--append {}: it holds {}, the inputs {}", visible(target.path),
                            target.kinds.empty() ? "nothing" : plural(target.kinds.front()),
                            plural(present.front())),
                "name another file: one holds records of one kind");
  present = std::move(fitting);
}

std::optional<RecordKind> pick_kind(const std::string& wanted, const AppendTarget* target,
                                    const std::vector<std::optional<ReadPlan>>& plans,
                                    std::vector<Diagnostic>& notes) {
  std::vector<RecordKind> present;
  for (const RecordKind kind : offered)
    if (std::ranges::any_of(
            plans, [&](const auto& plan) { return plan && records_of(*plan, kind) != nullptr; }))
      present.push_back(kind);
  if (present.empty()) return std::nullopt;
  if (target != nullptr) keep_kinds_of(*target, present);
  if (!wanted.empty()) {
    const auto found =
        std::ranges::find(present, wanted, [](RecordKind kind) { return name_of(kind); });
    if (found != present.end()) return *found;
    std::vector<std::string_view> names;
    for (const RecordKind kind : present) names.push_back(name_of(kind));
    throw Error("bad-option", fmt::format("no input holds records for --kind {}", visible(wanted)),
                fmt::format("the inputs hold: {}", fmt::join(names, ", ")));
  }
  for (std::size_t i = 1; i < present.size(); ++i)
    notes.push_back(Diagnostic::make("other-records",
                                     fmt::format("the inputs also hold {}; {} are written",
                                                 plural(present[i]), plural(present.front())),
                                     fmt::format("--kind {} writes those", name_of(present[i]))));
  return present.front();
}

/// Columns that tell what a table is about; written even when no input fills them.
std::vector<Field> keys_of(RecordKind kind) {
  if (kind == RecordKind::post) return {Field::post_id};
  if (kind == RecordKind::daily) return {Field::creator, Field::date};
  if (kind == RecordKind::order) return {Field::order_id};
  if (kind == RecordKind::line) return {Field::order_id, Field::quantity};
  if (kind == RecordKind::touch) return {Field::touched_at};
  if (kind == RecordKind::comment) return {Field::comment_id, Field::text};
  if (kind == RecordKind::ad_day) return {Field::date, Field::spend};
  return {Field::creator};
}

/// Leaves out what nobody asked for by name: columns of the reading, and keys of persons without a
/// key to hash them with. Throws Error when such a key is asked for.
void keep_private(FieldSet& fields, const std::vector<std::string>& wanted, bool keyed) {
  for (const Field field : inner) fields.erase(field);
  for (const Field field : personal) {
    if (keyed) continue;
    fields.erase(field);
    if (std::ranges::find(wanted, name_of(field)) != wanted.end())
      throw Error(
          "bad-option", fmt::format("{} is written only with --key", name_of(field)),
          "name a file with a secret of at least 16 bytes; the same secret gives the same keys");
  }
}

std::vector<Field> pick_fields(const std::vector<std::string>& wanted, RecordKind kind,
                               const FieldSet& seen) {
  std::vector<Field> picked;
  std::vector<std::string_view> known;
  for (const FieldRow& row : fields()) {
    if ((row.kinds & kind_bit(kind)) == 0) continue;
    known.push_back(row.name);
    if (wanted.empty() && seen.contains(row.field)) picked.push_back(row.field);
  }
  for (const std::string& name : wanted) {
    if (std::ranges::find(known, name) == known.end()) {
      const std::string_view near = nearest(name, known);
      throw Error("unknown-column",
                  fmt::format("\"{}\" is no column of {}", visible(name), plural(kind)),
                  near.empty() ? fmt::format("columns: {}", fmt::join(known, ", "))
                               : fmt::format("did you mean {}?", near));
    }
    const Field field = find_field(name)->field;
    if (std::ranges::find(picked, field) == picked.end()) picked.push_back(field);
  }
  return picked;
}

class RecordSink : public Sink {
 public:
  RecordSink(RecordKind kind, const std::vector<Field>& fields, const FieldSet& watched,
             std::span<RecordWriter* const> writers, const std::function<bool()>& done)
      : kind_(kind), speller_(fields), writers_(writers), done_(done) {
    for (const FieldRow& row : tiktok_kpi::fields())
      if (watched.contains(row.field) && std::ranges::find(fields, row.field) == fields.end())
        unwritten_.push_back(row.field);
  }

  [[nodiscard]] bool in_order() const override { return true; }
  void begin(unsigned) override {}
  void accept(unsigned, const Batch& batch, const Dictionaries& dictionaries) override {
    if (batch.kind != kind_) return;
    if (kind_ == RecordKind::order && has_repeats(batch, dictionaries)) {
      Batch once = copy_of(batch);
      keep_rows(once, keep_);
      if (once.size > 0) speller_.spell(once, dictionaries, writers_);
    } else {
      speller_.spell(batch, dictionaries, writers_);
    }
    std::erase_if(unwritten_, [&](Field field) {
      const BatchColumn* column = batch.column(field);
      const auto known = [](CellState state) { return state != CellState::missing; };
      if (column == nullptr || std::ranges::none_of(column->states, known)) return false;
      late_.push_back(field);
      return true;
    });
  }
  [[nodiscard]] bool done() const override { return done_ && done_(); }
  void discard(std::uint32_t) override {}
  void end(unsigned, Dictionaries) override {}

  /// Takes the rows that were copies of others out of the counts, and says so.
  void tell_repeats(ReadLog& log) {
    for (Diagnostic& repeat : repeats_) {
      InputLog& input = log.inputs[repeat.place.input];
      --input.rows.used;
      ++input.rows.left_out;
      input.faults.add(std::move(repeat));
    }
  }

  /// Columns that turned out to have values although they are not written.
  [[nodiscard]] const std::vector<Field>& late() const { return late_; }

 private:
  bool has_repeats(const Batch& orders, const Dictionaries& dictionaries) {
    keep_.assign(orders.size, 1);
    bool any = false;
    for (std::size_t row = 0; row < orders.size; ++row) {
      const OrderRepeats::Verdict verdict = seen_.look(orders, row, dictionaries);
      if (verdict == OrderRepeats::Verdict::fresh) continue;
      const bool same = verdict == OrderRepeats::Verdict::same;
      any = true;
      keep_[row] = 0;
      repeats_.push_back(Diagnostic::make(
          same ? "repeated-order" : "conflicting-orders",
          same ? "the order stands in an earlier row; it counts once"
               : "the order stands in an earlier row with other figures; the earlier ones count",
          same ? "" : "remove one of the two, or give the newer export alone",
          {orders.origin.input, orders.offsets[row]}));
    }
    return any;
  }

  RecordKind kind_;
  RecordSpeller speller_;
  OrderRepeats seen_;
  std::vector<std::uint8_t> keep_;
  std::vector<Diagnostic> repeats_;
  std::span<RecordWriter* const> writers_;
  const std::function<bool()>& done_;
  std::vector<Field> unwritten_, late_;
};

/// The columns of the table that rows are added to, in its order. Throws Error when `picked` has
/// others.
std::vector<Field> columns_of(const AppendTarget& target, const std::vector<Field>& picked) {
  std::vector<std::string_view> others;
  for (const Field field : picked)
    if (std::ranges::find(target.columns, name_of(field)) == target.columns.end())
      others.push_back(name_of(field));
  const bool undated = std::ranges::find(others, name_of(Field::exported_at)) != others.end();
  if (!others.empty())
    throw Error("bad-option",
                fmt::format("--append {}: its header has no {}", visible(target.path),
                            fmt::join(others, ", ")),
                undated
                    ? "without a column exported_at rows are no snapshots: collect in a new file"
                    : fmt::format("--fields {} leaves them out; an NDJSON file takes any columns",
                                  fmt::join(target.columns, ",")));
  std::vector<Field> fields;
  for (const std::string& column : target.columns) fields.push_back(find_field(column)->field);
  return fields;
}

bool is_dated(RecordKind kind) { return kind == RecordKind::post || kind == RecordKind::creator; }

/// Rows whose export time nothing tells are no snapshots: that is worth knowing when they are
/// collected.
void note_undated(const DatasetSpec& spec, const std::vector<std::optional<ReadPlan>>& plans,
                  RecordKind kind, ConvertOutcome& outcome, bool strict) {
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const RecordPlan* records = plans[i] ? records_of(*plans[i], kind) : nullptr;
    if (records == nullptr || plans[i]->exported_at ||
        std::ranges::find(records->columns, Field::exported_at, &ColumnPlan::field) !=
            records->columns.end())
      continue;
    outcome.notes.push_back(Diagnostic::make(
        "no-export-time",
        fmt::format("nothing says when {} was exported", visible(spec.inputs[i].location.shown())),
        "--exported-at 2024-05-31 says it, or the day in its name: posts-2024-05-31.csv"));
    if (strict) outcome.exit = worse(outcome.exit, ExitCode::input);
  }
}

/// Inputs without records of this kind are not read, unless their posts date a series without
/// years.
void keep_inputs(DatasetSpec& spec, const std::vector<std::optional<ReadPlan>>& plans,
                 RecordKind kind, bool with_posts) {
  std::vector<InputSpec> kept;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const bool wanted = !plans[i] || plans[i]->format->traits.unread ||
                        plans[i]->format->traits.aside || records_of(*plans[i], kind) != nullptr ||
                        (with_posts && records_of(*plans[i], RecordKind::post) != nullptr);
    if (wanted) kept.push_back(std::move(spec.inputs[i]));
  }
  spec.inputs = std::move(kept);
}

}  // namespace

ConvertOutcome convert(const ConvertRequest& request, std::span<RecordWriter* const> writers) {
  ConvertOutcome outcome;
  DatasetSpec spec = resolve_dataset(request.invocation);
  const std::vector<std::optional<ReadPlan>> plans = plan_all(spec);
  const std::optional<RecordKind> kind =
      pick_kind(request.kind, request.append, plans, outcome.notes);
  AskedFields asked;
  std::vector<Field> fields;
  std::vector<RecordColumn> columns;
  if (kind) {
    Fillable fillable;
    bool year_less = false;
    for (const auto& plan : plans)
      if (const RecordPlan* records = plan ? records_of(*plan, *kind) : nullptr) {
        add_fillable(*plan, *records, fillable);
        year_less = year_less || (plan->format->traits.year_less && *kind == RecordKind::daily);
      }
    if (request.append != nullptr && is_dated(*kind)) {
      fillable.seen.insert(Field::exported_at);
      note_undated(spec, plans, *kind, outcome, request.invocation.strict);
    }
    if (fillable.seen.empty())
      fillable.seen =
          fillable.maybe;  // no record at all: every column, so that it can be read back
    for (const Field key : keys_of(*kind)) fillable.seen.insert(key);
    add_derived(*kind, fillable.seen);
    const bool keyed = spec.options.keys != nullptr;
    keep_private(fillable.seen, request.fields, keyed);
    keep_private(fillable.maybe, request.fields, keyed);
    fields = pick_fields(request.fields, *kind, fillable.seen);
    for (const Field field : fields) asked.of(*kind).insert(field);
    if (request.append != nullptr) {
      request.append->kind = *kind;
      if (!request.append->columns.empty()) fields = columns_of(*request.append, fields);
    }
    if (year_less) asked.of(RecordKind::post) = {Field::post_id, Field::creator, Field::posted_at};
    if (request.fields.empty()) asked.of(*kind).insert(fillable.maybe);
    keep_inputs(spec, plans, *kind, year_less);
    for (const Field field : fields) columns.push_back(record_column(field));
    for (RecordWriter* writer : writers) writer->begin(columns);
    outcome.written = true;
  }
  const RecordKind written = kind.value_or(RecordKind::post);
  RecordSink sink(written, fields, request.fields.empty() ? asked.of(written) : FieldSet{}, writers,
                  request.done);
  ReadLog log = read(spec.inputs, asked, spec.options, sink);
  sink.tell_repeats(log);
  for (RecordWriter* writer : writers)
    if (outcome.written) writer->end();
  Document document;
  describe_inputs(spec, log, request.invocation, document, false);
  outcome.diagnostics = std::move(document.diagnostics);
  outcome.exit = worse(outcome.exit, exit_of(spec, log, request.invocation));
  if (!kind) {
    outcome.notes.push_back(Diagnostic::make("not-supported",
                                             "no input holds records of a kind that is written",
                                             "--raw converts other tables as they are"));
    outcome.exit = worse(outcome.exit, ExitCode::input);
  }
  for (const Field field : sink.late()) {
    outcome.notes.push_back(Diagnostic::make(
        "late-column",
        fmt::format("\"{}\" first occurs beyond the first MiB of its input; it is not written",
                    name_of(field)),
        "name the columns with --fields"));
    if (request.invocation.strict) outcome.exit = worse(outcome.exit, ExitCode::input);
  }
  return outcome;
}

}  // namespace tiktok_kpi
