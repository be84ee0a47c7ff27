// Rows ascend by day, so walking back from the last row the year falls by one wherever the month
// jumps up. What is missing is the year of the last row: it comes from post ids, archive names or
// the user.
#include "input/daily_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/civil_time.hpp"
#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

std::optional<std::int32_t> day_in(int year, int month_day) {
  const CivilDate date{year, month_day / 100, month_day % 100};
  if (!is_valid(date)) return std::nullopt;
  return days_from_civil(date);
}

/// Day and value of a series, for correlation.
using Series = std::map<std::int32_t, std::int64_t>;

double correlation(const Series& x, const Series& y, int lag, std::size_t& days) {
  double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (const auto& [day, value] : x) {
    const auto other = y.find(day + lag);
    if (other == y.end()) continue;
    const auto a = static_cast<double>(value);
    const auto b = static_cast<double>(other->second);
    n += 1, sx += a, sy += b, sxx += a * a, syy += b * b, sxy += a * b;
  }
  days = static_cast<std::size_t>(n);
  const double spread = (n * sxx - sx * sx) * (n * syy - sy * sy);
  return spread <= 0 ? 0 : (n * sxy - sx * sy) / std::sqrt(spread);
}

Series series_of(const PendingSeries& pending, Field field) {
  Series series;
  for (const Batch& batch : pending.batches) {
    const BatchColumn* days = batch.column(Field::date);
    const BatchColumn* values = batch.column(field);
    if (days == nullptr || values == nullptr) continue;
    for (std::size_t row = 0; row < batch.size; ++row)
      if (days->states[row] != CellState::missing && values->states[row] == CellState::value)
        series[static_cast<std::int32_t>(days->numbers[row])] = values->numbers[row];
  }
  return series;
}

void find_account(PendingSeries& series, const std::vector<PostFacts>& facts) {
  if (!series.creator.empty()) return;
  for (const PostFacts& fact : facts)
    if (fact.folder == series.folder && !fact.creator.empty()) {
      series.creator = fact.creator;
      return;
    }
  series.creator = facts_of_name(series.path).handle;
  if (!series.creator.empty()) return;
  // A run over one account only.
  std::string only;
  for (const PostFacts& fact : facts) {
    if (fact.creator.empty() || (!only.empty() && only != fact.creator)) return;
    only = fact.creator;
  }
  series.creator = only;
}

/// Sets real days on every row; says where the year came from.
void set_days(PendingSeries& series, const std::vector<PostFacts>& facts, FaultLog& faults,
              ReadPlan& plan) {
  std::vector<int> rows;
  for (const Batch& batch : series.batches) {
    const BatchColumn& days = *batch.column(Field::date);
    for (std::size_t row = 0; row < batch.size; ++row)
      rows.push_back(days.states[row] == CellState::day ? static_cast<int>(days.numbers[row])
                                                        : 0);  // others state their year
  }
  std::optional<std::int32_t> not_before;
  std::optional<std::int32_t> not_after;
  const NameFacts name = facts_of_name(series.path);
  std::string source;
  for (const PostFacts& fact : facts)
    if (fact.newest && !fact.creator.empty() && fact.creator == series.creator) {
      const auto day = static_cast<std::int32_t>(*fact.newest / 86'400);
      not_before = std::max(not_before.value_or(day), day);
    }
  const auto last = std::find_if(rows.rbegin(), rows.rend(), [](int row) { return row != 0; });
  if (series.year && last != rows.rend()) {
    not_before = not_after = day_in(*series.year, *last);
    source = "--year";
  } else if (not_before) {
    // The series ends one or two days before the export, which may be just before the newest post.
    *not_before -= 3;
    source = "the upload times in the ids of the account's posts";
  } else if (name.downloaded) {
    not_after = static_cast<std::int32_t>(*name.downloaded / 86'400);
    source = "the download time in the archive's name";
  }
  const auto resolved = resolve_years(rows, not_before, not_after);
  std::size_t at = 0;
  std::optional<std::int32_t> first_day;
  std::optional<std::int32_t> last_day;
  for (Batch& batch : series.batches) {
    BatchColumn& days = *batch.column(Field::date);
    for (std::size_t row = 0; row < batch.size; ++row, ++at) {
      if (rows[at] == 0) continue;
      if (!resolved[at]) {
        days.states[row] = CellState::missing;
        faults.add("no-year", batch.offsets[row], 0,
                   fmt::format("{:02}-{:02}", rows[at] / 100, rows[at] % 100));
        continue;
      }
      days.numbers[row] = *resolved[at];
      days.states[row] = CellState::value;
      if (!first_day) first_day = resolved[at];
      last_day = resolved[at];
    }
  }
  if (first_day)
    plan.guesses.push_back(fmt::format("years: {} to {}, from {}; --year overrides",
                                       format_day(*first_day), format_day(*last_day), source));
}

}  // namespace

std::vector<std::optional<std::int32_t>> resolve_years(const std::vector<int>& rows,
                                                       std::optional<std::int32_t> not_before,
                                                       std::optional<std::int32_t> not_after) {
  std::vector<std::optional<std::int32_t>> days(rows.size());
  if (!not_before && !not_after) return days;
  int year = civil_from_days(not_before ? *not_before : *not_after).year;
  int below = 0;  // the row after, as month * 100 + day
  for (std::size_t at = rows.size(); at-- > 0;) {
    const int row = rows[at];
    if (row == 0) continue;
    if (below == 0) {
      if (not_before) {
        for (int tries = 0; tries < 8; ++tries, ++year) {
          const auto day = day_in(year, row);
          if (day && *day >= *not_before) break;
        }
      } else {
        for (int tries = 0; tries < 8; ++tries, --year) {
          const auto day = day_in(year, row);
          if (day && *day <= *not_after) break;
        }
      }
    } else if (row > below) {
      --year;
    }
    below = row;
    days[at] = day_in(year, row);
  }
  return days;
}

NameFacts facts_of_name(const std::string& path) {
  NameFacts facts;
  const std::filesystem::path whole(path);
  for (const std::filesystem::path& part : whole) {
    // A member of an archive is shown as archive.zip:member.
    std::string name = part.string();
    name.resize(std::min(name.find(".zip"), name.size()));
    // Overview_2025-08-28_1787841428_handle
    const std::size_t one = name.find('_');
    if (one == std::string::npos) continue;
    const std::size_t two = name.find('_', one + 1);
    const std::size_t three = two == std::string::npos ? two : name.find('_', two + 1);
    if (three != std::string::npos &&
        parse_day(std::string_view(name).substr(one + 1, two - one - 1))) {
      std::int64_t seconds = 0;
      bool digits = three > two + 1;
      for (std::size_t i = two + 1; i < three && digits; ++i) {
        digits = name[i] >= '0' && name[i] <= '9';
        seconds = seconds * 10 + (name[i] - '0');
      }
      if (digits && seconds > 1'000'000'000 && seconds < 5'000'000'000) {
        facts.downloaded = seconds;
        facts.handle = normal_handle(name.substr(three + 1));
        continue;
      }
    }
    for (const std::string_view prefix : {"Followers_", "Overview_", "Content_", "Viewers_"})
      if (name.starts_with(prefix) && two == std::string::npos)
        facts.handle = normal_handle(name.substr(prefix.size()));
  }
  return facts;
}

int viewers_lag(const Series& views, const Series& viewers) {
  std::size_t aligned_days = 0;
  std::size_t shifted_days = 0;
  const double aligned = correlation(views, viewers, 0, aligned_days);
  const double shifted = correlation(views, viewers, 1, shifted_days);
  // Two weeks at least, and a clear difference: 0.99 against 0.2 to 0.7 in the files seen.
  return shifted_days >= 14 && shifted > 0.9 && shifted > aligned + 0.1 ? 1 : 0;
}

void deliver_series(std::vector<PendingSeries> pending, const std::vector<PostFacts>& facts,
                    Dictionaries& dictionaries, Sink& sink,
                    const std::function<FaultLog&(std::uint32_t)>& faults,
                    const std::function<ReadPlan&(std::uint32_t)>& plan) {
  for (PendingSeries& series : pending) {
    find_account(series, facts);
    set_days(series, facts, faults(series.input), plan(series.input));
  }
  for (PendingSeries& series : pending) {
    if (series.viewers_late) {
      const Series viewers = series_of(series, Field::viewers);
      for (const PendingSeries& other : pending) {
        if (other.creator != series.creator || other.folder != series.folder || &other == &series)
          continue;
        if (viewers_lag(series_of(other, Field::account_views), viewers) == 0) continue;
        for (Batch& batch : series.batches)
          for (std::int64_t& day : batch.column(Field::date)->numbers) --day;
        faults(series.input)
            .add(Diagnostic::make(
                "shifted-days",
                fmt::format("the days run one behind {}; they were moved back", other.path)));
        break;
      }
    }
    for (Batch& batch : series.batches) {
      BatchColumn* creators = batch.column(Field::creator);
      const std::uint32_t entry = series.creator.empty()
                                      ? Dictionary::none
                                      : dictionaries.creators.intern(series.creator, batch.origin);
      for (std::size_t row = 0;
           creators != nullptr && entry != Dictionary::none && row < batch.size; ++row)
        if (creators->states[row] == CellState::missing)
          creators->numbers[row] = entry, creators->states[row] = CellState::value;
      sink.accept(0, batch, dictionaries);
    }
  }
}

}  // namespace tiktok_kpi
