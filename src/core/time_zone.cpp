// Zones: the one place that reads the time-zone database. A zone is copied into a plain list of
// intervals of constant offset when it is found; after that nothing is shared, locked or looked up
// by name.
#include "core/civil_time.hpp"

// The packaged library is built for the system's database. Its header must be told the same, or the
// two disagree about the layout of a zone.
#ifndef USE_OS_TZDB
#define USE_OS_TZDB 1
#endif
#include <date/tz.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <limits>
#include <vector>

namespace tiktok_kpi {
namespace {

constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();
/// No zone was ever further from UTC than this; local mean times reached 15 h 13 min.
constexpr std::int64_t largest_offset_s = 16 * 3'600;

constexpr std::array<std::string_view, 6> utc_names{"UTC", "Etc/UTC", "Etc/UCT",
                                                    "UCT", "Zulu",    "Etc/Zulu"};

}  // namespace

/// Interval i runs from starts[i] to starts[i + 1], the last to the end of time.
struct TimeZone::Rules {
  // Pages of 97 days make looking up a step or two: no zone changes more than four times in one.
  static constexpr int page_bits = 23;
  static constexpr std::size_t page_count = 256;  // to 2038, when 2^31 seconds end

  std::vector<std::int64_t> starts;
  std::vector<std::int32_t> offsets;
  std::array<std::uint16_t, page_count> first_of_page{};

  explicit Rules(const date::time_zone& zone) {
    using Instant = date::sys_seconds;
    Instant at = Instant::min();
    for (;;) {
      const date::sys_info info = zone.get_info(at);
      const auto offset = static_cast<std::int32_t>(info.offset.count());
      if (offsets.empty() || offsets.back() != offset) {  // a new name alone is no change
        starts.push_back(offsets.empty() ? std::numeric_limits<std::int64_t>::min()
                                         : at.time_since_epoch().count());
        offsets.push_back(offset);
      }
      if (info.end <= at || info.end >= Instant::max()) break;
      at = info.end;
    }
    for (std::size_t page = 0; page < page_count; ++page) {
      first_of_page[page] =
          static_cast<std::uint16_t>(search(static_cast<std::int64_t>(page) << page_bits));
    }
  }

  [[nodiscard]] std::int64_t end_of(std::size_t i) const {
    return i + 1 < starts.size() ? starts[i + 1] : endless;
  }

  [[nodiscard]] std::size_t search(std::int64_t instant) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(starts, instant) - starts.begin()) - 1;
  }

  /// The interval that holds the instant.
  [[nodiscard]] std::size_t index_at(std::int64_t instant) const {
    const auto page = static_cast<std::uint64_t>(instant) >> page_bits;
    if (page >= page_count) return search(instant);
    std::size_t i = first_of_page[page];
    while (instant >= end_of(i)) ++i;
    return i;
  }
};

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  if (std::ranges::find(utc_names, name) != utc_names.end()) return utc();
  try {
    TimeZone zone;
    zone.rules_ = std::make_shared<const Rules>(*date::locate_zone(name));
    zone.name_ = name;
    return zone;
  } catch (const std::exception&) {  // unknown name, or no database: to the caller it is the same
    return std::nullopt;
  }
}

TimeZone TimeZone::utc() { return {}; }

std::int32_t TimeZone::offset_at(std::int64_t instant) const {
  return rules_ == nullptr ? 0 : rules_->offsets[rules_->index_at(instant)];
}

std::int64_t TimeZone::instant_of(std::int64_t local_seconds) const {
  if (rules_ == nullptr) return local_seconds;
  // From an interval that is surely not too late to the first that ends behind the local time.
  std::size_t i = rules_->index_at(local_seconds - largest_offset_s);
  while (rules_->end_of(i) != endless && rules_->end_of(i) + rules_->offsets[i] <= local_seconds)
    ++i;
  const bool in_gap = i > 0 && rules_->starts[i] + rules_->offsets[i] > local_seconds;
  return in_gap ? rules_->starts[i] : local_seconds - rules_->offsets[i];
}

}  // namespace tiktok_kpi
