// Opens, plans, reads. Workers take blocks under one lock and parse outside it.
#include "input/reader.hpp"

#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>

#include "input/daily_series.hpp"
#include "input/formats/formats.hpp"
#include "input/json_rows.hpp"
#include "input/planner.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// An input whose first bytes are known.
struct Opened {
  Head head;
  std::unique_ptr<ByteStream> rest;
};

Opened open_input(const InputSpec& input, std::uint32_t ordinal, const ReadOptions& options) {
  Opened opened;
  std::unique_ptr<ByteStream> raw = open_location(input.location, options.stream);
  const auto fill = [](ByteStream& stream, std::string& text, std::size_t size) {
    const std::size_t before = text.size();
    text.resize(size);
    std::size_t filled = before;
    while (filled < size) {
      const std::size_t got = stream.read(text.data() + filled, size - filled);
      if (got == 0) break;
      filled += got;
    }
    text.resize(filled);
  };
  std::string bytes;
  fill(*raw, bytes, 64 * 1024);
  opened.head.encoding = input.overrides.encoding.empty() ? std::string(guess_encoding(bytes)) : input.overrides.encoding;
  raw = to_utf8(with_head(std::move(bytes), std::move(raw)), opened.head.encoding);
  fill(*raw, opened.head.text, Head::size);
  opened.head.whole = opened.head.text.size() < Head::size;
  opened.head.reopenable = input.location.reopenable();
  opened.head.name = input.location.shown();
  opened.head.input = ordinal;
  opened.rest = std::move(raw);
  return opened;
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
    several = several || several_ || (!facts.creator.empty() && !name_.empty() && facts.creator != name_);
    if (facts.creator.empty()) facts.creator = name_;
    if (newest_ > 0) facts.newest = std::max(facts.newest.value_or(newest_), newest_);
  }

 private:
  std::int64_t entry_ = -1;
  std::string name_;
  bool several_ = false;
  std::int64_t newest_ = 0;
};

class Run {
 public:
  Run(const AskedFields& asked, const ReadOptions& options, Sink& sink)
      : asked_(asked), options_(options), sink_(sink), in_order_(sink.in_order()) {
    workers_ = options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    if (in_order_) workers_ = 1;
    dictionaries_.resize(workers_);
    sink_.begin(workers_);
  }

  void read_input(const InputSpec& input, std::uint32_t ordinal) {
    InputLog& log = log_.inputs.emplace_back();
    log.path = input.location.shown();
    log.faults = FaultLog(ordinal);
    try {
      Opened opened = open_input(input, ordinal, options_);
      log.plan = make_plan(opened.head, input.overrides);
      if (log.plan.format->traits.unread) {
        log.faults.add(Diagnostic::make("not-supported", fmt::format("{} is {}", log.path, log.plan.format->label), std::string(log.plan.format->advice)));
        log.failed = true;
        return;
      }
      for (const Diagnostic& warning : log.plan.warnings) log.faults.add(warning);
      if (in_order_ && !opened.head.whole) log.plan.dialect.careful = true;
      const bool small = opened.head.whole;
      if (!read_body(input, ordinal, std::move(opened), small, log)) {
        // The quotes are damaged beyond the first MiB: once more, record by record.
        sink_.discard(ordinal);
        log.faults = FaultLog(ordinal);
        log.rows = {};
        log.plan.dialect.careful = true;
        read_body(input, ordinal, open_input(input, ordinal, options_), small, log);
      }
    } catch (const Error& error) {
      if (error.exit_code() == ExitCode::refused) throw;
      log.faults.add(error.diagnostic());
      log.failed = true;
    }
  }

  ReadLog finish() {
    deliver_series(std::move(pending_), facts_, dictionaries_[0], sink_,
                   [this](std::uint32_t input) -> FaultLog& { return log_.inputs[input].faults; },
                   [this](std::uint32_t input) -> ReadPlan& { return log_.inputs[input].plan; });
    for (unsigned worker = 0; worker < workers_; ++worker) sink_.end(worker, std::move(dictionaries_[worker]));
    return std::move(log_);
  }

 private:
  struct Worker {
    FaultLog faults;
    RowCounts rows;
    FactFinder facts;
  };

  /// False when the quotes are damaged and the input has to be read again carefully.
  bool read_body(const InputSpec& input, std::uint32_t ordinal, Opened opened, bool small, InputLog& log) {
    const bool year_less_series = log.plan.format->traits.year_less && log.plan.format->kind == RecordKind::daily;
    BlockReader blocks(with_head(std::move(opened.head.text), std::move(opened.rest)), log.plan, options_.blocks, log.path);
    const unsigned count = small && options_.thread_threshold > Head::size ? 1 : year_less_series ? 1 : workers_;
    std::vector<Worker> workers(count);
    PendingSeries series;
    std::atomic<bool> damaged = false;
    std::exception_ptr failure;
    std::mutex failure_mutex;
    const auto work = [&](unsigned number) {
      Worker& worker = workers[number];
      worker.faults = FaultLog(ordinal);
      Dictionaries& dictionaries = dictionaries_[number];
      const auto deliver = [&](const Batch& batch) {
        worker.facts.look(batch, dictionaries);
        if (year_less_series) series.batches.push_back(copy_of(batch));
        else sink_.accept(number, batch, dictionaries);
      };
      try {
        std::vector<char> buffer;
        Block block;
        if (log.plan.shape == Shape::csv) {
          CsvRows rows(log.plan, ordinal, asked_, dictionaries, worker.faults);
          while (!damaged && blocks.next(buffer, block))
            if (!rows.read(block, deliver)) damaged = true;
          worker.rows = rows.counts();
        } else {
          JsonRows rows(log.plan, ordinal, asked_, dictionaries, worker.faults);
          while (blocks.next(buffer, block)) rows.read(block, deliver);
          worker.rows = rows.counts();
        }
      } catch (...) {
        const std::lock_guard lock(failure_mutex);
        if (!failure) failure = std::current_exception();
        damaged = true;
      }
    };
    std::vector<std::thread> threads;
    for (unsigned number = 1; number < count; ++number) threads.emplace_back(work, number);
    work(0);
    for (std::thread& thread : threads) thread.join();
    if (failure) std::rethrow_exception(failure);
    if (damaged) return false;
    PostFacts facts{std::filesystem::path(input.location.path).parent_path().string(), {}, std::nullopt};
    bool several = false;
    for (Worker& worker : workers) {
      log.faults.merge(std::move(worker.faults));
      log.rows.add(worker.rows);
      worker.facts.merge_into(facts, several);
    }
    if (several) facts.creator.clear();
    log.bytes = blocks.bytes_read();
    if (facts.newest || !facts.creator.empty()) facts_.push_back(facts);
    if (year_less_series) {
      series.input = ordinal;
      series.path = input.location.shown();
      series.folder = facts.folder;
      series.creator = input.overrides.creator;
      series.year = input.overrides.year;
      series.viewers_late = log.plan.format->traits.viewers_late;
      pending_.push_back(std::move(series));
    }
    return true;
  }

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

ReadLog read(std::span<const InputSpec> inputs, const AskedFields& asked, const ReadOptions& options, Sink& sink) {
  Run run(asked, options, sink);
  for (std::size_t i = 0; i < inputs.size(); ++i) run.read_input(inputs[i], static_cast<std::uint32_t>(i));
  return run.finish();
}

PlannedInput plan_with_head(const InputSpec& input, std::uint32_t ordinal, const ReadOptions& options) {
  Opened opened = open_input(input, ordinal, options);
  ReadPlan plan = make_plan(opened.head, input.overrides);
  return {std::move(plan), std::move(opened.head.text), opened.head.whole};
}

ReadPlan plan_input(const InputSpec& input, std::uint32_t ordinal, const ReadOptions& options) {
  return make_plan(open_input(input, ordinal, options).head, input.overrides);
}

}  // namespace tiktok_kpi
