// Visits are thrown into parts by the upper bits of a hash, each thread its own run of the inputs,
// so that the order of the inputs stays. A part fits the cache: there its visits go to their
// buckets, and each bucket, a handful of visits, is sorted in place.
#include "analysis/journeys.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <tuple>

#include "core/threads.hpp"

namespace tiktok_kpi {

VisitorKeys::VisitorKeys(const Commerce& commerce) {
  for (const TouchChunk& chunk : commerce.touches()) {
    for (const TouchChunk::SecondKey& second : chunk.second_keys) {
      const std::uint32_t one = root(node_of(chunk.touches[second.touch].visitor));
      const std::uint32_t other = root(node_of(second.visitor));
      // The older one stays the root: nothing depends on what the keys are.
      parents_[std::max(one, other)] = std::min(one, other);
    }
    for (const TouchChunk::LedTo& order : chunk.orders) {
      const std::uint32_t node = node_of(chunk.touches[order.touch].visitor);
      const std::uint32_t number = orders_.number(order_key(order.text_id, order.order));
      if (number == by_order_.size()) by_order_.push_back(0);
      by_order_[number] = node;
    }
  }
  for (std::uint32_t node = 0; node < parents_.size(); ++node) parents_[node] = root(node);
}

std::uint32_t VisitorKeys::node_of(std::uint64_t key) {
  const std::uint32_t node = nodes_.number(key);
  if (node == parents_.size()) {
    parents_.push_back(node);
    keys_.push_back(key);
  }
  return node;
}

std::uint32_t VisitorKeys::root(std::uint32_t node) {
  while (parents_[node] != node) node = parents_[node] = parents_[parents_[node]];
  return node;
}

std::uint64_t VisitorKeys::visitor_of(const KeptOrder& order) const {
  const std::uint32_t found = orders_.find(order_key(order.traits.text_id, order.id));
  return found == PrintNumbers::none ? 0 : keys_[parents_[by_order_[found]]];
}

Journeys::Journeys(const Commerce& commerce, unsigned threads) : keys_(commerce) {
  constexpr std::size_t worth_a_thread = 8'192;
  constexpr unsigned most_part_bits = 8;
  constexpr std::size_t visits_per_bucket = 2;
  const std::size_t touches = commerce.touch_count();
  empty_ = touches == 0;
  const auto count =
      static_cast<unsigned>(std::clamp<std::size_t>(touches / worth_a_thread, 1, threads));
  bucket_bits_ = static_cast<unsigned>(std::bit_width(touches / visits_per_bucket));
  part_bits_ = std::min(bucket_bits_, most_part_bits);
  scatter(commerce, count);
  buckets_.resize((std::size_t{1} << bucket_bits_) + 1);
  buckets_.back() = static_cast<std::uint32_t>(parts_.back());
  ordered_.resize(parts_.back());
  std::vector<std::vector<Visit>> scratch(count);
  share_out(count, parts_.size() - 1,
            [&](unsigned thread, std::size_t part) { sort_part(part, scratch[thread]); });
}

std::size_t Journeys::bucket_of(std::uint64_t visitor) const {
  // Keys are hashes, but for the ids of orders, which follow each other.
  const std::uint64_t hash = (visitor ^ visitor >> 32U) * 0x9E37'79B9'7F4A'7C15ULL;
  return bucket_bits_ == 0 ? 0 : static_cast<std::size_t>(hash >> (64U - bucket_bits_));
}

void Journeys::scatter(const Commerce& commerce, unsigned threads) {
  const std::vector<TouchChunk>& chunks = commerce.touches();
  const std::size_t part_count = std::size_t{1} << part_bits_;
  const unsigned shift = bucket_bits_ - part_bits_;
  const auto each_visit = [&](unsigned thread, auto&& use) {
    const std::size_t end = chunks.size() * (thread + std::size_t{1}) / threads;
    for (std::size_t i = chunks.size() * thread / threads; i < end; ++i)
      for (const KeptTouch& touch : chunks[i].touches)
        if (!touch.only_joins) {
          const std::uint64_t visitor = keys_.visitor(touch.visitor);
          use(bucket_of(visitor) >> shift, Visit{visitor, touch.at, touch.link});
        }
  };
  std::vector<std::vector<std::size_t>> next(threads, std::vector<std::size_t>(part_count));
  on_threads(threads, [&](unsigned thread) {
    each_visit(thread, [&](std::size_t part, const Visit&) { ++next[thread][part]; });
  });
  std::size_t begin = 0;
  for (std::size_t part = 0; part < part_count; ++part) {
    parts_.push_back(begin);
    for (std::vector<std::size_t>& of_thread : next) begin += std::exchange(of_thread[part], begin);
  }
  parts_.push_back(begin);
  visits_ = std::make_unique_for_overwrite<Visit[]>(begin);
  on_threads(threads, [&](unsigned thread) {
    each_visit(thread, [&](std::size_t part, const Visit& visit) {
      visits_[next[thread][part]++] = visit;
    });
  });
}

void Journeys::sort_part(std::size_t part, std::vector<Visit>& scratch) {
  const std::size_t bucket_count = std::size_t{1} << (bucket_bits_ - part_bits_);
  const std::size_t first_bucket = part * bucket_count;
  Visit* const visits = visits_.get();
  scratch.assign(visits + parts_[part], visits + parts_[part + 1]);
  std::vector<std::uint32_t> next(bucket_count);
  for (const Visit& visit : scratch) ++next[bucket_of(visit.visitor) - first_bucket];
  auto begin = static_cast<std::uint32_t>(parts_[part]);
  for (std::size_t i = 0; i < bucket_count; ++i) {
    buckets_[first_bucket + i] = begin;
    begin += std::exchange(next[i], begin);
  }
  for (const Visit& visit : scratch)
    visits[next[bucket_of(visit.visitor) - first_bucket]++] = visit;
  const auto by_visitor_and_time = [](const Visit& a, const Visit& b) {
    return std::tie(a.visitor, a.at) < std::tie(b.visitor, b.at);
  };
  constexpr std::ptrdiff_t handful = 32;
  for (std::size_t i = 0; i < bucket_count; ++i) {
    Visit* const first = visits + buckets_[first_bucket + i];
    Visit* const last = visits + next[i];
    if (last - first > handful) {
      std::stable_sort(first, last, by_visitor_and_time);
      continue;
    }
    for (Visit* visit = first; visit != last; ++visit)
      std::rotate(std::upper_bound(first, visit, *visit, by_visitor_and_time), visit, visit + 1);
  }
}

void Journeys::prefetch_bucket(const KeptOrder& order) const {
  if (order.customer != 0) __builtin_prefetch(&buckets_[bucket_of(order.customer)]);
}

void Journeys::prefetch_visits(const KeptOrder& order) const {
  if (order.customer == 0) return;
  const Visit* const visits = visits_.get() + buckets_[bucket_of(order.customer)];
  __builtin_prefetch(visits);
  __builtin_prefetch(visits + 3);  // a bucket is seldom longer than two lines of the cache
}

std::span<const Visit> Journeys::find(const KeptOrder& order, OrderMatch& match) {
  if (order.customer != 0) {
    const std::span<const Visit> visits = take(keys_.visitor(order.customer));
    if (!visits.empty() || keys_.knows(order.customer)) {
      match = OrderMatch::customer;
      return visits;
    }
  }
  if (const std::uint64_t visitor = keys_.visitor_of(order); visitor != 0) {
    match = OrderMatch::order_id;
    return take(visitor);
  }
  return {};
}

std::span<const Visit> Journeys::take(std::uint64_t visitor) {
  const std::size_t bucket = bucket_of(visitor);
  const std::span visits = all().subspan(buckets_[bucket], buckets_[bucket + 1] - buckets_[bucket]);
  // A bucket is a handful: looking through it beats a search.
  const auto is_his = [visitor](const Visit& visit) { return visit.visitor == visitor; };
  const auto first = std::ranges::find_if(visits, is_his);
  if (first == visits.end()) return {};
  const auto last = std::find_if_not(first, visits.end(), is_his);
  std::atomic_ref(ordered_[static_cast<std::size_t>(&*first - visits_.get())])
      .store(1, std::memory_order_relaxed);
  return {first, last};
}

}  // namespace tiktok_kpi
