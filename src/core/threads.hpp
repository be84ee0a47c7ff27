#pragma once
// Work shared by threads.
#include <functional>

namespace tiktok_kpi {

/// Calls work(0) … work(count - 1), each on a thread of its own but the first, and waits for all.
/// The first exception is thrown again when all have ended.
void on_threads(unsigned count, const std::function<void(unsigned)>& work);

}  // namespace tiktok_kpi
