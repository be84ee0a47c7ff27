// Real files have a handful of presence patterns, so a group is a short chain of records, nearly
// always one. A record fits one or two cache lines: sums are 64 bits and spill to a side table when
// they overflow. Rows are first turned into (group, row) pairs, so that records can be fetched
// ahead.
#include "aggregate/accumulator.hpp"

#include <algorithm>
#include <cmath>

#include "aggregate/store.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// A value in fixed point with MeanSum::fraction_bits, truncated toward zero.
Int128 fixed_point(double value) {
  // Below 8 the result fits 64 bits, where the conversion is one instruction.
  if (std::abs(value) < 8.0) return static_cast<std::int64_t>(value * 0x1p60);
  if (!(std::abs(value) < 0x1p66))
    throw Error("limit-exceeded", "the rate of a post is beyond all measure",
                "look for a post with a single view and huge counts");
  return static_cast<Int128>(value * 0x1p60);
}

Int128 fixed_point(const RowNumbers& rows, std::size_t row) {
  if (!rows.exact) return fixed_point(rows.values[row]);
  const Int128 fixed = Int128{rows.counts[row]} << MeanSum::fraction_bits;
  return rows.scale == 1 ? fixed : fixed / rows.scale;
}

void add_checked(Int128& to, Int128 value) {
  if (__builtin_add_overflow(to, value, &to))
    throw Error("limit-exceeded", "a sum over posts does not fit 128 bits");
}

Int128 wide_of(const std::uint64_t* words) {
  return static_cast<Int128>((static_cast<UInt128>(words[1]) << 64U) | words[0]);
}

}  // namespace

std::int32_t day_of(std::int64_t time, CellState state, const TimeZone& zone) {
  if (state != CellState::day && !zone.is_utc()) time += zone.offset_at(time);
  return static_cast<std::int32_t>(time >= 0 ? time / 86'400 : (time - 86'399) / 86'400);
}

BatchNumbers::BatchNumbers(Request request) : request_(std::move(request)) {
  FieldSet summed;
  for (const SumTerm& term : request_.sums) {
    summed.insert(term.field);
    if (term.times) summed.insert(*term.times);
  }
  for (const FieldRow& row : tiktok_kpi::fields())
    if (summed.contains(row.field)) fields_.push_back(row.field);
  cells_.resize(request_.sums.size());
  products_.resize(request_.sums.size());
  rows_.resize(request_.means.size());
  fixed_.resize(request_.means.size());
}

void BatchNumbers::compute(const Batch& batch) {
  patterns_.assign(batch.size, 0);
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const BatchColumn* column = batch.column(fields_[i]);
    if (column == nullptr) continue;
    const auto shift = static_cast<unsigned>(2 * i);
    const auto zero_untold = static_cast<unsigned>(!request_.divisors.contains(fields_[i]));
    const CellState* const states = column->states.data();
    const std::int64_t* const numbers = column->numbers.data();
    Pattern* const patterns = patterns_.data();
    for (std::size_t row = 0; row < batch.size; ++row) {
      const auto value = static_cast<unsigned>(states[row] == CellState::value);
      const auto nonzero = static_cast<unsigned>(numbers[row] != 0) | zero_untold;
      const auto presence =
          2U * value + (value & nonzero) + static_cast<unsigned>(states[row] == CellState::invalid);
      patterns[row] |= Pattern{presence} << shift;
    }
  }
  for (std::size_t i = 0; i < request_.sums.size(); ++i) {
    const SumTerm& term = request_.sums[i];
    const BatchColumn* column = batch.column(term.field);
    const BatchColumn* times = term.times ? batch.column(*term.times) : nullptr;
    cells_[i].assign(batch.size, 0);
    products_[i].clear();
    if (term.times) products_[i].assign(batch.size, 0);
    if (column == nullptr || (term.times && times == nullptr)) continue;
    if (times == nullptr) {
      const CellState* const states = column->states.data();
      const std::int64_t* const numbers = column->numbers.data();
      std::int64_t* const cells = cells_[i].data();
      for (std::size_t row = 0; row < batch.size; ++row)
        cells[row] = states[row] == CellState::value ? numbers[row] : 0;
      continue;
    }
    for (std::size_t row = 0; row < batch.size; ++row)
      if (column->states[row] == CellState::value && times->states[row] == CellState::value)
        products_[i][row] = Int128{column->numbers[row]} * times->numbers[row];
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    compute_rows(request_.means[i], batch, rows_[i]);
    fixed_[i].resize(batch.size);
    for (std::size_t row = 0; row < batch.size; ++row)
      if (rows_[i].defined[row] != 0) fixed_[i][row] = fixed_point(rows_[i], row);
  }
}

Accumulator::Accumulator(const Request& request, Grouping grouping, const TimeZone& zone,
                         const BatchNumbers& numbers)
    : zone_(&zone) {
  shape_.grouping = grouping;
  shape_.fields = numbers.fields();
  shape_.sums = request.sums;
  shape_.means = request.means;
  shape_.medians = request.medians;
  const auto position = [](const auto& list, const auto& item) {
    return static_cast<std::size_t>(std::ranges::find(list, item) - list.begin());
  };
  for (const SumTerm& term : request.sums) terms_.push_back(position(numbers.request().sums, term));
  for (const RowRate& rate : request.means)
    rates_.push_back(position(numbers.request().means, rate));
  stride_ = header_words + terms_.size() + mean_words * rates_.size();
}

std::uint32_t Accumulator::slot_of(std::int64_t id) {
  if (head_.empty()) first_id_ = shape_.grouping == Grouping::day ? id : 0;
  if (id < first_id_) {
    // An earlier day than any before: make room in front, with some to spare.
    const std::int64_t extra = std::max<std::int64_t>(first_id_ - id, 64);
    head_.insert(head_.begin(), static_cast<std::size_t>(extra), none);
    first_id_ -= extra;
  }
  const auto slot = static_cast<std::size_t>(id - first_id_);
  if (slot >= head_.size()) head_.resize(std::max(slot + 1, head_.size() * 2), none);
  return static_cast<std::uint32_t>(slot);
}

inline std::uint32_t Accumulator::entry_of(std::uint32_t slot, Pattern pattern) {
  const std::uint32_t head = head_[slot];
  return head != none && record(head)[0] == pattern ? head : next_entry_of(slot, pattern);
}

std::uint32_t Accumulator::next_entry_of(std::uint32_t slot, Pattern pattern) {
  std::uint32_t last = none;
  for (std::uint32_t entry = head_[slot]; entry != none;
       entry = static_cast<std::uint32_t>(record(entry)[2])) {
    if (record(entry)[0] == pattern) return entry;
    last = entry;
  }
  const std::uint32_t entry = entries_++;
  words_.resize(words_.size() + stride_);
  record(entry)[0] = pattern;
  record(entry)[2] = none;
  if (last == none)
    head_[slot] = entry;
  else
    record(last)[2] = entry;
  return entry;
}

void Accumulator::add_wide(std::uint32_t entry, std::size_t word, Int128 value) {
  add_checked(wide_[std::uint64_t{entry} * stride_ + word], value);
}

void Accumulator::add_word(std::uint32_t entry, std::size_t word, std::int64_t value) {
  std::uint64_t& stored = record(entry)[word];
  auto current = static_cast<std::int64_t>(stored);
  if (__builtin_add_overflow(current, value, &current)) {
    add_wide(entry, word, static_cast<std::int64_t>(stored));
    current = value;
  }
  stored = static_cast<std::uint64_t>(current);
}

Int128 Accumulator::sum(std::uint32_t entry, std::size_t word) {
  Int128 total = static_cast<std::int64_t>(record(entry)[word]);
  if (wide_.empty()) return total;
  const auto found = wide_.find(std::uint64_t{entry} * stride_ + word);
  if (found != wide_.end()) add_checked(total, found->second);
  return total;
}

inline void Accumulator::add_mean(std::uint64_t* mean, Int128 fixed, std::uint64_t rows) {
  Int128 total = wide_of(mean);
  add_checked(total, fixed);
  mean[0] = static_cast<std::uint64_t>(static_cast<UInt128>(total));
  mean[1] = static_cast<std::uint64_t>(static_cast<UInt128>(total) >> 64U);
  mean[2] += rows;
}

void Accumulator::look_at(const BatchNumbers& numbers) {
  columns_.patterns = numbers.patterns().data();
  columns_.cells.clear();
  columns_.products.clear();
  columns_.means.clear();
  columns_.defined.clear();
  for (const std::size_t term : terms_) {
    const bool product = !numbers.products(term).empty();
    columns_.cells.push_back(product ? nullptr : numbers.cells(term).data());
    columns_.products.push_back(numbers.products(term).data());
  }
  for (const std::size_t rate : rates_) {
    columns_.means.push_back(numbers.mean(rate).data());
    columns_.defined.push_back(numbers.defined(rate).data());
  }
}

void Accumulator::add_row(std::uint32_t slot, std::size_t row) {
  const std::uint32_t entry = entry_of(slot, columns_.patterns[row]);
  std::uint64_t* const words = record(entry);
  ++words[1];
  const std::size_t terms = columns_.cells.size();
  const std::int64_t* const* cells = columns_.cells.data();
  for (std::size_t i = 0; i < terms; ++i) {
    if (cells[i] == nullptr) {
      add_wide(entry, header_words + i, columns_.products[i][row]);
      continue;
    }
    std::uint64_t& stored = words[header_words + i];
    std::int64_t sum = 0;
    if (__builtin_add_overflow(static_cast<std::int64_t>(stored), cells[i][row], &sum)) {
      add_wide(entry, header_words + i, static_cast<std::int64_t>(stored));
      sum = cells[i][row];
    }
    stored = static_cast<std::uint64_t>(sum);
  }
  std::uint64_t* mean = words + header_words + terms;
  for (std::size_t i = 0; i < columns_.means.size(); ++i, mean += mean_words)
    if (columns_.defined[i][row] != 0) add_mean(mean, columns_.means[i][row], 1);
}

void Accumulator::add_pairs() {
  constexpr std::size_t ahead = 12;
  const std::size_t count = pairs_.size();
  const Pair* const pairs = pairs_.data();
  for (std::size_t i = 0; i < count; ++i) {
    if (i + ahead < count) {
      const std::uint32_t entry = head_[pairs[i + ahead].slot];
      if (entry != none) {
        const std::uint64_t* next = record(entry);
        for (std::size_t word = 0; word < stride_; word += 8) __builtin_prefetch(next + word, 1);
      }
    }
    add_row(pairs[i].slot, pairs[i].row);
  }
}

void Accumulator::add(const Batch& batch, const BatchNumbers& numbers,
                      const std::vector<std::uint8_t>& selected) {
  look_at(numbers);
  pairs_.clear();
  const BatchColumn* creators = batch.column(Field::creator);
  const BatchColumn* times = batch.column(Field::posted_at);
  const BatchColumn* tags = batch.column(Field::tags);
  for (std::uint32_t row = 0; row < batch.size; ++row) {
    if (selected[row] == 0) continue;
    switch (shape_.grouping) {
      case Grouping::total: pairs_.push_back({slot_of(0), row}); break;
      case Grouping::creator:
        if (creators != nullptr && creators->states[row] == CellState::value)
          pairs_.push_back({slot_of(creators->numbers[row]), row});
        break;
      case Grouping::day:
        if (times == nullptr || times->states[row] == CellState::missing) break;
        {
          const std::int32_t day = day_of(times->numbers[row], times->states[row], *zone_);
          if (!head_.empty() && day < first_id_) {  // slots move: settle what is pending
            add_pairs();
            pairs_.clear();
          }
          pairs_.push_back({slot_of(day), row});
        }
        break;
      case Grouping::tag:
        if (tags == nullptr) break;
        for (const std::uint32_t tag : list_of(*tags, row)) pairs_.push_back({slot_of(tag), row});
        break;
    }
  }
  add_pairs();
}

void Accumulator::add_to(const BatchNumbers& numbers, std::span<const std::int64_t> groups) {
  look_at(numbers);
  for (std::size_t row = 0; row < groups.size(); ++row)
    if (groups[row] >= 0) add_row(slot_of(groups[row]), row);
}

void Accumulator::merge(Accumulator& other) {
  for (std::size_t slot = 0; slot < other.head_.size(); ++slot) {
    if (other.head_[slot] == none) continue;
    const std::uint32_t mine = slot_of(other.first_id_ + static_cast<std::int64_t>(slot));
    for (std::uint32_t at = other.head_[slot]; at != none;
         at = static_cast<std::uint32_t>(other.record(at)[2])) {
      const std::uint32_t entry = entry_of(mine, other.record(at)[0]);
      record(entry)[1] += other.record(at)[1];
      for (std::size_t i = 0; i < terms_.size(); ++i) {
        const Int128 value = other.sum(at, header_words + i);
        if (value <= INT64_MAX && value >= INT64_MIN)
          add_word(entry, header_words + i, static_cast<std::int64_t>(value));
        else
          add_wide(entry, header_words + i, value);
      }
      for (std::size_t i = 0; i < rates_.size(); ++i) {
        const std::size_t word = header_words + terms_.size() + mean_words * i;
        add_mean(record(entry) + word, wide_of(other.record(at) + word),
                 other.record(at)[word + 2]);
      }
    }
  }
  other.words_ = {};
  other.head_ = {};
}

Aggregates Accumulator::finish() {
  Aggregates result = shape_;
  for (std::size_t slot = 0; slot < head_.size(); ++slot) {
    if (head_[slot] == none) continue;
    Group& group = result.groups.emplace_back();
    group.id = static_cast<std::uint32_t>(first_id_ + static_cast<std::int64_t>(slot));
    group.means.resize(rates_.size());
    for (std::uint32_t at = head_[slot]; at != none;
         at = static_cast<std::uint32_t>(record(at)[2])) {
      PatternSums& pattern = group.patterns.emplace_back();
      pattern.pattern = record(at)[0];
      pattern.posts = record(at)[1];
      pattern.sums.reserve(terms_.size());
      for (std::size_t i = 0; i < terms_.size(); ++i)
        pattern.sums.push_back(sum(at, header_words + i));
      group.posts += pattern.posts;
      for (std::size_t i = 0; i < rates_.size(); ++i) {
        const std::uint64_t* mean = record(at) + header_words + terms_.size() + mean_words * i;
        add_checked(group.means[i].fixed, wide_of(mean));
        group.means[i].rows += mean[2];
      }
    }
    std::ranges::sort(group.patterns, {}, &PatternSums::pattern);
  }
  words_ = {};
  if (shape_.grouping == Grouping::total && result.groups.empty()) {
    Group& group = result.groups.emplace_back();  // the total of nothing is a group too
    group.means.resize(shape_.means.size());
  }
  return result;
}

void select_campaign(const PostBatch& posts, std::vector<std::uint8_t>& selected) {
  selected.resize(posts.batch.size);
  for (std::size_t row = 0; row < posts.batch.size; ++row)
    selected[row] = posts.scopes[row] == PostScope::campaign;
}

std::vector<Aggregates> accumulate(const Store& store, std::span<const Request> requests,
                                   const PostSelector& select, const TimeZone& zone,
                                   unsigned threads) {
  threads = std::max(1U, threads);
  Request all;
  FieldSet fields = select.fields;
  for (const Request& request : requests) {
    all.add(request);
    if (request.groupings.front() == Grouping::creator) fields.insert(Field::creator);
    if (request.groupings.front() == Grouping::day) fields.insert(Field::posted_at);
    if (request.groupings.front() == Grouping::tag) fields.insert(Field::tags);
  }
  all.medians.clear();
  all.kept = {};
  fields.insert(all.fields());
  struct Worker {
    BatchNumbers numbers;
    std::vector<Accumulator> accumulators;
    std::vector<std::uint8_t> selected;
  };
  std::vector<Worker> workers;
  for (unsigned i = 0; i < threads; ++i) {
    workers.push_back({BatchNumbers(all), {}, {}});
    for (const Request& request : requests)
      workers.back().accumulators.emplace_back(request, request.groupings.front(), zone,
                                               workers.back().numbers);
  }
  store.for_each(threads, fields, [&](unsigned number, PostBatch& posts) {
    Worker& worker = workers[number];
    select.choose(posts, worker.selected);
    worker.numbers.compute(posts.batch);
    for (Accumulator& accumulator : worker.accumulators)
      accumulator.add(posts.batch, worker.numbers, worker.selected);
  });
  std::vector<Aggregates> results;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    for (unsigned other = 1; other < threads; ++other)
      workers[0].accumulators[i].merge(workers[other].accumulators[i]);
    results.push_back(workers[0].accumulators[i].finish());
  }
  return results;
}

}  // namespace tiktok_kpi
