// Sections from canonical CSV through the real reader, with figures worked out by hand.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "support/catch.hpp"
#include "tiktok_kpi/pipeline.hpp"

namespace tiktok_kpi {
namespace {

/// A file that lives as long as the test case.
class Export {
 public:
  explicit Export(std::string_view text, std::string_view extension = ".csv")
      : path_(std::filesystem::temp_directory_path() /
              ("report-test-" + std::to_string(::getpid()) + std::string(extension))) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~Export() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

Invocation one_section(const Export& file, const std::string& section) {
  Invocation invocation;
  invocation.inputs = {file.path()};
  invocation.sections = {section};
  invocation.threads = 1;
  return invocation;
}

Section run(const Invocation& invocation) { return run_report(invocation).document.sections.at(0); }

template <class Part>
Part part_of(const Section& section) {
  for (const SectionPart& block : section.blocks)
    if (const Part* part = std::get_if<Part>(&block)) return *part;
  FAIL("the section has no such part");
  return {};
}

/// Cell of the row whose column `key` reads `name`.
Quantity cell(const Table& table, std::string_view key, std::string_view name,
              std::string_view column) {
  const auto at = [&](std::string_view id) {
    const auto found = std::ranges::find(table.columns, id, &Column::id);
    REQUIRE(found != table.columns.end());
    return static_cast<std::size_t>(found - table.columns.begin());
  };
  for (const auto& row : table.rows)
    if (row[at(key)].label_value() != nullptr && *row[at(key)].label_value() == name)
      return row[at(column)];
  FAIL("no row " << name);
  return {};
}

std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const auto& row : table.rows)
    names.push_back(row[0].label_value() != nullptr ? *row[0].label_value() : "n/a");
  return names;
}

Rational fraction(Int128 top, Int128 bottom) { return *Rational::make(top, bottom); }

constexpr std::string_view five_posts =
    "post_id,creator,posted_at,views,likes,comments,shares,followers,caption\n"
    "7300000000000000001,ana,2024-05-01T17:00:00Z,1000,80,15,5,20000,first #glow\n"
    "7300000000000000002,ana,2024-05-02T17:00:00Z,3000,100,30,20,20000,second #glow\n"
    "7300000000000000003,ana,2024-05-06T17:00:00Z,10000,300,60,40,20000,third\n"
    "b-4,bo,2024-05-06,500,20,5,0,500,fourth\n"
    "7300000000000000005,,2024-05-07,700,,3,1,,fifth\n";

}  // namespace

TEST_CASE("a post is a group of one, ranked by views") {
  const Export file(five_posts);
  const Table table = part_of<Table>(run(one_section(file, "posts")));
  CHECK(names_of(table) == std::vector<std::string>{"7300000000000000003", "7300000000000000002",
                                                    "7300000000000000001", "7300000000000000005",
                                                    "b-4"});
  CHECK(*cell(table, "post_id", "7300000000000000003", "er_views").exact_value() ==
        fraction(400, 10000));
  CHECK(*cell(table, "post_id", "7300000000000000001", "er_followers").exact_value() ==
        fraction(95, 20000));
  CHECK(*cell(table, "post_id", "b-4", "view_follower_ratio").exact_value() == Rational(1));
  CHECK_FALSE(cell(table, "post_id", "7300000000000000005", "er_views").known());
  CHECK(*cell(table, "post_id", "7300000000000000005", "quality_flags").list_value() ==
        Quantity::List{"missing_likes"});
  CHECK(*cell(table, "post_id", "7300000000000000002", "tags").list_value() ==
        Quantity::List{"glow"});
}

TEST_CASE("a breakout compares with the median of the creator's earlier posts") {
  const Export file(five_posts);
  const Table table = part_of<Table>(run(one_section(file, "posts")));
  CHECK(cell(table, "post_id", "7300000000000000001", "breakout_ratio").reason() ==
        MissingReason::no_posts);
  CHECK(*cell(table, "post_id", "7300000000000000002", "breakout_ratio").exact_value() ==
        Rational(3));
  CHECK(*cell(table, "post_id", "7300000000000000003", "breakout_ratio").exact_value() ==
        Rational(5));
  CHECK(*cell(table, "post_id", "7300000000000000003", "viral").flag_value());
  CHECK_FALSE(*cell(table, "post_id", "7300000000000000002", "viral").flag_value());
}

TEST_CASE("a post known by day is earlier than the posts of later days only") {
  const Export file(
      "post_id,creator,posted_at,views\n"
      "1,ana,2024-05-01,100\n"
      "2,ana,2024-05-01T20:00:00Z,400\n"
      "3,ana,2024-05-02T08:00:00Z,1000\n");
  const Table table = part_of<Table>(run(one_section(file, "posts")));
  CHECK(cell(table, "post_id", "1", "breakout_ratio").reason() == MissingReason::no_posts);
  CHECK(cell(table, "post_id", "2", "breakout_ratio").reason() == MissingReason::no_posts);
  CHECK(*cell(table, "post_id", "3", "breakout_ratio").exact_value() ==
        Rational(4));  // 1000 over the mean of 100 and 400
}

TEST_CASE("posts beyond the limit are counted, whatever ranks them") {
  const Export file(five_posts);
  Invocation invocation = one_section(file, "posts");
  invocation.table.limit = 2;
  const auto [sort, expected] = GENERATE(table<std::string, std::vector<std::string>>({
      {"", {"7300000000000000003", "7300000000000000002"}},
      {"views:asc", {"b-4", "7300000000000000005"}},
      {"er_views", {"7300000000000000001", "7300000000000000002"}},
      {"posted_at", {"7300000000000000005", "7300000000000000003"}},
      {"day:asc", {"7300000000000000001", "7300000000000000002"}},
      {"breakout_ratio", {"7300000000000000003", "7300000000000000002"}},
  }));
  invocation.table.sort = sort;
  const Table table = part_of<Table>(run(invocation));
  CAPTURE(sort);
  CHECK(names_of(table) == expected);
  CHECK(table.total_rows == 5);
}

TEST_CASE("tiers stand in their order and add up to the total") {
  const Export file(five_posts);
  const Table table = part_of<Table>(run(one_section(file, "tiers")));
  CHECK(names_of(table) == std::vector<std::string>{"below_nano", "micro", "unknown"});
  CHECK(*cell(table, "tier", "below_nano", "total_views").exact_value() == Rational(500));
  CHECK(*cell(table, "tier", "micro", "total_views").exact_value() == Rational(14000));
  CHECK(*cell(table, "tier", "micro", "er_views").exact_value() ==
        fraction(100 + 150 + 400, 14000));
  CHECK(cell(table, "tier", "micro", "er_views_mean").to_double() == Approx(0.19 / 3));
  CHECK(*cell(table, "tier", "unknown", "total_views").exact_value() == Rational(700));
  CHECK(*cell(table, "tier", "unknown", "creators").exact_value() == Rational(0));
}

TEST_CASE("depth weighs completion by views, and says so when no export has it") {
  const Export file(
      "post_id,creator,posted_at,views,completion_rate,avg_watch_s,duration_s,views_2s,views_6s\n"
      "1,ana,2024-05-01,1000,0.4,13,10,800,200\n"
      "2,ana,2024-05-02,9000,0.1,5,10,1200,800\n");
  const Table table = part_of<Table>(run(one_section(file, "depth")));
  CHECK(names_of(table) == std::vector<std::string>{"@ana", "(total)"});
  for (const std::string_view row : {"@ana", "(total)"}) {
    CHECK(*cell(table, "creator", row, "completion_rate_pooled").exact_value() ==
          fraction(13, 100));
    CHECK(*cell(table, "creator", row, "completion_rate_mean").exact_value() == fraction(1, 4));
    CHECK(*cell(table, "creator", row, "avg_watch_ratio").exact_value() == fraction(9, 10));
    CHECK(*cell(table, "creator", row, "view_rate_2s").exact_value() == fraction(1, 5));
    CHECK(*cell(table, "creator", row, "hold_rate").exact_value() == fraction(1, 2));
  }
  const Export without(five_posts);
  CHECK(
      run(one_section(without, "depth")).absent ==
      "no video depth: no input has completion rates, watch time or views of 2 and 6 seconds (TikTok Studio and TikTok One exports do)");
}

TEST_CASE("rhythm is over all days between the first and the last post, or over the period") {
  const Export file(five_posts);
  Invocation invocation = one_section(file, "posting");
  Table table = part_of<Table>(run(invocation));
  CHECK(*cell(table, "creator", "@ana", "posting_rate").exact_value() == fraction(3, 6));
  CHECK(*cell(table, "creator", "@ana", "posting_rate_band").label_value() == "below");
  CHECK(*cell(table, "creator", "@ana", "longest_gap_days").exact_value() == Rational(4));
  CHECK(cell(table, "creator", "@ana", "gap_cv").to_double() == Approx(0.6));  // gaps 1 and 4
  CHECK(*cell(table, "creator", "@bo", "posting_rate").exact_value() == Rational(1));
  CHECK(cell(table, "creator", "@bo", "longest_gap_days").reason() == MissingReason::too_few_posts);
  invocation.table.since = "2024-05-02";
  invocation.table.until = "2024-05-11";
  table = part_of<Table>(run(invocation));
  CHECK(*cell(table, "creator", "@ana", "all_posts").exact_value() == Rational(2));
  CHECK(*cell(table, "creator", "@ana", "posting_rate").exact_value() == fraction(2, 10));
}

TEST_CASE("the interval of views to the end is of the posts that count them") {
  const Export file(
      "post_id,creator,views,completed_views\n1,ana,400,20\n2,ana,50,7\n3,ana,9000,\n4,bo,10,12\n");
  const Table table = part_of<Table>(run(one_section(file, "depth")));
  // 27 of 450.
  CHECK(cell(table, "creator", "@ana", "completion_rate_low").to_double() ==
        Approx(0.04155995964644281));
  CHECK(cell(table, "creator", "@ana", "completion_rate_high").to_double() ==
        Approx(0.08588864095297138));
  CHECK(cell(table, "creator", "@bo", "completion_rate_low").reason() == MissingReason::unknown);
}

TEST_CASE("the best time is an hour of the week in the zone of the report") {
  // Mondays half past five in Berlin at 10 %, Tuesdays at nine at 5 %; a single brilliant Friday
  // does not count.
  const Export file(
      "post_id,creator,posted_at,views,likes,comments,shares\n"
      "1,ana,2024-05-06T15:30:00Z,1000,90,5,5\n2,ana,2024-05-13T15:30:00Z,1000,90,5,5\n3,ana,2024-05-20T15:30:00Z,1000,90,5,5\n"
      "4,ana,2024-05-07T07:00:00Z,1000,40,5,5\n5,ana,2024-05-14T07:00:00Z,1000,40,5,5\n6,ana,2024-05-21T07:00:00Z,1000,40,5,5\n"
      "7,ana,2024-05-10T07:00:00Z,1000,400,50,50\n");
  const Export campaign(
      R"({"version": 1, "name": "May", "timezone": "Europe/Berlin", "sources": [")" +
          std::filesystem::path(file.path()).filename().string() + "\"]}",
      ".json");
  const Figures figures = part_of<Figures>(run(one_section(campaign, "posting")));
  REQUIRE(figures.items.size() == 2);
  CHECK(*figures.items[0].value.label_value() == "Mon 17");
  // Three of seven posts at 10 %, the mean of all is 95 / 700: (3 x .1 + 5 x .95 / 7) / 8.
  CHECK(figures.items[1].value.to_double() == Approx((0.3 + 5 * 0.95 / 7) / 8));
}

TEST_CASE("people see the newest 62 days of a long timeline, machines all") {
  std::string text = "post_id,creator,posted_at,views\n";
  for (int day = 0; day < 70; ++day)
    text += std::to_string(day + 1) + ",ana,2024-0" +
            (day < 31   ? "1-"
             : day < 60 ? "2-"
                        : "3-") +
            (std::to_string(101 + (day < 31   ? day
                                   : day < 60 ? day - 31
                                              : day - 60)))
                .substr(1) +
            ",10\n";
  const Export file(text);
  const Table table = part_of<Table>(run(one_section(file, "timeline")));
  CHECK(table.rows.size() == 70);
  CHECK(table.people_first == 8);
  CHECK(table.people_rows == 62);
  CHECK(table.total_rows == 70);
}

TEST_CASE("the footer counts posts and warnings") {
  const Export file(five_posts);
  CHECK(run_report(one_section(file, "posts")).document.footer == "5 of 5 posts used");
  Invocation some = one_section(file, "posts");
  some.table.where = "views >= 1000";
  CHECK(run_report(some).document.footer == "3 of 5 posts used");
}

}  // namespace tiktok_kpi
