// Values become integers of the same order, so that counts stay exact and one selection serves
// both. The total's median is found by counting leading bits, then the next ones among the values
// of that bucket.
#include "aggregate/medians.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <mutex>

#include "aggregate/store.hpp"

namespace tiktok_kpi {
namespace {

/// Integers that order like the values.
std::uint64_t key_of(const RowNumbers& rows, std::size_t row) {
  if (rows.exact) return static_cast<std::uint64_t>(rows.counts[row]) ^ (1ULL << 63U);
  const auto bits = std::bit_cast<std::uint64_t>(rows.values[row]);
  return (bits >> 63U) != 0 ? ~bits : bits | (1ULL << 63U);
}

struct Scale {
  bool exact = false;
  std::int64_t units = 1;
};

Rational value_of(std::uint64_t key, const Scale& scale) {
  if (scale.exact)
    return *Rational::make(static_cast<std::int64_t>(key ^ (1ULL << 63U)), scale.units);
  const double value = std::bit_cast<double>((key >> 63U) != 0 ? key & ~(1ULL << 63U) : ~key);
  // Twelve decimals are printed; huge values, whose 2^60-fold would not fit, are whole numbers
  // anyway.
  if (std::abs(value) >= 0x1p60) return Rational(static_cast<Int128>(value));
  return *Rational::make(static_cast<Int128>(value * 0x1p60), Int128{1} << 60U);
}

Quantity median_of(std::uint64_t low, std::uint64_t high, const Scale& scale) {
  const auto sum = add(value_of(low, scale), value_of(high, scale));
  const auto middle = sum ? divide(*sum, Rational(2)) : std::nullopt;
  if (!middle) return Quantity::missing(MissingReason::overflow);
  if (scale.exact && scale.units == 1) return Quantity::exact(*middle, Unit::none);
  return Quantity::exact(*Rational::parse(middle->to_fixed(12)), Unit::none);
}

/// Middle keys (equal for odd n) of a list.
Quantity median_of(std::vector<std::uint64_t>& keys, const Scale& scale) {
  if (keys.empty()) return Quantity::missing(MissingReason::no_posts);
  const auto middle = keys.begin() + static_cast<std::ptrdiff_t>(keys.size() / 2);
  std::ranges::nth_element(keys, middle);
  const std::uint64_t high = *middle;
  const std::uint64_t low = keys.size() % 2 != 0 ? high : *std::max_element(keys.begin(), middle);
  return median_of(low, high, scale);
}

constexpr std::size_t bucket_bits = 16;
constexpr std::size_t bucket_shift = 64 - bucket_bits;

/// One pass over the selected posts, with the values of every rate: use(worker, rate, batch, row,
/// key).
class KeyPass {
 public:
  KeyPass(const std::vector<RowRate>& rates, const Store& store, const PostSelector& select,
          Grouping grouping, unsigned threads)
      : rates_(rates), store_(store), select_(select), threads_(threads), scales_(rates.size()) {
    fields_ = select.fields;
    for (const RowRate& rate : rates) {
      for (const Field field : rate.numerator) fields_.insert(field);
      if (rate.denominator) fields_.insert(*rate.denominator);
      if (rate.positive) fields_.insert(*rate.positive);
      if (rate.formula) fields_.insert(rate.formula->fields());
    }
    if (grouping == Grouping::creator) fields_.insert(Field::creator);
    if (grouping == Grouping::day) fields_.insert(Field::posted_at);
    if (grouping == Grouping::tag) fields_.insert(Field::tags);
  }

  template <class Use>
  void run(Use&& use) {
    std::vector<RowNumbers> numbers(threads_);
    std::vector<std::vector<std::uint8_t>> selected(threads_);
    std::mutex mutex;
    store_.for_each(threads_, fields_, [&](unsigned worker, PostBatch& posts) {
      select_.choose(posts, selected[worker]);
      for (std::size_t rate = 0; rate < rates_.size(); ++rate) {
        RowNumbers& rows = numbers[worker];
        compute_rows(rates_[rate], posts.batch, rows);
        for (std::size_t row = 0; row < posts.batch.size; ++row)
          if (selected[worker][row] != 0 && rows.defined[row] != 0)
            use(worker, rate, posts.batch, row, key_of(rows, row));
        const std::lock_guard lock(mutex);
        scales_[rate] = {rows.exact, rows.scale};
      }
    });
  }

  [[nodiscard]] const Scale& scale(std::size_t rate) const { return scales_[rate]; }

 private:
  const std::vector<RowRate>& rates_;
  const Store& store_;
  const PostSelector& select_;
  unsigned threads_;
  FieldSet fields_;
  std::vector<Scale> scales_;
};

/// Where the middle values of one rate lie: ranks, their buckets and what stands before these.
struct Middle {
  std::uint64_t rows = 0;
  std::array<std::uint64_t, 2> rank{};
  std::array<std::size_t, 2> bucket{};
  std::array<std::vector<std::uint64_t>, 2> keys;
};

Middle find_middle(const std::vector<std::uint64_t>& counts) {
  Middle middle;
  for (const std::uint64_t count : counts) middle.rows += count;
  if (middle.rows == 0) return middle;
  for (std::size_t side = 0; side < 2; ++side) {
    std::uint64_t rank = side == 0 ? (middle.rows - 1) / 2 : middle.rows / 2;
    std::size_t bucket = 0;
    while (rank >= counts[bucket]) rank -= counts[bucket++];
    middle.rank[side] = rank;
    middle.bucket[side] = bucket;
  }
  return middle;
}

/// Medians of all selected posts: one pass counts leading bits, one gathers the middle buckets.
void total_medians(Group& group, const std::vector<RowRate>& rates, const Store& store,
                   const PostSelector& select, unsigned threads) {
  KeyPass pass(rates, store, select, Grouping::total, threads);
  std::vector<std::vector<std::vector<std::uint64_t>>> counts(threads);
  for (auto& worker : counts)
    worker.assign(rates.size(), std::vector<std::uint64_t>(std::size_t{1} << bucket_bits));
  pass.run([&](unsigned worker, std::size_t rate, const Batch&, std::size_t, std::uint64_t key) {
    ++counts[worker][rate][key >> bucket_shift];
  });
  std::vector<Middle> middles;
  for (std::size_t rate = 0; rate < rates.size(); ++rate) {
    for (unsigned worker = 1; worker < threads; ++worker)
      for (std::size_t i = 0; i < counts[0][rate].size(); ++i)
        counts[0][rate][i] += counts[worker][rate][i];
    middles.push_back(find_middle(counts[0][rate]));
  }
  counts.clear();
  std::vector<std::vector<Middle>> gathered(threads, middles);
  pass.run([&](unsigned worker, std::size_t rate, const Batch&, std::size_t, std::uint64_t key) {
    Middle& middle = gathered[worker][rate];
    if (key >> bucket_shift == middle.bucket[0]) middle.keys[0].push_back(key);
    if (middle.bucket[1] != middle.bucket[0] && key >> bucket_shift == middle.bucket[1])
      middle.keys[1].push_back(key);
  });
  for (std::size_t rate = 0; rate < rates.size(); ++rate) {
    Middle& middle = middles[rate];
    group.median_rows[rate] = middle.rows;
    if (middle.rows == 0) continue;
    for (const auto& worker : gathered)
      for (std::size_t side = 0; side < 2; ++side)
        middle.keys[side].insert(middle.keys[side].end(), worker[rate].keys[side].begin(),
                                 worker[rate].keys[side].end());
    std::array<std::uint64_t, 2> found{};
    for (std::size_t side = 0; side < 2; ++side) {
      auto& keys = middle.keys[middle.bucket[1] == middle.bucket[0] ? 0 : side];
      const auto at = keys.begin() + static_cast<std::ptrdiff_t>(middle.rank[side]);
      std::ranges::nth_element(keys, at);
      found[side] = *at;
    }
    group.medians[rate] = median_of(found[0], found[1], pass.scale(rate));
  }
}

/// Position in aggregates.groups of a group id, or nothing when its median is not wanted.
class WantedGroups {
 public:
  WantedGroups(const Aggregates& aggregates, const std::vector<std::uint8_t>& wanted) {
    std::uint32_t largest = 0;
    for (const Group& group : aggregates.groups) largest = std::max(largest, group.id);
    days_ = aggregates.grouping == Grouping::day;
    first_ = days_ && !aggregates.groups.empty() ? aggregates.groups.front().id : 0;
    if (aggregates.groups.empty()) return;
    positions_.assign(std::size_t{aggregates.groups.back().id - first_} + 1, none);
    for (std::uint32_t i = 0; i < aggregates.groups.size(); ++i)
      if (wanted[i] != 0) positions_[aggregates.groups[i].id - first_] = i;
  }
  static constexpr std::uint32_t none = 0xFFFF'FFFF;
  [[nodiscard]] std::uint32_t position(std::int64_t id) const {
    const auto at = static_cast<std::uint64_t>(id - static_cast<std::int64_t>(first_));
    return at < positions_.size() ? positions_[at] : none;
  }

 private:
  bool days_ = false;
  std::uint32_t first_ = 0;
  std::vector<std::uint32_t> positions_;
};

}  // namespace

void add_medians(Aggregates& aggregates, const std::vector<std::uint8_t>& wanted,
                 const Store& store, const PostSelector& select, const TimeZone& zone,
                 unsigned threads) {
  if (aggregates.medians.empty()) return;
  threads = std::max(1U, threads);
  const std::size_t rates = aggregates.medians.size();
  for (std::size_t i = 0; i < aggregates.groups.size(); ++i)
    if (wanted[i] != 0) {
      aggregates.groups[i].medians.assign(rates, Quantity::missing(MissingReason::no_posts));
      aggregates.groups[i].median_rows.assign(rates, 0);
    }
  if (aggregates.grouping == Grouping::total) {
    total_medians(aggregates.groups.front(), aggregates.medians, store, select, threads);
    return;
  }
  const WantedGroups groups(aggregates, wanted);
  KeyPass pass(aggregates.medians, store, select, aggregates.grouping, threads);
  // keys[worker][rate][position of the group]
  std::vector<std::vector<std::vector<std::vector<std::uint64_t>>>> keys(threads);
  for (auto& worker : keys)
    worker.assign(rates, std::vector<std::vector<std::uint64_t>>(aggregates.groups.size()));
  pass.run([&](unsigned worker, std::size_t rate, const Batch& batch, std::size_t row,
               std::uint64_t key) {
    const auto take = [&](std::int64_t id) {
      const std::uint32_t at = groups.position(id);
      if (at != WantedGroups::none) keys[worker][rate][at].push_back(key);
    };
    if (aggregates.grouping == Grouping::creator) {
      const BatchColumn* creators = batch.column(Field::creator);
      if (creators != nullptr && creators->states[row] == CellState::value)
        take(creators->numbers[row]);
    } else if (aggregates.grouping == Grouping::day) {
      const BatchColumn* times = batch.column(Field::posted_at);
      if (times != nullptr && times->states[row] != CellState::missing)
        take(day_of(times->numbers[row], times->states[row], zone));
    } else if (const BatchColumn* tags = batch.column(Field::tags)) {
      for (const std::uint32_t tag : list_of(*tags, row)) take(tag);
    }
  });
  for (std::size_t at = 0; at < aggregates.groups.size(); ++at) {
    if (wanted[at] == 0) continue;
    for (std::size_t rate = 0; rate < rates; ++rate) {
      auto& all = keys[0][rate][at];
      for (unsigned worker = 1; worker < threads; ++worker)
        all.insert(all.end(), keys[worker][rate][at].begin(), keys[worker][rate][at].end());
      aggregates.groups[at].median_rows[rate] = all.size();
      aggregates.groups[at].medians[rate] = median_of(all, pass.scale(rate));
    }
  }
}

}  // namespace tiktok_kpi
