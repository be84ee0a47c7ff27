#include "core/threads.hpp"

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

}  // namespace tiktok_kpi
