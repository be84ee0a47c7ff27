// Values become integers of the same order, so that counts stay exact and one selection serves both. The
// total's median is found by counting leading bits, then the next ones among the values of that bucket.
#include "aggregate/medians.hpp"

#include <algorithm>
#include <array>
#include <bit>
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
  if (scale.exact) return *Rational::make(static_cast<std::int64_t>(key ^ (1ULL << 63U)), scale.units);
  const double value = std::bit_cast<double>((key >> 63U) != 0 ? key & ~(1ULL << 63U) : ~key);
  // A double times 2^60 is an integer unless it is tiny; rounding to 12 decimals follows anyway.
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

/// Keys at the given ranks (0-based, ascending ranks) of all selected rows.
class TotalSelector {
 public:
  TotalSelector(const RowRate& rate, const Store& store, const PostSelector& select, unsigned threads)
      : rate_(rate), store_(store), select_(select), threads_(std::max(1U, threads)) {}

  Quantity median(std::uint64_t& rows) {
    std::vector<std::uint64_t> counts(std::size_t{1} << bucket_bits);
    std::vector<std::vector<std::uint64_t>> partial(threads_, std::vector<std::uint64_t>(counts.size()));
    each([&](unsigned worker, std::uint64_t key) { ++partial[worker][key >> (64 - bucket_bits)]; });
    rows = 0;
    for (const auto& part : partial)
      for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += part[i];
    for (const std::uint64_t count : counts) rows += count;
    partial.clear();
    if (rows == 0) return Quantity::missing(MissingReason::no_posts);
    const std::uint64_t low = key_at((rows - 1) / 2, counts);
    const std::uint64_t high = rows % 2 != 0 ? low : key_at(rows / 2, counts);
    return median_of(low, high, scale_);
  }

 private:
  template <class Use>
  void each(Use&& use) {
    std::vector<RowNumbers> numbers(threads_);
    std::vector<std::vector<std::uint8_t>> selected(threads_);
    std::mutex mutex;
    store_.for_each(threads_, [&](unsigned worker, PostBatch& posts) {
      select_(posts, selected[worker]);
      compute_rows(rate_, posts.batch, numbers[worker]);
      for (std::size_t row = 0; row < posts.batch.size; ++row)
        if (selected[worker][row] != 0 && numbers[worker].defined[row] != 0) use(worker, key_of(numbers[worker], row));
      const std::lock_guard lock(mutex);
      scale_ = {numbers[worker].exact, numbers[worker].scale};
    });
  }

  std::uint64_t key_at(std::uint64_t rank, const std::vector<std::uint64_t>& counts) {
    std::size_t bucket = 0;
    while (rank >= counts[bucket]) rank -= counts[bucket++];
    if (bucket != gathered_bucket_ || gathered_.empty()) {
      std::vector<std::vector<std::uint64_t>> parts(threads_);
      each([&](unsigned worker, std::uint64_t key) {
        if (key >> (64 - bucket_bits) == bucket) parts[worker].push_back(key);
      });
      gathered_.clear();
      for (auto& part : parts) gathered_.insert(gathered_.end(), part.begin(), part.end());
      gathered_bucket_ = bucket;
    }
    const auto at = gathered_.begin() + static_cast<std::ptrdiff_t>(rank);
    std::ranges::nth_element(gathered_, at);
    return *at;
  }

  const RowRate& rate_;
  const Store& store_;
  const PostSelector& select_;
  unsigned threads_;
  Scale scale_;
  std::vector<std::uint64_t> gathered_;
  std::size_t gathered_bucket_ = 0;
};

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

void add_medians(Aggregates& aggregates, const std::vector<std::uint8_t>& wanted, const Store& store, const PostSelector& select,
                 const TimeZone& zone, unsigned threads) {
  if (aggregates.medians.empty()) return;
  threads = std::max(1U, threads);
  const std::size_t rates = aggregates.medians.size();
  for (std::size_t i = 0; i < aggregates.groups.size(); ++i)
    if (wanted[i] != 0) {
      aggregates.groups[i].medians.assign(rates, Quantity::missing(MissingReason::no_posts));
      aggregates.groups[i].median_rows.assign(rates, 0);
    }
  if (aggregates.grouping == Grouping::total) {
    for (std::size_t i = 0; i < rates; ++i)
      aggregates.groups.front().medians[i] = TotalSelector(aggregates.medians[i], store, select, threads).median(aggregates.groups.front().median_rows[i]);
    return;
  }
  const WantedGroups groups(aggregates, wanted);
  for (std::size_t i = 0; i < rates; ++i) {
    std::vector<std::vector<std::uint64_t>> keys(aggregates.groups.size());
    std::vector<RowNumbers> numbers(threads);
    std::vector<std::vector<std::uint8_t>> selected(threads);
    std::mutex mutex;
    Scale scale;
    store.for_each(threads, [&](unsigned worker, PostBatch& posts) {
      select(posts, selected[worker]);
      RowNumbers& rows = numbers[worker];
      compute_rows(aggregates.medians[i], posts.batch, rows);
      std::vector<std::pair<std::uint32_t, std::uint64_t>> found;
      const auto take = [&](std::int64_t id, std::size_t row) {
        const std::uint32_t at = groups.position(id);
        if (at != WantedGroups::none) found.emplace_back(at, key_of(rows, row));
      };
      const BatchColumn* creators = posts.batch.column(Field::creator);
      const BatchColumn* times = posts.batch.column(Field::posted_at);
      const BatchColumn* tags = posts.batch.column(Field::tags);
      for (std::size_t row = 0; row < posts.batch.size; ++row) {
        if (selected[worker][row] == 0 || rows.defined[row] == 0) continue;
        if (aggregates.grouping == Grouping::creator && creators != nullptr && creators->states[row] == CellState::value) take(creators->numbers[row], row);
        if (aggregates.grouping == Grouping::day && times != nullptr && times->states[row] != CellState::missing)
          take(day_of(times->numbers[row], times->states[row], zone), row);
        if (aggregates.grouping == Grouping::tag && tags != nullptr)
          for (std::uint32_t k = row == 0 ? 0 : tags->list_ends[row - 1]; k < tags->list_ends[row]; ++k) take(tags->list[k], row);
      }
      const std::lock_guard lock(mutex);
      scale = {rows.exact, rows.scale};
      for (const auto& [at, key] : found) keys[at].push_back(key);
    });
    for (std::size_t at = 0; at < keys.size(); ++at) {
      if (wanted[at] == 0) continue;
      aggregates.groups[at].median_rows[i] = keys[at].size();
      aggregates.groups[at].medians[i] = median_of(keys[at], scale);
    }
  }
}

}  // namespace tiktok_kpi
