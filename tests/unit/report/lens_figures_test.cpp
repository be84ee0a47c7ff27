// Vendors' rates, worked out by hand from three posts, and the parts of the difference to ours.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"
#include "tiktok_kpi/pipeline.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::string_view header =
    "creator,posted_at,likes,comments,shares,saves,views,followers\n";
constexpr std::string_view three_posts =
    "ana,2024-05-02,1900,120,75,260,54000,41000\n"
    "ana,2024-05-09,66,8,2,3,2100,41000\n"
    "bo,2024-05-12,15400,880,2300,4100,640000,820000\n";

class Export {
 public:
  explicit Export(std::string_view rows)
      : path_(std::filesystem::temp_directory_path() /
              ("lens-test-" + std::to_string(::getpid()) + ".csv")) {
    std::ofstream(path_, std::ios::binary) << header << rows;
  }
  ~Export() { std::filesystem::remove(path_); }
  [[nodiscard]] Invocation as(std::string_view vendor, unsigned threads = 1) const {
    Invocation invocation;
    invocation.inputs = {path_.string()};
    invocation.sections = {"headline"};
    invocation.threads = threads;
    invocation.table.lens = vendor;
    return invocation;
  }

 private:
  std::filesystem::path path_;
};

Table lens_of(const Invocation& invocation) {
  const Document document = run_report(invocation).document;
  for (const SectionPart& part : document.sections.at(0).blocks)
    if (const Table* table = std::get_if<Table>(&part);
        table != nullptr && table->id == "headline.lens")
      return *table;
  FAIL("no table of the vendor");
  return {};
}

const Quantity& cell(const Table& table, std::size_t row, std::string_view column) {
  const auto found = std::ranges::find(table.columns, column, &Column::id);
  REQUIRE(found != table.columns.end());
  return table.rows.at(row)[static_cast<std::size_t>(found - table.columns.begin())];
}

std::string percent(const Quantity& ratio) {
  REQUIRE(ratio.exact_value() != nullptr);
  return multiply(*ratio.exact_value(), Rational(100))->to_fixed(2);
}

}  // namespace

TEST_CASE("eight vendors, three posts, eight rates") {
  struct Expected {
    std::string_view vendor, theirs, by_set, by_denominator, by_aggregation;
  };
  // Ours: 20,751 interactions over 696,100 views, 2.98 %. GRIN, step by step: 18,374 over 696,100
  // (2.64 %), over 902,000 followers (2.04 %), mean of 2020/41000, 74/41000, 16280/820000 (2.36 %).
  constexpr std::array expected{Expected{"tiktok-one", "2.98", "0.00", "0.00", "0.00"},
                                Expected{"hootsuite", "3.47", "0.00", "0.00", "0.49"},
                                Expected{"hypeauditor", "3.47", "0.00", "0.00", "0.49"},
                                Expected{"creatoriq", "3.61", "0.63", "0.00", "0.00"},
                                Expected{"modash", "3.88", "0.00", "0.00", "0.90"},
                                Expected{"infludata", "2.64", "-0.34", "0.00", "0.00"},
                                Expected{"grin", "2.36", "-0.34", "-0.60", "0.33"},
                                Expected{"sprout", "2.30", "0.00", "-0.68", "0.00"}};
  const Export file(three_posts);
  for (const Expected& one : expected) {
    INFO(one.vendor);
    const Table table = lens_of(file.as(one.vendor));
    CHECK(percent(cell(table, 0, "ours")) == "2.98");
    CHECK(percent(cell(table, 0, "theirs")) == one.theirs);
    CHECK(percent(cell(table, 0, "by_set")) == one.by_set);
    CHECK(percent(cell(table, 0, "by_denominator")) == one.by_denominator);
    CHECK(percent(cell(table, 0, "by_aggregation")) == one.by_aggregation);
  }
}

TEST_CASE("the parts add up to the difference, exactly, in every row") {
  const Export file(three_posts);
  for (const std::string_view vendor : {"hypeauditor", "modash", "creatoriq", "grin", "sprout"}) {
    const Table table = lens_of(file.as(vendor));
    REQUIRE(table.rows.size() == 3);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      Rational sum = *cell(table, row, "ours").exact_value();
      for (const std::string_view part :
           {"by_posts", "by_set", "by_denominator", "by_aggregation", "by_window"})
        sum = *add(sum, *cell(table, row, part).exact_value());
      CHECK(sum == *cell(table, row, "theirs").exact_value());
    }
  }
}

TEST_CASE("definitions are compared over the same posts; what the others make of it stands apart") {
  // Without saves the first post has no rate of CreatorIQ's: all of the -9.00 % is its doing, and
  // that 150 of 10,000 are more than 100.
  const Export saves("ana,2024-05-02,2000,0,0,,10000,5000\nana,2024-05-09,100,0,0,50,10000,5000\n");
  const Table table = lens_of(saves.as("creatoriq"));
  CHECK(percent(cell(table, 0, "ours")) == "10.50");
  CHECK(percent(cell(table, 0, "by_posts")) == "-9.50");
  CHECK(percent(cell(table, 0, "by_set")) == "0.50");
  CHECK(percent(cell(table, 0, "by_denominator")) == "0.00");
  CHECK(percent(cell(table, 0, "theirs")) == "1.50");
  const auto shown = [](const Table& of, std::string_view column) {
    return !std::ranges::find(of.columns, column, &Column::id)->detail;
  };
  CHECK(shown(table, "by_posts"));
  CHECK(shown(table, "posts_left_out"));
  // The other way round: the first post has no shares, which GRIN does not count; the second has no
  // followers; only the third is known to both. Ours: 60 of 2,000 and 100 of 1,000; theirs: the
  // mean of 2,000 and 90 of 5,000. Of the third alone: 10 %, 9 %, 1.8 %, 1.8 %.
  const Export mixed(
      "ana,2024-05-02,2000,0,,,10000,5000\nana,2024-05-09,50,10,0,,2000,\n"
      "ana,2024-05-10,80,10,10,,1000,5000\n");
  for (const unsigned threads : {1U, 2U}) {
    const Table grin = lens_of(mixed.as("grin", threads));
    CHECK(percent(cell(grin, 1, "ours")) == "5.33");
    CHECK(percent(cell(grin, 1, "by_set")) == "-1.00");
    CHECK(percent(cell(grin, 1, "by_denominator")) == "-7.20");
    CHECK(percent(cell(grin, 1, "by_aggregation")) == "0.00");
    CHECK(percent(cell(grin, 1, "theirs")) == "20.90");
    CHECK(percent(cell(grin, 1, "by_posts")) == "23.77");  // (10 - 5.33) + (20.9 - 1.8)
    CHECK(cell(grin, 1, "posts_left_out") == Quantity::count(1));
  }
  const Export complete(three_posts);
  const Table whole = lens_of(complete.as("creatoriq"));
  CHECK(cell(whole, 0, "by_posts") == Quantity::exact(Rational(0), Unit::ratio));
  CHECK_FALSE(shown(whole, "by_posts"));
  CHECK_FALSE(shown(whole, "posts_left_out"));
}

TEST_CASE("HypeAuditor leaves all but the newest thirty posts of an account out") {
  // ana: 30 posts at 10 % and, before them, two at 50 %; bo: one at 20 %, newer than all of hers,
  // so that the newest thirty of all are 29 of ana's and it.
  std::string rows;
  const auto post = [&](std::string_view who, std::string_view day, int likes) {
    rows += std::string(who) + "," + std::string(day) + "," + std::to_string(likes) +
            ",0,0,0,1000,5000\n";
  };
  for (int day = 1; day <= 30; ++day)
    post("ana", "2024-06-" + std::string(day < 10 ? "0" : "") + std::to_string(day), 100);
  post("ana", "2024-05-30", 500);
  post("ana", "2024-05-31", 500);
  post("bo", "2024-07-01", 200);
  const Export file(rows);
  for (const unsigned threads : {1U, 2U}) {
    const Table table = lens_of(file.as("hypeauditor", threads));
    // All: (29 x 10 % + 20 %) / 30; the mean of all 33 is (300 + 100 + 20) / 33 %.
    CHECK(*cell(table, 0, "theirs").exact_value() == *Rational::parse("0.103333333333"));
    CHECK(percent(cell(table, 0, "by_window")) == "-2.39");
    CHECK(cell(table, 0, "posts_used") == Quantity::count(30));
    CHECK(cell(table, 0, "posts_left_out") == Quantity::count(3));
    CHECK(*cell(table, 1, "creator").label_value() == "@ana");
    CHECK(percent(cell(table, 1, "ours")) == "12.50");
    CHECK(percent(cell(table, 1, "theirs")) == "10.00");
    CHECK(percent(cell(table, 2, "theirs")) == "20.00");
  }
}

TEST_CASE("what a vendor divides by and no export has is missing, with its reason") {
  const Export file("ana,2024-05-02,1900,120,75,260,54000,\n");
  const Table table = lens_of(file.as("grin"));
  CHECK(percent(cell(table, 0, "by_set")) == "-0.14");
  CHECK_FALSE(cell(table, 0, "by_denominator").known());
  CHECK_FALSE(cell(table, 0, "theirs").known());
}

TEST_CASE("a vendor's rate is a figure and a column of every table, with its definition") {
  const Export file(three_posts);
  Invocation invocation = file.as("creatoriq");
  invocation.sections = {"headline", "creators", "posts"};
  const Document document = run_report(invocation).document;
  const auto total = std::ranges::find(document.totals, "as_creatoriq",
                                       [](const Figure& figure) { return figure.column.id; });
  REQUIRE(total != document.totals.end());
  CHECK(*total->value.exact_value() == *Rational::make(25114, 696100));
  const auto definition = std::ranges::find(document.definitions, "as_creatoriq", &Definition::id);
  REQUIRE(definition != document.definitions.end());
  CHECK(definition->set == "lcss");
  CHECK(definition->aggregation == "pooled");
  const Document newest = run_report(file.as("hypeauditor")).document;
  const auto of_newest = std::ranges::find(newest.totals, "as_hypeauditor",
                                           [](const Figure& figure) { return figure.column.id; });
  REQUIRE(of_newest != newest.totals.end());
  CHECK(percent(of_newest->value) == "3.47");
  CHECK(std::ranges::count(newest.definitions, "as_hypeauditor", &Definition::id) == 1);
}

TEST_CASE("vendors are known by name, and asked only where they have an answer") {
  const Export file(three_posts);
  const auto message = [&](const std::string& vendor, const std::string& section) {
    Invocation invocation = file.as(vendor);
    invocation.sections = {section};
    try {
      (void)run_report(invocation);
    } catch (const Error& error) {
      return error.diagnostic().message + "; " + error.diagnostic().hint;
    }
    return std::string();
  };
  CHECK(message("modahs", "headline") ==
        "--as: there is no vendor \"modahs\"; did you mean modash?");
  CHECK(
      message("modash", "money") ==
      "--as: nothing that is asked for shows an engagement rate; tiktok-kpi report --as modash and tiktok-kpi creators --as modash do");
  CHECK(
      message("hypeauditor", "hashtags") ==
      "--as: HypeAuditor looks at the newest 30 posts of an account, and no account is shown; tiktok-kpi report --as hypeauditor and tiktok-kpi creators --as hypeauditor do");
  CHECK(message("hypeauditor", "creators").empty());
}

}  // namespace tiktok_kpi
