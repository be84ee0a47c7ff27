// How views of a post come and go: curves of a few exports, worked out by hand.
#include "analysis/fading.hpp"

#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t day = 24 * hour;
/// 2024-05-01T08:00:00Z.
constexpr std::int64_t midnight = 1'714'521'600;
constexpr Publication posted{midnight + 8 * hour, CellState::value};

struct Export {
  std::int64_t hours = 0;  ///< since the publication
  std::int64_t views = 0;
};

std::vector<PostSnapshot> exports(std::initializer_list<Export> list) {
  std::vector<PostSnapshot> snapshots;
  for (const Export& each : list)
    snapshots.push_back({{}, {}, posted.time + each.hours * hour, each.views, false});
  return snapshots;
}

Fading fading(std::initializer_list<Export> list, const Publication& publication = posted,
              std::optional<std::int32_t> as_of = std::nullopt) {
  return analyze_fading(exports(list), publication, TimeZone::utc(), as_of, Settings{});
}

Quantity exact(std::int64_t numerator, std::int64_t denominator, Unit unit) {
  return Quantity::exact(*Rational::make(numerator, denominator), unit);
}

Quantity few(Unit unit) { return Quantity::missing(MissingReason::too_few_exports, unit); }

}  // namespace

TEST_CASE("a post that still grows: velocity, half-life, no fade day yet") {
  // Counts as running maximum: 1000, 1600, 1600, 2000.
  const Fading found = fading({{24, 1'000}, {48, 1'600}, {72, 1'500}, {96, 2'000}});
  CHECK(found.velocity == exact(50, 3, Unit::count));   // (2000 - 1600) / (96 - 72)
  CHECK(found.half_life == exact(24, 1, Unit::hours));  // 1000 of 2000, reached with the first
  CHECK(found.half_before_first);
  // Days 1000, 600, 0, 400: the fourth has a tenth of the first, and is the last whole one.
  CHECK(found.daily_views == std::vector<Quantity>{Quantity::count(1'000), Quantity::count(600),
                                                   Quantity::count(0), Quantity::count(400)});
  CHECK(found.fade_day == Quantity::missing(MissingReason::not_reached, Unit::count));
  CHECK(found.late_share == Quantity::missing(MissingReason::not_reached, Unit::ratio));
  CHECK(found.still_alive == Quantity::flag(true));  // 400 a day against 1000
}

TEST_CASE("a post that faded: its last strong day, and what came after a week") {
  // Days 1000, 600, 200, 100, 50, 30, 10, 5, 5: the fourth is the last with 100 or more.
  const Fading found = fading({{24, 1'000},
                               {48, 1'600},
                               {72, 1'800},
                               {96, 1'900},
                               {120, 1'950},
                               {144, 1'980},
                               {168, 1'990},
                               {192, 1'995},
                               {216, 2'000}});
  CHECK(found.fade_day == Quantity::count(4));
  CHECK(found.late_share == exact(1, 200, Unit::ratio));  // 10 of 2000 after day 7
  CHECK(found.still_alive == Quantity::flag(false));      // 5 a day against 1000
  CHECK(found.velocity == exact(5, 24, Unit::count));
}

TEST_CASE("views of a day are linear between exports that are a day apart") {
  // After 24 h: 500 + 600 * 4 / 24 = 600. After 48 h: 1100 + 200 * 4 / 24 = 1133 1/3.
  const Fading found = fading({{20, 500}, {44, 1'100}, {68, 1'300}});
  CHECK(found.daily_views ==
        std::vector<Quantity>{Quantity::count(600), exact(1'600, 3, Unit::count)});
  // Half of 1300 is 650: 20 + 24 * 150 / 600 hours.
  CHECK(found.half_life == exact(26, 1, Unit::hours));
  CHECK_FALSE(found.half_before_first);
}

TEST_CASE("weekly exports give a half-life and a velocity, but no views of a day") {
  const Fading found = fading({{168, 9'000}, {336, 10'000}});
  CHECK(found.half_life == exact(280, 3, Unit::hours));  // 168 * 5000 / 9000
  CHECK(found.half_before_first);
  CHECK(found.velocity == exact(125, 21, Unit::count));  // 1000 / 168
  CHECK(found.daily_views.empty());
  CHECK(found.fade_day == few(Unit::count));
  CHECK(found.late_share == few(Unit::ratio));
  CHECK(found.still_alive == Quantity::flag(true));  // 1000 a week against 9000: a ninth
}

TEST_CASE("a run two hours late still is a day, three hours late is not") {
  CHECK(fading({{26, 100}, {52, 110}}).daily_views.size() == 2);
  CHECK(fading({{24, 100}, {51, 110}}).daily_views.empty());
  CHECK(fading({{27, 100}, {48, 110}}).daily_views.empty());
}

TEST_CASE("without a publication there is a velocity, but nothing since it") {
  const Fading found = fading({{24, 100}, {48, 148}, {72, 172}}, {});
  CHECK(found.velocity == exact(1, 1, Unit::count));
  CHECK(found.half_life == Quantity::missing(MissingReason::unknown, Unit::hours));
  CHECK(found.fade_day == few(Unit::count));
  CHECK(found.still_alive == Quantity::flag(true));  // 24 against 48
  // One interval has nothing to be compared with.
  CHECK(fading({{24, 100}, {48, 148}}, {}).still_alive == few(Unit::text));
}

TEST_CASE("one export is no curve, and one before the publication is none") {
  const Fading one = fading({{24, 100}});
  CHECK(one.velocity == few(Unit::count));
  CHECK(one.half_life == few(Unit::hours));
  CHECK(one.still_alive == few(Unit::text));
  const Fading early = fading({{-1, 100}, {24, 100}, {48, 160}});
  CHECK(early.line.too_early == 1);
  CHECK(early.line.points.size() == 2);
}

TEST_CASE("a post without a view has no half and is not alive") {
  const Fading found = fading({{24, 0}, {48, 0}});
  CHECK(found.half_life == Quantity::missing(MissingReason::zero_denominator, Unit::hours));
  CHECK(found.velocity == exact(0, 1, Unit::count));
  CHECK(found.still_alive == Quantity::flag(false));
}

TEST_CASE("what an old export said is not what is so now") {
  // The last export is of 2024-05-03, day 19846.
  CHECK(fading({{24, 10}, {48, 20}}, posted, 19'846 + 14).still_alive == Quantity::flag(true));
  CHECK(fading({{24, 10}, {48, 20}}, posted, 19'846 + 15).still_alive == few(Unit::text));
}

TEST_CASE("an export day is its middle, on the day of the publication that of what was left") {
  const std::vector<PostSnapshot> days{{{}, {}, midnight, 10, true},
                                       {{}, {}, midnight + 2 * day, 30, true}};
  FadingLine line;
  place_snapshots(days, posted, TimeZone::utc(), line);
  REQUIRE(line.points.size() == 2);
  CHECK(line.points[0].instant == midnight + 16 * hour);  // between 8:00 and 24:00
  CHECK(line.points[1].instant == midnight + 2 * day + 12 * hour);
  // The day of the post is known only: it went online at noon, and was exported at 18:00.
  place_snapshots(days, {midnight, CellState::day}, TimeZone::utc(), line);
  CHECK(line.published == midnight + 12 * hour);
  CHECK(line.points[0].instant == midnight + 18 * hour);
  // In Berlin 3 May began at 22:00 UTC the day before.
  const auto berlin = TimeZone::find("Europe/Berlin");
  if (!berlin) return;
  place_snapshots(days, posted, *berlin, line);
  CHECK(line.points[1].instant == midnight + 2 * day + 10 * hour);
}

TEST_CASE("exports of one day after the other are daily, whatever the hour of the post") {
  // Posted at 8:00, exported on the next day and the one after: after 28 and 52 hours. Of two days
  // between them nothing is known of the day in the middle.
  std::vector<PostSnapshot> days{{{}, {}, midnight + day, 280, true},
                                 {{}, {}, midnight + 2 * day, 400, true}};
  const auto analyzed = [&] {
    return analyze_fading(days, posted, TimeZone::utc(), std::nullopt, Settings{});
  };
  // After 24 h: 280 * 24 / 28 = 240; after 48 h: 280 + 120 * 20 / 24 = 380.
  CHECK(analyzed().daily_views ==
        std::vector<Quantity>{Quantity::count(240), Quantity::count(140)});
  days[1].exported_at = midnight + 3 * day;
  CHECK(analyzed().daily_views.empty());
}

TEST_CASE("two exports at one instant are one, with the larger count") {
  const Fading found = fading({{24, 100}, {24, 90}, {48, 124}});
  CHECK(found.line.points.size() == 2);
  CHECK(found.velocity == exact(1, 1, Unit::count));
}

}  // namespace tiktok_kpi
