// Written to be obviously right, not fast.
#include "input/naive_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/text.hpp"
#include "input/daily_series.hpp"
#include "input/formats/formats.hpp"
#include "input/naive_pass.hpp"
#include "input/opened.hpp"
#include "input/order_merger.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

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
      if (log.plan.format->traits.unread || log.plan.format->traits.aside) {
        pass_over(opened, log);
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
    log.faults.warn_of_mixed_signs();
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
