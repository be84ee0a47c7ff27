// Opens, plans, reads. Workers take blocks under one lock and parse outside it.
#include "input/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <iterator>
#include <thread>

#include "core/threads.hpp"
#include "input/column_evidence.hpp"
#include "input/daily_series.hpp"
#include "input/formats/formats.hpp"
#include "input/json_rows.hpp"
#include "input/naive_batch.hpp"
#include "input/opened.hpp"
#include "input/order_merger.hpp"
#include "input/planner.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// Follows the posts of one input: whose they are and how new.
class FactFinder {
 public:
  void look(const Batch& batch, const Dictionaries& dictionaries) {
    if (batch.kind != RecordKind::post) return;
    const BatchColumn* creators = batch.column(Field::creator);
    const BatchColumn* times = batch.column(Field::posted_at);
    for (std::size_t row = 0; creators != nullptr && row < batch.size && !several_; ++row) {
      if (creators->states[row] != CellState::value || creators->numbers[row] == entry_) continue;
      if (entry_ >= 0) several_ = true;
      entry_ = creators->numbers[row];
      name_ = dictionaries.creators.key(static_cast<std::uint32_t>(entry_));
    }
    for (std::size_t row = 0; times != nullptr && row < batch.size; ++row)
      if (times->states[row] == CellState::value) newest_ = std::max(newest_, times->numbers[row]);
  }
  void merge_into(PostFacts& facts, bool& several) const {
    several =
        several || several_ || (!facts.creator.empty() && !name_.empty() && facts.creator != name_);
    if (facts.creator.empty()) facts.creator = name_;
    if (newest_ > 0) facts.newest = std::max(facts.newest.value_or(newest_), newest_);
  }

 private:
  std::int64_t entry_ = -1;
  std::string name_;
  bool several_ = false;
  std::int64_t newest_ = 0;
};

bool yields(const ReadPlan& plan, RecordKind kind) {
  return std::ranges::find(plan.records, kind, &RecordPlan::kind) != plan.records.end();
}

/// What an input that is read later holds, without taking anything from it: visits unless its
/// beginning says otherwise.
bool may_have_visits(const InputSpec& input, std::uint32_t ordinal, const ReadOptions& options) {
  std::error_code error;
  if (!input.held && !input.location.text &&
      !std::filesystem::is_regular_file(input.location.path, error))
    return true;  // a pipe gives its beginning once
  try {
    return yields(plan_input(input, ordinal, options), RecordKind::touch);
  } catch (const Error&) {
    return false;  // met again when it is read
  }
}

class Run {
 public:
  Run(std::span<const InputSpec> inputs, const AskedFields& asked, const ReadOptions& options,
      Sink& sink)
      : inputs_(inputs), asked_(asked), options_(options), sink_(sink), in_order_(sink.in_order()) {
    workers_ =
        options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    if (in_order_) workers_ = 1;
    dictionaries_.resize(workers_);
    sink_.begin(workers_);
  }

  void read_input(const InputSpec& input, std::uint32_t ordinal) {
    InputLog& log = log_.inputs.emplace_back();
    log.path = input.location.shown();
    log.faults = FaultLog(ordinal);
    try {
      Opened opened = input.held ? std::move(*input.held) : open_input(input, ordinal, options_);
      opened.head.input = ordinal;
      const Head head = opened.head;
      log.plan = plan_of(head, input.overrides, options_);
      if (log.plan.format->traits.unread || log.plan.format->traits.aside) {
        pass_over(opened, log);
        return;
      }
      log.plan.customers_counted = options_.customers_match_visits && !head.whole &&
                                   yields(log.plan, RecordKind::order) && !any_visits(ordinal);
      if (in_order_ && !head.whole) log.plan.dialect.careful = true;
      Pass pass{input, ordinal, head, log, {}};
      if (in_order_ && log.plan.open_question && head.reopenable) settle_before(pass);
      if (!read_body(pass, std::move(opened))) {
        // The quotes are damaged beyond the first MiB: once more, record by record.
        start_again(pass);
        log.plan.dialect.careful = true;
        read_body(pass, open_input(input, ordinal, options_));
      }
      reconsider(pass);
      for (const Diagnostic& warning : log.plan.warnings) log.faults.add(warning);
      keep(pass);
    } catch (const Error& error) {
      if (error.exit_code() == ExitCode::refused) throw;
      // Half a file is no file.
      if (!in_order_) sink_.discard(ordinal);
      log.rows = {};
      log.faults.add(error.diagnostic());
      log.failed = true;
    }
  }

  ReadLog finish() {
    deliver_series(
        std::move(pending_), facts_, dictionaries_[0], sink_,
        [this](std::uint32_t input) -> FaultLog& { return log_.inputs[input].faults; },
        [this](std::uint32_t input) -> ReadPlan& { return log_.inputs[input].plan; });
    for (unsigned worker = 0; worker < workers_; ++worker)
      sink_.end(worker, std::move(dictionaries_[worker]));
    return std::move(log_);
  }

 private:
  /// In inputs that were read, this one included, or in later ones.
  bool any_visits(std::uint32_t ordinal) {
    for (const InputLog& input : log_.inputs)
      if (yields(input.plan, RecordKind::touch)) return true;
    if (!later_visits_) {
      later_visits_ = false;
      for (std::size_t i = ordinal + 1; i < inputs_.size() && !*later_visits_; ++i)
        later_visits_ = may_have_visits(inputs_[i], static_cast<std::uint32_t>(i), options_);
    }
    return *later_visits_;
  }

  struct Worker {
    FaultLog faults;
    RowCounts rows;
    FactFinder facts;
    ColumnTallies tallies;
    std::vector<HeldRow> held;
    ColumnSums sums;
  };

  /// What one reading of an input found out beside its records.
  struct Findings {
    PostFacts facts;
    ColumnTallies tallies;
    std::vector<Batch> series;
  };

  struct Pass {
    const InputSpec& input;
    std::uint32_t ordinal;
    const Head& head;
    InputLog& log;
    Findings found;
  };

  static bool is_year_less_series(const ReadPlan& plan) {
    return plan.format->traits.year_less && plan.format->kind == RecordKind::daily;
  }

  void start_again(Pass& pass) {
    sink_.discard(pass.ordinal);
    pass.log.faults = FaultLog(pass.ordinal);
    pass.log.rows = {};
    pass.found = {};
  }

  /// Plan with the evidence of a whole reading instead of the head's.
  ReadPlan better_plan(const Pass& pass, const ColumnTallies& tallies) const {
    ReadPlan better = plan_of(pass.head, pass.input.overrides, options_, &tallies);
    better.dialect.careful = better.dialect.careful || pass.log.plan.dialect.careful;
    return better;
  }

  /// Sinks that want batches in order cannot forget: an open question is settled by reading twice.
  void settle_before(Pass& pass) {
    ColumnTallies tallies;
    Dictionaries dictionaries;
    FaultLog faults(pass.ordinal);
    scan(
        pass, asked_, dictionaries, faults, [](const Batch&) {}, &tallies);
    pass.log.plan = better_plan(pass, tallies);
    pass.log.plan.dialect.careful = true;
  }

  /// Reads the input once more when all its rows tell of other decimal marks or date orders than
  /// its head.
  void reconsider(Pass& pass) {
    if (!contradicts(pass.log.plan, pass.found.tallies, pass.input.overrides)) return;
    if (in_order_ || !pass.head.reopenable) {
      pass.log.plan.warnings.push_back(contradiction_warning(pass.log.path));
      return;
    }
    ReadPlan better = better_plan(pass, pass.found.tallies);
    start_again(pass);
    pass.log.plan = std::move(better);
    read_body(pass, open_input(pass.input, pass.ordinal, options_));
  }

  /// Reads the records of an input in one thread and delivers them to nobody but `look`.
  void scan(const Pass& pass, const AskedFields& asked, Dictionaries& dictionaries,
            FaultLog& faults, const std::function<void(const Batch&)>& look,
            ColumnTallies* tallies) const {
    Opened opened = open_input(pass.input, pass.ordinal, options_);
    ReadPlan plan = pass.log.plan;
    plan.dialect.careful = true;
    BlockReader blocks(with_head(std::move(opened.head.text), std::move(opened.rest)), plan,
                       options_.blocks, pass.log.path, pass.ordinal);
    std::vector<char> buffer;
    Block block;
    if (plan.shape == Shape::csv) {
      CsvRows rows(plan, pass.ordinal, asked, dictionaries, faults, options_.blocks);
      rows.hold_totals();
      while (blocks.next(buffer, block)) rows.read(block, look);
      if (tallies != nullptr) rows.add_tallies_to(*tallies);
    } else {
      JsonRows rows(plan, pass.ordinal, asked, dictionaries, faults, options_.blocks);
      while (blocks.next(buffer, block)) rows.read(block, look);
      if (tallies != nullptr) rows.add_tallies_to(*tallies);
    }
  }

  /// Drops the held rows that equal the column sums; the others are read as records after all, in a
  /// block behind the last one.
  void settle_totals(Pass& pass, std::vector<HeldRow> held, ColumnSums sums,
                     std::uint32_t next_block, const CsvRows::Deliver& deliver) {
    if (held.empty()) return;
    std::ranges::sort(held, {}, &HeldRow::offset);
    AskedFields additive = additive_of_every_kind();
    if (pass.head.reopenable) {
      Dictionaries unused;
      FaultLog unheard(pass.ordinal);
      sums = {};
      scan(
          pass, additive, unused, unheard, [&](const Batch& batch) { sums.add(batch); }, nullptr);
    } else {
      additive = asked_;
    }
    for (const HeldRow& row : held) {
      const Block block{next_block++, row.offset, row.text};
      bool totals = false;
      Dictionaries unused;
      FaultLog unheard(pass.ordinal);
      CsvRows(pass.log.plan, pass.ordinal, additive, unused, unheard)
          .read(block, [&](const Batch& batch) { totals = totals || sums.equals_row(batch, 0); });
      const bool by_name = pass.log.plan.format->traits.stacked;
      if (totals || by_name) {
        pass.log.faults.add(totals_row(sums.rows(), totals, {pass.ordinal, row.offset}));
        ++pass.log.rows.read;
        ++pass.log.rows.left_out;
        continue;
      }
      CsvRows rows(pass.log.plan, pass.ordinal, asked_, dictionaries_[0], pass.log.faults,
                   options_.blocks);
      rows.strays_are_known();
      rows.read(block, deliver);
      pass.log.rows.add(rows.counts());
    }
  }

  /// The account that lines above the records describe.
  void read_profile(Pass& pass, std::uint32_t block, const CsvRows::Deliver& deliver) {
    const ReadPlan& plan = pass.log.plan;
    if (plan.profile == nullptr) return;
    CsvRows rows(*plan.profile, pass.ordinal, asked_, dictionaries_[0], pass.log.faults,
                 options_.blocks);
    rows.read({block, plan.profile->body, plan.profile_row}, deliver);
  }

  /// One worker's share: takes blocks until there are none.
  void work(const Pass& pass, unsigned number, BlockReader& blocks, Worker& worker,
            std::atomic<bool>& damaged, const CsvRows::Deliver& deliver) {
    std::vector<char> buffer;
    Block block;
    if (pass.log.plan.shape == Shape::csv) {
      CsvRows rows(pass.log.plan, pass.ordinal, asked_, dictionaries_[number], worker.faults,
                   options_.blocks);
      rows.hold_totals();
      while (!damaged && !sink_.done() && blocks.next(buffer, block))
        if (!rows.read(block, deliver)) damaged = true;
      worker.rows = rows.counts();
      worker.held = std::move(rows.held());
      rows.add_tallies_to(worker.tallies);
    } else {
      JsonRows rows(pass.log.plan, pass.ordinal, asked_, dictionaries_[number], worker.faults,
                    options_.blocks);
      while (!damaged && !sink_.done() && blocks.next(buffer, block)) rows.read(block, deliver);
      worker.rows = rows.counts();
      rows.add_tallies_to(worker.tallies);
    }
  }

  /// False when the quotes are damaged and the input has to be read again carefully.
  bool read_body(Pass& pass, Opened opened) {
    InputLog& log = pass.log;
    const bool keep_series = is_year_less_series(log.plan);
    BlockReader blocks(with_head(std::move(opened.head.text), std::move(opened.rest)), log.plan,
                       options_.blocks, log.path, pass.ordinal);
    const unsigned count = keep_series || log.plan.format->orders.merged ||
                                   (pass.head.whole && options_.thread_threshold > Head::size)
                               ? 1
                               : workers_;
    std::vector<Worker> workers(count);
    std::atomic<bool> damaged = false;
    OrderMerger merger(log.plan, dictionaries_[0], log.faults,
                       [&](const Batch& batch) { sink_.accept(0, batch, dictionaries_[0]); });
    const auto deliver_as = [&](unsigned number) {
      return [&, number](const Batch& batch) {
        workers[number].facts.look(batch, dictionaries_[number]);
        if (!pass.head.reopenable) workers[number].sums.add(batch);
        if (batch.asked.empty()) return;
        if (keep_series)
          pass.found.series.push_back(copy_of(batch));
        else if (log.plan.format->orders.merged && batch.kind == RecordKind::order)
          merger.add(batch);
        else
          sink_.accept(number, batch, dictionaries_[number]);
      };
    };
    on_threads(count, [&](unsigned number) {
      workers[number].faults = FaultLog(pass.ordinal);
      try {
        work(pass, number, blocks, workers[number], damaged, deliver_as(number));
      } catch (...) {
        damaged = true;
        throw;
      }
    });
    if (damaged) return false;
    std::vector<HeldRow> held;
    ColumnSums sums;
    for (Worker& worker : workers) {
      log.faults.merge(std::move(worker.faults));
      log.rows.add(worker.rows);
      add_tallies(pass.found.tallies, worker.tallies);
      std::ranges::move(worker.held, std::back_inserter(held));
      sums.add(worker.sums);
    }
    const CsvRows::Deliver deliver = deliver_as(0);
    read_profile(pass, blocks.blocks_read(), deliver);
    settle_totals(pass, std::move(held), sums, blocks.blocks_read() + 1, deliver);
    merger.finish();
    log.faults.warn_of_mixed_signs();
    log.rows.used -= merger.rows_left_out();
    log.rows.left_out += merger.rows_left_out() + log.plan.passed_over;
    log.rows.read += log.plan.passed_over;
    pass.found.facts.folder =
        std::filesystem::path(pass.input.location.path).parent_path().string();
    bool several = false;
    for (const Worker& worker : workers) worker.facts.merge_into(pass.found.facts, several);
    if (several) pass.found.facts.creator.clear();
    log.bytes = blocks.bytes_read();
    return true;
  }

  /// What is needed when all inputs are read: the posts' facts and the series that wait for their
  /// year.
  void keep(Pass& pass) {
    const PostFacts& facts = pass.found.facts;
    if (facts.newest || !facts.creator.empty()) facts_.push_back(facts);
    if (!is_year_less_series(pass.log.plan)) return;
    PendingSeries series;
    series.input = pass.ordinal;
    series.path = pass.log.path;
    series.folder = facts.folder;
    series.creator = pass.input.overrides.creator;
    series.year = pass.input.overrides.year;
    series.viewers_late = pass.log.plan.format->traits.viewers_late;
    series.batches = std::move(pass.found.series);
    pending_.push_back(std::move(series));
  }

  std::span<const InputSpec> inputs_;
  std::optional<bool> later_visits_;  ///< in inputs behind the first long file of orders
  const AskedFields& asked_;
  const ReadOptions& options_;
  Sink& sink_;
  bool in_order_;
  unsigned workers_ = 1;
  std::vector<Dictionaries> dictionaries_;
  std::vector<PostFacts> facts_;
  std::vector<PendingSeries> pending_;
  ReadLog log_;
};

}  // namespace

ReadLog read(std::span<const InputSpec> inputs, const AskedFields& asked,
             const ReadOptions& options, Sink& sink) {
  Run run(inputs, asked, options, sink);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    run.read_input(inputs[i], static_cast<std::uint32_t>(i));
  return run.finish();
}

PlannedInput plan_with_head(const InputSpec& input, std::uint32_t ordinal,
                            const ReadOptions& options) {
  Opened opened = open_input(input, ordinal, options);
  ReadPlan plan = make_plan(opened.head, input.overrides);
  return {std::move(plan), std::move(opened.head.text), opened.head.whole};
}

void hold_input(InputSpec& input, std::uint32_t ordinal, const ReadOptions& options) {
  const std::filesystem::path path = input.location.path;
  std::error_code error;
  if (input.location.reopenable() &&
      (!std::filesystem::exists(path, error) || std::filesystem::is_regular_file(path, error)))
    return;
  input.held = std::make_shared<Opened>(open_input(input, ordinal, options));
  input.held->head.reopenable = false;
}

ReadPlan plan_input(const InputSpec& input, std::uint32_t ordinal, const ReadOptions& options) {
  if (input.held) return make_plan(input.held->head, input.overrides);
  return make_plan(open_input(input, ordinal, options).head, input.overrides);
}

}  // namespace tiktok_kpi
