#include "core/threads.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace tiktok_kpi {

void on_threads(unsigned count, const std::function<void(unsigned)>& work) {
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto run = [&](unsigned number) {
    try {
      work(number);
    } catch (...) {
      const std::lock_guard lock(failure_mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  for (unsigned number = 1; number < count; ++number) others.emplace_back(run, number);
  run(0);
  for (std::thread& thread : others) thread.join();
  if (failure) std::rethrow_exception(failure);
}

void share_out(unsigned threads, std::size_t pieces,
               const std::function<void(unsigned, std::size_t)>& work) {
  constexpr std::size_t taken_at_once = 8;
  std::atomic<std::size_t> next = 0;
  on_threads(threads, [&](unsigned thread) {
    for (;;) {
      const std::size_t begin = next.fetch_add(taken_at_once, std::memory_order_relaxed);
      if (begin >= pieces) return;
      for (std::size_t i = begin; i < std::min(begin + taken_at_once, pieces); ++i) work(thread, i);
    }
  });
}

}  // namespace tiktok_kpi
