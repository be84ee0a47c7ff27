#include "input/export_time.hpp"

#include <filesystem>

#include "core/civil_time.hpp"
#include "input/daily_series.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::int64_t day_s = 86'400;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) {
  for (const char c : text)
    if (!is_digit(c)) return false;
  return !text.empty();
}

/// The day written at `at`, where no digit stands before or behind it.
std::optional<std::int32_t> day_at(std::string_view name, std::size_t at) {
  constexpr std::size_t length = 10;
  const std::string_view text = name.substr(at, length);
  if (text.size() < length || text[4] != '-' || text[7] != '-' || !all_digits(text.substr(0, 4)))
    return std::nullopt;
  if (at > 0 && is_digit(name[at - 1])) return std::nullopt;
  if (at + length < name.size() && is_digit(name[at + length])) return std::nullopt;
  return parse_day(text);
}

/// Seconds of the day in "_10-11-12-345", as scrapers name their files.
std::optional<std::int64_t> time_behind(std::string_view text) {
  constexpr std::size_t length = 13;
  if (text.size() < length || (text[0] != '_' && text[0] != 'T')) return std::nullopt;
  if (text[3] != '-' || text[6] != '-' || text[9] != '-') return std::nullopt;
  std::int64_t parts[3] = {};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string_view digits = text.substr(1 + 3 * i, 2);
    if (!all_digits(digits)) return std::nullopt;
    parts[i] = (digits[0] - '0') * 10 + (digits[1] - '0');
  }
  if (!all_digits(text.substr(10, 3)) || parts[0] > 23 || parts[1] > 59 || parts[2] > 59)
    return std::nullopt;
  return parts[0] * 3600 + parts[1] * 60 + parts[2];
}

}  // namespace

std::optional<ExportTime> parse_export_time(std::string_view text) {
  const auto time = parse_iso_time(text);
  if (!time) return std::nullopt;
  const std::int64_t midnight = std::int64_t{time->day} * day_s;
  if (!time->has_time) return ExportTime{midnight, true};
  return ExportTime{midnight + time->second_of_day - time->offset_s.value_or(0), false};
}

std::optional<ExportTime> export_time_of_name(const std::string& path) {
  if (const auto downloaded = facts_of_name(path).downloaded) return ExportTime{*downloaded, false};
  // A member of an archive is shown as archive.zip:member; the archive is what was downloaded.
  std::string name = path;
  if (const std::size_t zip = name.find(".zip:"); zip != std::string::npos) name.resize(zip);
  name = std::filesystem::path(name).filename().string();
  std::optional<ExportTime> found;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const auto day = day_at(name, at);
    if (!day) continue;
    if (found) return std::nullopt;
    found = ExportTime{std::int64_t{*day} * day_s, true};
    const auto seconds = time_behind(std::string_view(name).substr(at + 10));
    if (seconds) found = ExportTime{found->seconds + *seconds, false};
  }
  return found;
}

}  // namespace tiktok_kpi
