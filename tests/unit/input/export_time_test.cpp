// When figures were exported, from what the user states and from names of files.
#include "input/export_time.hpp"

#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::int64_t day = 1'715'126'400;  ///< 2024-05-08

}  // namespace

TEST_CASE("an export time is a day or an instant") {
  CHECK(parse_export_time("2024-05-08") == ExportTime{day, true});
  CHECK(parse_export_time("2024-05-08T09:00:00Z") == ExportTime{day + 9 * 3'600, false});
  CHECK(parse_export_time("2024-05-08T09:00:00+02:00") == ExportTime{day + 7 * 3'600, false});
  CHECK_FALSE(parse_export_time("May 8").has_value());
}

TEST_CASE("the only day in the name of a file or archive is that of the export") {
  CHECK(export_time_of_name("in/posts-2024-05-08.csv") == ExportTime{day, true});
  CHECK(export_time_of_name("2024-05-08.ndjson.gz") == ExportTime{day, true});
  CHECK(export_time_of_name("in/all_2024-05-08.zip:posts.csv") == ExportTime{day, true});
  CHECK(export_time_of_name("dataset_2024-05-08_10-11-12-345.json") ==
        ExportTime{day + 36'672, false});  // 10 h 11 min 12 s
  CHECK(export_time_of_name("Overview_2025-08-28_1787841428_ana.zip:Content.csv") ==
        ExportTime{1'787'841'428, false});
}

TEST_CASE("a period, a folder, or digits that are no day say nothing of the export") {
  CHECK_FALSE(export_time_of_name("posts_2024-05-01_2024-05-31.csv").has_value());
  CHECK_FALSE(export_time_of_name("2024-05-08/posts.csv").has_value());
  CHECK_FALSE(export_time_of_name("all.zip:posts-2024-05-08.csv").has_value());
  CHECK_FALSE(export_time_of_name("posts-2024-05.csv").has_value());
  CHECK_FALSE(export_time_of_name("posts-2024-13-08.csv").has_value());
  CHECK_FALSE(export_time_of_name("posts-12024-05-08.csv").has_value());
  CHECK_FALSE(export_time_of_name("posts-2024-05-081.csv").has_value());
}

}  // namespace tiktok_kpi
