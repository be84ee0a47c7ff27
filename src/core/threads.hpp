#pragma once
// Work shared by threads.
#include <cstddef>
#include <functional>

namespace tiktok_kpi {

/// Calls work(0) … work(count - 1), each on a thread of its own but the first, and waits for all.
/// The first exception is thrown again when all have ended.
void on_threads(unsigned count, const std::function<void(unsigned)>& work);

/// Calls work(thread, i) for every i below `pieces`; whoever is free takes the next ones, so that
/// results must not depend on who takes which. For pieces of a few microseconds and more.
void share_out(unsigned threads, std::size_t pieces,
               const std::function<void(unsigned thread, std::size_t piece)>& work);

}  // namespace tiktok_kpi
