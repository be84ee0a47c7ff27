#pragma once
// Days, instants and zones. Instants are seconds since 1970-01-01T00:00:00Z; days are days since
// 1970-01-01.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tiktok_kpi {

struct CivilDate {
  int year = 1970;
  int month = 1;  ///< 1..12
  int day = 1;    ///< 1..31
  friend constexpr auto operator<=>(const CivilDate&, const CivilDate&) = default;
};

/// Proleptic Gregorian, O(1).
[[nodiscard]] std::int32_t days_from_civil(CivilDate date);
[[nodiscard]] CivilDate civil_from_days(std::int32_t days);
[[nodiscard]] bool is_valid(CivilDate date);
/// 0 = Monday … 6 = Sunday.
[[nodiscard]] int weekday_of(std::int32_t days);

/// "2024-05-01" or "20240501"; whole text or nothing.
[[nodiscard]] std::optional<std::int32_t> parse_day(std::string_view text);
[[nodiscard]] std::string format_day(std::int32_t days);         ///< 2024-05-01
[[nodiscard]] std::string format_instant(std::int64_t seconds);  ///< 2024-05-01T09:58:12Z

/// A parsed date and time as written.
struct CivilTime {
  std::int32_t day = 0;
  std::int32_t second_of_day = 0;
  bool has_time = false;
  std::optional<std::int32_t> offset_s;  ///< stated offset from UTC; nullopt: none stated
};
/// ISO 8601 in the spellings exports use: `2024-05-01`, `2024/05/01`, `2024-05-01 09:58:12 +0000`,
/// `2025-07-07T14:58:13.000Z`, `2024-05-01 09:58:12 UTC`, `20240501`, `20240501T095812Z`, `2024/5/1
/// 9:58`, year first always. Fractions of a second are cut, a leap second counts as the second
/// before it. Blanks and tabs around it are allowed. Never allocates; about 5 ns for
/// `YYYY-MM-DD?HH:MM:SS` and its tails.
[[nodiscard]] std::optional<CivilTime> parse_iso_time(std::string_view text);

/// A time zone by IANA name. "UTC" needs no database; any other name reads the system's when it is
/// found, and never again. Copies are cheap, and one zone may be asked by many threads at once.
class TimeZone {
 public:
  /// Nothing when the name is unknown, or the machine has no time-zone database.
  [[nodiscard]] static std::optional<TimeZone> find(std::string_view name);
  [[nodiscard]] static TimeZone utc();
  [[nodiscard]] bool is_utc() const { return rules_ == nullptr; }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// Seconds to add to UTC at this instant. O(1) between 1970 and 2038.
  [[nodiscard]] std::int32_t offset_at(std::int64_t instant) const;
  /// Instant of a local time; of two (autumn) the first, of none (spring) the moment of the change.
  [[nodiscard]] std::int64_t instant_of(std::int64_t local_seconds) const;

 private:
  struct Rules;
  std::string name_ = "UTC";
  std::shared_ptr<const Rules> rules_;  ///< null: UTC
};

}  // namespace tiktok_kpi
