#include "report/posting_trends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "core/text.hpp"
#include "report/interval_columns.hpp"
#include "report/metric_columns.hpp"
#include "report/name_list.hpp"

namespace tiktok_kpi {
namespace {

std::vector<Column> columns_of_trends() {
  return {{"creator", "creator", Unit::text},
          {"best_slot", "best time", Unit::text},
          {.id = "shrunk_mean", .label = "eng. then", .unit = Unit::ratio},
          {.id = "best_slot_posts", .label = "of posts", .unit = Unit::count},
          {.id = "theil_sen",
           .label = "views of a post",
           .unit = Unit::per_day,
           .digits = 0,
           .trend = true},
          {"views_trend", "trend", Unit::text},
          {.id = "trend_posts", .label = "of posts", .unit = Unit::count},
          {.id = "spearman", .label = "posts with growth", .digits = 2, .trend = true},
          {.id = "growth_weeks", .label = "of weeks", .unit = Unit::count},
          {.id = "mean_rate", .label = "mean eng.", .unit = Unit::ratio, .detail = true},
          {.id = "best_slot_p", .label = "p, best time", .digits = 3, .detail = true},
          {.id = "trend_p", .label = "p, trend", .digits = 3, .detail = true}};
}

/// Where these columns stand.
constexpr std::size_t best_slot_at = 1, slope_at = 4, growth_at = 7;

/// How to read the columns that are there, and who is not.
std::string note_on(const Answers& answers, const Table& table, std::size_t creators) {
  const auto shown = [&](std::size_t at) { return !table.columns[at].detail; };
  std::string note;
  const auto add = [&note](std::string_view sentence) {
    note += note.empty() ? "" : " ";
    note += sentence;
  };
  if (shown(best_slot_at)) add("Best time: as that of all, from the creator's own posts.");
  if (shown(slope_at))
    add(fmt::format(
        "Views of a post: by how many they change for each later day, the median over pairs of the newest {} posts; rising or falling only where the later half differs from the earlier by more than chance ({}).",
        most_trend_posts, percent_of(answers.settings().confidence)));
  if (shown(growth_at))
    add(fmt::format(
        "Posts with growth: rank correlation of the posts of a week and the followers gained in it, -1 to 1, from {} weeks on.",
        least_growth_weeks));
  if (creators > table.rows.size())
    add(fmt::format("Of the {} with most views among {}.", table.rows.size(),
                    counted(creators, "creator")));
  if (const std::size_t silent = table.rows.size() - table.total_rows; silent > 0)
    add(fmt::format("{} with too few posts {} not shown.", counted(silent, "creator"),
                    silent == 1 ? "is" : "are"));
  return note;
}

std::vector<Quantity> cells_of(const CreatorPosting& posting, const PostingHabits& habits) {
  const auto count = [](std::size_t value) { return Quantity::count(static_cast<Int128>(value)); };
  const bool found = habits.best.name.known();
  return {habits.best.name,
          habits.best.rate,
          found ? Quantity::count(habits.best.posts)
                : Quantity::missing(habits.best.name.reason(), Unit::count),
          habits.slope,
          Quantity::label(std::string(words_for(habits.trend))),
          count(habits.trend_posts),
          posting.growth.correlation,
          count(posting.growth.weeks),
          habits.timed.posts > 0 ? Quantity::exact(habits.timed.rate, Unit::ratio)
                                 : Quantity::missing(MissingReason::no_posts, Unit::ratio),
          habits.best_p,
          habits.trend_p};
}

}  // namespace

Table posting_trends_table(Answers& answers, const PostingReview& review, const Table& rhythm) {
  Table table;
  table.id = "posting_trends";
  table.title = "Best time and trend of each creator";
  table.columns = columns_of_trends();
  std::vector<std::string> silent;
  for (const CreatorPosting& posting : review.creators) {
    if (!posting.habits) continue;
    const std::string name = "@" + answers.store.creators().spelling(posting.creator);
    std::vector<Quantity> row{Quantity::label(name)};
    for (Quantity& cell : cells_of(posting, *posting.habits)) row.push_back(std::move(cell));
    table.rows.push_back(std::move(row));
    if (!posting.growth.correlation.known() &&
        posting.growth.correlation.reason() == MissingReason::not_exported)
      silent.push_back(name);
  }
  std::unordered_map<std::string, std::size_t> place;
  for (const auto& row : rhythm.rows) place.emplace(*row.front().label_value(), place.size());
  std::ranges::stable_sort(table.rows, {}, [&](const std::vector<Quantity>& row) {
    const auto found = place.find(*row.front().label_value());
    return found != place.end() ? found->second : place.size();
  });
  // Machines see every row with its reasons, people those that say something.
  const auto speaks = [](const std::vector<Quantity>& row) {
    return std::ranges::any_of(std::array{best_slot_at, slope_at, growth_at},
                               [&](std::size_t at) { return row[at].known(); });
  };
  std::ranges::stable_partition(table.rows, speaks);
  table.total_rows = static_cast<std::size_t>(std::ranges::count_if(table.rows, speaks));
  table.people_rows = std::min(table.total_rows, answers.context.table.rows_for_people(20));
  hide_empty_columns(table, answers.context);
  // Of how many weeks is of interest beside a correlation only.
  table.columns[growth_at + 1].detail = table.columns[growth_at].detail;
  table.note = note_on(answers, table, review.creators.size());
  if (!silent.empty())
    table.note += fmt::format(
        " No follower history of {}: TikTok Studio's follower history or dated exports of the account would supply it.",
        first_names(silent));
  for (const std::string_view id : {"shrunk_mean", "theil_sen", "spearman"}) define(answers, id);
  return table;
}

}  // namespace tiktok_kpi
