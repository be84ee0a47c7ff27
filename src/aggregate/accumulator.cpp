// Real files have a handful of presence patterns, so a group is a short chain of entries, nearly always one.
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
  return static_cast<Int128>(value * 0x1p60);
}

void add_checked(Int128& to, Int128 value) {
  if (__builtin_add_overflow(to, value, &to)) throw Error("limit-exceeded", "a sum over posts does not fit 128 bits");
}

}  // namespace

std::int32_t day_of(std::int64_t time, CellState state, const TimeZone& zone) {
  if (state != CellState::day) time += zone.offset_at(time);
  return static_cast<std::int32_t>(time >= 0 ? time / 86'400 : (time - 86'399) / 86'400);
}

Accumulator::Accumulator(const Request& request, Grouping grouping, const TimeZone& zone) : zone_(&zone) {
  shape_.grouping = grouping;
  shape_.sums = request.sums;
  shape_.means = request.means;
  shape_.medians = request.medians;
  FieldSet summed;
  for (const SumTerm& term : request.sums) {
    summed.insert(term.field);
    if (term.times) summed.insert(*term.times);
  }
  for (const FieldRow& row : fields())
    if (summed.contains(row.field)) shape_.fields.push_back(row.field);
  masked_.resize(shape_.sums.size());
  products_.resize(shape_.sums.size());
  terms_.resize(shape_.sums.size());
  rates_.resize(shape_.means.size());
}

void Accumulator::find_patterns(const Batch& batch) {
  patterns_.assign(batch.size, 0);
  for (std::size_t i = 0; i < shape_.fields.size(); ++i) {
    const BatchColumn* column = batch.column(shape_.fields[i]);
    if (column == nullptr) continue;
    const auto shift = static_cast<unsigned>(2 * i);
    for (std::size_t row = 0; row < batch.size; ++row) {
      const CellState state = column->states[row];
      const auto presence = state == CellState::value ? 2U + static_cast<unsigned>(column->numbers[row] != 0)
                                                      : static_cast<unsigned>(state == CellState::invalid);
      patterns_[row] |= Pattern{presence} << shift;
    }
  }
  for (std::size_t i = 0; i < shape_.sums.size(); ++i) {
    const SumTerm& term = shape_.sums[i];
    const BatchColumn* column = batch.column(term.field);
    const BatchColumn* times = term.times ? batch.column(*term.times) : nullptr;
    masked_[i].assign(batch.size, 0);
    terms_[i] = masked_[i].data();
    products_[i].clear();
    if (column == nullptr || (term.times && times == nullptr)) continue;
    if (times == nullptr) {
      for (std::size_t row = 0; row < batch.size; ++row) masked_[i][row] = column->states[row] == CellState::value ? column->numbers[row] : 0;
      continue;
    }
    products_[i].assign(batch.size, 0);
    for (std::size_t row = 0; row < batch.size; ++row)
      if (column->states[row] == CellState::value && times->states[row] == CellState::value)
        products_[i][row] = Int128{column->numbers[row]} * times->numbers[row];
  }
}

std::uint32_t Accumulator::group_slot(std::int64_t id) {
  if (head_.empty()) first_id_ = shape_.grouping == Grouping::day ? id : 0;
  if (id < first_id_) {
    // An earlier day than any before: make room in front, with some to spare.
    const std::int64_t extra = std::max<std::int64_t>(first_id_ - id, 64);
    head_.insert(head_.begin(), static_cast<std::size_t>(extra), none);
    means_.insert(means_.begin(), static_cast<std::size_t>(extra) * shape_.means.size(), MeanSum{});
    first_id_ -= extra;
  }
  const auto slot = static_cast<std::size_t>(id - first_id_);
  if (slot >= head_.size()) {
    head_.resize(std::max(slot + 1, head_.size() * 2), none);
    means_.resize(head_.size() * shape_.means.size());
  }
  return static_cast<std::uint32_t>(slot);
}

std::uint32_t Accumulator::entry_of(std::uint32_t group, Pattern pattern) {
  std::uint32_t* link = &head_[group];
  while (*link != none) {
    if (entries_[*link].pattern == pattern) return *link;
    link = &entries_[*link].next;
  }
  const auto entry = static_cast<std::uint32_t>(entries_.size());
  *link = entry;
  entries_.push_back({pattern, 0, none});
  sums_.resize(sums_.size() + shape_.sums.size());
  return entry;
}

void Accumulator::add_row(std::uint32_t group, std::size_t row) {
  const std::uint32_t entry = entry_of(group, patterns_[row]);
  ++entries_[entry].posts;
  Int128* sums = sums_.data() + std::size_t{entry} * shape_.sums.size();
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    if (products_[i].empty()) sums[i] += terms_[i][row];  // 2^64 rows of 63 bits fit 127
    else add_checked(sums[i], products_[i][row]);
  }
  MeanSum* means = means_.data() + std::size_t{group} * rates_.size();
  for (std::size_t i = 0; i < rates_.size(); ++i) {
    const RowNumbers& rate = rates_[i];
    if (rate.defined[row] == 0) continue;
    add_checked(means[i].fixed, rate.exact ? (Int128{rate.counts[row]} << MeanSum::fraction_bits) / rate.scale : fixed_point(rate.values[row]));
    ++means[i].rows;
  }
}

void Accumulator::add(const Batch& batch, const std::vector<std::uint8_t>& selected) {
  find_patterns(batch);
  for (std::size_t i = 0; i < rates_.size(); ++i) compute_rows(shape_.means[i], batch, rates_[i]);
  const BatchColumn* creators = batch.column(Field::creator);
  const BatchColumn* times = batch.column(Field::posted_at);
  const BatchColumn* tags = batch.column(Field::tags);
  switch (shape_.grouping) {
    case Grouping::total: {
      const std::uint32_t slot = group_slot(0);
      for (std::size_t row = 0; row < batch.size; ++row)
        if (selected[row] != 0) add_row(slot, row);
      return;
    }
    case Grouping::creator:
      if (creators == nullptr) return;
      for (std::size_t row = 0; row < batch.size; ++row)
        if (selected[row] != 0 && creators->states[row] == CellState::value) add_row(group_slot(creators->numbers[row]), row);
      return;
    case Grouping::day:
      if (times == nullptr) return;
      for (std::size_t row = 0; row < batch.size; ++row)
        if (selected[row] != 0 && times->states[row] != CellState::missing)
          add_row(group_slot(day_of(times->numbers[row], times->states[row], *zone_)), row);
      return;
    case Grouping::tag:
      if (tags == nullptr) return;
      for (std::size_t row = 0; row < batch.size; ++row) {
        if (selected[row] == 0) continue;
        for (std::uint32_t i = row == 0 ? 0 : tags->list_ends[row - 1]; i < tags->list_ends[row]; ++i) add_row(group_slot(tags->list[i]), row);
      }
      return;
  }
}

void Accumulator::merge(const Accumulator& other) {
  for (std::size_t slot = 0; slot < other.head_.size(); ++slot) {
    if (other.head_[slot] == none) continue;
    const std::uint32_t group = group_slot(other.first_id_ + static_cast<std::int64_t>(slot));
    for (std::uint32_t at = other.head_[slot]; at != none; at = other.entries_[at].next) {
      const std::uint32_t entry = entry_of(group, other.entries_[at].pattern);
      entries_[entry].posts += other.entries_[at].posts;
      for (std::size_t i = 0; i < shape_.sums.size(); ++i)
        add_checked(sums_[std::size_t{entry} * shape_.sums.size() + i], other.sums_[std::size_t{at} * shape_.sums.size() + i]);
    }
    for (std::size_t i = 0; i < shape_.means.size(); ++i) {
      MeanSum& mine = means_[std::size_t{group} * shape_.means.size() + i];
      const MeanSum& theirs = other.means_[slot * shape_.means.size() + i];
      add_checked(mine.fixed, theirs.fixed);
      mine.rows += theirs.rows;
    }
  }
}

Aggregates Accumulator::finish() const {
  Aggregates result = shape_;
  for (std::size_t slot = 0; slot < head_.size(); ++slot) {
    if (head_[slot] == none) continue;
    Group& group = result.groups.emplace_back();
    group.id = static_cast<std::uint32_t>(first_id_ + static_cast<std::int64_t>(slot));
    for (std::uint32_t at = head_[slot]; at != none; at = entries_[at].next) {
      const Int128* sums = sums_.data() + std::size_t{at} * shape_.sums.size();
      group.patterns.push_back({entries_[at].pattern, entries_[at].posts, {sums, sums + shape_.sums.size()}});
      group.posts += entries_[at].posts;
    }
    std::ranges::sort(group.patterns, {}, &PatternSums::pattern);
    const MeanSum* means = means_.data() + slot * shape_.means.size();
    group.means.assign(means, means + shape_.means.size());
  }
  if (shape_.grouping == Grouping::total && result.groups.empty()) {
    Group& group = result.groups.emplace_back();  // the total of nothing is a group too
    group.means.resize(shape_.means.size());
  }
  return result;
}

void select_campaign(const PostBatch& posts, std::vector<std::uint8_t>& selected) {
  selected.resize(posts.batch.size);
  for (std::size_t row = 0; row < posts.batch.size; ++row) selected[row] = posts.scopes[row] == PostScope::campaign;
}

std::vector<Aggregates> accumulate(const Store& store, const Request& request, const PostSelector& select, const TimeZone& zone, unsigned threads) {
  threads = std::max(1U, threads);
  std::vector<std::vector<Accumulator>> workers(threads);
  std::vector<std::vector<std::uint8_t>> selected(threads);
  for (auto& worker : workers)
    for (const Grouping grouping : request.groupings) worker.emplace_back(request, grouping, zone);
  store.for_each(threads, [&](unsigned worker, PostBatch& posts) {
    select(posts, selected[worker]);
    for (Accumulator& accumulator : workers[worker]) accumulator.add(posts.batch, selected[worker]);
  });
  std::vector<Aggregates> results;
  for (std::size_t i = 0; i < request.groupings.size(); ++i) {
    for (unsigned worker = 1; worker < threads; ++worker) workers[0][i].merge(workers[worker][i]);
    results.push_back(workers[0][i].finish());
  }
  return results;
}

}  // namespace tiktok_kpi
