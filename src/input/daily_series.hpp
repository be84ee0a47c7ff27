#pragma once
// Account series whose days carry no year are kept until every input is read: the posts of the same
// account say which year it is. Viewers that run a day late are moved back.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "input/fault_log.hpp"
#include "input/plan.hpp"
#include "model/batch.hpp"
#include "model/sink.hpp"

namespace tiktok_kpi {

/// What the posts of one input tell about its account.
struct PostFacts {
  std::string folder;
  std::string creator;  ///< the only creator of the input; empty when there are several or none
  std::optional<std::int64_t> newest;  ///< newest upload, Unix seconds
};

/// A year-less series waiting for its year.
struct PendingSeries {
  std::uint32_t input = 0;
  std::string path;  ///< archive or file name: may carry the download time and the handle
  std::string folder;
  std::string creator;  ///< stated by the user, or found in a folder or archive name
  std::optional<int> year;
  bool viewers_late = false;
  std::vector<Batch> batches;
};

/// A day of the year as month * 100 + day -> days since 1970, given that `rows` ascend and the last
/// one falls on the first such day at or after `not_before`, or the last at or before `not_after`.
/// Entries that are no dates (0) stay nothing.
[[nodiscard]] std::vector<std::optional<std::int32_t>> resolve_years(
    const std::vector<int>& rows, std::optional<std::int32_t> not_before,
    std::optional<std::int32_t> not_after);

/// Handle and download time in names such as Overview_2025-08-28_1787841428_handle.zip or
/// Followers_handle/.
struct NameFacts {
  std::string handle;
  std::optional<std::int64_t> downloaded;
};
[[nodiscard]] NameFacts facts_of_name(const std::string& path);

/// Days that viewers run behind views (0 or 1), by correlation over the days both have.
[[nodiscard]] int viewers_lag(const std::map<std::int32_t, std::int64_t>& views,
                              const std::map<std::int32_t, std::int64_t>& viewers);

/// Resolves and delivers the pending series as worker 0. Faults and guesses go to the logs by
/// input.
void deliver_series(std::vector<PendingSeries> pending, const std::vector<PostFacts>& facts,
                    Dictionaries& dictionaries, Sink& sink,
                    const std::function<FaultLog&(std::uint32_t)>& faults,
                    const std::function<ReadPlan&(std::uint32_t)>& plan);

}  // namespace tiktok_kpi
