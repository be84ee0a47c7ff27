// Dates and times as exports write them: what is read is a real day, and prints back as itself.
#include <cstdint>
#include <string_view>

#include "core/civil_time.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tiktok_kpi;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto day = parse_day(text)) {
    require(is_valid(civil_from_days(*day)));
    require(days_from_civil(civil_from_days(*day)) == *day);
    require(parse_day(format_day(*day)) == day);
  }
  if (const auto time = parse_iso_time(text)) {
    require(time->second_of_day >= 0 && time->second_of_day < 86'401);
    require(time->has_time || time->second_of_day == 0);
    require(weekday_of(time->day) >= 0 && weekday_of(time->day) < 7);
    const std::int64_t instant =
        std::int64_t{time->day} * 86'400 + time->second_of_day - time->offset_s.value_or(0);
    // Offsets may lead out of the years 0 to 9999, which have no four digits.
    if (instant >= -62'167'219'200 && instant < 253'402'300'800) {
      const auto again = parse_iso_time(format_instant(instant));
      require(again && std::int64_t{again->day} * 86'400 + again->second_of_day == instant);
    }
  }
  return 0;
}
