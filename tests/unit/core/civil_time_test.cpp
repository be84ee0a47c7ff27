// Days, times and zones. Day numbers and instants were computed with Python's datetime and
// zoneinfo.
#include "core/civil_time.hpp"

#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

/// "day second [offset]" of a time, or "-"; "day" alone when it has no time of day.
std::string shown(std::string_view text) {
  const auto time = parse_iso_time(text);
  if (!time) return "-";
  std::string out = format_day(time->day);
  if (time->has_time) out += " " + std::to_string(time->second_of_day);
  if (time->offset_s) out += " " + std::to_string(*time->offset_s);
  return out;
}

}  // namespace

TEST_CASE("dates and day numbers follow the Gregorian calendar in both directions") {
  CHECK(days_from_civil({1970, 1, 1}) == 0);
  CHECK(days_from_civil({2024, 2, 29}) == 19782);
  CHECK(days_from_civil({2024, 5, 1}) == 19844);
  CHECK(days_from_civil({2000, 2, 29}) == 11016);
  CHECK(days_from_civil({1900, 3, 1}) == -25508);
  CHECK(days_from_civil({1, 1, 1}) == -719162);
  CHECK(days_from_civil({9999, 12, 31}) == 2932896);
  CHECK(civil_from_days(19782) == CivilDate{2024, 2, 29});
  CHECK(civil_from_days(-719162) == CivilDate{1, 1, 1});
  CHECK(civil_from_days(-719529) == CivilDate{-1, 12, 31});
  CHECK(civil_from_days(-719528) == CivilDate{0, 1, 1});  // year 0 has 366 days
}

TEST_CASE("every day of eight centuries is the day after the one before") {
  CivilDate date{1700, 1, 1};
  for (std::int32_t days = days_from_civil(date); days < days_from_civil({2500, 1, 1}); ++days) {
    REQUIRE(civil_from_days(days) == date);
    REQUIRE(days_from_civil(date) == days);
    REQUIRE(parse_day(format_day(days)) == days);
    REQUIRE(parse_iso_time(format_day(days))->day == days);
    CivilDate next{date.year, date.month, date.day + 1};
    if (!is_valid(next)) next = {date.year, date.month + 1, 1};
    if (!is_valid(next)) next = {date.year + 1, 1, 1};
    date = next;
  }
}

TEST_CASE("the ends of the range of days survive the way there and back") {
  for (const std::int32_t days : {INT32_MIN, INT32_MIN + 1, INT32_MAX - 1, INT32_MAX}) {
    CHECK(days_from_civil(civil_from_days(days)) == days);
  }
}

TEST_CASE("a leap year is divided by 4 and not by 100, or by 400") {
  CHECK(is_valid({2024, 2, 29}));
  CHECK(is_valid({2000, 2, 29}));
  CHECK_FALSE(is_valid({1900, 2, 29}));
  CHECK_FALSE(is_valid({2023, 2, 29}));
  CHECK_FALSE(is_valid({2024, 2, 30}));
  CHECK_FALSE(is_valid({2024, 0, 1}));
  CHECK_FALSE(is_valid({2024, 13, 1}));
  CHECK_FALSE(is_valid({2024, 4, 31}));
  CHECK_FALSE(is_valid({2024, 4, 0}));
}

TEST_CASE("weeks begin on Monday, before 1970 too") {
  CHECK(weekday_of(0) == 3);
  CHECK(weekday_of(-1) == 2);
  CHECK(weekday_of(days_from_civil({2024, 5, 1})) == 2);
  CHECK(weekday_of(days_from_civil({2000, 2, 29})) == 1);
  CHECK(weekday_of(days_from_civil({1, 1, 1})) == 0);
}

TEST_CASE("a day is read whole or not at all") {
  CHECK(parse_day("2024-05-01") == 19844);
  CHECK(parse_day("20240501") == 19844);
  for (const char* text : {"", "2024-5-1", "2024-05-01 ", " 2024-05-01", "2024/05/01", "2023-02-29",
                           "2024-13-01", "2024-05-0x", "2024050", "202405011", "20240532"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_day(text));
  }
}

TEST_CASE("instants are written in UTC") {
  CHECK(format_instant(1714557492) == "2024-05-01T09:58:12Z");
  CHECK(format_instant(0) == "1970-01-01T00:00:00Z");
  CHECK(format_instant(-1) == "1969-12-31T23:59:59Z");
}

TEST_CASE("dates and times are read in the spellings of exports") {
  CHECK(shown("2024-05-01") == "2024-05-01");
  CHECK(shown("2024/05/01") == "2024-05-01");
  CHECK(shown("20240501") == "2024-05-01");
  CHECK(shown("2024-05-01 09:58:12") == "2024-05-01 35892");
  CHECK(shown("2025/10/31 18:19:10") == "2025-10-31 65950");
  CHECK(shown("2023-12-17T02:27:13") == "2023-12-17 8833");
  CHECK(shown("2024-05-01 09:58:12 +0000") == "2024-05-01 35892 0");
  CHECK(shown("2024-05-01 09:58:12 -0530") == "2024-05-01 35892 -19800");
  CHECK(shown("2024-05-01T09:58:12+02:00") == "2024-05-01 35892 7200");
  CHECK(shown("2024-05-01T09:58:12-03") == "2024-05-01 35892 -10800");
  CHECK(shown("2025-07-07T14:58:13.000Z") == "2025-07-07 53893 0");
  CHECK(shown("2025-07-07T14:58:13.999999+0100") == "2025-07-07 53893 3600");
  CHECK(shown("2025-07-07 14:58:13,5") == "2025-07-07 53893");
  CHECK(shown("2025-07-07 14:58:13 UTC") == "2025-07-07 53893 0");
  CHECK(shown("2024-05-01T23:59:60Z") == "2024-05-01 86399 0");
  CHECK(shown("20240501T095812Z") == "2024-05-01 35892 0");
  CHECK(shown("2024/5/1 9:58") == "2024-05-01 35880");
  CHECK(shown("2024-05-01t09:58z") == "2024-05-01 35880 0");
  CHECK(shown("\t2024-05-01  09:58:12 \t") == "2024-05-01 35892");
  CHECK(shown("2024-05-01 09:58:12\t") == "2024-05-01 35892");
}

TEST_CASE("what is almost a time is none") {
  for (const char* text : {"",
                           " ",
                           "2024",
                           "2024-05",
                           "2024-02-30",
                           "2023-02-29 00:00:00",
                           "2024-00-10 00:00:00",
                           "2024-05-01T",
                           "2024-05-01 24:00:00",
                           "2024-05-01 09:60:00",
                           "2024-05-01 09:58:61",
                           "2024-05-01 09:58:1",
                           "2024-05-01 09:58:12.",
                           "2024-05-01 09:58:12 PM",
                           "2024-05-01 9:30:33 AM",
                           "2024-05-01 09:58:12 +5",
                           "2024-05-01 09:58:12+02:",
                           "2024-05-01 09:58:12Z0",
                           "2024-05-01Z",
                           "2024-05/01",
                           "2024-05/01 09:58:12",
                           "05/01/2024",
                           "01-05-2024 09:58:12",
                           "2024041623",
                           "1714557492",
                           "2024-05-01x09:58:12",
                           "2O24-05-01 09:58:12",
                           "2024-05-01 09:58:1O",
                           "2024-05-01 09.58.12",
                           "2024-05-01 0:9:58:12",
                           "2024-05-01\xC2\xA0"
                           "09:58:12",
                           "2024:05:01 09:58:12",
                           "2024-05-01 ::::::::"}) {
    CAPTURE(text);
    CHECK(shown(text) == "-");
  }
}

TEST_CASE("reading at fixed places and digit by digit agree on every single wrong character") {
  const std::string good = "2024-05-01 09:58:12";
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (int c = 0; c < 256; ++c) {
      std::string text = good;
      text[i] = static_cast<char>(c);
      CAPTURE(i, c);
      REQUIRE(shown(text) == shown(" " + text));  // a blank in front leaves the fast way
      REQUIRE(shown(text.substr(0, 10)) == shown(" " + text.substr(0, 10)));
    }
  }
}

TEST_CASE("UTC needs no database") {
  const auto utc = TimeZone::find("UTC");
  REQUIRE(utc);
  CHECK(utc->is_utc());
  CHECK(utc->name() == "UTC");
  CHECK(utc->offset_at(1714557492) == 0);
  CHECK(utc->instant_of(1714557492) == 1714557492);
  CHECK(TimeZone::find("Etc/UTC")->is_utc());
}

TEST_CASE("unknown zones are not found") {
  CHECK_FALSE(TimeZone::find(""));
  CHECK_FALSE(TimeZone::find("Europe/Atlantis"));
  CHECK_FALSE(TimeZone::find("../../etc/passwd"));
}

TEST_CASE("Berlin: of the double hour the first, of the missing hour the moment of the change") {
  const auto berlin = TimeZone::find("Europe/Berlin");
  REQUIRE(berlin);
  CHECK_FALSE(berlin->is_utc());
  CHECK(berlin->name() == "Europe/Berlin");
  CHECK(berlin->offset_at(1711846799) == 3600);
  CHECK(berlin->offset_at(1711846800) == 7200);
  CHECK(berlin->offset_at(1729990799) == 7200);
  CHECK(berlin->offset_at(1729990800) == 3600);
  CHECK(berlin->instant_of(1719835200) == 1719828000);  // 2024-07-01 12:00
  CHECK(berlin->instant_of(1704067200) == 1704063600);  // 2024-01-01 00:00
  CHECK(berlin->instant_of(1711850399) == 1711846799);  // 2024-03-31 01:59:59
  CHECK(berlin->instant_of(1711850400) == 1711846800);  // 02:00:00 is missing
  CHECK(berlin->instant_of(1711852200) == 1711846800);  // 02:30 is missing
  CHECK(berlin->instant_of(1711854000) == 1711846800);  // 03:00
  CHECK(berlin->instant_of(1729994400) == 1729987200);  // 2024-10-27 02:00, first time
  CHECK(berlin->instant_of(1729996200) == 1729989000);  // 02:30, first time
  CHECK(berlin->instant_of(1729998000) == 1729994400);  // 03:00 is single again
}

TEST_CASE("zones without summer time, with quarter hours, with a day left out, and the far past") {
  const auto jakarta = TimeZone::find("Asia/Jakarta");
  REQUIRE(jakarta);
  CHECK(jakarta->offset_at(1714521600) == 25200);
  CHECK(jakarta->instant_of(1714521600) == 1714496400);
  CHECK(TimeZone::find("Asia/Kathmandu")->offset_at(1714521600) == 20700);
  const auto apia = TimeZone::find("Pacific/Apia");
  REQUIRE(apia);
  CHECK(apia->instant_of(1325160000) == 1325196000);  // 2011-12-29 12:00
  CHECK(apia->instant_of(1325246400) ==
        1325239200);  // 2011-12-30 never was: the midnight of the change
  CHECK(apia->instant_of(1325332800) == 1325282400);            // 2011-12-31 12:00
  const auto casablanca = TimeZone::find("Africa/Casablanca");  // two changes around Ramadan
  REQUIRE(casablanca);
  CHECK(casablanca->offset_at(1709251200) == 3600);
  CHECK(casablanca->offset_at(1710892800) == 0);
  CHECK(casablanca->offset_at(1714521600) == 3600);
  const auto berlin = TimeZone::find("Europe/Berlin");
  CHECK(berlin->offset_at(-2208988800) == 3600);  // 1900
  CHECK(berlin->offset_at(-2840140800) == 3208);  // 1880, local mean time
  CHECK(berlin->offset_at(-100'000'000'000) == 3208);
}

TEST_CASE("local time and instant are inverse wherever local time is single") {
  for (const char* name :
       {"Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Chatham"}) {
    const auto zone = TimeZone::find(name);
    REQUIRE(zone);
    for (std::int64_t instant = 0; instant < 2'000'000'000; instant += 86'399 * 3) {
      const std::int64_t back = zone->instant_of(instant + zone->offset_at(instant));
      // only in the double hour is the answer earlier, and then by the size of the change
      REQUIRE(back <= instant);
      REQUIRE(back + zone->offset_at(back) == instant + zone->offset_at(instant));
    }
  }
}
