// Years of account series: from post ids, archive names or the user; days that run late.
#include "input/daily_series.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/civil_time.hpp"
#include "support/catch.hpp"
#include "support/describe_rows.hpp"

namespace tiktok_kpi {
namespace {

namespace fs = std::filesystem;
const fs::path samples = fs::path(TIKTOK_KPI_SOURCE_DIR) / "tests/formats";

std::int32_t day(const char* text) { return *parse_day(text); }

struct Run {
  std::vector<test::CollectedRow> rows;
  ReadLog log;
  [[nodiscard]] std::vector<test::CollectedRow> of(std::uint32_t input) const {
    std::vector<test::CollectedRow> found;
    for (const test::CollectedRow& row : rows)
      if (row.input == input && row.kind == RecordKind::daily) found.push_back(row);
    return found;
  }
};

Run run(const std::vector<InputSpec>& inputs, const AskedFields& asked = test::every_field()) {
  test::CollectingSink sink;
  ReadLog log = read(inputs, asked, {}, sink);
  return {sink.rows(), std::move(log)};
}

/// Samples of one account in a folder of their own, as a creator has them.
class AccountFolder {
 public:
  AccountFolder()
      : folder_(fs::temp_directory_path() / ("tiktok-kpi-series-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    for (const char* name : {"overview/Overview.csv", "viewers/Viewers.csv"}) {
      const fs::path source = samples / ("tiktok-studio-" + std::string(name));
      fs::copy_file(source, folder_ / source.filename(), fs::copy_options::overwrite_existing);
    }
    // Uploaded 2024-01-09 12:00 UTC.
    std::ofstream(folder_ / "Content.csv")
        << "Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views\n"
           "a,https://www.tiktok.com/@soapy_ana/video/7322069950464000000,January 9,1,1,1,1\n";
  }
  ~AccountFolder() { fs::remove_all(folder_); }
  AccountFolder(const AccountFolder&) = delete;
  AccountFolder& operator=(const AccountFolder&) = delete;
  [[nodiscard]] InputSpec file(const std::string& name) const {
    return {{(folder_ / name).string(), {}}, {}, true};
  }

 private:
  fs::path folder_;
};

}  // namespace

TEST_CASE("rows ascend, so the year falls where the month jumps up") {
  const std::vector<int> rows{1230, 1231, 101, 0, 103};
  const auto days = resolve_years(rows, day("2024-01-02"), std::nullopt);
  REQUIRE(days.size() == 5);
  CHECK(days[0] == day("2023-12-30"));
  CHECK(days[2] == day("2024-01-01"));
  CHECK_FALSE(days[3].has_value());
  CHECK(days[4] == day("2024-01-03"));
  CHECK(resolve_years(rows, std::nullopt, day("2023-06-01"))[4] == day("2023-01-03"));
  CHECK_FALSE(resolve_years(rows, std::nullopt, std::nullopt)[0].has_value());
}

TEST_CASE("names of archives tell the account and when it was downloaded") {
  const NameFacts facts =
      facts_of_name("in/Overview_2025-08-28_1787841428_my_handle.zip:Overview.csv");
  CHECK(facts.handle == "my_handle");
  CHECK(facts.downloaded == 1'787'841'428);
  CHECK(facts_of_name("Followers_ana/FollowerHistory.csv").handle == "ana");
  CHECK(facts_of_name("exports/Overview.csv").handle.empty());
}

TEST_CASE("the posts of the account say which year it is, and viewers move to their day") {
  const AccountFolder folder;
  const Run both =
      run({folder.file("Content.csv"), folder.file("Overview.csv"), folder.file("Viewers.csv")});
  REQUIRE(both.of(1).size() == 20);
  CHECK(both.of(1)[0].number(Field::date) == day("2023-12-22"));
  CHECK(both.of(1)[19].number(Field::date) == day("2024-01-10"));
  CHECK(both.of(1)[0].text(Field::creator) == "soapy_ana");
  CHECK(both.of(2)[1].number(Field::date) == day("2023-12-22"));
  CHECK(both.log.inputs[2].faults.count("shifted-days") == 1);
  CHECK(
      both.log.inputs[1].plan.guesses ==
      std::vector<std::string>{
          "years: 2023-12-22 to 2024-01-10, from the upload times in the ids of the account's posts; --year overrides"});
}

TEST_CASE(
    "years are found though nothing is asked of the posts, and dates though only counts are asked") {
  const AccountFolder folder;
  AskedFields asked;
  asked.of(RecordKind::daily).insert(Field::account_views);
  const Run only = run({folder.file("Content.csv"), folder.file("Overview.csv")}, asked);
  CHECK(only.of(1).size() == 20);
  CHECK(only.rows.size() == 20);
  CHECK(only.log.inputs[1].faults.count("no-year") == 0);
}

TEST_CASE("without a year the rows stay out of the timeline, and --year brings them in") {
  const AccountFolder folder;
  InputSpec overview = folder.file("Overview.csv");
  const Run open = run({overview});
  CHECK(open.of(0)[0].number(Field::date) == -999);
  CHECK(open.log.inputs[0].faults.count("no-year") == 20);
  overview.overrides.year = 2022;
  CHECK(run({overview}).of(0)[19].number(Field::date) == day("2022-01-10"));
}

TEST_CASE("a post of New Year's Eve is not moved a year ahead") {
  // Uploaded 2024-01-01 00:30 UTC, on 31 December where the creator lives.
  const fs::path path =
      fs::temp_directory_path() / ("tiktok-kpi-eve-" + std::to_string(::getpid()) + ".csv");
  const std::int64_t id = (std::int64_t{1'704'069'000} << 32) + 7;
  std::ofstream(path)
      << "Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views\n"
      << "a,https://www.tiktok.com/@ana/video/" << id << ",December 31,1,1,1,1\n";
  const Run eve = run({{{path.string(), {}}, {}, true}});
  fs::remove(path);
  CHECK(eve.rows.at(0).number(Field::posted_at) == 1'704'069'000);
}

}  // namespace tiktok_kpi
